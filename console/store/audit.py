"""The journal as an audit reads it: youngest first, filtered, page by page, however long it has grown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select, type_coerce

from console.domain.codec import ENTITY_NAMES
from console.service.audited import AuditPage, AuditRow, AuditWish
from console.store.entries import to_signed
from console.store.former import old_and_new
from console.store.sayings import sentence
from db import journal
from db.entry import Entry
from db.tables import entry, entry_entity, entry_search
from db.types import UtcMicros

SPAN = 20_000
"""So many entries one page looks through for what no index finds (a person, a kind): what a person waits for without noticing."""

LAST = 2**62
"""Above every number of an entry."""


def audit_page(connection: Connection, wish: AuditWish, before: int | None, limit: int, name_of: Callable[[str], str]) -> AuditPage:
    """The youngest entries of this wish numbered below `before` (None: from the last one on)."""
    low, high = _bounds(connection, wish)
    top = min(high + 1, before if before is not None else LAST)
    if low >= top or limit <= 0:
        return AuditPage((), None)
    bottom = max(low, min(top, high + 1) - SPAN) if _walks(wish) else low
    numbers = list(connection.scalars(wanted(wish, bottom, top, limit)))
    rows = tuple(_row(connection, item, name_of) for item in journal.numbered(connection, numbers))
    if len(numbers) == limit:
        return AuditPage(rows, numbers[-1])
    return AuditPage(rows, bottom if bottom > low else None)


def wanted(wish: AuditWish, bottom: int, top: int, limit: int) -> Select[int]:
    """The numbers of a page, `bottom` to `top` (not included): by words, by what is spoken of, or one by one."""
    phrase = " ".join('"' + word.replace('"', '""') + '"' for word in wish.words.split())
    about = entry_entity.c.entity.in_(_names(wish.about))
    if phrase:
        number: ColumnElement[int] = entry_search.c.rowid
        query = select(number).where(entry_search.c.words.op("MATCH")(phrase))
        if wish.about:
            query = query.where(number.in_(select(entry_entity.c.n).where(about)))
    elif wish.about:
        number = entry_entity.c.n
        query = select(number).where(about).distinct()
    else:
        number = entry.c.n
        query = select(number)
    if number is not entry.c.n and _walks(wish):
        query = query.join(entry, entry.c.n == number)
    return query.where(number >= bottom, number < top, *_filters(wish)).order_by(number.desc()).limit(limit)


def _filters(wish: AuditWish) -> list[ColumnElement[bool]]:
    """What is asked of each entry itself. The instants are kept off their index: the order is that of the numbers."""
    recorded = type_coerce(literal_column("+entry.recorded_at"), UtcMicros)
    asked: list[ColumnElement[bool] | None] = [
        entry.c.actor == wish.who if wish.who else None,
        entry.c.type == wish.kind if wish.kind else None,
        recorded >= wish.since if wish.since is not None else None,
        recorded <= wish.until if wish.until is not None else None,
    ]
    return [one for one in asked if one is not None]


def _walks(wish: AuditWish) -> bool:
    return bool(_filters(wish))


def _bounds(connection: Connection, wish: AuditWish) -> tuple[int, int]:
    """The lowest and the highest number that was recorded in the time asked for; from elsewhere come old ones with new numbers.

    The sum with nought keeps SQLite from walking the whole table for a first or last number: the index of instants has both.
    """
    low = _scalar(connection, func.min(entry.c.n + 0), entry.c.recorded_at >= wish.since, LAST) if wish.since is not None else 1
    if wish.until is None:
        return low, _scalar(connection, func.max(entry.c.n), entry.c.n >= 0, 0)
    return low, _scalar(connection, func.max(entry.c.n + 0), entry.c.recorded_at <= wish.until, 0)


def _scalar(connection: Connection, what: Any, where: ColumnElement[bool], otherwise: int) -> int:
    found: int | None = connection.execute(select(what).where(where)).scalar()
    return otherwise if found is None else found


def _names(about: str) -> list[str]:
    """What this may be the name of: stated whole, or the identifier of anything."""
    return [about] if about.partition(":")[0] in ENTITY_NAMES else [f"{kind}:{about}" for kind in ENTITY_NAMES]


def _row(connection: Connection, item: Entry, name_of: Callable[[str], str]) -> AuditRow:
    payload = item.payload if isinstance(item.payload, dict) else {}
    old, new = old_and_new(connection, item)
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
    )
