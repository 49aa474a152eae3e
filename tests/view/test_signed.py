"""What stands in the signing box: every field of the command in words, a change of the plan step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain import commands as c
from console.domain.batch import Placement
from console.domain.codec import COMMANDS
from console.domain.plan import StepMove
from console.view.signed import lines, title
from tests.domain.anything import plainest
from tests.domain.builders import PLANNER, House, ordered
from tests.domain.decide.test_model import MODEL, promote
from tests.ui.front import ZONE

SIGNED = sorted(name for name, kind in COMMANDS.items() if kind.signs)


def change(house: House, *steps: str) -> c.ChangePlan:
    moves = []
    for step in steps:
        lay = house.step("B-1", step).placement
        assert lay is not None
        moves.append(StepMove("B-1", step, replace(lay, start=lay.start + timedelta(hours=1), end=lay.end + timedelta(hours=1))))
    return c.ChangePlan(by=PLANNER, change="PC-1", title="Harvest later", moves=tuple(moves), reason="courier late", undoes="PC-0")


@pytest.mark.parametrize("name", SIGNED)
def test_every_signed_command_has_a_title_in_words(name: str) -> None:
    words = title(plainest(COMMANDS[name], by=PLANNER), ordered().floor)
    assert not words.startswith(name)


def test_a_change_of_the_plan_names_every_step_where_it_goes_and_where_it_lay() -> None:
    house = ordered()
    told = dict(lines(change(house, "HARVEST_WASH", "FORMULATE_FILL"), house.floor, ZONE))
    assert title(change(house, "HARVEST_WASH"), house.floor) == "Change the plan"
    lay = house.step("B-1", "HARVEST_WASH").placement
    assert lay is not None
    local = lay.start.astimezone(ZONE)
    said = told["B-1 · Harvest and wash"]
    assert f"{lay.lane} station {lay.station}, {local + timedelta(hours=1):%Y-%m-%d %H:%M}" in said
    assert f"before: {lay.lane} station {lay.station}" in said and f"{local:%Y-%m-%d %H:%M}" in said
    assert any(label.startswith("B-1 · Formul") for label in told)
    assert (told["Change set"], told["Moves back"], told["Reason"], told["Title"]) == (
        "PC-1", "PC-0", "courier late", "Harvest later",
    )  # fmt: skip


def test_a_forecast_model_is_told_recipe_by_recipe_with_the_digest_of_all_its_figures() -> None:
    command = promote()
    told = dict(lines(command, ordered().floor, ZONE))
    assert told["CART-7D"] == "6 finished batches, 1 durations, 1 waits, 1 chances"
    assert (told["Version"], told["SHA-256 of the model"], told["Reason"]) == ("FM-1", MODEL.digest, "quarterly review")


def test_a_step_that_lay_nowhere_or_is_not_known_here_is_said_as_it_is() -> None:
    house = ordered()
    place = Placement("QA", house.now, house.now + timedelta(hours=1))
    told = dict(lines(replace(change(house), moves=(StepMove("B-9", "NOPE", place),)), house.floor, ZONE))
    assert "before" not in told["B-9 · NOPE"] and told["B-9 · NOPE"].startswith("QA, ")
