"""The chance of release by age: the curve of Aalen and Johansen against plain counting, Kaplan and Meier, and binomials."""

from __future__ import annotations

from datetime import timedelta
from math import erf, isnan, log, sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from console.view.charts import chance
from console.view.charts.chance import Fate, chance_of_release, curve, fates_of
from tests.view.charts.programmes import HOUR, NOW, START, case

FATES = st.lists(
    st.builds(lambda age, kind: Fate(float(age), kind == 1, kind == 2), st.integers(100, 130), st.integers(0, 2)), max_size=40
)
SETTLED = FATES.map(lambda found: [f if f.released or f.lost else Fate(f.hours, released=True) for f in found])


@given(SETTLED)
def test_where_all_is_settled_it_is_plain_counting_with_the_binomial_deviation(fates: list[Fate]) -> None:
    assume(fates)
    found = curve(fates)
    for k, age in enumerate(found.hours):
        share = sum(f.released and f.hours <= age for f in fates) / len(fates)
        assert found.chance[k] == pytest.approx(share)
        assert found.lost[k] == pytest.approx(sum(f.lost and f.hours <= age for f in fates) / len(fates))
        if 0 < share < 1:
            width = 1.959963984540054 * sqrt(share * (1 - share) / len(fates)) / (share * -np.log(share))
            assert found.low[k] == pytest.approx(share ** np.exp(width))
            assert found.high[k] == pytest.approx(share ** np.exp(-width))


def test_all_released_is_not_yet_certainty() -> None:
    """11 of 11: the exact lower limit is 71.5 %; who runs at a younger age says nothing of it."""
    fates = [Fate(150.0 + n, released=True) for n in range(11)] + [Fate(20.0)] * 3
    found = curve(fates)
    assert found.chance[-1] == pytest.approx(1.0) and found.high[-1] == 1.0
    assert found.low[-1] == pytest.approx(0.7151, abs=1e-4)
    assert np.all(np.diff(found.low) >= 0)


@given(FATES)
def test_without_losses_it_is_kaplan_and_meier(fates: list[Fate]) -> None:
    fates = [Fate(f.hours, f.released) for f in fates]
    found, alive, greenwood = curve(fates), 1.0, 0.0
    for k, age in enumerate(found.hours):
        risk, died = sum(f.hours >= age for f in fates), sum(f.released and f.hours == age for f in fates)
        alive *= 1 - died / risk
        greenwood += died / (risk * (risk - died)) if risk > died else 0.0
        value = 1 - alive
        assert found.chance[k] == pytest.approx(value)
        if 1e-9 < value < 1 - 1e-9:
            width = 1.959963984540054 * alive * sqrt(greenwood) / (value * -np.log(value))
            assert found.low[k] == pytest.approx(value ** np.exp(width), abs=1e-9)


