"""Forecasts against what came: chosen without hindsight, judged when due, gathered by batch, and said in one plain sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.batch import BatchStatus
from console.domain.evolve import evolve
from console.forecast.counted import NOMINAL, PLAN, RECENT, Counted
from console.forecast.judged import (
    LEVELS,
    MARKS_H,
    Case,
    Outcome,
    Stood,
    cases_of,
    hours_of,
    is_due,
    outcomes,
    pits,
)
from console.forecast.marking import horizon_words, report_card
from console.forecast.report_card import ENOUGH
from tests.forecast.truth import HOUR, MONDAY, Life, after, ordered, site, until, zones

FAR = MONDAY + 10_000 * HOUR
STEPS = 5
TITLES = {f"S{n}": f"Step {n}" for n in range(STEPS)}


def stood(
    batch: str = "B", at: float = 0.0, middle: float = 50.0, half: float = 10.0, step: str | None = "S0", **more: object
) -> Stood:
    """A forecast made `at` hours after MONDAY that states `middle` hours left, give or take `half` (P10 to P90)."""
    made = MONDAY + at * HOUR
    release = tuple(made + (middle + f * half) * HOUR for f in (-1.0, -0.5, 0.0, 0.5, 1.0))
    return replace(Stood(batch, made, release, None, 0.0, "car-t", step), **more)  # type: ignore[arg-type]


def outcome(batch: str = "B", came: float | None = 50.0, **more: object) -> Outcome:
    return replace(Outcome(batch, "car-t", TITLES, None if came is None else MONDAY + came * HOUR), **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Plant:
    """Batches of STEPS steps of lognormal length, forecast at each step's start by one who knows the laws exactly."""

    told: list[Stood]
    known: dict[str, Outcome]


def lived(n: int, seed: int, wrong: float = 1.0, apart_h: float = 30.0) -> Plant:
    rng = np.random.default_rng(seed)
    lengths = rng.lognormal(3.0, 0.7, size=(n, STEPS))
    rest = rng.lognormal(3.0, 0.7, size=(4000, STEPS))
    left = [np.quantile(rest[:, step:].sum(axis=1), LEVELS) for step in range(STEPS)]
    told: list[Stood] = []
    known: dict[str, Outcome] = {}
    for k in range(n):
        begun = k * apart_h + np.concatenate(([0.0], np.cumsum(lengths[k])))
        for step in range(STEPS):
            made = MONDAY + begun[step] * HOUR
            release = tuple(made + (left[step][2] + wrong * (q - left[step][2])) * HOUR for q in left[step])
            told.append(Stood(f"B{k}", made, release, None, 0.0, "car-t", f"S{step}"))
        known[f"B{k}"] = outcome(f"B{k}", float(begun[-1]))
    return Plant(told, known)


def as_of(plant: Plant, now: datetime) -> Plant:
    """What was known of the plant by then: no later forecast, no later release."""
    known = {b: o if o.released and o.released <= now else replace(o, released=None) for b, o in plant.known.items()}
    return Plant([s for s in plant.told if s.made_at <= now], known)


# ------------------------------------------------------------------------------------------------- which, and when


def test_a_forecast_counts_at_the_start_of_each_step_and_when_its_stated_time_left_first_falls_under_a_mark():
    told = [
        stood(at=0, middle=200, step="S0"),
        stood(at=10, middle=190, step="S0"),
        stood(at=20, middle=90, step="S1"),
        stood(at=25, middle=100, step="S1"),
        stood(at=30, middle=95, step="S1"),
        stood(at=95, middle=11, step="S1"),
        stood(at=98, middle=9, step="S2"),
    ]
    found = cases_of(told, {"B": outcome(came=105)}, FAR)
    assert [((c.stood.made_at - MONDAY) / HOUR, c.at_step, c.mark_h) for c in found] == [
        (0, True, float("inf")),
        (20, True, 96.0),
        (95, False, 12.0),
        (98, True, None),
    ]


