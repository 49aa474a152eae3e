"""Everything the journal says of one batch, read at once: its entries as rows, and their signatures whole."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from console.service.change import Signed
from console.service.ports import HistoryRow, WholeHistory
from console.store.entries import to_signed
from db import journal
from db.entry import Entry

PAGE = 500


def whole_history(connection: Connection, batch: str, row: Callable[[Entry], HistoryRow]) -> WholeHistory:
    """Newest first; `row` says how an entry is told."""
    rows: list[HistoryRow] = []
    signed: dict[str, tuple[Signed, ...]] = {}
    before: int | None = None
    while page := journal.by_entity(connection, f"batch:{batch}", PAGE, before):
        before = page[-1].n
        rows += [row(entry) for entry in page]
        signed |= {entry.id: tuple(to_signed(one) for one in entry.signatures) for entry in page if entry.signatures}
    return WholeHistory(tuple(rows), signed)
