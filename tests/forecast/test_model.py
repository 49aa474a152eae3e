"""Versions of what was learned: frozen without loss, read back the same, and which one a site's forecast rests on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import commands as c
from console.domain import events as e
from console.domain.codec import floor_plain
from console.domain.decide import decide
from console.domain.floor import Floor
from console.domain.model import ForecastModel, LearnedRecipe, LearnedSpan, PromotedModel
from console.forecast.durations import History, learn
from console.forecast.learning.shrinking import code_of, part_of, ways_of
from console.forecast.learning.sightings import Cases
from console.forecast.model import NONE_PROMOTED, frozen, in_use, next_version, thawed
from console.forecast.spread import Spread, Tally
from console.service.followed import Ask, Follower
from console.service.library import shipped_facility
from console.service.outlook_process import Drawn, Foreteller
from tests.domain.anything import of
from tests.domain.builders import QA, START, House
from tests.domain.builders import ordered as house_of
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, calm, ordered, site

NAME = "CART-7D"
TALLIES = st.builds(Tally, st.floats(0.1, 400), st.floats(-4, 6), st.floats(0, 40))
KEYS = st.tuples(st.sampled_from(["CART-7D", "LVV"]), st.sampled_from(["ENRICH", "COURIER_OUT@NORTHQUAY", "test:GRAM", "lab"]))


@cache
def lived(count: int = 4) -> Floor:
    floor = site(calm(shipped_facility()))
    for n in range(count):
        floor = ordered(floor, f"B-{n}", MONDAY + n * 24 * HOUR)
        floor = after(floor, Life(floor, f"B-{n}", np.random.default_rng(n), 1.2).lived().events)
    return floor


def promoted(model: ForecastModel) -> PromotedModel:
    return PromotedModel(model, model.digest, "lokafor", MONDAY)


@st.composite
def histories(draw: st.DrawFn) -> History:
    kinds = {"CART-7D": "patient", "LVV": "lot"}
    found: list[dict[tuple[str, str], Tally]] = [draw(st.dictionaries(KEYS, TALLIES, max_size=5)) for _ in range(2)]
    pools = []
    for tallies in found:
        parts: dict[tuple[str, str], list] = {}
        for key, tally in tallies.items():
            prior = Spread(draw(st.floats(-3, 5)), draw(st.floats(0.03, 1.5)))
            parts.setdefault((kinds[key[0]], code_of(key[1])), []).append(part_of(key, tally, prior))
        pools.append({place: tuple(sorted(told, key=lambda p: p.of)) for place, told in parts.items()})
    cases = {key: Cases(min(h, n), n) for key, (h, n) in draw(st.dictionaries(KEYS, st.tuples(*[st.integers(0, 50)] * 2))).items()}
    ways = ways_of(pools[0]), ways_of(pools[1])
    return History(found[0], found[1], cases, {"CART-7D": 4}, (), pools[0], pools[1], kinds, *ways, draw(st.floats(0, 0.6)))


@given(history=histories())
def test_what_is_frozen_and_thawed_and_frozen_again_is_the_same(history: History) -> None:
    model = frozen(history, "FM-1")
    again = frozen(thawed(promoted(model)), "FM-1")
    assert again == model and again.digest == model.digest
    assert "e" not in json.dumps([str(v) for s in model.spans for v in (s.n, s.mean, s.squares, s.gap, s.variance)])


def test_a_thawed_version_forecasts_as_what_it_was_frozen_from() -> None:
    floor = lived()
    history = learn(floor)
    back, recipe = thawed(promoted(frozen(history, "FM-1"))), floor.recipes[CART]
    for told in recipe.steps:
        for a, b in (
            (history.step(recipe, told, "NORTHQUAY", None), back.step(recipe, told, "NORTHQUAY", None)),
            (history.wait(recipe, told, floor.facility, ""), back.wait(recipe, told, floor.facility, "")),
        ):
            assert (a.mu, a.scale, a.nu, a.offset) == pytest.approx((b.mu, b.scale, b.nu, b.offset), abs=1e-6)
    for spec in recipe.tests:
        assert history.invalid(recipe, spec) == back.invalid(recipe, spec)
    assert back.n(NAME) == history.n(NAME) == 4 and back.shared == history.shared


@settings(max_examples=60)
@given(model=of(ForecastModel))
def test_whatever_a_journal_holds_as_a_model_it_is_thawed_without_an_error(model: ForecastModel) -> None:
    floor = lived()
    history, recipe = thawed(promoted(model)), floor.recipes[CART]
    assert all(np.isfinite(history.step(recipe, told, "", None).median) for told in recipe.steps)
    assert all(0.0 <= history.invalid(recipe, spec) <= 1.0 for spec in recipe.tests)


def test_a_figure_that_nothing_seen_could_give_is_passed_over() -> None:
    bad = LearnedSpan(Decimal(-3), Decimal(1), Decimal(1), Decimal(0), Decimal(1))
    assert not thawed(promoted(ForecastModel("FM-1", {NAME: LearnedRecipe("patient", took={"ENRICH": bad})}))).took


def test_a_record_site_rests_on_the_promoted_version_and_on_the_recipes_before_there_is_one() -> None:
    floor = lived()
    assert in_use(floor, "RECORD", learn) == History(model=NONE_PROMOTED)
    model = frozen(learn(floor), "FM-3")
    told = after(floor, [e.ForecastModelPromoted(by="lokafor", at=MONDAY, model=model, digest=model.digest)])
    used = in_use(told, "RECORD", learn)
    assert used.took and used.model == "FM-3, 4 batches, promoted by lokafor on 2026-09-07"
    assert all(in_use(told, kind, learn) == learn(told) for kind in ("DEMO", "TRAINING", "AID", ""))


def test_the_outlook_process_learns_nothing_on_a_record_site_until_the_next_promotion() -> None:
    floor = lived()
    teller = Follower(Foreteller().answer)
    now = MONDAY + 400 * HOUR
    before = teller.answer(Ask(now, Drawn(20, kind="RECORD"), floor=floor_plain(floor)))
    assert before.model == NONE_PROMOTED
    model = frozen(learn(floor), "FM-1")
    told = after(floor, [e.ForecastModelPromoted(by="lokafor", at=now, model=model, digest=model.digest)])
    assert teller.answer(Ask(now, Drawn(20, kind="RECORD"), floor=floor_plain(told))).model.startswith("FM-1, 4 batches")
    assert teller.answer(Ask(now, Drawn(20, kind="DEMO"), floor=floor_plain(told))).model == learn(floor).model


def test_on_a_record_site_what_ends_changes_nothing_of_what_the_forecast_rests_on() -> None:
    floor = ordered(lived(), "B-9", MONDAY + 300 * HOUR)
    model = frozen(learn(floor), "FM-1")
    floor = after(floor, [e.ForecastModelPromoted(by="lokafor", at=MONDAY, model=model, digest=model.digest)])
    teller = Foreteller()
    first = teller.learned(floor, "RECORD")
    told = [e.StepStarted(by="o", at=MONDAY + 301 * HOUR, batch="B-9", step="APH_COLLECT", lane="CLINIC")]
    floor = after(floor, [*told, e.StepFinished(by="o", at=MONDAY + 305 * HOUR, batch="B-9", step="APH_COLLECT")])
    assert teller.learned(floor, "RECORD") is first
    assert teller.learned(floor, "AID") == learn(floor)
    assert teller.learned(floor, "RECORD") == first


def test_a_record_site_hears_of_drift_though_its_model_stands_still() -> None:
    floor = site(calm(shipped_facility()))
    for n in range(26):
        floor = ordered(floor, f"B-{n:02}", MONDAY + n * 24 * HOUR)
        floor = after(floor, Life(floor, f"B-{n:02}", np.random.default_rng(n), 1.0 if n < 18 else 2.0).lived().events)
    used = in_use(floor, "RECORD", learn)
    assert used.drifts == learn(floor).drifts != ()
    assert not used.took and used.model == NONE_PROMOTED


def test_what_a_floor_has_learned_can_be_promoted_there() -> None:
    house: House = house_of()
    model = frozen(learn(lived()), "FM-1")
    asked = c.PromoteForecastModel(by=QA, model=model, digest=model.digest, reason="first quarter")
    assert isinstance(decide(house.floor, asked, START + timedelta(hours=1)), list)
    assert len(json.dumps(floor_plain(replace(house.floor, model=promoted(model)))["model"])) < 40_000


def test_the_next_version_is_counted_from_the_one_in_use() -> None:
    assert [next_version(used) for used in ("", "FM-1", "FM-41", "spring", "X-99999999999")] == [
        "FM-1",
        "FM-2",
        "FM-42",
        "FM-1",
        "FM-1000000000",
    ]
