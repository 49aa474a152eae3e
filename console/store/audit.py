"""The journal as an audit reads it: youngest first, filtered, page by page, however long it has grown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Text,
    exists,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    type_coerce,
)

from console.domain.codec import ENTITY_NAMES
from console.service.audited import AuditPage, AuditRow, AuditWish, Sealed
from console.store.entries import to_signed
from console.store.former import old_and_new
from console.store.sayings import sentence
from db import journal
from db.entry import Entry
from db.tables import entry, entry_entity, entry_search
from db.types import UtcMicros

FEW = 10_000
"""Whoever wrote no more entries than these, and what happened no oftener, is looked through whole: every one of them."""

FEW_WORDS = 1_000
"""So few where words are asked for too: each entry is then looked up in the index of words."""

SPAN = 10_000
"""So many entries one page looks through for what no index finds (a person, a kind): what a person waits for unnoticed."""

WIDE = 10
"""So many times as far where one thing is asked about: few entries of a span speak of it."""

# A plus keeps a column off its index.
_written = type_coerce(literal_column("+entry.recorded_at"), UtcMicros)
_actor: ColumnElement[str] = literal_column("+entry.actor", Text)
_kind: ColumnElement[str] = literal_column("+entry.type", Text)

LAST = 2**62
"""Above every number of an entry."""


def audit_page(connection: Connection, wish: AuditWish, before: int | None, limit: int, name_of: Callable[[str], str]) -> AuditPage:
    """The youngest entries of this wish that follow `before` (None: from the last one on).

    Youngest is what came last; where a time is asked for and nothing else has an index, what was recorded last, since a
    clock may have been set back and entries from elsewhere bear their own instants.
    """
    if limit <= 0:
        return AuditPage((), None)
    wish = _storable(wish)
    timed = (wish.since is not None or wish.until is not None) and not wish.about and not wish.words.split()
    seldom = _seldom(connection, wish)
    if seldom is None:
        numbers, further = (_in_time if timed else _in_order)(connection, wish, before, limit)
    else:
        numbers = list(connection.scalars(of_few(wish, seldom, _place(connection, before), limit, timed=timed)))
        further = numbers[-1] if len(numbers) == limit else None
    return AuditPage(rows_of(connection, numbers, name_of), further, _last(connection))


def _storable(wish: AuditWish) -> AuditWish:
    """The wish in letters a database can be asked for; what holds others is found nowhere, and is no filter less."""
    told = {name: getattr(wish, name) for name in ("who", "about", "kind", "words")}
    plain = {name: text.replace("\0", "\ufffd").encode("utf-8", "replace").decode() for name, text in told.items()}
    return wish if plain == told else replace(wish, **plain)


def rows_of(connection: Connection, numbers: Sequence[int], name_of: Callable[[str], str]) -> tuple[AuditRow, ...]:
    """The lines of these entries, in this order."""
    held = {item.n: item for item in journal.numbered(connection, numbers)}
    return tuple(_row(connection, held[n], name_of) for n in numbers if n in held)


def _in_order(connection: Connection, wish: AuditWish, before: int | None, limit: int) -> tuple[list[int], int | None]:
    top = min(_last(connection) + 1, before if before is not None else LAST)
    if wish.words.split() and wish.about and _spoken_of(connection, wish.about) <= FEW_WORDS:
        numbers, bottom = list(connection.scalars(of_thing(wish, top, limit))), 1
    else:
        bottom = max(1, top - _span(wish, top))
        numbers = list(connection.scalars(wanted(wish, bottom, top, limit)))
    if len(numbers) == limit:
        return numbers, numbers[-1]
    return numbers, bottom if bottom > 1 else None


def _spoken_of(connection: Connection, about: str) -> int:
    """How many entries speak of a thing, counted no further than is asked."""
    some = select(entry_entity.c.n).where(entry_entity.c.entity.in_(_names(about))).limit(FEW_WORDS + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def of_thing(wish: AuditWish, top: int, limit: int) -> Select[int]:
    """The numbers of a page below `top` out of the few entries that speak of a thing: each is looked up by its words."""
    number, filters = entry_entity.c.n, _filters(wish, None)
    found = exists().where(_match(wish.words), entry_search.c.rowid == number)
    query = select(number).where(entry_entity.c.entity.in_(_names(wish.about)), number < top, found).distinct()
    query = query.join(entry, entry.c.n == number).where(*filters) if filters else query
    return query.order_by(number.desc()).limit(limit)


def _last(connection: Connection) -> int:
    return connection.scalars(select(func.max(entry.c.n)).where(entry.c.n >= 0)).one_or_none() or 0


def _in_time(connection: Connection, wish: AuditWish, before: int | None, limit: int) -> tuple[list[int], int | None]:
    after = _place(connection, before)
    numbers = list(connection.scalars(recorded(wish, after, limit)))
    if len(numbers) == limit:
        return numbers, numbers[-1]
    return numbers, connection.scalars(_ordered(select(entry.c.n), wish, after).limit(1).offset(SPAN - 1)).first()


def _place(connection: Connection, before: int | None) -> tuple[datetime, int] | None:
    """When the entry of this number was recorded, and its number; None from the last one on."""
    if before is None:
        return None
    found = connection.execute(select(entry.c.recorded_at).where(entry.c.n == before)).first()
    return None if found is None else (found.recorded_at, before)


def _seldom(connection: Connection, wish: AuditWish) -> Column[str] | None:
    """By which column few entries are to be looked through, where the person or the kind that is asked for is seldom."""
    most = FEW_WORDS if wish.words.split() else FEW
    for column, value in ((entry.c.actor, wish.who), (entry.c.type, wish.kind)):
        if value and connection.execute(select(entry.c.n).where(column == value).limit(1).offset(most)).first() is None:
            return column
    return None


def of_few(wish: AuditWish, seldom: Column[str], before: tuple[datetime, int] | None, limit: int, *, timed: bool) -> Select[int]:
    """The numbers of a page out of the few entries of a person or a kind: each of them is looked at."""
    query = select(entry.c.n).where(seldom == (wish.who if seldom is entry.c.actor else wish.kind), *_filters(wish, seldom))
    if wish.about:
        speaks = entry_entity.c.entity.in_(_names(wish.about))
        query = query.where(exists().where(speaks, entry_entity.c.lamport == entry.c.lamport, entry_entity.c.n == entry.c.n))
    if wish.words.split():
        query = query.where(exists().where(_match(wish.words), entry_search.c.rowid == entry.c.n))
    if before is not None and timed:
        query = query.where(tuple_(_written, entry.c.n) < tuple_(literal(before[0], UtcMicros), literal(before[1])))
    elif before is not None:
        query = query.where(entry.c.n < before[1])
    return query.order_by(*((_written.desc(), entry.c.n.desc()) if timed else (entry.c.n.desc(),))).limit(limit)


def recorded(wish: AuditWish, after: tuple[datetime, int] | None, limit: int) -> Select[int]:
    """The numbers of a page by when they were recorded, out of the next entries of that time."""
    near = _ordered(select(entry.c.n, entry.c.recorded_at, entry.c.actor, entry.c.type), wish, after).limit(SPAN).subquery()
    asked = [near.c.actor == wish.who] if wish.who else []
    asked += [near.c.type == wish.kind] if wish.kind else []
    return select(near.c.n).where(*asked).order_by(near.c.recorded_at.desc(), near.c.n.desc()).limit(limit)


def _ordered(query: Any, wish: AuditWish, after: tuple[datetime, int] | None) -> Any:
    if wish.since is not None:
        query = query.where(entry.c.recorded_at >= wish.since)
    if wish.until is not None:
        query = query.where(entry.c.recorded_at <= wish.until)
    if after is not None:
        query = query.where(tuple_(entry.c.recorded_at, entry.c.n) < tuple_(literal(after[0], UtcMicros), literal(after[1])))
    return query.order_by(entry.c.recorded_at.desc(), entry.c.n.desc())


def wanted(wish: AuditWish, bottom: int, top: int, limit: int) -> Select[int]:
    """The numbers of a page, `bottom` to `top` (not included): by words, by what is spoken of, or one by one."""
    about = entry_entity.c.entity.in_(_names(wish.about))
    if wish.words.split():
        number: ColumnElement[int] = entry_search.c.rowid
        query = select(number).where(_match(wish.words))
        if wish.about:
            query = query.where(number.in_(select(entry_entity.c.n).where(about)))
    elif wish.about:
        number = entry_entity.c.n
        query = select(number).where(about).distinct()
    else:
        number = entry.c.n
        query = select(number)
    if number is entry.c.n:
        filters = _filters(wish, entry.c.actor if wish.who else entry.c.type)
        filters += [entry.c.actor == wish.who] if wish.who else [entry.c.type == wish.kind] if wish.kind else []
    else:
        filters = _filters(wish, None)
        query = query.join(entry, entry.c.n == number) if filters else query
    return query.where(number >= bottom, number < top, *filters).order_by(number.desc()).limit(limit)


def _match(words: str) -> ColumnElement[bool]:
    """The condition that people wrote these words, each quoted so that none is taken for an order."""
    phrase = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
    return entry_search.c.words.op("MATCH")(phrase)


def _filters(wish: AuditWish, found_by: Column[str] | None) -> list[ColumnElement[bool]]:
    """What is asked of each entry itself beyond the column it is found by; no index is to be used for it.

    Else the instants would be walked instead of the numbers, or the many entries of a kind instead of the few of a person.
    """
    asked: list[ColumnElement[bool] | None] = [
        _actor == wish.who if wish.who and found_by is not entry.c.actor else None,
        _kind == wish.kind if wish.kind and found_by is not entry.c.type else None,
        _written >= wish.since if wish.since is not None else None,
        _written <= wish.until if wish.until is not None else None,
    ]
    return [one for one in asked if one is not None]


def _span(wish: AuditWish, top: int) -> int:
    """How far one page looks: as far as there is where an index finds all that is asked, else as far as a person waits."""
    if wish.words.split():
        return SPAN * WIDE if wish.about else SPAN if _filters(wish, None) else top
    asked = len(_filters(wish, None)) + bool(wish.about)
    return top if asked <= 1 else SPAN * WIDE


def _names(about: str) -> list[str]:
    """What this may be the name of: stated whole, or the identifier of anything."""
    return [about] if about.partition(":")[0] in ENTITY_NAMES else [f"{kind}:{about}" for kind in ENTITY_NAMES]


def _row(connection: Connection, item: Entry, name_of: Callable[[str], str]) -> AuditRow:
    payload = item.payload if isinstance(item.payload, dict) else {}
    old, new = old_and_new(connection, item)
    clock = tuple((name, str(value)) for name, value in sorted(item.words["clk"].items()))
    return AuditRow(
        n=item.n,
        entry=item.id,
        at=item.occurred_at,
        recorded_at=item.recorded_at,
        user=item.actor,
        who=name_of(item.actor),
        kind=item.type,
        what=sentence(item.type),
        about=item.entities,
        old=old,
        new=new,
        why=str(payload.get("reason", "")),
        signed=tuple(to_signed(signature) for signature in item.signatures),
        sealed=Sealed(item.chain, item.seq, item.hash.hex(), item.words["app"], clock),
    )
