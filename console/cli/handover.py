"""`handover`: the shift's sheet as it is given, as it was accepted, or as it would be filled now."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from console import __version__
from console.cli.codes import Exit
from console.cli.opened import Reading, reading
from console.cli.status import Told, look
from console.domain.floor import Floor
from console.report.handover.document import document
from console.report.handover.filled import fill
from console.report.handover.seen import Seen
from console.report.handover.sheet import Sheet, draft_sheet, sheet_json, sheet_of, sheet_text
from console.report.tree import Imprint
from console.view.site_class import CLASS_WORDS
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


def imprint_of(opened: Reading, floor: Floor, now: datetime, zone: ZoneInfo) -> Imprint:
    """Whose paper it is: this site's, with its class, its journal's heads and this program's version."""
    site = opened.journal.site
    words = CLASS_WORDS.get(site.kind, "")
    return Imprint(site.name, site.kind, words, floor.entries, head_words(opened), f"Cleanroom Console {__version__}", now, zone)


def _print(folder: Path, out: Path, told: Told, sheet: Sheet) -> None:
    from console.cli.pictures import still_app
    from console.ui.paper.printer import pdf

    with reading(folder) as opened:
        imprint = imprint_of(opened, told.floor, told.now, told.zone)
    still_app()
    out.write_bytes(pdf(document(sheet, told.floor, imprint)))
    print(f"handover: {out}", file=sys.stderr)
