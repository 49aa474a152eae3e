"""`audit`: the journal line by line, for a person at a terminal, for a spreadsheet, for a program."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import Reading, reading
from console.cli.papers import imprint_of, pages
from console.cli.review import mark_json, review
from console.report.plain import harmless
from console.service.audited import AuditRow, AuditWish
from console.service.ports import Readings
from console.view.audit.reviews import mark_words
from console.view.audit_listing import HEADINGS, audit_cells, audit_json, audit_line
from console.view.audit_printed import audit_document

SHOWN = 100
"""So many lines are told where nobody says how many; a file gets all of them."""

PAGE = 500
MOST_ON_PAPER = 5_000


def audit(asked: argparse.Namespace) -> int:
    """Tell the entries of a wish, youngest first; with --csv or --pdf write them to a file, with --review sign."""
    if asked.review is not None:
        return _review(asked)
    if asked.pdf is not None and asked.csv is not None:
        print("cleanroom-console: --pdf and --csv are written one at a time.", file=sys.stderr)
        return Exit.USAGE
    wish = AuditWish(asked.since, asked.until, asked.who, asked.about, asked.kind, asked.words)
    with reading(asked.db) as opened:
        if asked.pdf is not None:
            return _print(asked, wish, opened)
        if asked.csv is not None:
            count = _write(asked.csv, entries_of(opened.pages, wish, asked.before, asked.limit), opened.zone)
            whole = imprint_of(opened)
            told = f"{asked.csv}: {count} lines of {whole.entries} entries, head {whole.head}"
            print(json.dumps({"file": str(asked.csv), "lines": count}) if asked.json else f"audit: {told}")
            return Exit.WELL
        limit = asked.limit or SHOWN
        rows = list(entries_of(opened.pages, wish, asked.before, limit + 1))
        further = rows[limit - 1].n if len(rows) > limit else None
        if asked.json:
            plain = {"reviewed": mark_json(opened.floor), "rows": [audit_json(row) for row in rows[:limit]], "further": further}
            print(json.dumps(plain, indent=1, ensure_ascii=False))
        else:
            _tell(rows[:limit], further, opened)
    return Exit.WELL


def _print(asked: argparse.Namespace, wish: AuditWish, opened: Reading) -> int:
    """Write the entries of a wish as pages; so many that nobody would read them are refused, with the way out."""
    imprint = imprint_of(opened)
    found = list(entries_of(opened.pages, wish, asked.before, asked.limit or MOST_ON_PAPER + 1))
    rows = [row for row in found if row.n <= imprint.entries]
    if len(rows) > MOST_ON_PAPER:
        words = f"more than {MOST_ON_PAPER:,} entries are not read on paper: narrow it with --since or --about, or use --csv."
        print(f"cleanroom-console: {words}", file=sys.stderr)
        return Exit.REFUSED
    document = audit_document(rows, wish, mark_words(opened.floor, opened.zone), imprint, opened.zone)
    asked.pdf.write_bytes(pages(document, asked.text))
    told = {"file": str(asked.pdf), "lines": len(rows)}
    print(json.dumps(told) if asked.json else f"audit: {asked.pdf}: {len(rows)} of {imprint.entries} entries")
    return Exit.WELL


def entries_of(pages: Readings, wish: AuditWish, before: int | None, limit: int) -> Iterator[AuditRow]:
    """The entries of a wish one after the other, page by page; all of them when `limit` is 0."""
    left = limit
    while True:
        page = pages.audit(wish, before, min(PAGE, left) if limit else PAGE)
        yield from page.rows
        left -= len(page.rows)
        before = page.further
        if before is None or (limit and left <= 0):
            return


def _review(asked: argparse.Namespace) -> int:
    if not asked.user:
        print("cleanroom-console: --review needs --user: who signs.", file=sys.stderr)
        return Exit.USAGE
    return review(asked.db, asked.review, asked.user, asked.comment)


def _tell(rows: list[AuditRow], further: int | None, opened: Reading) -> None:
    print(f"The journal, youngest first, in the time of {opened.zone.key}. {mark_words(opened.floor, opened.zone)}")
    for row in rows:
        print(audit_line(row, opened.zone))
    if not rows:
        print("No entry is like that.")
    if further is not None:
        print(f"There are more: --before {further} goes on.")


def _write(file: Path, rows: Iterator[AuditRow], zone: ZoneInfo) -> int:
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        for row in rows:
            writer.writerow([harmless(cell) for cell in audit_cells(row, zone)])
            count += 1
    return count
