"""`handover`: the shift's sheet as it is given, as it was accepted, or as it would be filled now."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.papers import imprint_of, pages
from console.cli.status import Told, look
from console.report.handover.document import document
from console.report.handover.filled import fill
from console.report.handover.seen import Seen
from console.report.handover.sheet import Sheet, draft_sheet, sheet_json, sheet_of, sheet_text


def handover(asked: argparse.Namespace) -> int:
    """Tell the handover that is under way, the last one with --last, or what the floor would fill in now."""
    told = look(asked.db, asked.at)
    sheet = sheet_now(told, asked.last)
    if asked.pdf is not None:
        _print(asked.db, asked.pdf, told, sheet)
    if asked.json:
        print(json.dumps(sheet_json(sheet), indent=1, ensure_ascii=False))
    elif asked.pdf is None:
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


def _print(folder: Path, out: Path, told: Told, sheet: Sheet) -> None:
    with reading(folder) as opened:
        imprint = imprint_of(opened, told.now)
    out.write_bytes(pages(document(sheet, told.floor, imprint)))
    print(f"handover: {out}", file=sys.stderr)
