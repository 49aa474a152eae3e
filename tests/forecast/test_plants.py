"""A small plant with a known truth lived and forecast: what is said holds as often as it says, and beats fitted laws."""

from __future__ import annotations

import pytest

from tests.forecast.plants.campaign import Scored, Walk, figures, moments_of, ours, scored
from tests.forecast.plants.flow import PRODUCTS, flow_recipe, flow_site
from tests.forecast.plants.lives import BEFORE, Plant, live
from tests.forecast.plants.rivals import most_likely
from tests.forecast.plants.truths import Truth
from tests.forecast.truth import MONDAY, zones

PAST, MOMENTS, SCENARIOS = 6, 30, 150


@pytest.fixture(scope="module")
def told() -> list[Scored]:
    """Thirty batches asked for at a random moment each, six finished ones behind them; a truth for every ten."""
    facility, recipe = flow_site(), flow_recipe()
    found: list[Scored] = []
    for seed in range(3):
        plant = Plant("small", facility, recipe, PRODUCTS, "", MONDAY, 15 + MOMENTS // 3, 26.0)
        lived = live(plant, Truth(facility, recipe, MONDAY - BEFORE, zones(facility.zone), seed))
        walk = Walk(lived.floor, lived.events, moments_of(lived.spans, 15, seed))
        found += scored(walk.floors(), walk.past, lived.spans, {PAST: {"ours": ours, "rival": most_likely}}, SCENARIOS)
    return found


def test_eighty_per_cent_intervals_hold_about_eighty_per_cent_with_six_batches_behind_them(told: list[Scored]):
    own = figures([s for s in told if s.teller == "ours"])
    assert own["n"] == MOMENTS
    assert 0.62 <= own["cover80"] <= 0.98  # two and a half standard errors of thirty
    assert 0.28 <= own["below_p50"] <= 0.72


def test_six_batches_say_more_when_the_recipes_word_counts_too(told: list[Scored]):
    own, rival = (figures([s for s in told if s.teller == name]) for name in ("ours", "rival"))
    assert own["crps_h"] < 0.95 * rival["crps_h"]
    assert rival["cover80"] < own["cover80"]


def test_scores_are_what_they_are_called():
    sure = Scored("B", "x", 6, MONDAY, 10.0, (10.0, 10.0, 10.0, 10.0, 10.0), ())
    late = Scored("B", "x", 6, MONDAY, 12.0, (10.0, 10.0, 10.0, 10.0, 10.0), ())
    wide = Scored("B", "x", 6, MONDAY, 10.0, (4.0, 7.0, 10.0, 13.0, 16.0), ())
    assert sure.crps == 0.0 and late.crps == pytest.approx(2.0) and 0.0 < wide.crps < 2.0
    assert sure.inside and not late.inside and wide.inside
