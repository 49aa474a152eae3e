"""Learning from a whole floor: read on or read anew it is the same; what cannot be true is left out and named."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from console.domain import events as e
from console.domain.batch import Batch, Step, StepState
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.forecast.durations import History, history_of, learn
from console.forecast.learning.learner import Learner
from console.service.library import shipped_facility
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, calm, ordered, site, until

NAME = "CART-7D"


@cache
def told(batches: int, gap_h: int = 30) -> tuple[Floor, tuple[Event, ...]]:
    """A floor with so many batches ordered, and all that happens to them, in the order of time."""
    floor = site(calm(shipped_facility()))
    events: list[Event] = []
    for n in range(batches):
        floor = ordered(floor, f"B-{n}", MONDAY + n * gap_h * HOUR)
        events += Life(floor, f"B-{n}", np.random.default_rng(n)).lived().events
    return floor, tuple(sorted(events, key=lambda event: event.at))


def lived(batches: int = 3) -> Floor:
    floor, events = told(batches)
    return after(floor, events)


def test_a_floor_read_on_teaches_what_it_teaches_read_anew():
    floor, events = told(5)
    learner = Learner(ZoneInfo)
    for n in range(0, len(events), 23):
        floor = after(floor, events[n : n + 23])
        done = [b for b in floor.batches.values() if b.released_at is not None and n % 46 == 0]
        floor = after(floor, [e.BatchConfirmed(by="q", at=events[min(n + 22, len(events) - 1)].at, batch=b.id) for b in done])
        assert history_of(floor, learner.read(floor)) == learn(floor)


def test_what_is_left_out_is_told_alike_whether_read_on_or_anew():
    floor, events = told(4)
    learner = Learner(ZoneInfo)
    for n, batch in enumerate(floor.batches):
        floor = after(floor, [event for event in events if getattr(event, "batch", "") == batch])
        step = floor.batches[batch].steps["ENRICH"]
        wrong = replace(floor.batches[batch], steps={**floor.batches[batch].steps, "ENRICH": ends(step, -AN_HOUR)})
        floor = replace(floor, batches={**floor.batches, batch: wrong})
        floor = after(floor, [e.BatchConfirmed(by="q", at=MONDAY + (400 + 100 * n) * HOUR, batch=b) for b in [batch] if n % 2])
        assert history_of(floor, learner.read(floor)) == learn(floor)
    assert len(learn(floor).left_out) >= 4


def test_reading_a_floor_of_the_past_after_one_of_today_teaches_what_it_did_then():
    floor, events = told(4)
    then, now = after(floor, events[:150]), after(floor, events)
    learner = Learner(ZoneInfo)
    first = history_of(then, learner.read(then))
    assert history_of(now, learner.read(now)) == learn(now)
    assert history_of(then, learner.read(then)) == first == learn(then)


def test_nothing_is_learned_while_nothing_ends():
    floor, events = told(2)
    at = MONDAY + 60 * HOUR
    floor = after(floor, until(events, at))
    later = after(floor, [e.NoteAdded(by="o", at=at + 9 * HOUR, batch="B-0", text="calm")])
    assert learn(later) == learn(floor)


def test_a_step_that_runs_and_runs_lengthens_what_is_expected_of_it():
    floor, events = told(6)
    short = after(floor, events)
    batch = short.batches["B-5"]
    step = batch.steps["ENRICH"]
    assert step.started_at is not None
    running = replace(step, state=StepState.RUNNING, finished_at=None)
    live = replace(batch, released_at=None, steps={**batch.steps, "ENRICH": running})
    long = replace(short, batches={**short.batches, "B-5": live})
    recipe = short.recipes[CART]
    code = recipe.by_code["ENRICH"]
    assert learn(long).step(recipe, code, "", None).median > 1.1 * learn(short).step(recipe, code, "", None).median
    assert learn(long).took[NAME, "ENRICH"].n < 6 + 1e-9


def test_in_the_middle_of_a_flow_the_running_steps_take_the_bias_away():
    """Thirty sites, each seen at one moment while its batches are in culture: what has ended by then ended early."""
    recipe = site().recipes[CART]
    alone, both = [], []
    for seed in range(30):
        floor = site(calm(shipped_facility()))
        rng = np.random.default_rng(seed)
        now = MONDAY + 200 * HOUR
        steps: list[float] = []
        for n in range(10):
            lasts = 107.0 * math.exp(0.25 * rng.standard_normal())
            start = now - (30 + 18 * n) * HOUR
            over = start + lasts * HOUR <= now
            step = Step("EXPAND", StepState.DONE if over else StepState.RUNNING, started_at=start)
            step = replace(step, finished_at=start + lasts * HOUR) if over else step
            floor = replace(floor, batches={**floor.batches, f"B-{n}": Batch(f"B-{n}", CART, steps={"EXPAND": step})})
            steps += [math.log(lasts)] if over else []
        last = Batch("LAST", CART, steps={"SEEN": Step("SEEN", StepState.DONE, finished_at=now)})
        history = learn(replace(floor, batches={**floor.batches, "LAST": last}))
        alone.append(np.mean(steps) - math.log(107.0))
        both.append(history.took[NAME, "EXPAND"].mean - math.log(107.0))
    assert recipe.by_code["EXPAND"].law.typical_h == pytest.approx(108, abs=5)
    assert np.mean(alone) < -0.04
    assert abs(np.mean(both)) < 0.4 * abs(np.mean(alone))


def broken_off(floor: Floor) -> Floor:
    """One batch ended while its culture ran."""
    batch = floor.batches["B-2"]
    step = replace(batch.steps["EXPAND"], state=StepState.RUNNING, finished_at=None)
    live = replace(batch, released_at=None, steps={**batch.steps, "EXPAND": step})
    assert step.started_at is not None
    ended = e.BatchTerminated(by="q", at=step.started_at + 100 * HOUR, batch="B-2", reason="r")
    return after(replace(floor, batches={**floor.batches, "B-2": live}), [ended])


def test_a_step_that_was_broken_off_has_lasted_until_its_batch_ended():
    floor = lived()
    whole, short = learn(floor).took[NAME, "EXPAND"], learn(broken_off(floor)).took[NAME, "EXPAND"]
    assert 2.0 < short.n < 3.0 <= whole.n + 1e-9


Spoil = Callable[[Step], Step]
AN_HOUR = timedelta(hours=1)


def spoiled(code: str, spoil: Spoil) -> History:
    floor = lived(2)
    batches = {}
    for name, batch in floor.batches.items():
        step = batch.steps[code]
        batches[name] = replace(batch, steps={**batch.steps, code: spoil(step)})
    return learn(replace(floor, batches=batches))


def ends(step: Step, after_start: timedelta) -> Step:
    assert step.started_at is not None
    return replace(step, finished_at=step.started_at + after_start)


@pytest.mark.parametrize(
    ("span", "why"),
    [
        (timedelta(0), "took no time at all"),
        (-3 * AN_HOUR, "ends before it begins"),
        (timedelta(days=-4000), "ends before it begins"),
        (timedelta(days=4000), "lasts 4,000 days: a clock that jumped, or an end forgotten"),
    ],
)
def test_a_span_that_cannot_be_true_is_left_out_and_says_where_and_why(span: timedelta, why: str):
    history = spoiled("ENRICH", lambda step: ends(step, span))
    assert [(odd.batch, odd.why) for odd in history.left_out if odd.what == "ENRICH"] == [("B-0", why), ("B-1", why)]
    assert f"{len(history.left_out)} spans left out that cannot be true" in history.model
    assert (NAME, "ENRICH") not in history.took


@pytest.mark.parametrize("span", [timedelta(seconds=1), 3 * AN_HOUR, timedelta(days=50)])
def test_one_value_or_all_equal_is_a_law_that_is_neither_certain_nor_wild(span: timedelta):
    history = spoiled("ENRICH", lambda step: ends(step, span))
    recipe = site().recipes[CART]
    law = history.step(recipe, recipe.by_code["ENRICH"], "", None)
    assert all(math.isfinite(v) for v in (law.mu, law.scale, law.nu)) and law.scale > 0.0
    assert 0.0 < law.at(0.1) < law.at(0.5) < law.at(0.9) < math.inf


def test_steps_that_began_years_before_their_time_are_waits_nobody_had():
    history = spoiled("ENRICH", lambda step: replace(step, started_at=MONDAY - timedelta(days=3000)))
    odd = {(found.what, found.why[:10]) for found in history.left_out}
    assert ("ENRICH", "lasts 3,00") in odd and any(what == "wait for ENRICH" for what, _ in odd)


@pytest.mark.parametrize("year", [1, 1970, 2300, 9999])
def test_a_clock_that_stood_in_another_century_is_borne(year: int):
    floor = lived(2)
    batch = floor.batches["B-1"]
    odd = datetime(year, 12, 31, 23, 59, tzinfo=UTC)
    whole = batch.steps["ENRICH"]
    for step in (replace(whole, started_at=odd), replace(whole, finished_at=odd)):
        history = learn(replace(floor, batches={**floor.batches, "B-1": replace(batch, steps={**batch.steps, "ENRICH": step})}))
        assert any(found.batch == "B-1" and found.what == "ENRICH" for found in history.left_out)
        assert history.took[NAME, "ENRICH"].n == pytest.approx(1.0)


def test_the_order_in_which_batches_stand_changes_no_digit():
    floor = lived(3)
    turned = replace(floor, batches=dict(reversed(list(floor.batches.items()))))
    assert learn(turned) == learn(floor)


def test_whatever_zone_the_machine_thinks_in_the_lessons_are_the_same(monkeypatch: pytest.MonkeyPatch):
    first = learn(lived(2))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert learn(lived(2)) == first
