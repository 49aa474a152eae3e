"""What a person sees before a workbook is taken in: each row as it was understood, each fault with its place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from datetime import tzinfo as Zone

from console.exchange.workbook.reading import Fault, Reading, StepRow
from console.exchange.workbook.site_clock import local_text

COLUMNS = (
    "Place", "Batch", "Recipe", "Room", "Steps", "Own label", "Planned start", "Planned end", "Actual start", "Actual end",
    "State", "People", "Note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One line of the preview under COLUMNS; `faults` concern this row."""

    texts: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


def preview(reading: Reading, zone: Zone) -> tuple[PreviewRow, ...]:
    """Every row that was read, in the order of the file, times on the site's clock."""
    by_row: dict[tuple[str, int], list[Fault]] = defaultdict(list)
    for fault in (*reading.errors, *reading.findings):
        by_row[(fault.sheet, fault.row)].append(fault)
    return tuple(PreviewRow(_texts(row, zone), tuple(by_row[(row.sheet, row.row)])) for row in reading.rows)


def report_lines(reading: Reading) -> tuple[str, ...]:
    """The whole outcome as lines for the terminal: the verdict, then every error, then every finding."""
    errors = [f"error    {fault.sentence}" for fault in reading.errors]
    findings = [f"finding  {fault.sentence}" for fault in reading.findings]
    return (reading.sentence, *errors, *findings)


def _texts(row: StepRow, zone: Zone) -> tuple[str, ...]:
    place = f"{row.sheet} {row.row}".strip()
    room = f"{row.lane}-{row.station}" if row.station else row.lane
    times = (_time(at, zone) for at in (row.planned_start, row.planned_end, row.started_at, row.finished_at))
    steps, people = " + ".join(row.codes), ", ".join(row.people)
    return (place, row.batch, row.recipe, room, steps, row.label, *times, row.status, people, row.note)


def _time(at: datetime | None, zone: Zone) -> str:
    return local_text(at, zone) if at else ""
