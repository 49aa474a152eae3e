"""`history`: everything the journal says of one batch, on paper, for spreadsheets, for programs and for people."""

from __future__ import annotations

import argparse
import sys

from console.cli.codes import Exit
from console.cli.opened import Reading, reading
from console.cli.papers import deliver, imprint_of
from console.report.tree import Document
from console.view.batch.printed import history_paper


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
    return history_paper(opened.floor, batch, opened.pages.whole_history(batch), imprint)
