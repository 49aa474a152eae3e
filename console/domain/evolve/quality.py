"""How samples, tests and deviations change the floor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.domain import events as e
from console.domain.events.event import Event
from console.domain.evolve.parts import find, put, with_batch
from console.domain.floor import Floor
from console.domain.quality import Deviation, DeviationState, Sample, Test, TestState, Verdict

_JUDGED = {Verdict.PASS: TestState.PASS, Verdict.OOS: TestState.OOS, Verdict.INVALID: TestState.INVALID}


def _taken(floor: Floor, event: e.SampleTaken) -> Floor:
    batch = find(floor, event.batch)
    if batch is None or event.sample in batch.samples:
        return floor
    sample = Sample(event.sample, event.batch, event.step, event.at, event.taker or event.by)
    return with_batch(floor, replace(batch, samples=put(batch.samples, sample.id, sample)))


def _received(floor: Floor, event: e.SampleReceived) -> Floor:
    batch = find(floor, event.batch)
    sample = batch.samples.get(event.sample) if batch else None
    if batch is None or sample is None:
        return floor
    return with_batch(floor, replace(batch, samples=put(batch.samples, sample.id, replace(sample, received_at=event.at))))


def _started(floor: Floor, event: e.TestStarted) -> Floor:
    batch = find(floor, event.batch)
    if batch is None or event.test in batch.tests:
        return floor
    test = Test(event.test, event.batch, event.code, event.attempt, event.sample, TestState.IN_TEST, event.at, event.by)
    return with_batch(floor, replace(batch, tests=put(batch.tests, test.id, test)))


def _entered(floor: Floor, event: e.ResultEntered) -> Floor:
    batch = find(floor, event.batch)
    test = batch.tests.get(event.test) if batch else None
    if batch is None or test is None or test.state is not TestState.IN_TEST:
        return floor
    after = replace(
        test, state=TestState.RESULT_ENTERED, value=event.value, text=event.text, entered_by=event.by, entered_at=event.at
    )
    return with_batch(floor, replace(batch, tests=put(batch.tests, test.id, after)))


def _reviewed(floor: Floor, event: e.ResultReviewed) -> Floor:
    batch = find(floor, event.batch)
    test = batch.tests.get(event.test) if batch else None
    if batch is None or test is None or not _counts(test, event.verdict):
        return floor
    after = replace(test, state=_JUDGED[event.verdict], reviewed_by=event.by, reviewed_at=event.at, comment=event.comment)
    return with_batch(floor, replace(batch, tests=put(batch.tests, test.id, after)))


def _counts(test: Test, verdict: Verdict) -> bool:
    """Whether a verdict counts: the first does; after it only OOS against a pass, so that safety wins (data.md 3.3)."""
    return test.state is TestState.RESULT_ENTERED or (test.state is TestState.PASS and verdict is Verdict.OOS)


def _opened(floor: Floor, event: e.DeviationOpened) -> Floor:
    if event.deviation in floor.deviations:
        return floor
    made = Deviation(event.deviation, event.title, event.severity, event.at, event.by, event.batches, event.room)
    return replace(floor, deviations=put(floor.deviations, made.id, made))


def _assessed(floor: Floor, event: e.DeviationAssessed) -> Floor:
    found = floor.deviations.get(event.deviation)
    if found is None:
        return floor
    state = DeviationState.ASSESSED if found.closed_at is None else DeviationState.CLOSED
    after = replace(found, state=state, impact=event.impact, assessed_at=event.at)
    return replace(floor, deviations=put(floor.deviations, found.id, after))


def _closed(floor: Floor, event: e.DeviationClosed) -> Floor:
    found = floor.deviations.get(event.deviation)
    if found is None:
        return floor
    after = replace(found, state=DeviationState.CLOSED, closed_at=event.at)
    return replace(floor, deviations=put(floor.deviations, found.id, after))


RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {
    e.SampleTaken: _taken,
    e.SampleReceived: _received,
    e.TestStarted: _started,
    e.ResultEntered: _entered,
    e.ResultReviewed: _reviewed,
    e.DeviationOpened: _opened,
    e.DeviationAssessed: _assessed,
    e.DeviationClosed: _closed,
}
