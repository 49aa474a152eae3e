"""The rules of the QC lab and of deviations: samples, attempts, a second pair of eyes, results never deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.batch import Batch
from console.domain.commands.command import Command
from console.domain.decide.checks import live_batch, step_of, wild
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.quality import Test, TestState, Verdict
from console.domain.recipe import TestSpec
from console.domain.refusal import Refusal

Answer = list[Event] | Refusal


def take(floor: Floor, command: c.TakeSample, at: datetime) -> Answer:
    """Take a sample at a step that has begun."""
    batch = live_batch(floor, command.batch)
    if isinstance(batch, Refusal):
        return batch
    found = step_of(floor, batch, command.step)
    if isinstance(found, Refusal):
        return found
    _, told, step = found
    if step.started_at is None:
        return Refusal("not-started", f"{told.title} has not started.", "Start the step first.", "step")
    if command.sample in batch.samples:
        return Refusal("sample-known", f"{command.sample} exists already.", "Each sample has its own number.", "sample")
    return [e.SampleTaken(by=command.by, at=at, sample=command.sample, batch=batch.id, step=told.code)]


def receive(floor: Floor, command: c.ReceiveSample, at: datetime) -> Answer:
    """Take a sample into the lab, if it is this batch's."""
    batch = live_batch(floor, command.batch)
    if isinstance(batch, Refusal):
        return batch
    sample = batch.samples.get(command.sample)
    if sample is None:
        return Refusal("sample-batch", f"{command.sample} is not a sample of {batch.id}.", "Stop: compare the labels.", "sample")
    if sample.received_at is not None:
        return Refusal("sample-received", f"{command.sample} is in the lab already.", "", "sample")
    return [e.SampleReceived(by=command.by, at=at, sample=sample.id, batch=batch.id)]


def start(floor: Floor, command: c.StartTest, at: datetime) -> Answer:
    """Begin a test; a repeat only where the last attempt was invalid (no testing into compliance)."""
    batch = live_batch(floor, command.batch)
    if isinstance(batch, Refusal):
        return batch
    recipe = floor.recipe_of(batch)
    spec = recipe.test(command.code) if recipe else None
    if spec is None:
        return Refusal("test-unknown", f"{batch.recipe} has no test {command.code}.", "Choose a test of the recipe.", "code")
    sample = batch.samples.get(command.sample)
    if sample is None or sample.received_at is None:
        return Refusal(
            "sample-missing",
            f"The lab does not hold sample {command.sample or '(none)'} of {batch.id}.",
            "Receive the sample first.",
            "sample",
        )
    if sample.step != spec.sample_step:
        return Refusal(
            "sample-step",
            f"{spec.title} is not done on {sample.id}, which was taken at {sample.step}.",
            f"Choose a sample of {spec.sample_step}.",
            "sample",
        )
    last = batch.last_test(spec.code)
    if command.test in batch.tests:
        return Refusal("test-known", f"{command.test} exists already.", "Each attempt has its own number.", "test")
    if last is not None and last.state is not TestState.INVALID:
        return Refusal(
            "retest",
            f"{spec.title} is {last.state.value.replace('_', ' ').lower()}.",
            "A repeat needs an invalid attempt first.",
            "code",
        )
    attempt = last.attempt + 1 if last else 1
    return [
        e.TestStarted(by=command.by, at=at, test=command.test, batch=batch.id, code=spec.code, attempt=attempt, sample=sample.id)
    ]


def enter(floor: Floor, command: c.EnterResult, at: datetime) -> Answer:
    """Enter a result once."""
    found = _test(floor, command.batch, command.test)
    if isinstance(found, Refusal):
        return found
    batch, test = found
    if test.state is not TestState.IN_TEST:
        return Refusal(
            "result-known", f"{test.code} has its result already.", "The reviewer judges it; it is never overwritten.", "test"
        )
    if command.value is None and not command.text.strip():
        return Refusal("result-empty", "There is no result.", "Enter a value or a text.", "value")
    if command.value is not None and wild(command.value):
        return Refusal("value-wild", "That is not a number one can measure.", "Check the entry.", "value")
    return [
        e.ResultEntered(
            by=command.by, at=at, test=test.id, batch=batch.id, value=command.value, text=command.text, reason=command.reason
        )
    ]


