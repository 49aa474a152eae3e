"""What a programme is told in: one line for each figure, the table behind them, and one line for the programme itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from console.domain.facility import Measure
from console.forecast.report_card import ENOUGH as PROVEN
from console.view.charts.cases import Case
from console.view.charts.intervals import NAN, Median, Share, left_out, median_of, not_enough
from console.view.charts.programme import LAST, Programme
from console.view.charts.quarter import SCENARIOS
from console.view.charts.tables import Table, number
from console.view.spoken import counted

DAY_H = 24.0


class Unit(Enum):
    """Which axis a figure stands on."""

    DAYS = "d"
    PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure in words and on its axis (days, or per cent); NaN where there is nothing to draw.

    `value` is the answer, or "not enough data, n = 4"; `note` says what it counts; `promise` is where the promise lies.
    """

    key: str
    title: str
    value: str
    note: str
    unit: Unit
    at: float
    low: float
    high: float
    n: int
    promise: float = NAN

    @property
    def enough(self) -> bool:
        """Whether there is a figure at all."""
        return self.at == self.at


def lines(programme: Programme, judged: int | None) -> tuple[Line, ...]:
    """Every figure of a programme, those in days first."""
    return (
        _length(programme), _turnaround(programme), _quarter(programme, judged), _kept(programme), _first_pass(programme),
        _attrition(programme),
    )  # fmt: skip


def promise_text(programme: Programme) -> str:
    """The promise in words: infusion within 7 calendar days of leukapheresis."""
    naming = programme.naming
    kind = "calendar days" if naming.measure is Measure.CALENDAR else "days by the hour"
    return f"{naming.end} within {naming.promise_days} {kind} of {naming.began}"


def promise_hours(programme: Programme) -> tuple[float, float, float]:
    """The least, the middle and the most hours the promise gave the batches shown; NaN without any.

    By calendar days a promise gives more hours to whoever begins early in the day.
    """
    gave = [hours for case in _sound(programme)[-LAST:] if (hours := _gave(case)) is not None]
    return (min(gave), median_of(gave).value, max(gave)) if gave else (NAN, NAN, NAN)


def row(programme: Programme, judged: int | None) -> str:
    """The programme in one short line, for the list."""
    length, _, quarter, *_ = lines(programme, judged)
    if not length.enough:
        return length.value
    label = programme.figures.quarter.quarter.label.partition(" ")[0]
    return f"median {programme.figures.length_h.value:.0f} h · {label} {quarter.value if quarter.enough else 'not enough data'}"


def headline(programme: Programme) -> str:
    """Whose programme it is, and what was promised."""
    return f"promise: {promise_text(programme)}{left_out(programme.contradict)}"


def table(programme: Programme, judged: int | None) -> Table:
    """Every figure with its interval, its n and what it counts."""
    columns = ("figure", "value", "low", "high", "unit", "n", "promise", "in words")
    rows = tuple(
        (
            line.title, number(line.at, 2), number(line.low, 2), number(line.high, 2), line.unit.value, str(line.n),
            number(line.promise, 2), f"{line.value}; {line.note}",
        )
        for line in lines(programme, judged)
    )  # fmt: skip
    return Table(f"{programme.naming.title}, {programme.naming.sponsor_name}", columns, rows, frozenset({1, 2, 3, 5, 6}))


def chance_text(chance: float, live: int) -> str:
    """A chance from so many futures: never certain while something is still open."""
    if live and chance > 1 - 1 / SCENARIOS:
        return ">99 %"
    if live and chance < 1 / SCENARIOS:
        return "<1 %"
    if 0.995 < chance < 1:
        return ">99 %"
    return "<1 %" if 0 < chance < 0.005 else f"{round(100 * chance)} %"


