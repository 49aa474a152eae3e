"""`import` and `export`: a supervisor's own workbook in, and the same form out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from console.cli.asking import ask_password
from console.cli.codes import Exit
from console.cli.opened import open_existing, reading, writing, zone_of
from console.domain.commands import ReportHistory
from console.domain.decide import decide
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.domain.rights import Right, may
from console.domain.signing import Meaning
from console.exchange.floor_words import words_of
from console.exchange.history import floor_rows, to_command
from console.exchange.workbook.clocks import DayOrder
from console.exchange.workbook.limited import read_file
from console.exchange.workbook.preview import COLUMNS, preview, report_lines
from console.exchange.workbook.reader import Wish
from console.exchange.workbook.reading import Fault, Reading
from console.exchange.workbook.writing import write_csv, write_xlsx
from console.service.change import Change
from console.service.clock import SystemClock
from console.service.founding import DEMO_PASSWORD
from console.service.library import shipped_facility, shipped_recipes
from console.service.ports import ImportPreview
from console.simulation.history import opening

NOBODY = "importer"


def take_in(asked: argparse.Namespace) -> int:
    """Read a workbook; unless it is a dry run, sign and record all of it."""
    if asked.db is None and not asked.dry_run:
        print("cleanroom-console: name the site with --db FOLDER, or try it with --dry-run.", file=sys.stderr)
        return Exit.USAGE
    if asked.db is None:
        floor = _shipped_floor()
    else:
        with reading(asked.db) as seen:
            floor = seen.floor
    read = read_file(asked.file, Wish(words_of(floor), zone_of(floor), DayOrder(asked.dates), asked.sheet))
    _say(read, asked.json)
    if not read.enters:
        return Exit.REFUSED
    who = asked.user or _importer(floor)
    command = to_command(read, who)
    refused = command if isinstance(command, Refusal) else _foreseen(floor, command)
    if refused is not None:
        print(f"cleanroom-console: {refused.why} {refused.instead}", file=sys.stderr)
        return Exit.REFUSED
    return Exit.WELL if asked.dry_run or isinstance(command, Refusal) else _record(asked.db, command, who)


def give_out(asked: argparse.Namespace) -> int:
    """Write the steps of a site as a workbook or CSV of the same form."""
    with reading(asked.db) as seen:
        rows, zone = floor_rows(seen.floor), seen.zone
    kind = asked.file.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        print("cleanroom-console: the file's name must end in .xlsx or .csv.", file=sys.stderr)
        return Exit.USAGE
    asked.file.write_bytes(write_xlsx(rows, zone) if kind == ".xlsx" else write_csv(rows, zone))
    print(f"{len(rows)} rows in {asked.file}")
    return Exit.WELL


def import_preview(path: str, floor: Floor, by: str) -> ImportPreview | Refusal:
    """What a workbook would bring, for the window; nothing is recorded."""
    zone = zone_of(floor)
    read = read_file(Path(path), Wish(words_of(floor), zone))
    command = to_command(read, by) if read.enters else None
    hinders = _foreseen(floor, command) if isinstance(command, ReportHistory) else None
    errors = [_line(fault) for fault in read.errors]
    errors += [("the file", "", hinders.why, hinders.instead)] if hinders else []
    rows = tuple(row.texts for row in preview(read, zone))
    ready = command if isinstance(command, ReportHistory) and hinders is None else None
    return ImportPreview(read.file, COLUMNS, rows, tuple(errors), tuple(_line(fault) for fault in read.findings), ready)


def _foreseen(floor: Floor, command: ReportHistory) -> Refusal | None:
    """Whether the floor would refuse it whoever asked: known batches, unknown recipes."""
    now = floor.latest or SystemClock().now()
    answer = decide(floor, command, now)
    return answer if isinstance(answer, Refusal) and answer.rule not in ("right", "person-unknown") else None


def _record(folder: Path, command: ReportHistory, who: str) -> int:
    clock = SystemClock()
    with reading(folder) as seen:
        zone = seen.zone
    opened = writing(open_existing(folder, clock, zone), clock, zone)
    try:
        secret = ask_password(f"{who}'s password, to sign the import")
        if not secret and opened.site.class_.plays:
            secret = DEMO_PASSWORD
        consent = opened.session.consent(command, who, secret, Meaning.IMPORTED)
        answer = consent if isinstance(consent, Refusal) else opened.dispatcher.submit(command, (consent,)).result()
    finally:
        opened.close()
    if isinstance(answer, Change):
        print(f"Taken in: {len(command.batches)} batches, signed by {who}.")
        return Exit.WELL
    print(f"cleanroom-console: {answer.why} {answer.instead}", file=sys.stderr)
    return Exit.REFUSED


def _importer(floor: Floor) -> str:
    """The first person who may import, so that a dry run can be judged; a real import names its user."""
    return next((p.id for p in floor.people.values() if p.active and may(p.roles, Right.IMPORT)), NOBODY)


def _shipped_floor() -> Floor:
    floor, now = Floor(), SystemClock().now()
    for command in opening(shipped_facility(), shipped_recipes()):
        answer = decide(floor, command, now)
        for event in [] if isinstance(answer, Refusal) else answer:
            floor = evolve(floor, event)
    return floor


def _say(read: Reading, as_json: bool) -> None:
    if not as_json:
        print("\n".join(report_lines(read)))
        return
    told: dict[str, Any] = {
        "file": read.file,
        "sha256": read.sha256,
        "rows": len(read.rows),
        "batches": list(read.batches),
        "enters": read.enters,
        "errors": [_fault_json(fault) for fault in read.errors],
        "findings": [_fault_json(fault) for fault in read.findings],
    }
    print(json.dumps(told, indent=1, ensure_ascii=False))


def _fault_json(fault: Fault) -> dict[str, Any]:
    return {
        "sheet": fault.sheet, "sheet_row": fault.row, "column": fault.column, "field": fault.field, "value": fault.value,
        "what": fault.what, "why": fault.why, "instead": fault.instead,
    }  # fmt: skip


def _line(fault: Fault) -> tuple[str, str, str, str]:
    return (fault.place, fault.value, f"{fault.what}: {fault.why}", fault.instead)
