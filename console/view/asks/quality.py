"""What can be asked of the lab: receive a sample, start a test, enter a result, review it."""

from __future__ import annotations

from console.domain.commands import EnterResult, ReceiveSample, ReviewResult, StartTest
from console.domain.commands.command import Command
from console.domain.quality import TestState, Verdict
from console.view.asks.ask import AGO, LATE, Answers, Ask, Field, Kind, Scene


def receive(scene: Scene) -> Ask:
    """The lab has the sample."""
    waiting = tuple((s.id, f"{s.id}, taken at {s.step}") for s in scene.batch.samples.values() if not s.received_at)

    def make(answers: Answers) -> Command:
        return ReceiveSample(
            by=scene.user, at=answers.ago(), reason=answers.text("reason"), batch=scene.batch_id,
            sample=answers.needed("sample", "The sample"),
        )  # fmt: skip

    fields = (Field("sample", "Sample", Kind.CHOICE, _only(waiting), waiting), AGO, LATE)
    return Ask("test.receive", "Receive a sample", scene.about, "Receive", fields, make)


def start(scene: Scene) -> Ask:
    """An attempt at a test begins."""
    recipe = scene.recipe
    specs = tuple((t.code, t.title) for t in (recipe.tests if recipe else ()))
    samples = tuple((s.id, f"{s.id}, taken at {s.step}") for s in scene.batch.samples.values())

    def make(answers: Answers) -> Command:
        code = answers.needed("code", "The test")
        attempt = 1 + sum(test.code == code for test in scene.batch.tests.values())
        return StartTest(
            by=scene.user, at=answers.ago(), reason=answers.text("reason"), batch=scene.batch_id,
            test=f"{scene.batch_id}-{code}-{attempt}", code=code, sample=answers.needed("sample", "The sample"),
        )  # fmt: skip

    fields = (
        Field("code", "Test", Kind.CHOICE, choices=specs),
        Field("sample", "Sample", Kind.CHOICE, _only(samples), samples),
        AGO,
        LATE,
    )
    return Ask("test.start", "Start a test", scene.about, "Start", fields, make)


def result(scene: Scene) -> Ask:
    """Enter a result: a value, a text, or both."""
    running = _tests(scene, TestState.IN_TEST)

    def make(answers: Answers) -> Command:
        return EnterResult(
            by=scene.user, at=answers.ago(), reason=answers.text("reason"), batch=scene.batch_id,
            test=answers.needed("test", "The test"), value=answers.number("value"), text=answers.text("text"),
        )  # fmt: skip

    fields = (
        Field("test", "Test", Kind.CHOICE, _only(running), running),
        Field("value", "Value", Kind.NUMBER),
        Field("text", "Text", hint="such as: not detected"),
        AGO,
        LATE,
    )
    return Ask("test.result", "Enter a result", scene.about, "Enter and sign", fields, make, critical=True)


def review(scene: Scene) -> Ask:
    """A second person judges a result."""
    entered = _tests(scene, TestState.RESULT_ENTERED)
    verdicts = ((Verdict.PASS, "passes"), (Verdict.OOS, "out of specification"), (Verdict.INVALID, "invalid, with cause"))

    def make(answers: Answers) -> Command:
        return ReviewResult(
            by=scene.user, batch=scene.batch_id, test=answers.needed("test", "The test"),
            verdict=Verdict(answers.needed("verdict", "The verdict")), comment=answers.text("comment"),
        )  # fmt: skip

    fields = (
        Field("test", "Result", Kind.CHOICE, _only(entered), entered),
        Field("verdict", "Verdict", Kind.CHOICE, choices=tuple((v.value, words) for v, words in verdicts)),
        Field("comment", "Comment"),
    )
    return Ask("test.review", "Review a result", scene.about, "Judge and sign", fields, make, critical=True)


def _tests(scene: Scene, state: TestState) -> tuple[tuple[str, str], ...]:
    recipe = scene.recipe
    found = []
    for test in scene.batch.tests.values():
        if test.state is state:
            spec = recipe.test(test.code) if recipe else None
            value = f": {test.value:f} {spec.unit if spec else ''}".rstrip() if test.value is not None else ""
            text = f": {test.text}" if test.text and not value else ""
            found.append((test.id, f"{spec.title if spec else test.code}, attempt {test.attempt}{value}{text}"))
    return tuple(found)


def _only(choices: tuple[tuple[str, str], ...]) -> str:
    return choices[0][0] if len(choices) == 1 else ""
