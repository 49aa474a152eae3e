"""`handover`: the shift's sheet as it is given, as it was accepted, or as it would be filled now."""

from __future__ import annotations

import argparse
import json
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.status import Told, look
from console.report.handover.filled import fill
from console.report.handover.seen import Seen
from console.report.handover.sheet import Sheet, draft_sheet, sheet_json, sheet_of, sheet_text


def handover(asked: argparse.Namespace) -> int:
    """Print the handover that is under way, the last one with --last, or what the floor would fill in now."""
    told = look(asked.db, asked.at)
    sheet = sheet_now(told, asked.last)
    text = json.dumps(sheet_json(sheet), indent=2) if asked.json else sheet_text(sheet, told.floor, told.zone)
    print(text)
    return Exit.WELL


def sheet_now(told: Told, last: bool) -> Sheet:
    """The sheet that counts at this instant."""
    floor = told.floor
    if last and floor.handed is not None:
        return sheet_of(floor, floor.handed, told.zone)
    if floor.handover is not None and not last:
        return sheet_of(floor, floor.handover, told.zone)
    return draft_sheet(floor, fill(Seen(floor, told.outlook, told.now, told.zone, ZoneInfo)), told.zone)