moves = st.lists(
    st.tuples(st.floats(0.1, 40), st.floats(0.1, 300), st.sampled_from(["S0", "S1", "S2", None])), min_size=1, max_size=25
)


@given(moves, st.integers(0, 25))
def test_what_is_kept_later_changes_nothing_of_what_was_chosen_before(walk, upto):
    at, told = 0.0, []
    for passed, left, step in walk:
        at += passed
        told.append(stood(at=at, middle=left, half=0.05, step=step))
    whole = [c.stood for c in cases_of(told, {"B": outcome()}, FAR)]
    part = [c.stood for c in cases_of(told[:upto], {"B": outcome(came=None)}, FAR)]
    assert part == [s for s in whole if s in told[:upto]]
    marks = [c.mark_h for c in cases_of(told, {"B": outcome()}, FAR) if c.mark_h is not None]
    assert marks == sorted(set(marks), reverse=True), "one case for each batch and mark"
    steps = [c.stood.step for c in cases_of(told, {"B": outcome()}, FAR) if c.at_step]
    assert len(steps) == len(set(steps)), "one case for each batch and step"


@pytest.mark.parametrize("came", [20.0, 50.0, 59.9, 500.0, None])
def test_whether_a_forecast_counts_does_not_depend_on_what_came(came):
    told = stood()
    assert not is_due(told, MONDAY + 59 * HOUR) and is_due(told, MONDAY + 60 * HOUR)
    assert not cases_of([told], {"B": outcome(came=came)}, MONDAY + 59 * HOUR)
    assert len(cases_of([told], {"B": outcome(came=came)}, MONDAY + 60 * HOUR)) == 1


def test_of_running_batches_those_that_were_quick_are_not_judged_alone():
    """In mid-run, judging whatever was released would see quick batches only; judged when due, half come after their P50."""
    naive: list[bool] = []
    due: list[bool] = []
    now = MONDAY + 270 * HOUR
    for seed in range(6):
        then = as_of(lived(200, seed, apart_h=1.0), now)
        first = [s for s in then.told if s.step == "S0"]
        naive += [came > s.release[2] for s in first if (came := then.known[s.batch].released) is not None]
        due += [(c.came or now) > c.stood.release[2] for c in cases_of(first, then.known, now)]
    assert sum(naive) / len(naive) < 0.42, "the trap itself"
    assert sum(due) / len(due) == pytest.approx(0.5, abs=0.06) and len(due) < len(naive)


def test_counted_back_from_the_release_that_came_a_right_forecast_would_look_wrong():
    """A release that may come any hour, and a forecast that says so, rightly: a day before release it has always just come."""
    rng = np.random.default_rng(7)
    left = -100 * np.log(1 - np.array(LEVELS))
    told: dict[str, list[Stood]] = {}
    known = {f"B{n}": outcome(f"B{n}", float(h)) for n, h in enumerate(rng.exponential(100, 300))}
    for batch, what in known.items():
        assert what.released is not None
        for hour in range(0, int((what.released - MONDAY) / HOUR) + 1, 6):
            made = MONDAY + hour * HOUR
            release = tuple(made + float(h) * HOUR for h in left)
            told.setdefault(batch, []).append(Stood(batch, made, release, None, 0.0, step="S0"))
    day_before = [max(those, key=lambda s: s.made_at) for those in told.values() if (those[-1].made_at - MONDAY) / HOUR >= 24]
    hindsight = [Case(each, known[each.batch], False) for each in day_before]
    stated = [c for c in cases_of([s for those in told.values() for s in those], known, FAR) if c.mark_h == 96.0]
    early = [sum(c.came <= c.stood.release[2] for c in those if c.came) / len(those) for those in (hindsight, stated)]
    assert early[0] == 1.0 and early[1] == pytest.approx(0.5, abs=0.06) and len(stated) == 300


# ------------------------------------------------------------------------------------------------------- the outcomes


