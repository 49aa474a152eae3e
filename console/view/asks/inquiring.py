"""What can be asked of the planner by hand: what would be if, and whether one more patient can be taken; nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from console.domain.batch import Batch, Step
from console.domain.facility import LaneKind
from console.domain.floor import Floor
from console.domain.recipe import Recipe
from console.domain.refusal import Refusal
from console.planning.answers.plan_view import OfferFor, WhatIf, Wish
from console.planning.answers.whatif import EXAMPLES, read_question
from console.view.asks.ask import Answers, Field, Kind, Scene, Wrong

WHAT_IF = "What if…"
OFFER = "Can we take a patient…"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to the planner in the drawer: its fields, how they become a wish, and texts that fit what is selected.

    A suggested text is filled into the first field and asked at once.
    """

    title: str
    about: str
    button: str
    fields: tuple[Field, ...]
    make: Callable[[Answers], Wish]
    suggested: tuple[str, ...] = ()

    def wish(self, answers: Answers) -> Wish | Refusal:
        """The wish of these answers, or the refusal that names the field."""
        try:
            return self.make(answers)
        except Wrong as wrong:
            return wrong.refusal


def what_if(scene: Scene) -> Inquiry:
    """What would be if this were so."""

    def make(answers: Answers) -> Wish:
        text = answers.text("text")
        if not text:
            raise Wrong(Refusal("form.empty", "The question is missing.", f"Write it like: {'; '.join(EXAMPLES)}.", "text"))
        return WhatIf(text)

    hint = f"Such as: {', '.join(EXAMPLES)}. Several are joined by “;”."
    about = "Nothing is recorded, and nothing moves."
    field = Field("text", "What would be if", hint=hint)
    return Inquiry(WHAT_IF, about, "Look ahead", (field,), make, suggestions(scene))


def suggestions(scene: Scene) -> tuple[str, ...]:
    """Questions that fit the selected batch and step, each of which can be read on this floor."""
    batch = scene.floor.batches.get(scene.batch_id)
    recipe = scene.floor.recipe_of(batch) if batch is not None else None
    if batch is None or recipe is None:
        return ()
    found = _fitting(batch, recipe, scene.step_code)
    return tuple(text for text in found if not isinstance(read_question(text, scene.floor, scene.now), Refusal))


def _fitting(batch: Batch, recipe: Recipe, code: str) -> Iterator[str]:
    steps = [batch.steps[told.code] for told in recipe.steps if told.code in batch.steps]
    ahead = [step for step in steps if not step.over]
    meant = [step for step in ahead if step.code == code] or ahead
    rooms = {told.code for told in recipe.steps if told.lane is LaneKind.ROOM}
    room = next((lane for step in meant if step.code in rooms and (lane := _lane(step))), "")
    # An instrument is told where it was loaded; the cells stay in it for the steps that follow.
    instrument = next((name for step in (*meant, *ahead, *reversed(steps)) if (name := _instrument(step))), "")
    yield f"room {room} out 48h"
    yield f"instrument {instrument} out 12h"
    if code:
        yield f"step {batch.id} {code} late 3h"
    yield f"courier late {batch.id} 2h"
    yield f"batch {batch.id} invalid"


def _lane(step: Step) -> str:
    return step.lane or (step.placement.lane if step.placement is not None else "")


def _instrument(step: Step) -> str:
    return step.instrument or (step.placement.instrument if step.placement is not None else "")


def offer(scene: Scene) -> Inquiry:
    """Whether one more patient can begin around an instant; what is selected says of which product and clinic."""
    batch = scene.floor.batches.get(scene.batch_id)
    products = _patient_products(scene.floor)
    facility = scene.floor.facility
    clinics = tuple((c.id, c.title) for c in facility.clinics) if facility else ()
    like = batch.product if batch is not None and batch.product in dict(products) else ""
    fields = (
        Field("product", "What is made", Kind.CHOICE, like or _first(products), products),
        Field("clinic", "Clinic", Kind.CHOICE, batch.clinic if batch is not None and like else _first(clinics), clinics),
        Field("around", "Leukapheresis starts", Kind.TIME, hint="tomorrow 09:00, in site time"),
    )

    def make(answers: Answers) -> Wish:
        product, clinic = answers.needed("product", "What is made"), answers.needed("clinic", "The clinic")
        around = answers.instant("around")
        if around is None:
            raise Wrong(Refusal("form.empty", "The wished start is missing.", "Write day and time.", "around"))
        return OfferFor(product, around, clinic)

    about = "Each start is tried among all that is planned. Nothing is recorded, and nothing is reserved."
    return Inquiry(OFFER, about, "What can be offered?", fields, make)


def _patient_products(floor: Floor) -> tuple[tuple[str, str], ...]:
    """The products made for one patient each, with their titles."""
    return tuple((p.id, p.title) for p in floor.facility.products if p.patient) if floor.facility else ()


def _first(choices: tuple[tuple[str, str], ...]) -> str:
    return choices[0][0] if choices else ""