@given(FATES, st.randoms())
def test_it_rises_stays_in_its_band_and_never_counts_a_lost_batch(fates: list[Fate], random: object) -> None:
    found = curve(fates)
    assert np.all(np.diff(found.chance) >= -1e-12) and np.all(np.diff(found.lost) >= -1e-12)
    assert np.all(found.chance + found.lost <= 1 + 1e-9)
    assert np.all(found.low <= found.chance + 1e-12) and np.all(found.chance <= found.high + 1e-12)
    assert np.all(found.low >= 0) and np.all(found.high <= 1)
    shuffled = list(fates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = curve(shuffled)
    assert np.array_equal(again.chance, found.chance) and np.array_equal(again.low, found.low)


def test_lost_batches_hold_the_curve_down_for_ever() -> None:
    fates = [Fate(100.0 + n, released=True) for n in range(8)] + [Fate(50.0, lost=True)] * 2
    assert curve(fates).chance[-1] == pytest.approx(0.8)
    censored = [Fate(f.hours, f.released) for f in fates]
    assert curve(censored).chance[-1] == pytest.approx(1.0), "as if they could still be released: what must not be told"


def test_at_one_age_a_release_comes_before_who_only_got_so_far() -> None:
    found = curve([Fate(100.0, released=True), Fate(100.0)])
    assert found.chance[0] == pytest.approx(0.5) and found.waiting(100.0) == 2 and found.waiting(100.1) == 0


def test_fates_as_of_now() -> None:
    released = case("B-1", 160.0)
    later = case("B-2", 160.0, lost_as="terminated", lost_at=START + 170 * HOUR, ended_at=None)
    lost = case("B-3", None, lost_as="rejected", lost_at=START + 90 * HOUR)
    running, ahead = case("B-4", None, NOW - 30 * HOUR), case("B-5", None, NOW + HOUR)
    jumped = case("B-6", 160.0, released_at=START - HOUR)
    found = fates_of([released, later, lost, running, ahead, jumped], NOW)
    assert found == [Fate(156.0, released=True), Fate(156.0, released=True), Fate(90.0, lost=True), Fate(30.0)]
    assert chance_of_release([released, jumped], NOW).contradict == 1


def test_too_few_are_no_curve_and_neither_are_many_without_a_release() -> None:
    few = curve([Fate(100.0, released=True)] * 7)
    assert not few.enough and chance.headline(few, "leukapheresis").startswith("not enough data, n = 7")
    assert not curve([Fate(float(n)) for n in range(20)]).enough
    assert curve([]).n == 0 and len(curve([]).hours) == 0


def test_between_its_steps_before_and_after_them() -> None:
    found = curve([Fate(100.0, released=True), Fate(110.0, released=True), Fate(120.0)])
    assert found.at(99.0) == (0.0, 0.0, 0.0) and found.at(105.0)[0] == pytest.approx(1 / 3)
    assert isnan(found.at(121.0)[0]), "nobody has been that old"
    assert curve([Fate(100.0, released=True)]).at(500.0)[0] == 1.0, "where nothing runs the last word stays"
    assert found.quantile(0.5) == 110.0 and isnan(found.quantile(0.99))


def test_headline_names_what_stands_behind() -> None:
    fates = [Fate(150.0 + n, released=True) for n in range(8)] + [Fate(10.0, lost=True), Fate(20.0)]
    told = chance.headline(curve(fates, 2), "leukapheresis")
    assert told == (
        "half released by 6.4 d after leukapheresis; n = 10: 8 released, 1 lost, 1 running; "
        "2 batches left out: their times contradict one another"
    )


def test_words_and_table_say_the_same_step() -> None:
    found = curve([Fate(150.0 + n, released=True) for n in range(10)])
    assert (
        chance.words(found, 4)
        == "By 6.42 d (154 h): 50 % released (95 % interval 18–75 %), 0 % lost; 6 batches had waited so long."
    )
    row = chance.table(found, "leukapheresis").rows[4]
    assert row[:3] == ("154.00", "6.42", "50.0") and row[6:] == ("6", "10")


def test_the_axis_holds_all_releases_and_the_promise() -> None:
    low, high = chance.span(curve([Fate(150.0, released=True), Fate(175.0, released=True), Fate(9.0, lost=True)]), [170.0, 181.0])
    assert 140 <= low <= 150 and 181 <= high <= 192 and low % 6 == 0 and high % 6 == 0
    assert chance.span(curve([]), []) == (0.0, 240.0)


def test_a_night_of_another_length_does_not_move_the_curve() -> None:
    """Ages are hours that passed, whatever the clocks on the wall did."""
    autumn = case("B-1", 100.0, START + timedelta(days=58))
    assert fates_of([autumn], NOW + timedelta(days=30))[0].hours == 96.0


def test_the_band_covers_the_truth_as_often_as_it_says() -> None:
    """Thirty batches, one in twelve lost, some still running: 400 such sites, the true chance at 170 h known."""
    luck, inside, told = np.random.default_rng(3), 0, 0
    truth = 0.92 * (erf((log(3.0) - 1.0) / 0.5 / sqrt(2.0)) / 2 + 0.5)
    for _ in range(400):
        fates = []
        for lost in luck.random(30) < 0.08:
            ends, age = (luck.uniform(20, 165) if lost else 167 + luck.lognormal(1, 0.5)), luck.uniform(0, 1200)
            fates.append(Fate(ends, not lost, bool(lost)) if ends <= age else Fate(age))
        value, low, high = curve(fates).at(170.0)
        if 0 < value < 1:
            told, inside = told + 1, inside + (low <= truth <= high)
    assert told > 380 and 0.92 <= inside / told <= 0.98
