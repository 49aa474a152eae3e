"""`handover`: the shift's sheet as it is given, as it was accepted, or as it would be filled now."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from zoneinfo import ZoneInfo

from console import __version__
from console.cli.codes import Exit
from console.cli.opened import Reading, reading
from console.cli.status import Told, look
from console.report.handover.filled import fill
from console.report.handover.seen import Seen
from console.report.handover.sheet import Sheet, draft_sheet, sheet_json, sheet_of, sheet_text
from console.view.handover.printed import paper
from db import journal


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


def head_words(opened: Reading) -> str:
    """The heads of the journal's chains in short: chain, entry, and the first letters of its hash."""
    with opened.site.reading() as connection:
        heads = journal.heads(connection)
    return ", ".join(f"{name[:8]}/{head.seq} {head.hash.hex()[:16]}" for name, head in sorted(heads.items()))


def _print(folder: Path, out: Path, told: Told, sheet: Sheet) -> None:
    from console.cli.pictures import still_app
    from console.ui import fonts
    from console.ui.plan.paper import pdf

    with reading(folder) as opened:
        site, head = opened.journal.site, head_words(opened)
    still_app()
    fonts.load()
    out.write_bytes(pdf(paper(sheet, told.floor, site, head, __version__, told.now, told.zone)))
    print(f"handover: {out}")
