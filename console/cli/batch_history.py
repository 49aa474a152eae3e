"""`history`: everything the journal says of one batch, on paper, for spreadsheets, for programs and for people."""

from __future__ import annotations

import argparse
import sys

from console.cli.codes import Exit
from console.cli.opened import Reading, reading
from console.cli.papers import deliver, imprint_of
from console.report.tree import Document
from console.service.change import Signed
from console.service.ports import HistoryRow
from console.store.entries import to_signed
from console.view.batch.printed import history_document
from db import journal

PAGE = 500


def history(asked: argparse.Namespace) -> int:
    """Write or print a batch's own history; a batch the journal never spoke of is refused."""
    with reading(asked.db) as opened:
        document = document_of(opened, asked.batch)
    if document is None:
        print(f"This site has no batch {asked.batch}.", file=sys.stderr)
        return Exit.REFUSED
    return deliver(document, asked)


def document_of(opened: Reading, batch: str) -> Document | None:
    """The history of a batch as far as the imprint's entries go; None when there is no entry."""
    imprint = imprint_of(opened)
    rows = [row for row in _rows(opened, batch) if row.n <= imprint.entries]
    if not rows:
        return None
    return history_document(opened.floor, batch, rows, _signed(opened, batch), imprint)


def _rows(opened: Reading, batch: str) -> list[HistoryRow]:
    rows: list[HistoryRow] = []
    while page := opened.pages.history(batch, rows[-1].n if rows else None, PAGE):
        rows += page
    return rows


def _signed(opened: Reading, batch: str) -> dict[str, tuple[Signed, ...]]:
    """The signatures of a batch's entries, by the entry's id."""
    found: dict[str, tuple[Signed, ...]] = {}
    before: int | None = None
    with opened.site.reading() as connection:
        while page := journal.by_entity(connection, f"batch:{batch}", PAGE, before):
            before = page[-1].n
            found |= {entry.id: tuple(to_signed(s) for s in entry.signatures) for entry in page}
    return found
