"""A report that leaves the program: as pages, as CSV, as JSON or as lines of text, whichever was asked for."""

from __future__ import annotations

import argparse
import json
from datetime import datetime

from console.cli.codes import Exit
from console.cli.opened import Reading
from console.cli.status import now_of
from console.report.plain import document_csv, document_json, document_text
from console.report.tree import Document, Imprint
from console.view.imprint import imprint, uncopied


def imprint_of(opened: Reading, now: datetime | None = None) -> Imprint:
    """Whose paper it is: entries and heads of the journal are read at once, so that they belong together."""
    head = opened.pages.head()
    at = now or now_of(opened.site.class_.plays, opened.floor)
    return imprint(opened.journal.site, head, at, opened.zone)


def deliver(document: Document, asked: argparse.Namespace) -> int:
    """Write the files asked for by `--pdf` and `--csv`; print it for programs with `--json`, for people when nothing was asked."""
    said = write(document, asked)
    if asked.json:
        print(json.dumps(document_json(document), indent=1, ensure_ascii=False))
    else:
        print(said or document_text(document))
    return Exit.WELL


def write(document: Document, asked: argparse.Namespace) -> str:
    """Write the files asked for by `--pdf` (letters of `--text` per cent) and `--csv`, and say which; empty when none was."""
    if asked.pdf is not None:
        asked.pdf.write_bytes(pages(document, asked.text))
    if asked.csv is not None:
        asked.csv.write_bytes(document_csv(document).encode())
    return "\n".join(f"{document.title}: {out}" for out in (asked.pdf, asked.csv) if out is not None)


def pages(document: Document, percent: int = 100) -> bytes:
    """The report as PDF/A; `percent` is the size of its letters. No display is needed."""
    from console.cli.headless import headless
    from console.ui.paper.printer import pdf

    headless()
    return pdf(uncopied(document), percent / 100)
