"""`handover`: the shift's sheet as it is given, as it was accepted, or as it would be filled now."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.papers import imprint_of, write
from console.cli.status import Told, look
from console.domain.refusal import Refusal
from console.report.handover.changed import changes_of
from console.report.handover.document import document
from console.report.handover.filled import fill
from console.report.handover.seen import Seen
from console.report.handover.sheet import Sheet, draft_sheet, sheet_json, sheet_of, sheet_text
from console.service.since import since_left


def handover(asked: argparse.Namespace) -> int:
    """Tell the handover that is under way, the last one with --last, or what the floor would fill in now."""
    told = look(asked.db, asked.at)
    sheet = sheet_now(told, asked.last)
    if not sheet.id:
        sheet = _with_changes(asked.db, told, sheet)
    said = _written(asked, told, sheet) if asked.pdf is not None or asked.csv is not None else ""
    if asked.json:
        print(json.dumps(sheet_json(sheet), indent=1, ensure_ascii=False))
    else:
        print(said or sheet_text(sheet, told.floor, told.zone))
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


def _written(asked: argparse.Namespace, told: Told, sheet: Sheet) -> str:
    """The sheet in the files that were asked for, and which they are."""
    with reading(asked.db) as opened:
        imprint = imprint_of(opened, told.now)
    return write(document(sheet, told.floor, imprint), asked)
