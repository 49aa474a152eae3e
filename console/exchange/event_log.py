"""An event log of another program, read whole or refused: every bad row is named with its line and the reason."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TextIO

from console.exchange.log_times import instant_of, order_of
from console.exchange.workbook.clocks import DayOrder
from console.forecast.backtest.event_log import LogEvent

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LogBounds:
    """Bytes of the file, events, characters of one field and of one line, columns, and how many bad rows are named."""

    size: int = 256 * MB
    events: int = 200_000
    field: int = 1_000
    line: int = 100_000
    columns: int = 500
    faults: int = 20


BOUNDS = LogBounds()

HEADINGS = {
    "case": ("case_id", "case", "caseid", "case_concept_name", "trace_id"),
    "activity": ("activity", "concept_name", "event", "task", "activity_name"),
    "resource": ("resource", "org_resource", "org_group", "user", "performer"),
    "started": ("start_timestamp", "start_time", "start", "started"),
    "at": ("timestamp", "time_timestamp", "complete_timestamp", "end_timestamp", "completion_time", "end_time", "end"),
}
"""A column of the log by what it may be headed; small and capital letters, spaces and marks make no difference."""
NEEDED = {"case": "case_id", "activity": "activity", "at": "timestamp"}


JUMP_EVENTS, JUMP_LEAST = 20, timedelta(days=90)
"""A gap is told from so many events on, and from this length."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot be read: its line in the file (1 is the first; 0 when it is the file itself) and why."""

    line: int
    why: str

    @property
    def sentence(self) -> str:
        """`line 12: …`, or the reason alone."""
        return f"line {self.line}: {self.why}" if self.line else self.why


class LogFaults(ValueError):
    """The log cannot be taken in; `faults` are the first of `count` bad rows."""

    def __init__(self, faults: tuple[RowFault, ...], count: int) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults, self.count = faults, count


@dataclass(frozen=True, slots=True)
class ReadLog:
    """The events in the order of the file, and what was noticed on the way, in sentences."""

    events: tuple[LogEvent, ...]
    notes: tuple[str, ...] = ()


def read_event_log(path: Path, said: DayOrder = DayOrder.UNSAID, bounds: LogBounds = BOUNDS) -> ReadLog:
    """The log in `path`; raises LogFaults when a row or the file cannot be read, OSError when it cannot be opened.

    `said` tells how dates in figures are meant; without it the column itself must show it.
    """
    size = path.stat().st_size
    if size > bounds.size:
        raise _whole(f"the file has {size:,} bytes; at most {bounds.size:,} are read. Take a part of the cases.")
    with path.open("rb") as raw:
        coding = "utf-16" if raw.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        raw.seek(0)
        with io.TextIOWrapper(raw, encoding=coding, newline="") as text:
            table = _table(text, bounds)
    return _events(table, said)


@dataclass(frozen=True, slots=True)
class _Table:
    """Tidy texts of the five columns, row by row; what is not in the file is empty."""

    lines: list[int]
    cells: dict[str, list[str]]
    faults: list[RowFault]
    bounds: LogBounds


def _table(text: TextIO, bounds: LogBounds) -> _Table:
    lines = _bounded(text, bounds)
    try:
        blank, heading = next(((n, line) for n, line in enumerate(lines) if line.strip()), (0, ""))
        mark, places = _columns(heading, bounds)
        table = _Table([], {name: [] for name in HEADINGS}, [], bounds)
        before = csv.reader(_counted(lines, [heading]), delimiter=mark, strict=False)
        next(before)  # the heading
        for row in before:
            if any(cell.strip() for cell in row):
                _row(table, blank + before.line_num, row, places)
            if len(table.lines) > bounds.events:
                raise _whole(f"the log has more than {bounds.events:,} events, which is the bound. Take a part of the cases.")
    except UnicodeDecodeError as wrong:
        raise _whole("the file is not text in UTF-8; save it as CSV UTF-8.") from wrong
    except csv.Error as wrong:
        raise _whole(f"the file is no table: {wrong}.") from wrong
    return table


