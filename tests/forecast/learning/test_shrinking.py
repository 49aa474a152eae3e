"""Shrinkage: honest with six batches and with none, nearer the truth than what fits best, and true to what it leans on."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.durations import DurationLaw, LawKind
from console.forecast.learning.shrinking import USUAL, Part, Ways, lean_of, part_of, ways_of
from console.forecast.spread import KAPPA0, NU0, UPRIGHT, Lean, Spread, Tally, from_law, hours_of, learned

LAW = DurationLaw(LawKind.LOGNORMAL, Decimal(2), Decimal("0.25"))
PRIOR = from_law(LAW, 0.0, NU0)
NORMALS = np.array([NormalDist().inv_cdf((n + 0.5) / 100) for n in range(100)], dtype=np.float32)
OFF = 0.41
"""How far a step's true median lies off its recipe's, in standard deviations of single sightings (1 / sqrt(KAPPA0))."""


def tally(values: np.ndarray | list[float]) -> Tally:
    found = Tally()
    for value in values:
        found = found.seen(float(value))
    return found


def crps(spread: Spread, hours: float) -> float:
    drawn = np.sort(hours_of(spread, NORMALS))
    level = (np.arange(len(drawn)) + 0.5) / len(drawn)
    return float(2 * np.mean(np.where(hours >= drawn, level, level - 1) * (hours - drawn)))


@dataclass
class Judged:
    """How one way of telling did."""

    inside: list[bool] = field(default_factory=list)
    score: list[float] = field(default_factory=list)

    def told(self, spread: Spread, hours: float) -> None:
        self.inside.append(spread.at(0.1) <= hours <= spread.at(0.9))
        self.score.append(crps(spread, hours))


def campaign(seen: int, elsewhere: int, sites: int, off: float = OFF) -> tuple[Judged, Judged, Judged]:
    """Sites of two recipes with twelve steps in common, judged on the next times: shrunk, without the other recipe, likeliest."""
    rng = np.random.default_rng([seen, elsewhere, 7])
    shrunk, alone, likeliest = Judged(), Judged(), Judged()
    for _ in range(sites):
        sd = 0.25 * np.sqrt(8 / rng.chisquare(8, 12))
        both, own, other = off * sd * rng.standard_normal((3, 12)) / math.sqrt(2)
        times = math.log(2) + both + own + sd * rng.standard_normal((seen, 12))
        there = math.log(2) + both + other + sd * rng.standard_normal((elsewhere, 12))
        tallies = [tally(times[:, k]) for k in range(12)]
        parts = {
            ("lot", str(k)): tuple(part_of((r, str(k)), t, PRIOR) for r, t in (("A", tallies[k]), ("B", tally(there[:, k]))) if t.n)
            for k in range(12)
        }
        ways = ways_of(parts)
        for k, mine in enumerate(tallies):
            fits = Spread(mine.mean, math.sqrt(mine.squares / mine.n), offset=1e-3) if mine.n > 1 else from_law(LAW)
            for hours in np.exp(math.log(2) + both[k] + own[k] + sd[k] * rng.standard_normal(2)):
                shrunk.told(learned(LAW, mine, 0.0, lean_of(parts["lot", str(k)], ("A", str(k)), ways)), float(hours))
                alone.told(learned(LAW, mine), float(hours))
                likeliest.told(fits, float(hours))
    return shrunk, alone, likeliest


@pytest.mark.parametrize(("seen", "low", "high"), [(6, 0.72, 0.88), (20, 0.76, 0.84), (40, 0.76, 0.84)])
def test_the_80_per_cent_interval_holds_what_it_says(seen: int, low: float, high: float):
    shrunk, _, likeliest = campaign(seen, seen, 25)
    assert low <= np.mean(shrunk.inside) <= high
    assert np.mean(likeliest.inside) < np.mean(shrunk.inside)


def test_six_past_batches_of_two_recipes_score_15_per_cent_better_than_what_fits_each_step_best():
    """Three batches of each recipe, as a site's first weeks are: the step is seen six times, three of them in this recipe."""
    shrunk, alone, likeliest = campaign(3, 3, 60)
    assert np.mean(shrunk.score) < 0.85 * np.mean(likeliest.score)
    assert np.mean(shrunk.score) < np.mean(alone.score)