def test_what_became_of_a_batch():
    floor = ordered(site(), "B", MONDAY)
    alive = outcomes(floor, MONDAY, zones)["B"]
    assert alive.released is None and not alive.never and alive.kept is None
    ended = evolve(floor, e.BatchTerminated(by="q", at=MONDAY, batch="B", reason="r"))
    assert outcomes(ended, MONDAY, zones)["B"].never
    assert outcomes(ended, FAR, zones)["B"].kept is False
    withdrawn = evolve(floor, e.BatchCancelled(by="q", at=MONDAY, batch="B", reason="r"))
    assert withdrawn.batches["B"].status is BatchStatus.CANCELLED and not outcomes(withdrawn, FAR, zones)
    done = after(floor, until(Life(floor, "B", np.random.default_rng(1)).lived().events, FAR))
    found = outcomes(done, FAR, zones)["B"]
    assert found.released == done.batches["B"].released_at and not found.never and found.kept in (True, False)
    assert found.titles["EXPAND"] == "Expansion"
    gone = replace(done, batches={}, left=done.batches)
    assert outcomes(gone, FAR, zones)["B"] == found
    block = ordered(site(), "CAL-1", MONDAY, "CAL-v1", "")
    assert not outcomes(block, FAR, zones), "a block of a room is no release"


def test_a_promise_is_judged_when_its_last_instant_has_passed_not_when_it_is_kept():
    floor = ordered(site(), "B", MONDAY)
    floor = after(floor, until(Life(floor, "B", np.random.default_rng(1)).lived().events, FAR))
    [found] = {outcomes(floor, MONDAY + n * HOUR, zones)["B"].kept for n in (2, 100)}
    assert found is None


# --------------------------------------------------------------------------------------------------------- the report


def test_one_who_knows_the_laws_is_found_trustworthy():
    plant = lived(120, 3)
    card = report_card(plant.told, plant.known, FAR)
    assert card.proven and card.batches == 120 and card.overall is not None and card.overall.n == 120
    assert card.verdict.startswith("Trustworthy: the 80 % interval held ") and "of 120 releases" in card.verdict
    for each in card.calibration:
        assert each.low <= each.stated <= each.high and each.n == 120
    assert [each.group for each in card.by_step] == [f"Step {n}" for n in range(STEPS)]
    assert all(each.n == 120 == each.forecasts for each in card.by_step)
    assert [each.group for each in card.by_product] == ["car-t"] and card.by_product[0] == replace(card.overall, group="car-t")


@pytest.mark.parametrize(("wrong", "word"), [(0.3, "Too narrow"), (3.0, "Too wide")])
def test_one_who_is_too_sure_or_not_sure_enough_is_told_so(wrong, word):
    plant = lived(120, 3, wrong)
    assert report_card(plant.told, plant.known, FAR).verdict.startswith(f"{word}: ")


@pytest.mark.parametrize(("shift", "word"), [(-3.0, "Too early"), (3.0, "Too late")])
def test_one_who_is_mostly_early_or_late_is_told_so(shift, word):
    rng = np.random.default_rng(2)
    told = [stood(f"B{n}", half=6.5) for n in range(60)]
    known = {f"B{n}": outcome(f"B{n}", 50 - shift + rng.normal(0, 4)) for n in range(60)}
    card = report_card(told, known, FAR)
    assert card.overall is not None and card.overall.cover_low < 0.8 < card.overall.cover_high
    assert card.verdict.startswith(f"{word}: ")


def test_a_forecast_that_errs_more_than_the_plans_date_is_told_so():
    rng = np.random.default_rng(4)
    told, known = [], {}
    for n in range(60):
        came = 50 + rng.normal(0, 8)
        known[f"B{n}"] = outcome(f"B{n}", came)
        near = MONDAY + (came + rng.normal(0, 1)) * HOUR
        told.append(stood(f"B{n}", half=8 * 1.2816, plan_at=near, nominal_at=near, recent_at=None))
    assert report_card(told, known, FAR).verdict.startswith("Honest, but the plan date is nearer: ")


