"""A site's journal walked without look-ahead: forecasts at every step as they would have been, against what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.forecast.backtest.activities import LATELY, MEAN, MEDIAN, Activities
from console.forecast.backtest.site import Walked, moments, walk
from console.forecast.backtest.site_figures import Figures, card_of_walk, figures_of
from console.forecast.baselines import NOT_BEGUN, course_of, hours_left, way_to_release
from console.forecast.counted import NOMINAL, PLAN, RECENT
from console.forecast.report_card import BACKTEST
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, ordered, site, zones

DAY = 24 * HOUR
BATCHES = 2
END = MONDAY + 40 * DAY
FEW = 20


@cache
def journal(seed: int = 0) -> tuple[Floor, tuple[Event, ...]]:
    """A site with some batches ordered, and all that happens to them in the order of time."""
    floor, told = site(), list[Event]()
    for n in range(BATCHES):
        floor = ordered(floor, f"B{n}", MONDAY + n * 2 * DAY)
    for n in range(BATCHES):
        told += Life(floor, f"B{n}", np.random.default_rng(10 * seed + n)).lived().events
    return floor, tuple(sorted(told, key=lambda event: event.at))


def held(floor: Floor, told: Sequence[Event], first: datetime = MONDAY - DAY) -> Iterator[tuple[datetime, Floor]]:
    yield first, floor
    for event in told:
        floor = evolve(floor, event)
        yield event.at, floor


def walked(told: Sequence[Event], until: datetime = END, seed: int = 0) -> Walked:
    *_, last = walk(held(journal(seed)[0], told), zones, until, FEW)
    assert isinstance(last, Walked)
    return last


@cache
def whole(seed: int = 0) -> Walked:
    return walked(journal(seed)[1], seed=seed)


def test_a_forecast_is_made_when_a_batch_is_planned_and_at_the_start_of_each_step_towards_release():
    floor, told = journal()
    found = list(moments(held(floor, told)))
    for n in range(BATCHES):
        mine = [m for m in found if m.batch.id == f"B{n}"]
        assert mine[0].step == NOT_BEGUN and mine[0].at == MONDAY - DAY
        starts = {t.step: t.at for t in told if isinstance(t, e.StepStarted) and t.batch == f"B{n}"}
        assert {m.step: m.at for m in mine[1:]} == {s: at for s, at in starts.items() if s in way_to_release(floor.recipes[CART])}
        assert all(m.batch.released_at is None for m in mine)


PLANTED = ("nothing more", "a slow month", "an end", "another site's haste")


def planted(what: str, cut: int) -> list[Event]:
    """What comes from the cut on instead of what came."""
    told = journal()[1]
    at = told[cut].at
    if what == "a slow month":
        return [replace(event, at=at + 30 * DAY) for event in told[cut:]]
    if what == "an end":
        return [e.BatchTerminated(by="q", at=at, batch=f"B{n}", reason="r") for n in range(BATCHES)]
    return [event for event in journal(3)[1] if event.at >= at] if what == PLANTED[3] else []


@settings(max_examples=3, deadline=None)
@given(what=st.sampled_from(PLANTED), cut=st.integers(0, 10_000))
def test_what_is_planted_in_the_future_changes_no_forecast_of_the_past(what: str, cut: int):
    """The journal is cut at any entry and goes on in another way: every forecast before the cut stays as it is, to the bit."""
    told = journal()[1]
    cut %= len(told)
    truth = [one for one in whole().made if one.stood.made_at < told[cut].at]
    found = [one for one in walked([*told[:cut], *planted(what, cut)]).made if one.stood.made_at < told[cut].at]
    assert found == truth


def test_the_card_of_a_walk_says_where_it_comes_from_and_how_few_there_are():
    card = card_of_walk(whole())
    assert card.source == BACKTEST and card.batches == BATCHES
    assert card.verdict == f"Unproven: {BATCHES} releases judged by backtest of the journal, 20 needed."
    assert {score.group for score in card.by_step} >= {"before the first step", "Expansion", "Record review"}
    assert all(score.n == BATCHES for score in card.by_step if score.group == "Expansion")


def test_the_figures_are_those_of_every_forecast_of_a_released_batch():
    figures = figures_of(whole())
    made = [one for one in whole().made if one.stood.release[4] <= END]
    came = {batch: known.released or END for batch, known in whole().known.items()}
    errors = [abs(came[one.stood.batch] - one.stood.release[2]) / DAY for one in made]
    inside = [one.stood.release[0] <= came[one.stood.batch] <= one.stood.release[4] for one in made]
    assert figures.n_predictions == len(made) and figures.n_cases_scored == figures.n_cases_learned == BATCHES
    assert figures.mae_days == pytest.approx(np.mean(errors)) and figures.coverage80 == pytest.approx(np.mean(inside))
    assert set(figures.baselines) == {PLAN, NOMINAL, RECENT, MEAN, MEDIAN, LATELY}
    plan = [abs(came[(s := one.stood).batch] - max(s.plan_at or END, s.made_at)) / DAY for one in made]
    assert figures.baselines[PLAN] == pytest.approx(np.mean(plan))


def test_a_journal_in_which_nothing_was_released_says_that_there_is_not_enough():
    floor, told = journal()
    for until in (0, len(told) // 4):
        *_, last = walk(held(floor, told[:until]), zones, MONDAY, FEW)
        assert isinstance(last, Walked)
        assert figures_of(last) == Figures() and card_of_walk(last).overall is None
        assert card_of_walk(last).verdict.startswith("Unproven: 0 releases judged")
    *_, empty = walk(iter(()), zones, MONDAY, FEW)
    assert isinstance(empty, Walked) and empty.made == () and figures_of(empty) == Figures()


def test_a_batch_that_ended_or_is_running_judges_no_quantile():
    told = journal()[1]
    ended = [event for event in told if getattr(event, "batch", "") != "B1"]
    ended.insert(40, e.BatchTerminated(by="q", at=ended[40].at, batch="B1", reason="r"))
    found = walked(ended)
    assert found.known["B1"].never and figures_of(found).n_cases_scored == BATCHES - 1
    assert card_of_walk(found).never == 1


# ------------------------------------------------------------------------------------------- the plain averages of a log


def test_the_averages_are_those_of_the_batches_released_by_then():
    floor, told = journal()
    done = after(floor, told)
    found = Activities()
    assert found.usual("CART-7D", "EXPAND").hours == {}
    found.take(done)
    found.take(done)
    name = floor.recipes[CART].name
    left = []
    for batch in sorted(done.batches.values(), key=lambda b: b.released_at or END):
        began = batch.steps["EXPAND"].started_at
        assert batch.released_at is not None and began is not None
        left.append((batch.released_at - began) / HOUR)
    usual = found.usual(name, "EXPAND")
    every = [hours for b in done.batches.values() for _, hours in hours_left(course_of(floor.recipes[CART], b))]
    assert usual.n == BATCHES and usual.hours[MEAN] == pytest.approx(np.mean(every))
    assert usual.hours[MEDIAN] == usual.hours[LATELY] == pytest.approx(np.median(left))
    assert (usual.low[MEDIAN], usual.high[MEDIAN]) == pytest.approx(tuple(np.quantile(left, (0.1, 0.9))))
