"""The release tests a batch still waits for: to be started, running, or read and waiting for a second pair of eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.batch import Batch
from console.domain.quality import Test, TestState
from console.domain.recipe import Gate, Recipe, TestSpec
from console.forecast.hours import DayClock
from console.forecast.seen import Seen
from console.forecast.spread import Spread

ROWS_PER_ASSAY = 4
"""A test's rows of normals: how long it takes, how long again, whether it is invalid, and what is left of its present stage."""


class Stage(StrEnum):
    """How far an attempt at a test has come."""

    AHEAD = "ahead"
    RUNNING = "running"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Assay:
    """One gating test that has not passed yet.

    `since` is when its stage began, in hours from the origin; AHEAD: since when the lab could start, None while the sample lies
    ahead; `invalid` is the chance that an attempt must be repeated; `reading` the clock before which nothing is read.
    """

    code: str
    row: int
    sample_step: str
    stage: Stage
    since: float | None
    took: Spread
    invalid: float
    reading: DayClock | None = None


def assays_of(seen: Seen, batch: Batch, recipe: Recipe) -> tuple[Assay, ...]:
    """The gating tests of this batch that have neither passed nor failed."""
    found = []
    for n, spec in enumerate(recipe.tests):
        if spec.gate is not Gate.GATING:
            continue
        last = batch.last_test(spec.code)
        if last is None or last.state not in (TestState.PASS, TestState.OOS):
            found.append(_assay(seen, batch, recipe, spec, last, 2 * len(recipe.steps) + ROWS_PER_ASSAY * n))
    return tuple(found)


def _assay(seen: Seen, batch: Batch, recipe: Recipe, spec: TestSpec, last: Test | None, row: int) -> Assay:
    stage, at = _standing(batch, spec, last)
    return Assay(
        code=spec.code,
        row=row,
        sample_step=spec.sample_step,
        stage=stage,
        since=None if at is None else seen.since_origin(at),
        took=seen.history.test(recipe, spec),
        invalid=seen.history.invalid(recipe, spec),
        reading=seen.clocks.reading(seen.zone, spec.read_clock) if spec.read_clock is not None else None,
    )


def _standing(batch: Batch, spec: TestSpec, last: Test | None) -> tuple[Stage, datetime | None]:
    if last is not None and last.state is TestState.IN_TEST:
        return Stage.RUNNING, last.started_at
    if last is not None and last.state is TestState.RESULT_ENTERED:
        return Stage.READ, last.entered_at or last.started_at
    if last is not None:
        return Stage.AHEAD, last.reviewed_at or last.started_at
    sampled = batch.steps.get(spec.sample_step)
    return Stage.AHEAD, sampled.finished_at if sampled is not None else None
