"""What QA can ask about the forecast's model: to let the forecast rest on what was learned until now."""

from __future__ import annotations

from console.domain.commands import PromoteForecastModel
from console.domain.commands.command import Command
from console.domain.refusal import Refusal
from console.forecast.durations import learn
from console.forecast.model import frozen, next_version
from console.view.asks.ask import REASON, Answers, Ask, Field, Kind, Scene, Wrong


def promote(scene: Scene) -> Ask:
    """Freeze what was learned until now as a version, as QA; learned anew when the button is pressed, not at every key."""

    def make(answers: Answers) -> Command:
        version = answers.needed("version", "The version")
        model = frozen(learn(scene.floor, scene.zones), version)
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
    return Ask("model.promote", "Promote a forecast model", _about(scene), "Promote and sign", fields, make, critical=True)


def _about(scene: Scene) -> str:
    """What is in use, what there would be to learn from, and what it is for."""
    batches = (*scene.floor.batches.values(), *scene.floor.left.values())
    done = sum(b.released_at is not None or b.reported for b in batches)
    used = scene.floor.model
    now = f"In use: {used.model.version}, {used.model.batches} batches. " if used is not None else "None is in use. "
    return f"{now}Finished batches to learn from: {done}. A forecast decides nothing; on a RECORD site it rests on this version."