def _bounded(text: TextIO, bounds: LogBounds) -> Iterator[str]:
    """The lines of the file; one that never ends is not read to its end."""
    number = 0
    while line := text.readline(bounds.line + 1):
        number += 1
        if len(line) > bounds.line:
            raise LogFaults((RowFault(number, f"the line is longer than {bounds.line:,} characters"),), 1)
        if "\0" in line:
            raise LogFaults((RowFault(number, "it holds zero bytes; this is not a text file"),), 1)
        yield line


def _counted(lines: Iterator[str], first: list[str]) -> Iterator[str]:
    yield from first
    yield from lines


def _columns(heading: str, bounds: LogBounds) -> tuple[str, dict[str, int]]:
    """The mark between the fields, and the place of each column under it."""
    best: dict[str, int] = {}
    for mark in ",;\t|":
        names = [re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") for name in next(csv.reader([heading], delimiter=mark), [])]
        places = {}
        for column, aliases in HEADINGS.items():
            known = next((alias for alias in aliases if alias in names), None)
            if known is not None and names.count(known) > 1:
                raise _whole(f"two columns are headed {known}.")
            if known is not None:
                places[column] = names.index(known)
        if not set(NEEDED) - set(places) and len(names) <= bounds.columns:
            return mark, places
        best = max(best, places, key=len)
    missing = ", ".join(word for column, word in NEEDED.items() if column not in best)
    raise _whole(f"the heading lacks {missing or 'what is needed'}; needed are case_id, activity and timestamp.")


def _row(table: _Table, line: int, row: list[str], places: dict[str, int]) -> None:
    texts = {column: row[place].strip() if place < len(row) else "" for column, place in places.items()}
    for column, text in texts.items():
        if len(text) > table.bounds.field:
            table.faults.append(RowFault(line, f"{column} is longer than {table.bounds.field:,} characters"))
            return
    empty = [word for column, word in NEEDED.items() if not texts[column]]
    if empty:
        table.faults.append(RowFault(line, f"{' and '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty"))
        return
    table.lines.append(line)
    for column, kept in table.cells.items():
        kept.append(texts.get(column, ""))


def _events(table: _Table, said: DayOrder) -> ReadLog:
    order = order_of((text for column in ("at", "started") for text in table.cells[column]), said)
    same: dict[str, str] = {}
    events: list[LogEvent] = []
    notes: deque[str] = deque()
    odd = backwards = 0
    for place, line in enumerate(table.lines):
        cell = {column: same.setdefault(kept[place], kept[place]) for column, kept in table.cells.items()}
        try:
            at = instant_of(cell["at"], order)
        except ValueError as wrong:
            table.faults.append(RowFault(line, f"timestamp: {wrong}"))
            continue
        started = _start(cell["started"], order)
        odd += started is None and cell["started"] != ""
        backwards += started is not None and started > at
        events.append(LogEvent(cell["case"], cell["activity"], at, None if started and started > at else started, cell["resource"]))
    if table.faults:
        named = sorted(table.faults, key=lambda fault: fault.line)
        raise LogFaults(tuple(named[: table.bounds.faults]), len(named))
    if odd:
        notes.append(f"{odd:,} start_timestamps cannot be read; they are not used.")
    if backwards:
        notes.append(f"{backwards:,} events start after they end; their starts are not used.")
    if (jump := _jump([event.at for event in events])) is not None:
        notes.append(jump)
    return ReadLog(tuple(events), tuple(notes))


def _jump(instants: list[datetime]) -> str | None:
    """A sentence when more than half of the log's span is one gap: rather a clock that jumped than a quiet time."""
    told = sorted(instants)
    if len(told) < JUMP_EVENTS:
        return None
    gap, after = max((later - earlier, earlier) for earlier, later in pairwise(told))
    if gap < JUMP_LEAST or gap < (told[-1] - told[0]) / 2:
        return None
    return f"nothing happened for {gap.days:,} days after {after:%Y-%m-%d %H:%M} UTC; a clock may have jumped."


def _start(text: str, order: DayOrder) -> datetime | None:
    """The start where it can be read: it is optional, so a bad one costs only itself."""
    try:
        return instant_of(text, order) if text else None
    except ValueError:
        return None


def _whole(why: str) -> LogFaults:
    return LogFaults((RowFault(0, why),), 1)