def _length(programme: Programme) -> Line:
    naming, told = programme.naming, programme.figures
    last = f"the last {LAST}" if told.length_h.n == LAST else f"all {told.length_h.n}"
    title = f"{naming.length}, median of {last}"
    note = f"promise: {naming.promise_days} {'calendar days' if naming.measure is Measure.CALENDAR else 'days by the hour'}"
    value = not_enough(told.length_h.n)
    if told.length_h.enough:
        days = f"{told.length.value:g} calendar days" if naming.measure is Measure.CALENDAR else f"{told.length.value:.1f} d"
        value = f"{days}, {told.length_h.value:.0f} h"
        note = f"{_hours_interval(told.length_h)}; {note}"
    promise = promise_hours(programme)[1] / DAY_H
    return _days_line("length", title, value, note, told.length_h, promise)


def _turnaround(programme: Programme) -> Line:
    naming, told = programme.naming, programme.figures.turnaround_h
    value, note = not_enough(told.n), "released batches only"
    if told.enough:
        value, note = f"{told.value / DAY_H:.1f} d, {told.value:.0f} h", f"{_hours_interval(told)}; released only"
    return _days_line("turnaround", f"Turnaround, {naming.began} to disposition", value, note, told, NAN)


def _quarter(programme: Programme, judged: int | None) -> Line:
    told = programme.figures.quarter
    proven = (judged is not None and judged >= PROVEN) or not told.live
    word = "infused" if programme.naming.end == "infusion" else "ended"
    note = f"{word} ones only: {told.done}, {told.expected:.1f} more expected of {told.live} forecast; not lost or unplanned ones"
    n = round(told.done + told.expected)
    value = f"{chance_text(told.chance, told.live)}{'' if proven else ', unproven'}" if told.enough else not_enough(n)
    title = f"{told.quarter.label} median keeps the promise, chance"
    return Line("quarter", title, value, note, Unit.PERCENT, 100 * told.chance, NAN, NAN, n)


def _kept(programme: Programme) -> Line:
    told, word = programme.figures.kept, _begun(programme)
    note = f"of all {told.n} {word} and decided, lost ones missed; {counted(programme.figures.open_, 'more is', 'more are')} open"
    return _share_line("kept", "Promise kept", told, note)


def _first_pass(programme: Programme) -> Line:
    note = "first attempts released, of those dispositioned or terminated"
    return _share_line("first_pass", "First-pass success", programme.figures.first_pass, note)


def _attrition(programme: Programme) -> Line:
    told = programme.figures.attrition
    how = ", ".join(f"{reason} {n}" for reason, n in told.reasons) or "none lost"
    return _share_line("attrition", f"Attrition, {_begun(programme)} but no {programme.naming.end}", told.share, how)


def _days_line(key: str, title: str, value: str, note: str, told: Median, promise: float) -> Line:
    if not told.enough:
        return Line(key, title, value, note, Unit.DAYS, NAN, NAN, NAN, told.n, NAN)
    at, low, high = (hours / DAY_H for hours in (told.value, told.low, told.high))
    return Line(key, title, value, note, Unit.DAYS, at, low, high, told.n, promise)


def _share_line(key: str, title: str, told: Share, note: str) -> Line:
    if not told.enough:
        return Line(key, title, not_enough(told.n), note, Unit.PERCENT, NAN, NAN, NAN, told.n)
    low, at, high = (100 * each for each in (told.low, told.value, told.high))
    value = f"{at:.0f} % ({told.hits} of {told.n})"
    return Line(key, title, value, f"95 % interval {low:.0f}–{high:.0f} %; {note}", Unit.PERCENT, at, low, high, told.n)


def _hours_interval(told: Median) -> str:
    return f"interval {told.low:.0f}–{told.high:.0f} h ({100 * told.cover:.0f} %), n = {told.n}"


def _begun(programme: Programme) -> str:
    return "leukapheresed" if programme.naming.began == "leukapheresis" else "begun"


def _gave(case: Case) -> float | None:
    return (case.promise_by - case.began_at).total_seconds() / 3_600 if case.promise_by else None


def _sound(programme: Programme) -> list[Case]:
    return [case for case in programme.cases if case.sound]