def test_the_errors_told_are_those_of_the_middle_batch():
    """A lot that came sixty hours late weighs in the mean of the scores, and not in the sentence."""
    told = [stood(f"B{n}", half=20, plan_at=MONDAY + 52 * HOUR, nominal_at=MONDAY + 53 * HOUR) for n in range(29)]
    known = {f"B{n}": outcome(f"B{n}", 51 if n else 110) for n in range(29)}
    card = report_card(told, known, FAR)
    assert card.overall is not None and card.overall.error == pytest.approx((28 + 60) / 29)
    assert card.verdict.endswith("; the median error is 1.0 h, the plan date's 1.0 h.")
    assert report_card(told[1:], known, FAR).verdict.endswith("the median error is 1.0 h, the plan date's 1.0 h.")


def test_one_long_delay_does_not_decide_who_is_nearer():
    """Twenty-nine times an hour nearer than the plan, once sixty hours farther: that is not clearly worse."""
    told = [stood(f"B{n}", half=20, plan_at=MONDAY + 48.5 * HOUR, nominal_at=MONDAY + 48 * HOUR) for n in range(30)]
    told[0] = replace(told[0], plan_at=MONDAY + 120 * HOUR)
    known = {f"B{n}": outcome(f"B{n}", 49.5 if n else 120) for n in range(30)}
    card = report_card(told, known, FAR)
    assert card.overall is not None and card.overall.error > card.overall.baselines[PLAN]
    assert "nearer" not in card.verdict


@pytest.mark.parametrize("n", [0, 1, 4, ENOUGH - 1])
def test_with_few_releases_it_is_unproven_whatever_they_say(n):
    told, known = [stood(f"B{k}") for k in range(n)], {f"B{k}": outcome(f"B{k}") for k in range(n)}
    card = report_card(told, known, FAR)
    releases = "1 release" if n == 1 else f"{n} releases"
    assert not card.proven and card.verdict == f"Unproven: {releases} judged, 20 needed." and card.batches == n
    assert (card.overall is None) == (n == 0)
    assert (
        report_card(told, known, FAR, walked="journal").verdict
        == f"Unproven: {releases} judged by backtest of the journal, 20 needed."
    )


def test_many_forecasts_of_one_batch_weigh_no_more_than_one_of_another():
    told = [stood("A", at=n, middle=50 - n, half=1, step=f"S{n}") for n in range(STEPS)] + [stood("C", half=1)]
    card = report_card(told, {"A": outcome("A", 80), "C": outcome("C", 50)}, FAR)
    assert card.overall is not None and card.overall.n == 2 and card.overall.forecasts == STEPS + 1
    assert card.overall.cover80 == pytest.approx(0.5) and card.overall.error == pytest.approx(15.0)
    assert card.calibration[2].observed == pytest.approx(0.5)


def test_what_one_would_have_used_instead_is_judged_on_the_same_cases():
    told = [
        stood("A", plan_at=MONDAY + 60 * HOUR, nominal_at=MONDAY + 40 * HOUR, recent_at=MONDAY + 55 * HOUR),
        stood("C", at=10, middle=40, nominal_at=MONDAY + 45 * HOUR),
        stood("D", at=10, middle=40, plan_at=MONDAY, nominal_at=MONDAY + 50 * HOUR, recent_at=MONDAY + 50 * HOUR),
        stood("old"),
    ]
    card = report_card(told, {b: outcome(b) for b in ("A", "C", "D", "old")}, FAR)
    assert card.overall is not None
    assert card.overall.baselines == pytest.approx({PLAN: (10 + 5 + 40) / 3, NOMINAL: (10 + 5 + 0) / 3, RECENT: (5 + 5 + 0) / 3})
    without = report_card([stood("old")], {"old": outcome("old")}, FAR).overall
    assert without is not None and without.baselines == {}


def test_misses_are_named_latest_first_and_each_batch_once():
    told = [stood("A"), stood("A", at=5, middle=20, step="S1"), stood("C"), stood("D", half=60)]
    known = {"A": outcome("A", 90), "C": outcome("C", 30), "D": outcome("D", 70)}
    missed = report_card(told, known, FAR).misses
    assert [(m.batch, m.outside / HOUR) for m in missed] == [("A", 55.0), ("C", 10.0)]
    assert missed[0].made_at == MONDAY + 5 * HOUR and missed[0].came == MONDAY + 90 * HOUR


