"""The run chart of one duration, batch by batch (XmR): its mean and natural limits, and what is out of the ordinary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import isfinite
from zoneinfo import ZoneInfo

from console.view.charts.cases import Case
from console.view.charts.intervals import NAN, left_out, not_enough
from console.view.charts.tables import Table, number
from console.view.charts.words import local_text
from console.view.spoken import counted

ENOUGH = 8
"""Batches below which no limit is drawn."""
BASE = 20
"""Batches the limits rest on, once there are more: later ones are judged by limits they did not make."""
MOST = 60
"""Batches one chart shows; the base is the first of them."""
LIMIT, RANGE = 2.66, 3.268
"""3 / d2 and D4 for ranges of two (Wheeler & Chambers, Understanding Statistical Process Control)."""
RUN = 8
NEAR, NEAR_OF = 3, 4
RULES = (
    f"Signals (Wheeler): a point beyond a limit; {RUN} in a row on one side of the mean; "
    f"{NEAR} of {NEAR_OF} in a row nearer a limit than the mean (Nelson 1984 asks 9 in a row). "
    "A steady process, too, shows one or two in 60 batches."
)
ATOM_H = 1e-9


@dataclass(frozen=True, slots=True)
class Point:
    """One batch on the chart: when it ended, how many hours it took, and the hours its promise gave it (NaN for none)."""

    batch: str
    at: datetime
    hours: float
    promise_h: float = NAN


@dataclass(frozen=True, slots=True)
class Signal:
    """Something out of the ordinary at one point: the rule that says so, and the words that stand at the point."""

    index: int
    rule: str
    words: str
    first: int


@dataclass(frozen=True, slots=True)
class XmR:
    """The points in the order they ended, and the limits from the first `base` of them; NaN limits without enough.

    `before` counts older batches that are not shown, `contradict` those whose times contradict one another.
    """

    what: str
    points: tuple[Point, ...]
    mean: float
    low: float
    high: float
    range_high: float
    base: int
    signals: tuple[Signal, ...]
    before: int = 0
    contradict: int = 0

    @property
    def enough(self) -> bool:
        """Whether limits stand."""
        return isfinite(self.mean)

    @property
    def n(self) -> int:
        """Batches on the chart."""
        return len(self.points)

    @property
    def flat(self) -> bool:
        """Whether the base shows no variation at all, so that any other value lies beyond its limits."""
        return self.enough and self.high - self.low <= ATOM_H

    def ranges(self) -> list[float]:
        """The moving ranges: how far each point lies from the one before; NaN for the first."""
        hours = [each.hours for each in self.points]
        return [NAN, *(abs(b - a) for a, b in pairwise(hours))][: len(hours)]


def run_chart(what: str, points: Sequence[Point], contradict: int = 0) -> XmR:
    """The run chart of these points: mean ± 2.66 mean moving range over its base, and its signals.

    The base is the first BASE points shown, or all of them while there are fewer than BASE + ENOUGH.
    """
    ordered = sorted(points, key=lambda each: (each.at, each.batch))
    shown = ordered[-MOST:]
    before = len(ordered) - len(shown)
    base = len(shown) if len(shown) < BASE + ENOUGH else BASE
    if len(shown) < ENOUGH:
        return XmR(what, tuple(shown), NAN, NAN, NAN, NAN, 0, (), before, contradict)
    hours = [each.hours for each in shown[:base]]
    mean = sum(hours) / base
    moving = sum(abs(b - a) for a, b in pairwise(hours)) / (base - 1)
    low, high = mean - LIMIT * moving, mean + LIMIT * moving
    found = signals([each.hours for each in shown], mean, low, high)
    return XmR(what, tuple(shown), mean, low, high, RANGE * moving, base, found, before, contradict)


def vein_to_vein(cases: Sequence[Case], what: str) -> XmR:
    """Hours from begin to end of every batch that ended (for a patient's: leukapheresis to infusion)."""
    sound = [case for case in cases if case.sound]
    points = [
        Point(case.batch, case.ended_at, case.length_h, _promise_h(case))
        for case in sound
        if case.ended_at is not None and case.length_h is not None
    ]
    return run_chart(what, points, len(cases) - len(sound))


def to_release(cases: Sequence[Case]) -> XmR:
    """Time to release (TTR): hours from the end of formulation to disposition of every batch released."""
    sound = [case for case in cases if case.sound]
    points = [
        Point(case.batch, case.released_at, case.release_h)
        for case in sound
        if case.released_at is not None and case.release_h is not None
    ]
    return run_chart("Time to release", points, len(cases) - len(sound))


def signals(hours: Sequence[float], mean: float, low: float, high: float) -> tuple[Signal, ...]:
    """What is out of the ordinary, in the order of its last point; a run is told once, when it is long enough."""
    found = [*_beyond(hours, low, high), *_runs(hours, mean), *_near(hours, mean, low, high)]
    return tuple(sorted(found, key=lambda each: (each.index, each.rule)))


def _beyond(hours: Sequence[float], low: float, high: float) -> list[Signal]:
    found = []
    for i, value in enumerate(hours):
        if value > high + ATOM_H:
            found.append(Signal(i, "beyond", "above the upper limit", i))
        elif value < low - ATOM_H:
            found.append(Signal(i, "beyond", "below the lower limit", i))
    return found


def _runs(hours: Sequence[float], mean: float) -> list[Signal]:
    """Runs on one side of the mean; a point on the mean belongs to no side."""
    found, length, side = [], 0, 0
    for i, value in enumerate(hours):
        now = _side(value, mean)
        length = length + 1 if now and now == side else int(bool(now))
        side = now
        if length == RUN:
            words = f"{RUN} in a row {'above' if side > 0 else 'below'} the mean"
            found.append(Signal(i, "run", words, i - RUN + 1))
    return found


def _near(hours: Sequence[float], mean: float, low: float, high: float) -> list[Signal]:
    """So many of so many nearer one limit than the mean: told at the point that completes them, once per episode."""
    if high - low <= ATOM_H:
        return []
    found: list[Signal] = []
    for edge, word in ((high, "upper"), (low, "lower")):
        half = (mean + edge) / 2
        near = [value > half if edge == high else value < half for value in hours]
        open_ = False
        for i in range(len(near)):
            first = max(0, i - NEAR_OF + 1)
            met = sum(near[first : i + 1]) >= NEAR
            if met and not open_ and near[i]:
                found.append(Signal(i, "near", f"{NEAR} of {NEAR_OF} near the {word} limit", first))
            open_ = met
    return found


def _side(value: float, mean: float) -> int:
    return (value > mean + ATOM_H) - (value < mean - ATOM_H)


def _promise_h(case: Case) -> float:
    return (case.promise_by - case.began_at).total_seconds() / 3_600 if case.promise_by else NAN


def base_text(chart: XmR, zone: ZoneInfo) -> str:
    """What the limits rest on: limits from the first 20 of 44, 3 Sep – 2 Oct 2026; all of them while there are few."""
    if not chart.enough:
        return not_enough(chart.n)
    first, last = (chart.points[k].at.astimezone(zone) for k in (0, chart.base - 1))
    days = f"{first.day} {first:%b} – {last.day} {last:%b %Y}"
    which = f"all n = {chart.n}" if chart.base == chart.n else f"the first {chart.base} of n = {chart.n}"
    older = f" ({chart.before} older not shown)" if chart.before else ""
    return f"limits from {which}{older}, {days}"


def headline(chart: XmR, zone: ZoneInfo) -> str:
    """The chart in one line: mean, limits, what they rest on, and how many signals."""
    left = left_out(chart.contradict)
    if not chart.enough:
        return f"{not_enough(chart.n)} (limits need {ENOUGH}){left}"
    flat = " (no variation in the base)" if chart.flat else ""
    told = counted(len(chart.signals), "signal") if chart.signals else "no signal"
    limits = f"mean {chart.mean:.1f} h, limits {chart.low:.1f} – {chart.high:.1f} h{flat}"
    return f"{limits}; {told}; {base_text(chart, zone)}{left}"


def words(chart: XmR, index: int, zone: ZoneInfo) -> str:
    """One point in words, for the status line."""
    point, last = chart.points[index], chart.ranges()[index]
    text = f"{point.batch}, {local_text(point.at, zone)}: {point.hours:.1f} h"
    if isfinite(last):
        text += f", {last:.1f} h from the one before"
    if isfinite(point.promise_h):
        kept = point.hours <= point.promise_h + ATOM_H
        text += f"; its promise gave it {point.promise_h:.1f} h: {'kept' if kept else 'missed'}"
    told = [each.words for each in chart.signals if each.index == index]
    return text + (f"; signal: {', '.join(told)}" if told else "") + "."


def table(chart: XmR, zone: ZoneInfo) -> Table:
    """Every point with its moving range, limits, promise and signals."""
    columns = (
        "batch", "ended", "hours", "moving range h", "mean h", "lower limit h", "upper limit h", "promise h", "base", "signal"
    )  # fmt: skip
    rows = tuple(
        (
            point.batch, local_text(point.at, zone), number(point.hours, 2), number(last, 2), number(chart.mean, 2),
            number(chart.low, 2), number(chart.high, 2), number(point.promise_h, 2), "base" if i < chart.base else "",
            "; ".join(each.words for each in chart.signals if each.index == i),
        )
        for i, (point, last) in enumerate(zip(chart.points, chart.ranges(), strict=True))
    )  # fmt: skip
    return Table(f"{chart.what}, hours", columns, rows, frozenset({2, 3, 4, 5, 6, 7}))
