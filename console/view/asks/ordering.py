"""What can be asked before there is a batch: order one, told meanwhile what its start would promise and cost the others."""

from __future__ import annotations

import re

from console.domain.commands import OrderBatch
from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.domain.recipe import RecipeKind
from console.domain.refusal import Refusal
from console.planning.answers.plan_view import OfferFor, Offers
from console.planning.floor.newcomer import newcomer
from console.view import instants
from console.view.asks.ask import Answers, Ask, Field, Kind, Scene, Verdict
from console.view.board.verdict import WORKING
from console.view.plan.offered import offer_words
from console.view.spoken import moment


def new(scene: Scene) -> Ask:
    """Order a batch and plan it among the others: what the board then marks had no lawful place left."""

    def make(answers: Answers) -> Command:
        recipe_id, _, product = answers.needed("product", "What is made").partition("|")
        recipe = scene.floor.recipes[recipe_id]
        begin = answers.instant("start")
        clinic = answers.text("clinic")
        plan = newcomer(scene.floor, recipe, product, clinic, begin, scene.now, scene.zones).placements if begin else {}
        return OrderBatch(
            by=scene.user, batch=answers.needed("batch", "The batch number"), recipe=recipe_id, product=product,
            clinic=clinic, coi=answers.text("coi"), subject=answers.text("subject"),
            due_at=answers.instant("due"), placements=plan,
        )  # fmt: skip

    def wish(answers: Answers) -> OfferFor | None:
        return _wish(scene.floor, answers)

    def judge(answers: Answers) -> Verdict | None:
        return _verdict(scene, answers)

    clinics = scene.floor.facility.clinics if scene.floor.facility else ()
    fields = (
        Field("batch", "Batch number", value=next_number(scene.floor)),
        Field("product", "What is made", Kind.CHOICE, choices=_products(scene.floor)),
        Field("start", "First step starts", Kind.TIME, hint="tomorrow 08:30; empty: plan later"),
        Field("clinic", "Clinic", Kind.CHOICE, choices=tuple((c.id, c.title) for c in clinics)),
        Field("coi", "Chain of identity", hint="scan the CoI label; a patient's batch needs it"),
        Field("subject", "Subject number", hint="the pseudonym of the trial, never a name"),
        Field("due", "Due", Kind.TIME, hint="for lots without a patient's promise"),
    )
    return Ask("batch.new", "New batch", "", "Order the batch", fields, make, verdict=judge, wish=wish)


def filled(scene: Scene, wish: OfferFor) -> dict[str, str]:
    """What stands in the fields of a new batch that is ordered as it was offered."""
    product = next((key for key, _ in _products(scene.floor) if key.endswith(f"|{wish.product}")), "")
    return {"product": product, "start": instants.write(wish.around, scene.zone), "clinic": wish.clinic}


def _wish(floor: Floor, answers: Answers) -> OfferFor | None:
    """What the planner is asked, once product and start can be read, and the clinic where a patient is behind it."""
    recipe, _, name = answers.text("product").partition("|")
    product = floor.facility.product(name) if floor.facility is not None else None
    start, clinic = answers.instant("start"), answers.text("clinic")
    if product is None or start is None or floor.recipes[recipe].kind is RecipeKind.BLOCK or (product.patient and not clinic):
        return None
    return OfferFor(product.id, start, clinic if product.patient else "")


def _verdict(scene: Scene, answers: Answers) -> Verdict | None:
    """What the planner says of it; whatever that is, it can be ordered."""
    wish = _wish(scene.floor, answers)
    if wish is None:
        return None
    if scene.answered is None or scene.answered[0] != wish:
        return Verdict(WORKING)
    told, as_of = scene.answered[1], f"As the plan stood {moment(scene.now, scene.now, scene.zone)}."
    if isinstance(told, Refusal):
        return Verdict(f"{told.why} {told.instead}".strip())
    if not isinstance(told, Offers):
        return None
    words, sign = offer_words(told, scene.zone)
    if sign == "1":
        as_of += " Ordered all the same, what has no place left stands in the plan as a conflict."
    return Verdict(words, sign, as_of)


def _products(floor: Floor) -> tuple[tuple[str, str], ...]:
    found = []
    for product in floor.facility.products if floor.facility else ():
        for recipe in floor.recipes.values():
            if product.recipe in (recipe.id, recipe.name):
                found.append((f"{recipe.id}|{product.id}", f"{product.title} ({recipe.id})"))
    blocks = [r for r in floor.recipes.values() if r.kind is RecipeKind.BLOCK]
    return tuple(found) + tuple((f"{r.id}|", r.title) for r in blocks)


def next_number(floor: Floor) -> str:
    """The number after the highest in use, in the form of the others: B-0413 after B-0412."""
    known = [*floor.batches, *floor.left]
    parts = [found for name in known if (found := re.fullmatch(r"(.*?)(\d+)", name))]
    if not parts:
        return "B-0001"
    last = max(parts, key=lambda part: (part[1] == "B-", int(part[2])))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"
