"""When the tests that release waits for will be read: by a clock where they are, from the sample that lies ahead or was taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from console.domain.batch import Batch
from console.domain.quality import Test, TestState
from console.domain.recipe import QC_RELEASE, Recipe, TestSpec
from console.planning.floor.calendar import Calendar
from console.planning.problem import Anchor, Lag


def pending(batch: Batch, recipe: Recipe) -> Iterator[tuple[TestSpec, Test | None]]:
    """The gating tests that have neither passed nor failed, each with its last attempt; none once the panel is closed."""
    panel = batch.steps.get(QC_RELEASE)
    for spec in () if panel is not None and panel.over else recipe.gating:
        last = batch.last_test(spec.code)
        if last is None or last.state not in (TestState.PASS, TestState.OOS):
            yield spec, last


def read_by(batch: Batch, recipe: Recipe, now: datetime, calendar: Calendar) -> int:
    """The slot by which every pending test whose sample was taken is expected to be read and looked at; 0 without one."""
    found = [0]
    for spec, last in pending(batch, recipe):
        ready = _ready(batch, spec, last, now)
        if ready is not None:
            found.append(max(calendar.slot(_on_clock(ready, spec, calendar)), calendar.now + 1))
    return max(found)


def readings_ahead(batch: Batch, recipe: Recipe, ahead: frozenset[str], calendar: Calendar) -> tuple[list[Lag], list[Anchor]]:
    """What binds release to samples not yet taken: the turnaround, and the clock of the day on which it ends.

    The day is counted from the sample's, so a turnaround of part days is bound by its whole ones: never later than it is read.
    """
    lags: list[Lag] = []
    anchors: list[Anchor] = []
    release = recipe.release_step
    for spec, last in pending(batch, recipe):
        if last is not None or spec.sample_step not in ahead or release not in ahead or spec.sample_step == release:
            continue
        lags.append(Lag(spec.sample_step, release, calendar.grid.slots(spec.law.typical_h), title=spec.title))
        if spec.read_clock is not None:
            opens = calendar.clocks(spec.read_clock, int(spec.law.typical_h // 24))
            anchors.append(Anchor(spec.sample_step, release, opens))
    return _longest(lags), anchors


def _longest(lags: list[Lag]) -> list[Lag]:
    """Of the tests from one sample the slowest binds."""
    found: dict[str, Lag] = {}
    for lag in lags:
        if lag.before not in found or lag.least > found[lag.before].least:
            found[lag.before] = lag
    return list(found.values())


def _ready(batch: Batch, spec: TestSpec, last: Test | None, now: datetime) -> datetime | None:
    takes = timedelta(hours=spec.law.typical_h)
    if last is None:
        sampled = batch.steps.get(spec.sample_step)
        at = None if sampled is None else sampled.finished_at
        return None if at is None else max(at, now) + takes
    if last.state is TestState.IN_TEST:
        return last.started_at + takes
    if last.state is TestState.RESULT_ENTERED:
        return now
    return max(last.reviewed_at or last.started_at, now) + takes


def _on_clock(ready: datetime, spec: TestSpec, calendar: Calendar) -> datetime:
    if spec.read_clock is None:
        return ready
    return max(ready, datetime.combine(ready.astimezone(calendar.zone).date(), spec.read_clock, calendar.zone))
