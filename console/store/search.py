"""Entries as the one search finds them: by number or id, by what people wrote, and by the names of what they speak of."""

from __future__ import annotations

from sqlalchemy import Connection, select

from console.service.spelling import Asked, key, parts
from console.store.audit import LAST
from db.tables import entry, entry_search


def found(connection: Connection, asked: Asked, limit: int) -> list[int]:
    """The numbers of the entries: the one asked for, those with the whole words, those with words that begin so; youngest first.

    The whole words are asked first because their lists are read from the young end and not to the bottom, however common a
    word is; the beginnings of words only where there is room left.
    """
    last = asked.upto or LAST
    numbers = [n for n in _stated(connection, asked) if n <= last]
    for beginning in (False, True):
        phrase = phrase_of(asked, beginning)
        if phrase and len(numbers) < limit:
            query = select(entry_search.c.rowid).where(entry_search.c.entry_search.op("MATCH")(phrase))
            query = query.where(entry_search.c.rowid <= last) if asked.upto else query
            more = connection.scalars(query.order_by(entry_search.c.rowid.desc()).limit(limit + len(numbers)))
            numbers = list(dict.fromkeys((*numbers, *more)))[:limit]
    return numbers


def _stated(connection: Connection, asked: Asked) -> list[int]:
    query = select(entry.c.n)
    if asked.entry:
        return list(connection.scalars(query.where(entry.c.id == asked.entry)))
    return list(connection.scalars(query.where(entry.c.n == asked.number))) if asked.number else []


def phrase_of(asked: Asked, beginning: bool) -> str:
    """What was asked in the index's own language: every word quoted, so that none is taken for an order."""
    star = "*" if beginning else ""
    return " AND ".join(_either(word, star) for word in asked.words)


def _either(word: str, star: str) -> str:
    told = parts(word)
    plain = f'"{" ".join(told)}"{star}'
    short = key(word)
    return plain if (short,) == told else f'({plain} OR named : "{short}"{star})'
