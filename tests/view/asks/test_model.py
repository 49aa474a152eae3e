"""A forecast model promoted by hand: what was learned until now, under the next version, and only by QA."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain import commands as c
from console.domain.decide import decide
from console.domain.floor import Floor
from console.domain.needs import signatures_needed
from console.domain.refusal import Refusal
from console.domain.signing import Meaning
from console.forecast.durations import learn
from console.forecast.model import frozen
from console.view.asks import ask_for
from console.view.asks.ask import Answers, Scene
from tests.ui.front import DAY0, NOW, ZONE, floor_of, ordered, run_until, site_floor
from tests.view.asks.test_asks import made, scene


@pytest.fixture(scope="module")
def floor() -> Floor:
    found = ordered(site_floor(), "B-0415", DAY0 + timedelta(days=3), "W1234561234")
    return run_until(found, "B-0415", NOW)


def promotion(floor: Floor, **given: str) -> c.PromoteForecastModel:
    command = made(asked_by_qa(floor), "model.promote", **given)
    assert isinstance(command, c.PromoteForecastModel)
    return command


def asked_by_qa(floor: Floor) -> Scene:
    """QA has opened the question, and what the batches teach has been read."""
    return replace(scene(floor, batch="", role="qa"), learned=learn(floor, ZoneInfo))


def test_while_it_is_being_read_what_the_batches_teach_it_is_said_so_and_nothing_is_promoted(floor: Floor) -> None:
    early = scene(floor, batch="", role="qa")
    answer = made(early, "model.promote", reason="r")
    assert isinstance(answer, Refusal) and answer.rule == "form.learning"
    ask, later = ask_for("model.promote", early), ask_for("model.promote", asked_by_qa(floor))
    assert ask.verdict is not None and later.verdict is not None
    answers = Answers({}, NOW, ZONE)
    assert [v.words[:7] for v in (ask.verdict(answers), later.verdict(answers)) if v is not None] == ["Reading", "Read: 0"]


def test_what_was_learned_until_now_is_promoted_under_the_next_version(floor: Floor) -> None:
    command = promotion(floor, reason="first figures")
    assert command.model == frozen(learn(floor, ZoneInfo), "FM-1") and command.digest == command.model.digest
    after = floor_of((command, NOW), start=floor)
    assert after.model is not None
    assert after.model.model.version == "FM-1"
    ask = ask_for("model.promote", scene(after, batch="", role="qa"))
    assert ask.fields[0].value == "FM-2"
    assert ask.about.startswith("In use: FM-1, 0 batches.")


def test_it_is_signed_as_approved_by_the_one_who_asks(floor: Floor) -> None:
    command = promotion(floor, reason="r")
    (need,) = signatures_needed(floor, command)
    assert (need.meaning, need.user) == (Meaning.APPROVED, command.by)
    supervisor = scene(floor, batch="").user
    answer = decide(floor, replace(command, by=supervisor), NOW)
    assert isinstance(answer, Refusal) and answer.rule == "right"


@pytest.mark.parametrize(("given", "place"), [({"reason": " "}, "reason"), ({"version": " ", "reason": "r"}, "version")])
def test_what_is_missing_is_refused_at_its_field(floor: Floor, given: dict[str, str], place: str) -> None:
    command = made(asked_by_qa(floor), "model.promote", **given)
    answer = command if isinstance(command, Refusal) else decide(floor, command, NOW)
    assert isinstance(answer, Refusal) and answer.place == place


def test_where_nothing_has_been_learned_nothing_is_promoted() -> None:
    answer = made(asked_by_qa(site_floor()), "model.promote", reason="r")
    assert isinstance(answer, Refusal) and "Nothing has been learned" in answer.why