def review(floor: Floor, command: c.ReviewResult, at: datetime) -> Answer:
    """Judge another person's result; a pass must lie within the specification."""
    found = _test(floor, command.batch, command.test)
    if isinstance(found, Refusal):
        return found
    batch, test = found
    if test.state is not TestState.RESULT_ENTERED:
        return Refusal("no-result", f"{test.code} has no result to review.", "Wait for the result.", "test")
    if test.entered_by == command.by:
        return Refusal("reviewer-same", "Nobody reviews their own result.", "Another person reviews it.", "by")
    recipe = floor.recipe_of(batch)
    spec = recipe.test(test.code) if recipe else None
    if command.verdict is Verdict.PASS and spec is not None and not within(spec, test):
        return Refusal(
            "out-of-specification",
            f"{spec.title}: the result lies outside the specification.",
            "Judge it OOS or, with cause, invalid.",
            "verdict",
        )
    if command.verdict is not Verdict.PASS and not command.comment.strip():
        return Refusal(
            "verdict-cause", f"{command.verdict.value} needs its cause.", "Say what the investigation found.", "comment"
        )
    return [e.ResultReviewed(by=command.by, at=at, test=test.id, batch=batch.id, verdict=command.verdict, comment=command.comment)]


def within(spec: TestSpec, test: Test) -> bool:
    """Whether a result lies within its specification; a text result must be the passing text where one is told."""
    if spec.text_pass and test.value is None:
        return test.text.strip().casefold() == spec.text_pass.casefold()
    if test.value is None:
        return spec.low is None and spec.high is None
    return (spec.low is None or test.value >= spec.low) and (spec.high is None or test.value <= spec.high)


def open_deviation(floor: Floor, command: c.OpenDeviation, at: datetime) -> Answer:
    """Open a deviation on something that is on the floor."""
    if command.deviation in floor.deviations:
        return Refusal("deviation-known", f"{command.deviation} exists already.", "Take the next number.", "deviation")
    if not command.title.strip():
        return Refusal("deviation-title", "A deviation needs a title.", "Say what departed from what was approved.", "title")
    unknown = [b for b in command.batches if b not in floor.batches and b not in floor.left]
    if unknown:
        return Refusal("batch-unknown", f"There is no batch {', '.join(unknown)}.", "Check the number.", "batches")
    return [
        e.DeviationOpened(
            by=command.by,
            at=at,
            deviation=command.deviation,
            title=command.title,
            severity=command.severity,
            batches=command.batches,
            room=command.room,
        )
    ]


def assess(floor: Floor, command: c.AssessDeviation, at: datetime) -> Answer:
    """Say what a deviation means for the batch."""
    found = floor.deviations.get(command.deviation)
    if found is None or found.closed_at is not None:
        return Refusal("deviation-unknown", f"There is no open deviation {command.deviation}.", "Choose an open one.", "deviation")
    return [e.DeviationAssessed(by=command.by, at=at, deviation=found.id, impact=command.impact, comment=command.comment)]


def close(floor: Floor, command: c.CloseDeviation, at: datetime) -> Answer:
    """Close a deviation that was assessed."""
    found = floor.deviations.get(command.deviation)
    if found is None or found.closed_at is not None:
        return Refusal("deviation-unknown", f"There is no open deviation {command.deviation}.", "Choose an open one.", "deviation")
    if found.assessed_at is None:
        return Refusal("not-assessed", f"{found.id} is not assessed.", "Assess its impact first.", "deviation")
    return [e.DeviationClosed(by=command.by, at=at, deviation=found.id, comment=command.comment)]


def _test(floor: Floor, batch_id: str, test_id: str) -> tuple[Batch, Test] | Refusal:
    batch = live_batch(floor, batch_id)
    if isinstance(batch, Refusal):
        return batch
    test = batch.tests.get(test_id)
    if test is None:
        return Refusal("test-unknown", f"{batch.id} has no test {test_id}.", "Check the number.", "test")
    return batch, test


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {
    c.TakeSample: take,
    c.ReceiveSample: receive,
    c.StartTest: start,
    c.EnterResult: enter,
    c.ReviewResult: review,
    c.OpenDeviation: open_deviation,
    c.AssessDeviation: assess,
    c.CloseDeviation: close,
}
