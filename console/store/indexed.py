"""The index that entries are found by: each is put in with its commit, all anew after a migration, and it can be proved true.

Whoever changes what an entry is found by brings a migration with it, whose rebuild makes the index anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from console.store.words import names_of, words_of
from db import journal
from db.chain import SYSTEM_TYPES
from db.engine import scratch
from db.entry import Entry
from db.tables import SEARCH, TERMS, entry_search, entry_term

AT_ONCE = 2000


def index(connection: Connection, entries: Sequence[Entry]) -> None:
    """Put these entries into the index, in the transaction that records them."""
    found = list(_found(entries))
    if found:
        connection.execute(insert(entry_search), found)


def index_all(connection: Connection) -> None:
    """Make the whole index anew from the journal."""
    connection.exec_driver_sql("INSERT INTO entry_search(entry_search) VALUES ('delete-all')")
    _fill(connection, journal.arrived_after(connection, 0))


def index_fault(connection: Connection) -> str:
    """The first word of the index that the journal does not hold, or that is missing; nothing when it is true.

    The index keeps no text to compare: a second one is made beside it from the journal, and both are read side by side.
    """
    with scratch() as beside:
        for statement in (SEARCH, TERMS):
            beside.exec_driver_sql(statement)
        _fill(beside, journal.arrived_after(connection, 0))
        wanted, held = _terms(beside), _terms(connection)
        for told in wanted:
            found = next(held, None)
            if found != told:
                return f"entry {min(told[1], found[1]) if found else told[1]} is not found by the words the journal says"
        odd = next(held, None)
    return "" if odd is None else f"entry {odd[1]} is found by a word the journal does not say"


def _fill(connection: Connection, entries: Iterable[Entry]) -> None:
    waiting: list[dict[str, Any]] = []
    for row in _found(entries):
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            connection.execute(insert(entry_search), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(entry_search), waiting)


def _found(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        if entry.type not in SYSTEM_TYPES:
            yield {"rowid": entry.n, "words": words_of(entry.payload), "named": names_of(entry.entities, entry.actor)}


def _terms(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """Every word of the index with where it stands, in the index's own order."""
    query = select(entry_term.c.term, entry_term.c.doc, entry_term.c.col, entry_term.c.offset)
    return (tuple(row) for row in connection.execute(query.execution_options(yield_per=AT_ONCE)))
