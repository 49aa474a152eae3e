"""`handover`: the shift's sheet as it is given, as it was accepted, or as it would be filled now."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.papers import imprint_of, pages
from console.cli.status import Told, look
from console.domain.refusal import Refusal
from console.report.handover.changed import changes_of
from console.report.handover.document import document
from console.report.handover.filled import fill
from console.report.handover.seen import Seen
from console.report.handover.sheet import Sheet, draft_sheet, sheet_json, sheet_of, sheet_text
from console.report.plain import document_csv
from console.service.since import since_left


def handover(asked: argparse.Namespace) -> int:
    """Tell the handover that is under way, the last one with --last, or what the floor would fill in now."""
    told = look(asked.db, asked.at)
    sheet = sheet_now(told, asked.last)
    if not sheet.id:
        sheet = _with_changes(asked.db, told, sheet)
    if asked.pdf is not None or asked.csv is not None:
        _print(asked, told, sheet)
    if asked.json:
        print(json.dumps(sheet_json(sheet), indent=1, ensure_ascii=False))
    elif asked.pdf is None and asked.csv is None:
        print(sheet_text(sheet, told.floor, told.zone))
    return Exit.WELL


def sheet_now(told: Told, last: bool) -> Sheet:
    """The sheet that counts at this instant."""
    floor = told.floor
    if last and floor.handed is not None:
        return sheet_of(floor, floor.handed, told.zone)
    if floor.handover is not None and not last:
        return sheet_of(floor, floor.handover, told.zone)
    return draft_sheet(floor, fill(Seen(floor, told.outlook, told.now, told.zone, ZoneInfo)), told.zone)


def _with_changes(folder: Path, told: Told, sheet: Sheet) -> Sheet:
    """The sheet with what changed since the last handover, as it would be frozen now; without, where duty never passed."""
    with reading(folder) as opened:
        since = since_left(opened.pages, told.floor, "", told.now)
    return sheet if isinstance(since, Refusal) else replace(sheet, changes=changes_of(since), since=since.since, until=since.now)


def _print(asked: argparse.Namespace, told: Told, sheet: Sheet) -> None:
    with reading(asked.db) as opened:
        imprint = imprint_of(opened, told.now)
    made = document(sheet, told.floor, imprint)
    if asked.pdf is not None:
        asked.pdf.write_bytes(pages(made))
    if asked.csv is not None:
        asked.csv.write_bytes(document_csv(made).encode())
    for out in (asked.pdf, asked.csv):
        if out is not None:
            print(f"handover: {out}", file=sys.stderr)