def test_even_when_each_step_was_seen_six_times_nothing_is_lost_against_what_fits_best():
    shrunk, _, likeliest = campaign(6, 6, 40)
    assert np.mean(shrunk.score) < 0.97 * np.mean(likeliest.score)


def test_a_recipe_never_run_leans_to_what_the_others_show():
    parts = (part_of(("A", "S"), tally([PRIOR.mu + 0.5] * 30), PRIOR), part_of(("B", "S"), tally([PRIOR.mu + 0.5] * 30), PRIOR))
    told = learned(LAW, Tally(), 0.0, lean_of(parts, ("C", "S")))
    assert math.log(told.median / 2) == pytest.approx(0.5 * 2 / 3, abs=0.1)  # two of the three halves it is made of
    assert lean_of(parts, ("A", "S")).shift == pytest.approx(0.5 / (1 + 12 * (12 + 30) / (12 * 30)), abs=1e-6)


def test_what_one_recipe_shows_does_not_count_twice_for_itself():
    part = part_of(("A", "S"), tally([3.0] * 9), PRIOR)
    assert lean_of((part,), ("A", "S")) is UPRIGHT


@given(n=st.floats(0.5, 500), gap=st.floats(-3, 3), more=st.floats(0.5, 500))
def test_the_more_others_show_the_more_they_count_and_never_whole(n: float, gap: float, more: float):
    def lean(count: float) -> Lean:
        return lean_of((Part(("B", "S"), count, gap, 0.06, 0.0, 0.0, 1.0),), ("A", "S"))

    one, other = lean(n), lean(n + more)
    assert abs(one.shift) <= abs(other.shift) + 1e-12 <= abs(gap) / 2 + 1e-9
    assert KAPPA0 - 1e-9 <= one.kappa <= other.kappa + 1e-9 <= 2 * KAPPA0 + 1e-9


def site_of(gap: float, sd: float, rng: np.random.Generator, keys: int = 40, n: int = 12) -> Ways:
    parts = {}
    for k in range(keys):
        mu = PRIOR.mu + gap * sd * rng.standard_normal()
        parts["lot", str(k)] = (part_of(("A", str(k)), tally(mu + sd * rng.standard_normal(n)), PRIOR),)
    return ways_of(parts)


def test_a_site_that_goes_its_own_ways_soon_believes_itself_and_one_that_does_not_its_recipes():
    rng = np.random.default_rng(5)
    sd = PRIOR.scale
    near, usual, far = (np.mean([site_of(gap, sd, rng).kappa for _ in range(8)]) for gap in (0.0, OFF, 1.2))
    assert near > 10 and 3.5 < usual < 10 and far < 2.0


def test_a_site_whose_hours_scatter_more_than_stated_is_told_wider():
    rng = np.random.default_rng(6)
    narrow, wide = (np.mean([site_of(0.4, f * PRIOR.scale, rng).width for _ in range(8)]) for f in (0.5, 2.0))
    assert narrow < 0.7 and wide > 1.7


@given(tallies=st.lists(st.tuples(st.floats(1, 400), st.floats(-20, 20), st.floats(0, 1e4)), max_size=12))
def test_whatever_was_seen_the_site_strays_within_bounds(tallies: list[tuple[float, float, float]]):
    pools = {("lot", str(k)): (part_of(("A", str(k)), Tally(*t), PRIOR),) for k, t in enumerate(tallies)}
    ways = ways_of(pools)
    assert 0.9 <= ways.kappa <= 41 and 0.1 <= ways.width <= 10
    assert pools or ways == USUAL
