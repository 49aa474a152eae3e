"""What the lab has of a batch: every test the recipe asks, each attempt, each sample on its way."""

from __future__ import annotations

from console.domain.batch import Batch
from console.domain.quality import Test, TestState
from console.domain.recipe import Gate, TestSpec
from console.view.batch.card import Seen
from console.view.batch.rows import Row, Table, Tone

HEADINGS = ("Test", "State", "Result", "Specification", "Sample", "People")
_SIGNS = {TestState.OOS: "1", TestState.INVALID: "2", TestState.RESULT_ENTERED: "4"}
_WORDS = {
    TestState.IN_TEST: "running",
    TestState.RESULT_ENTERED: "to be reviewed",
    TestState.PASS: "passed",
    TestState.OOS: "out of specification",
    TestState.INVALID: "invalid",
}


def lab_table(seen: Seen) -> Table:
    """Tests in the recipe's order, every attempt a row, then samples that no test has used."""
    recipe = seen.floor.recipe_of(seen.batch)
    rows: list[Row] = []
    for spec in recipe.tests if recipe else ():
        attempts = sorted((t for t in seen.batch.tests.values() if t.code == spec.code), key=lambda t: t.attempt)
        rows += [_attempt(seen, spec, test) for test in attempts] or [_not_started(seen, spec)]
    used = {test.sample for test in seen.batch.tests.values()}
    rows += [_sample(seen, sample) for sample in seen.batch.samples if sample not in used]
    return Table(HEADINGS, tuple(rows))


def _attempt(seen: Seen, spec: TestSpec, test: Test) -> Row:
    value = f"{test.value:f} {spec.unit}".strip() if test.value is not None else ""
    people = [seen.floor.person_name(user) for user in (test.entered_by or test.by, test.reviewed_by) if user]
    title = spec.title if test.attempt == 1 else f"{spec.title}, attempt {test.attempt}"
    cells = (
        title + _gate(spec), _WORDS[test.state], " ".join(part for part in (value, test.text) if part),
        specification(spec), test.sample, ", reviewed by ".join(people),
    )  # fmt: skip
    tone: Tone = "muted" if test.state is TestState.PASS else ""
    return Row(test.id, cells, _SIGNS.get(test.state, ""), tone)


def _not_started(seen: Seen, spec: TestSpec) -> Row:
    waiting = f"waits for {seen.title_of(spec.sample_step)}" if not _sampled(seen.batch, spec.sample_step) else "not started"
    return Row(spec.code, (spec.title + _gate(spec), waiting, "", specification(spec), "", ""), tone="muted")


def _sampled(batch: Batch, step: str) -> bool:
    return any(sample.step == step for sample in batch.samples.values())


def _sample(seen: Seen, number: str) -> Row:
    sample = seen.batch.samples[number]
    state = f"in the lab since {seen.moment(sample.received_at)}" if sample.received_at else "on its way to the lab"
    people = seen.floor.person_name(sample.by)
    cells = (f"Sample at {seen.title_of(sample.step)}", state, f"taken {seen.moment(sample.taken_at)}", "", number, people)
    return Row(number, cells)


def _gate(spec: TestSpec) -> str:
    return "" if spec.gate is Gate.GATING else " (confirms afterwards)"


def specification(spec: TestSpec) -> str:
    """The limits of a test in words."""
    if spec.text_pass:
        return spec.text_pass
    if spec.low is not None and spec.high is not None:
        return f"{spec.low:f} to {spec.high:f} {spec.unit}".strip()
    if spec.low is not None:
        return f"at least {spec.low:f} {spec.unit}".strip()
    return f"at most {spec.high:f} {spec.unit}".strip() if spec.high is not None else ""
