"""What the QC lab does: take samples in, run and repeat tests, enter results, and look at each other's work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from console.domain.commands import EnterResult, ReceiveSample, ReviewResult, StartTest
from console.domain.commands.command import Command
from console.domain.decide.quality import within
from console.domain.facility import Role
from console.domain.quality import Sample, Test, TestState, Verdict
from console.domain.recipe import TestSpec
from console.simulation.draws import Draws
from console.simulation.readings import result_of
from console.simulation.scene import Act, Case, Scene

ATTEMPTS = 3
"""After so many attempts a test counts, whatever the dice say."""


def lab_acts(case: Case) -> Iterator[Act]:
    """Everything the lab is to do next for this batch."""
    for sample in case.batch.samples.values():
        if sample.received_at is None:
            yield _receive(case, sample)
    if not case.batch.samples:
        return
    last: dict[str, Test] = {}
    for test in case.batch.tests.values():
        if test.code not in last or test.attempt > last[test.code].attempt:
            last[test.code] = test
    for spec in case.recipe.tests:
        sample_here = case.batch.samples.get(f"S-{case.batch.id}-{spec.sample_step}")
        test_now = last.get(spec.code)
        if sample_here is None or sample_here.received_at is None:
            continue
        if test_now is None or test_now.state is TestState.INVALID:
            yield _start(case, spec, sample_here, test_now)
        elif test_now.state is TestState.IN_TEST:
            yield _enter(case, spec, test_now)
        elif test_now.state is TestState.RESULT_ENTERED:
            yield _review(case, spec, test_now)


def _minutes(case: Case, least: float, most: float, *key: object) -> timedelta:
    return timedelta(seconds=round(60 * (least + (most - least) * case.scene.draws.share(case.key, *key))))


def _receive(case: Case, sample: Sample) -> Act:
    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.QC_ANALYST, now, case.key, sample.step, "receives")
        return ReceiveSample(by=by, at=now, batch=case.batch.id, sample=sample.id)

    return Act(sample.taken_at + _minutes(case, 1, 3, sample.step, "received"), make)


def _start(case: Case, spec: TestSpec, sample: Sample, before: Test | None) -> Act:
    assert sample.received_at is not None
    attempt = before.attempt + 1 if before is not None else 1
    base = before.reviewed_at if before is not None and before.reviewed_at is not None else sample.received_at

    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.QC_ANALYST, now, case.key, spec.code, attempt, "starts")
        test = f"T-{case.batch.id}-{spec.code}-{attempt}"
        return StartTest(by=by, at=now, batch=case.batch.id, test=test, code=spec.code, sample=sample.id)

    return Act(base + _minutes(case, 0.5, 2, spec.code, attempt, "set up"), make)


def result_at(case: Case, spec: TestSpec, test: Test) -> datetime:
    """When the result of a running test is read: after its turnaround, and not before the clock it is read at."""
    ready = test.started_at + case.scene.draws.span(spec.law, case.key, spec.code, test.attempt, "takes")
    if spec.read_clock is None:
        return ready
    local = ready.astimezone(case.scene.roster.zone)
    clock = local.replace(hour=spec.read_clock.hour, minute=spec.read_clock.minute, second=0, microsecond=0)
    return max(ready, clock.astimezone(UTC))


def _enter(case: Case, spec: TestSpec, test: Test) -> Act:
    def make(scene: Scene, now: datetime) -> Command | None:
        analyst = test.by
        if analyst not in {p.id for p in scene.roster.people(Role.QC_ANALYST, now)}:
            analyst = scene.who(Role.QC_ANALYST, now, case.key, spec.code, test.attempt, "enters")
        value, text = result_of(case, spec, test.attempt)
        return EnterResult(by=analyst, at=now, batch=case.batch.id, test=test.id, value=value, text=text)

    return Act(result_at(case, spec, test), make)


def invalid(case: Case, spec: TestSpec, attempt: int) -> bool:
    """Whether this attempt fails its own controls."""
    return attempt < ATTEMPTS and not valid(case.scene.draws, case.key, spec, attempt)


def valid(draws: Draws, key: str, spec: TestSpec, attempt: int) -> bool:
    """Whether this attempt's controls hold, by the luck of its batch."""
    return not draws.happens(float(spec.invalid), key, spec.code, attempt, "invalid")


def _review(case: Case, spec: TestSpec, test: Test) -> Act:
    assert test.entered_at is not None
    draws, facility = case.scene.draws, case.scene.facility
    verdict, comment = Verdict.PASS, ""
    delay = draws.law(facility, "result_review", case.key, spec.code, test.attempt)
    if invalid(case, spec, test.attempt):
        verdict, comment = Verdict.INVALID, "Control outside its range: run invalid, repeat"
    elif not within(spec, test):
        delay = draws.law(facility, "oos_investigation", case.key)
        verdict, comment = Verdict.OOS, "Laboratory investigation found no cause"
        if case.fate.lab_error and test.attempt == 1:
            verdict, comment = Verdict.INVALID, "Laboratory investigation: pipetting error shown, repeat"

    def make(scene: Scene, now: datetime) -> Command | None:
        by = scene.who(Role.QC_REVIEWER, now, case.key, spec.code, test.attempt, "reviews", not_these={test.entered_by})
        return ReviewResult(by=by, at=now, batch=case.batch.id, test=test.id, verdict=verdict, comment=comment)

    return Act(test.entered_at + delay, make)
