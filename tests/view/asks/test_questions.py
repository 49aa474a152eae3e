"""Questions to the planner become wishes, suggestions can be read, and a new batch is told what its start would promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.commands import OrderBatch
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.planning.answers.plan_view import Offer, OfferFor, Offers, WhatIf, Wish
from console.planning.answers.whatif import EXAMPLES, read_question
from console.view.asks import Answers, Scene, ask_for
from console.view.asks.ask import Verdict
from console.view.asks.inquiring import Inquiry, offer, what_if
from console.view.asks.ordering import filled
from tests.ui.front import DAY0, NOW, ZONE, ordered, person, run_until, site_floor

BATCH = "B-0415"
START = NOW + timedelta(days=1)


@pytest.fixture(scope="module")
def floor() -> Floor:
    return run_until(ordered(site_floor(), BATCH, DAY0 + timedelta(days=3), "W1234561234"), BATCH, NOW)


def scene(floor: Floor, batch: str = "", step: str = "") -> Scene:
    return Scene(floor, person(floor, "supervisor"), NOW, ZONE, ZoneInfo, batch, step)


def wished(inquiry: Inquiry, **given: str) -> Wish | Refusal:
    return inquiry.wish(Answers({field.key: field.value for field in inquiry.fields} | given, NOW, ZONE))


def test_a_question_goes_to_the_planner_as_it_is_written(floor: Floor) -> None:
    assert wished(what_if(scene(floor)), text=" room CR3 out 48h ") == WhatIf("room CR3 out 48h")
    empty = wished(what_if(scene(floor)))
    assert isinstance(empty, Refusal) and empty.place == "text" and all(example in empty.instead for example in EXAMPLES)
    assert all(example in what_if(scene(floor)).fields[0].hint for example in EXAMPLES)


def test_what_is_selected_suggests_questions_that_can_be_read(floor: Floor) -> None:
    running = what_if(scene(floor, BATCH, "EXPAND")).suggested
    room, loaded = floor.batches[BATCH].steps["EXPAND"].lane, floor.batches[BATCH].steps["ENRICH"].instrument
    assert running[:3] == (f"room {room} out 48h", f"instrument {loaded} out 12h", f"step {BATCH} EXPAND late 3h")
    for code in ("", *floor.batches[BATCH].steps):
        found = what_if(scene(floor, BATCH, code)).suggested
        assert f"batch {BATCH} invalid" in found
        assert not any(isinstance(read_question(text, floor, NOW), Refusal) for text in found)
        assert not any(text.startswith("step ") for text in found) or not floor.batches[BATCH].steps[code].over
    assert what_if(scene(floor)).suggested == what_if(scene(floor, "B-9999")).suggested == ()


def test_an_offer_is_asked_for_a_patients_product_like_the_selected_batch(floor: Floor) -> None:
    asked = offer(scene(floor, BATCH))
    batch = floor.batches[BATCH]
    assert wished(asked, around="tomorrow 09:00") == OfferFor(batch.product, _at("tomorrow 09:00"), batch.clinic)
    assert floor.facility is not None
    patients = {product.id for product in floor.facility.products if product.patient}
    assert {key for key, _ in asked.fields[0].choices} == patients
    for given, place in (({"clinic": ""}, "clinic"), ({"around": ""}, "around"), ({"around": "soon"}, "around")):
        refusal = wished(offer(scene(floor)), **({"around": "tomorrow 09:00"} | given))
        assert isinstance(refusal, Refusal) and refusal.place == place


def _at(text: str):
    return Answers({"at": text}, NOW, ZONE).instant("at")


WISH = OfferFor("AV-119", START, "STBRIDE")


def test_what_was_offered_is_ordered_with_the_same_product_clinic_and_start(floor: Floor) -> None:
    ask = ask_for("batch.new", scene(floor))
    given = {field.key: field.value for field in ask.fields} | filled(scene(floor), WISH) | {"coi": "W1234569999"}
    command = ask.command(Answers(given, NOW, ZONE))
    assert isinstance(command, OrderBatch) and (command.product, command.clinic) == ("AV-119", "STBRIDE")
    assert min(placement.start for placement in command.placements.values()) == START.replace(second=0)


def told(floor: Floor, answered: object = None, **given: str) -> tuple[Wish | None, Verdict | None]:
    """What a new batch asks the planner, and its verdict."""
    seen = scene(floor) if answered is None else replace(scene(floor), answered=answered)  # type: ignore[arg-type]
    answers = Answers(filled(seen, WISH) | given, NOW, ZONE)
    ask = ask_for("batch.new", seen)
    return ask.wished(answers), ask.foreseen(answers)


def test_a_new_batch_is_told_what_its_start_would_promise_once_it_can_be_read(floor: Floor) -> None:
    for unread in ({"product": ""}, {"start": ""}, {"start": "soon"}, {"clinic": ""}, {"product": _block(floor)}):
        assert told(floor, **unread) == (None, None)
    wish, verdict = told(floor)
    assert wish == replace(WISH, around=START.replace(second=0)) and verdict == Verdict("working out…")
    late = Offers("AV-119", "STBRIDE", (Offer(START, True, START + timedelta(hours=3), START),))
    verdict = told(floor, (wish, late))[1]
    assert verdict is not None and verdict.sign == "2" and verdict.words.startswith("Lawful: 3 h later than promised")
    assert verdict.small == "As the plan stood today 14:05."
    assert told(floor, (wish, late), start="tomorrow 10:00")[1] == Verdict("working out…"), "of another start nothing is known yet"
    verdict = told(floor, (wish, Offers("AV-119", "STBRIDE", (Offer(START, False),))))[1]
    assert verdict is not None and verdict.sign == "1" and "Ordered all the same" in verdict.small
    assert told(floor, (wish, Refusal("planner", "No answer now.", "Try again.")))[1] == Verdict("No answer now. Try again.")


def test_a_lot_needs_no_clinic_to_be_told(floor: Floor) -> None:
    product = next(key for key, _ in ask_for("batch.new", scene(floor)).fields[1].choices if key.endswith("|AV-LVV"))
    wish, verdict = told(floor, product=product, clinic="")
    assert wish == OfferFor("AV-LVV", START.replace(second=0)) and verdict is not None


def _block(floor: Floor) -> str:
    return next(key for key, _ in ask_for("batch.new", scene(floor)).fields[1].choices if key.endswith("|"))
