"""The times of a row: date and clock in one cell or in two, planned or actual, as instants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from datetime import tzinfo as Zone

from console.exchange.workbook.cell_texts import check_plain, says_nothing
from console.exchange.workbook.clocks import DayOrder, Stated, Unreadable, read_stated
from console.exchange.workbook.drafts import Draft
from console.exchange.workbook.headings import EDGES, Headings
from console.exchange.workbook.reading import Weight
from console.exchange.workbook.sheets import Cell, Kind
from console.exchange.workbook.site_clock import instant

_PAIRS = (("planned_start", "planned_end"), ("started_at", "finished_at"), ("start", "end"))
_GRAIN = {"planned_start": "planned", "planned_end": "planned", "started_at": "actual", "finished_at": "actual"}
_BY_STATUS = {
    "planned": ("planned_start", "planned_end"),
    "skipped": ("planned_start", "planned_end"),
    "running": ("started_at", "planned_end"),
    "held": ("started_at", "planned_end"),
    "done": ("started_at", "finished_at"),
}
_NO_DAY = Unreadable("time.no_date", "no date", "the row names no day for it", "Add the date")
_ENDS_FIRST = "Mend one of the two"
_NEXT_DAY = "Mend one of the two; an end on the next day needs a date of its own"


class TimeReader:
    """Reads the times of a row under one row of headings; `halves` are the columns in which some cell says am or pm."""

    def __init__(self, headings: Headings, zone: Zone, order: DayOrder, halves: frozenset[int]) -> None:
        self._headings, self._zone, self._order, self._halves = headings, zone, order, halves
        self._edge = {name: self._meant(name) for name in ("start", "end")}

    def read(self, draft: Draft, cells: Mapping[int, Cell]) -> None:
        """Put the row's times into the draft; a draft without a state gets the one its times tell."""
        read: dict[str, tuple[datetime, Cell]] = {}
        for first, last in _PAIRS:
            start: Stated | None = None
            for name in (first, last):
                stated = self._stated(draft, cells, name, start)
                if stated is not None:
                    start = stated[0] if name == first else start
                    self._keep(draft, name, *stated, read)
        draft.times |= {name: read[name][0] for name in EDGES if name in read}
        for first, last in _PAIRS[:2]:
            if first in read and last in read and read[last][0] < read[first][0]:
                why = f"the start is {read[first][1].shown}"
                shared = self._headings.has("day") and read[last][1].kind in (Kind.TEXT, Kind.CLOCK)
                instead = _NEXT_DAY if shared else _ENDS_FIRST
                wrong = Unreadable("time.end_before_start", "ends before it starts", why, instead)
                draft.report(wrong, last, read[last][1].column, read[last][1].shown)
        if not draft.status and not draft.failed:
            self._tell_state(draft)

    def _tell_state(self, draft: Draft) -> None:
        """A state left empty is what the times tell; said where the sheet has a column for it."""
        times = draft.times
        draft.status = "done" if "finished_at" in times else "running" if "started_at" in times else "planned"
        for column in self._headings.of("status"):
            wrong = Unreadable("status.told", "state left empty", f"taken as {draft.status} from its times")
            draft.report(wrong, "status", column, weight=Weight.FINDING)

    def _meant(self, name: str) -> str:
        """Which time a bare `Start` or `End` is when the other columns settle it; empty when the row's state must."""
        planned = self._headings.has("planned_start", "planned_end")
        actual = self._headings.has("started_at", "finished_at")
        if planned == actual:
            return ""
        if planned:
            return "started_at" if name == "start" else "finished_at"
        return f"planned_{name}"

    def _keep(self, draft: Draft, name: str, stated: Stated, cell: Cell, read: dict[str, tuple[datetime, Cell]]) -> None:
        meant = name if name in EDGES else self._edge[name]
        try:
            if not meant:
                meant = self._by_state(draft, name)
            if meant:
                zone = self._headings.columns[cell.column].zone or self._zone
                read[meant] = (instant(stated, zone), cell)
        except Unreadable as wrong:
            draft.report(wrong, name, cell.column, cell.shown)

    def _by_state(self, draft: Draft, name: str) -> str:
        """A bare start or end is what happened when the step is done, and the plan when it is planned."""
        if "status" in draft.failed:
            return ""
        if not draft.status:
            why = "without a state of the step it may be either"
            raise Unreadable("time.two_ways", "planned or actual", why, "Fill in the state, or name the column")
        return _BY_STATUS[draft.status][0 if name == "start" else 1]

    def _stated(self, draft: Draft, cells: Mapping[int, Cell], name: str, start: Stated | None) -> tuple[Stated, Cell] | None:
        """The day and time the cells of a field state together, with the cell to point at; None when empty or failed."""
        found: Stated | None = None
        shown: Cell | None = None
        for column in self._headings.of(name):
            cell = cells.get(column)
            if cell is None or says_nothing(cell):
                continue
            try:
                part = self._part(cell)
                found, shown = (part if found is None else _together(found, part)), cell
            except Unreadable as wrong:
                draft.report(wrong, name, cell.column, cell.shown)
                return None
        if found is None or shown is None:
            return None
        if found.day is None:
            day = self._row_day(draft, cells, name, shown, start)
            return (replace(found, day=day.day), shown) if day else None
        return found, shown

    def _part(self, cell: Cell) -> Stated:
        check_plain(cell)
        part = read_stated(cell, self._order)
        if part.twelve and cell.kind is Kind.TEXT and cell.column in self._halves:
            why = "other cells of this column say am or pm, this one does not"
            raise Unreadable("time.half", "morning or afternoon", why, "Add am or pm")
        return part

    def _row_day(self, draft: Draft, cells: Mapping[int, Cell], name: str, clock: Cell, start: Stated | None) -> Stated | None:
        """The date a bare time of day stands on: the row's own, or its start's; None after reporting that there is none."""
        grain = _GRAIN.get(name, "")
        days = [n for n in self._headings.of("day") if n in cells and self._headings.columns[n].grain in (grain, "")]
        if not days and start is not None:
            return start
        if not days:
            draft.report(_NO_DAY, name, clock.column, clock.shown)
            return None
        cell = cells[max(days, key=lambda n: self._headings.columns[n].grain == grain)]
        if "day" in draft.failed:
            return None
        try:
            check_plain(cell)
            stated = read_stated(cell, self._order)
            if stated.day is None:
                raise Unreadable("time.not_a_time", "not a date", "the times of this row need one", "Write it like 2026-11-25")
        except Unreadable as wrong:
            draft.report(wrong, "day", cell.column, cell.shown)
            return None
        return stated


def _together(first: Stated, second: Stated) -> Stated:
    """A date cell and a clock cell of one field; two of the same kind contradict each other."""
    day, clock = (first, second) if first.day is not None else (second, first)
    if day.clock is not None or clock.day is not None or day.day is None or clock.clock is None:
        raise Unreadable("time.said_twice", "said twice", "another column states it too", "Keep one of them")
    return replace(clock, day=day.day)
