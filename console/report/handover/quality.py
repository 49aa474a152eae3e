"""Sections 6 and 7: tests that are pending, out of specification or invalid, and deviations that are open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from console.domain.batch import Batch, BatchStatus
from console.domain.decide.dispositions import blockers
from console.domain.facility import Role
from console.domain.handover import HandoverPoint, HandoverWords, Sbar, Standing
from console.domain.quality import Deviation, DeviationState, Test, TestState
from console.domain.recipe import Gate
from console.report.handover.seen import Seen, span

OVERDUE = timedelta(days=30)
"""How old an open deviation may grow (domain.md 6, KPIs)."""
MANY = 4
"""So many things that a release waits for are named; the others are counted."""


def tests(seen: Seen) -> Iterator[HandoverPoint]:
    """Results that wait for a reviewer, are out of specification or invalid, and samples the lab does not have."""
    for batch in seen.live:
        subject = f"batch:{batch.id}"
        for test in _latest(batch):
            title = _title(seen, batch, test)
            if test.state is TestState.RESULT_ENTERED:
                words = f"{batch.id} {title}: the result waits for its reviewer"
                yield seen.point(6, test.code, subject, words, Role.QC_REVIEWER, do="review it", own=True)
            elif test.state is TestState.OOS:
                words = f"{batch.id} {title}: out of specification"
                yield seen.point(
                    6, test.code, subject, words, Role.QA, do="decide what follows", own=True, standing=Standing.BLOCKED
                )
            elif test.state is TestState.INVALID:
                words = f"{batch.id} {title}: invalid, to be repeated"
                yield seen.point(6, test.code, subject, words, Role.QC_ANALYST, do="repeat it", own=True, standing=Standing.BLOCKED)
        for sample in batch.samples.values():
            if sample.received_at is None:
                words = f"{batch.id} sample {sample.id} of {seen.clock(sample.taken_at)} is not in the lab"
                yield seen.point(6, sample.id, subject, words, Role.QC_ANALYST, do="bring it to the lab", own=True)


def tests_running(seen: Seen) -> Iterator[HandoverWords]:
    """Which tests run: those that a release waits for, and those that confirm; and what else a release waits for."""
    for batch in seen.live:
        for gate, said in ((Gate.GATING, "release waits for"), (Gate.CONFIRM, "confirming")):
            titles = [
                _title(seen, batch, t) for t in _latest(batch) if t.state is TestState.IN_TEST and _gate(seen, batch, t) is gate
            ]
            if titles:
                words = f"{batch.id} in test, {said}: {', '.join(titles)}"
                yield HandoverWords(6, words, Standing.RUNS, f"batch:{batch.id}")
        recipe = seen.floor.recipe_of(batch)
        if recipe is not None and batch.status is BatchStatus.QUARANTINE and batch.released_at is None:
            found = blockers(seen.floor, batch, recipe)
            more = f" and {len(found) - MANY} more" if len(found) > MANY else ""
            if found:
                words = f"{batch.id}, release waits for: {'; '.join(found[:MANY])}{more}"
                yield HandoverWords(6, words, Standing.BLOCKED, f"batch:{batch.id}")


def _gate(seen: Seen, batch: Batch, test: Test) -> Gate:
    recipe = seen.floor.recipe_of(batch)
    spec = recipe.test(test.code) if recipe else None
    return spec.gate if spec else Gate.CONFIRM


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
    """Open deviations, those that block a release first: what each touches, whether it blocks, whether it is overdue."""
    open_ = [found for found in seen.floor.deviations.values() if found.closed_at is None]
    for found in sorted(open_, key=lambda one: not _blocks(one)):
        due = found.opened_at + OVERDUE
        words = f"{found.id} ({found.severity.value}): {found.title}{_touches(found)}"
        word = "not assessed yet" if found.state is DeviationState.OPEN else "assessed"
        background = f"Opened {seen.clock(found.opened_at)} by {seen.floor.person_name(found.by)}, {word}"
        do = "assess it" if found.state is DeviationState.OPEN else "close it"
        yield seen.point(
            7, "open", f"deviation:{found.id}", words, Role.QA, seen.until if _blocks(found) else due,
            sbar=Sbar(background, _stands(seen, found)), do=do, standing=Standing.BLOCKED if _blocks(found) else Standing.NONE,
        )  # fmt: skip


def _blocks(found: Deviation) -> bool:
    return found.blocks_release and bool(found.batches)


def _touches(found: Deviation) -> str:
    touched = [*found.batches, *([found.room] if found.room else [])]
    return f", {', '.join(touched)}" if touched else ""


def _stands(seen: Seen, found: Deviation) -> str:
    age = seen.now - found.opened_at
    blocks = f"Blocks release of {', '.join(found.batches)}" if _blocks(found) else "Blocks no release"
    return f"{blocks}, open for {span(age)}" + (", overdue" if age > OVERDUE else "")
