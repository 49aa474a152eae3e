"""Sections 6 and 7: tests that are pending, out of specification or invalid, and deviations that are open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from console.domain.batch import Batch
from console.domain.handover import HandoverPoint, HandoverWords
from console.domain.quality import Deviation, DeviationState, Test, TestState
from console.report.handover.seen import Seen, span

OVERDUE = timedelta(days=30)
"""How old an open deviation may grow (domain.md 6, KPIs)."""


def tests(seen: Seen) -> Iterator[HandoverPoint]:
    """Results that wait for a reviewer, are out of specification or invalid, and samples the lab does not have."""
    for batch in seen.live:
        subject = f"batch:{batch.id}"
        for test in _latest(batch):
            title = _title(seen, batch, test)
            if test.state is TestState.RESULT_ENTERED:
                yield seen.point(6, test.code, subject, f"{batch.id} {title}: the result waits for its reviewer", "qc_reviewer")
            elif test.state is TestState.OOS:
                yield seen.point(6, test.code, subject, f"{batch.id} {title}: out of specification", "qa")
            elif test.state is TestState.INVALID:
                yield seen.point(6, test.code, subject, f"{batch.id} {title}: invalid, to be repeated", "qc_analyst")
        for sample in batch.samples.values():
            if sample.received_at is None:
                words = f"{batch.id} sample {sample.id} of {seen.clock(sample.taken_at)} is not in the lab"
                yield seen.point(6, sample.id, subject, words, "qc_analyst")


def tests_running(seen: Seen) -> Iterator[HandoverWords]:
    """Which tests run."""
    for batch in seen.live:
        titles = [_title(seen, batch, t) for t in _latest(batch) if t.state is TestState.IN_TEST]
        if titles:
            yield HandoverWords(6, f"{batch.id} in test: {', '.join(titles)}")


def _latest(batch: Batch) -> list[Test]:
    last: dict[str, Test] = {}
    for test in batch.tests.values():
        if test.code not in last or test.attempt > last[test.code].attempt:
            last[test.code] = test
    return list(last.values())


def _title(seen: Seen, batch: Batch, test: Test) -> str:
    recipe = seen.floor.recipe_of(batch)
    spec = recipe.test(test.code) if recipe else None
    return spec.title if spec else test.code


def deviations(seen: Seen) -> Iterator[HandoverPoint]:
    """Open deviations: what each touches, whether it blocks a release, whether it is overdue."""
    for found in seen.floor.deviations.values():
        if found.closed_at is None:
            due = found.opened_at + OVERDUE
            words = f"{found.id} ({found.severity.value}): {found.title}{_touches(found)}, {_stands(seen, found)}"
            blocking = found.blocks_release and bool(found.batches)
            yield seen.point(7, "open", f"deviation:{found.id}", words, "qa", seen.until if blocking else due)


def _touches(found: Deviation) -> str:
    touched = [*found.batches, *([found.room] if found.room else [])]
    return f", {', '.join(touched)}" if touched else ""


def _stands(seen: Seen, found: Deviation) -> str:
    age = seen.now - found.opened_at
    word = "not assessed" if found.state is DeviationState.OPEN else "assessed"
    blocks = ", blocks release" if found.blocks_release and found.batches else ""
    return f"{word}{blocks}, open for {span(age)}" + (", overdue" if age > OVERDUE else "")