def test_a_batch_that_ended_judges_the_chance_of_never_and_nothing_else():
    told = [stood(f"B{n}", p_never=0.25, p_keep=0.5) for n in range(4)]
    known = {f"B{n}": outcome(f"B{n}", kept=n < 2) for n in range(3)} | {"B3": outcome("B3", None, never=True, kept=False)}
    card = report_card(told, known, FAR)
    assert (card.batches, card.never, card.overdue) == (3, 1, 0)
    never, keep = card.chances
    assert (never.what, never.n, never.stated, never.happened) == ("never released", 4, 0.25, 0.25)
    assert never.brier == pytest.approx(never.plain) == pytest.approx(0.1875)
    assert (keep.n, keep.stated, keep.happened, keep.brier) == (4, 0.5, 0.5, 0.25)


def test_an_overdue_batch_is_outside_and_later_than_all_that_was_stated():
    card = report_card([stood("A"), stood("C")], {"A": outcome("A"), "C": outcome("C", None)}, MONDAY + 80 * HOUR)
    assert (card.batches, card.overdue) == (1, 1) and card.overall is not None
    assert card.overall.n == 2 and card.overall.cover80 == 0.5 and card.overall.error == pytest.approx(15.0)
    assert card.calibration[-1].observed == 0.5 and not card.misses
    assert pits(cases_of([stood("C")], {"C": outcome("C", None)}, MONDAY + 80 * HOUR), FAR).tolist() == [0.95]


def test_where_the_laws_are_known_it_came_evenly():
    plant = lived(400, 9)
    cases = [c for c in cases_of(plant.told, plant.known, FAR) if c.stood.step == "S2"]
    found = pits(cases, FAR)
    assert [float((found <= p).mean()) for p in LEVELS] == pytest.approx(list(LEVELS), abs=0.07)


@settings(max_examples=30)
@given(st.permutations(range(12)), st.integers(0, 3))
def test_the_order_of_rows_changes_nothing(order, seed):
    plant = lived(12, seed)
    shuffled = [plant.told[k * STEPS + n] for k in order for n in reversed(range(STEPS))]
    a, b = report_card(plant.told, plant.known, FAR), report_card(shuffled, plant.known, FAR)
    assert a.overall is not None and b.overall is not None
    assert a.overall.crps == pytest.approx(b.overall.crps) and a.misses == b.misses and a.verdict == b.verdict


def test_a_forecast_with_nothing_left_or_none_at_all_is_borne():
    card = report_card([stood(middle=0, half=0, at=50)], {"B": outcome()}, FAR)
    assert card.overall is not None and card.overall.error == card.overall.width80 == card.overall.crps == 0.0
    assert card.overall.cover80 == 1.0 and card.by_horizon[0].group == "under 4 h left"
    with pytest.raises(ValueError, match="no forecast"):
        Counted.of([], FAR).score("all")
    assert hours_of([], FAR)[0].shape == (0, len(LEVELS))


def test_horizons_are_named_by_the_time_left():
    named = [horizon_words(mark) for mark in (float("inf"), *MARKS_H)]
    assert named == [
        "over 7 d left",
        "4 d to 7 d left",
        "2 d to 4 d left",
        "24 h to 2 d left",
        "12 h to 24 h left",
        "4 h to 12 h left",
        "under 4 h left",
    ]


def test_times_are_the_same_wherever_they_are_written_down():
    told, known = [stood()], {"B": outcome()}
    local = zones("Asia/Kolkata")
    moved = replace(
        told[0], made_at=told[0].made_at.astimezone(local), release=tuple(at.astimezone(local) for at in told[0].release)
    )
    assert report_card([moved], known, FAR).overall == report_card(told, known, FAR).overall
    assert timedelta(0) == moved.made_at - told[0].made_at
