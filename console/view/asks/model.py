"""What QA can ask about the forecast's model: to let the forecast rest on what was learned until now."""

from __future__ import annotations

from console.domain.commands import PromoteForecastModel
from console.domain.commands.command import Command
from console.domain.refusal import Refusal
from console.forecast.model import frozen, next_version
from console.view.asks.ask import REASON, Answers, Ask, Field, Kind, Scene, Verdict, Wrong


def promote(scene: Scene) -> Ask:
    """Freeze what was learned until the question was opened as a version, as QA; the learning is done elsewhere meanwhile."""

    def make(answers: Answers) -> Command:
        version = answers.needed("version", "The version")
        if scene.learned is None:
            raise Wrong(
                Refusal("form.learning", "What the batches teach is still being read.", "Press again in a moment.", "version")
            )
        model = frozen(scene.learned, version)
        if not any(True for _ in model.spans):
            raise Wrong(Refusal("form.nothing", "Nothing has been learned yet.", "Wait for the first batches.", "version"))
        return PromoteForecastModel(by=scene.user, model=model, digest=model.digest, reason=answers.text("reason"))

    used = scene.floor.model
    fields = (
        Field(
            "version", "Version", Kind.TEXT, next_version(used.model.version if used is not None else ""), hint="a name of its own"
        ),
        REASON,
    )
    return Ask(
        "model.promote",
        "Promote a forecast model",
        _about(scene),
        "Promote and sign",
        fields,
        make,
        critical=True,
        verdict=lambda _: _known(scene),
    )


def _known(scene: Scene) -> Verdict:
    """What the figures rest on, as soon as they are known."""
    if scene.learned is None:
        return Verdict("Reading what the batches teach…")
    return Verdict(f"Read: {sum(scene.learned.batches.values())} finished batches teach it.")


def _about(scene: Scene) -> str:
    """What is in use, what there would be to learn from, and what it is for."""
    batches = (*scene.floor.batches.values(), *scene.floor.left.values())
    done = sum(b.released_at is not None or b.reported for b in batches)
    used = scene.floor.model
    now = f"In use: {used.model.version}, {used.model.batches} batches. " if used is not None else "None is in use. "
    return f"{now}Finished batches to learn from: {done}. A forecast decides nothing; on a RECORD site it rests on this version."
