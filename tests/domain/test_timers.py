"""Holds and windows as timers: too early, running, amber, red, broken, by the work that must still fit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from console.domain import commands as c
from console.domain.batch import Batch
from console.domain.quality import Severity
from console.domain.recipe import Edge
from console.domain.timers import Timer, TimerState, broken_by, early_for, edge_at, hours, timers_of
from tests.domain.builders import CART, HOUR, MINUTE, QA, SUPERVISOR, House, after, ordered, site

RECIPE = site().recipes[CART]
GOWNING = 10 * MINUTE


def timer(house: House, lag: str) -> Timer:
    return next(t for t in timers_of(house.floor, house.batch("B-1"), house.now) if t.lag == lag)


def left(house: House, lag: str, span: timedelta) -> Timer:
    """The timer when so much time is left of it."""
    due = timer(house, lag).due_at
    assert due is not None
    return timer(House(house.floor, due - span), lag)


def test_nothing_runs_before_anything_happened_or_after_the_end() -> None:
    house = ordered()
    assert timers_of(house.floor, house.batch("B-1"), house.now) == ()
    house.ask(c.CancelBatch(by=SUPERVISOR, batch="B-1", reason="withdrawn"))
    assert timers_of(house.floor, house.batch("B-1"), house.now) == ()


def test_collected_cells_run_against_the_courier_and_their_own_age() -> None:
    house = after("APH_COLLECT")
    assert [t.lag for t in timers_of(house.floor, house.batch("B-1"), house.now)] == ["APH_PICKUP", "APH_AGE"]
    assert timer(house, "APH_PICKUP").left(house.now) == 2 * HOUR


@pytest.mark.parametrize(
    ("span", "state"),
    [
        (2 * HOUR, TimerState.RUNNING),
        (GOWNING * 1.25, TimerState.RUNNING),
        (GOWNING * 1.25 - timedelta(seconds=1), TimerState.AMBER),
        (GOWNING, TimerState.AMBER),
        (GOWNING - timedelta(seconds=1), TimerState.RED),
        (timedelta(), TimerState.RED),
        (-timedelta(seconds=1), TimerState.BROKEN),
    ],
)
def test_with_no_work_before_it_a_timer_turns_by_the_gowning_alone(span: timedelta, state: TimerState) -> None:
    assert left(after("ENRICH"), "ENRICHED_HOLD", span).state is state


def test_work_that_must_come_first_turns_a_timer_earlier() -> None:
    house = after("ACTIVATE_LOAD")
    thaw = RECIPE.by_code["VECTOR_THAW"].law.typical_h
    found = timer(house, "ACTIVATION_WINDOW")
    assert found.work_left_h == pytest.approx(thaw)
    needed = timedelta(hours=thaw) + GOWNING
    assert left(house, "ACTIVATION_WINDOW", needed + MINUTE).state is TimerState.AMBER
    assert left(house, "ACTIVATION_WINDOW", needed - MINUTE).state is TimerState.RED
    assert left(house, "ACTIVATION_WINDOW", needed * 1.25 + MINUTE).state is TimerState.RUNNING


def test_the_longest_chain_counts_and_running_work_counts_what_is_left_of_it() -> None:
    house = after("RECEIPT_COI")
    typical = {code: RECIPE.by_code[code].law.typical_h for code in ("APH_QC", "LINE_CLEARANCE")}
    assert timer(house, "APH_AGE").work_left_h == pytest.approx(max(typical.values()))
    house.start("B-1", "APH_QC")
    house.wait(timedelta(hours=typical["APH_QC"]) / 2)
    assert timer(house, "APH_AGE").work_left_h == pytest.approx(max(typical["APH_QC"] / 2, typical["LINE_CLEARANCE"]))
    house.wait(10 * HOUR)
    assert timer(house, "APH_AGE").work_left_h == pytest.approx(typical["LINE_CLEARANCE"])


def test_a_fresh_product_turns_amber_while_the_courier_can_still_make_it() -> None:
    house = after("FORMULATE_FILL")
    codes = ("SAMPLE_RELEASE", "QC_RELEASE", "DISPOSITION", "PACK_SHIP", "COURIER_OUT")
    assert timer(house, "SHELF_LIFE").work_left_h == pytest.approx(sum(RECIPE.by_code[code].law.typical_h for code in codes))


def test_a_window_says_too_early_then_runs_then_closes() -> None:
    house = after("ACTIVATE_LOAD")
    opened = house.step("B-1", "ACTIVATE_LOAD").finished_at
    assert opened is not None
    seen = [timer(House(house.floor, opened + h * HOUR), "ACTIVATION_WINDOW").state for h in (1, 17, 18, 25, 31)]
    early = TimerState.EARLY
    assert seen == [early, early, TimerState.RUNNING, TimerState.RUNNING, TimerState.BROKEN]


def test_the_timer_that_breaks_first_comes_first() -> None:
    house = after("LINE_CLEARANCE")
    found = timers_of(house.floor, house.batch("B-1"), house.now)
    assert [t.lag for t in found] == ["CLEARANCE_AGE", "APH_AGE"]
    assert [t.due_at for t in found] == sorted(t.due_at for t in found if t.due_at is not None)


def test_a_timer_ends_with_the_edge_it_runs_to() -> None:
    house = after("ENRICH")
    assert timer(house, "ENRICHED_HOLD").due_at
    house.start("B-1", "ACTIVATE_LOAD")
    assert "ENRICHED_HOLD" not in {t.lag for t in timers_of(house.floor, house.batch("B-1"), house.now)}


def frozen() -> House:
    house = after("FORMULATE_FILL")
    room = house.step("B-1", "FORMULATE_FILL")
    house.start("B-1", "CRYO_BACKUP", lane=room.lane, station=room.station)
    house.wait(3 * HOUR)
    house.finish("B-1", "CRYO_BACKUP")
    return house


def test_frozen_cells_have_no_fresh_shelf_life() -> None:
    assert timer(after("FORMULATE_FILL"), "SHELF_LIFE").due_at
    house = frozen()
    assert "SHELF_LIFE" not in {t.lag for t in timers_of(house.floor, house.batch("B-1"), house.now)}
    assert broken_by(RECIPE, house.batch("B-1"), "INFUSE", Edge.START, house.now + 400 * HOUR) == ()


def test_a_step_left_out_opens_no_timer() -> None:
    house = after("FORMULATE_FILL")
    house.ask(c.SkipStep(by=SUPERVISOR, batch="B-1", step="CRYO_BACKUP", reason="patient fit"))
    assert edge_at(house.batch("B-1"), "CRYO_BACKUP", Edge.END) is None
    assert timer(house, "SHELF_LIFE").due_at


def test_a_limit_is_broken_after_it_and_not_on_it() -> None:
    house = after("ENRICH")
    batch: Batch = house.batch("B-1")
    ended = edge_at(batch, "ENRICH", Edge.END)
    assert ended is not None
    assert broken_by(RECIPE, batch, "ACTIVATE_LOAD", Edge.START, ended + 4 * HOUR) == ()
    (found,) = broken_by(RECIPE, batch, "ACTIVATE_LOAD", Edge.START, ended + 4 * HOUR + timedelta(microseconds=1))
    assert found.name == "ENRICHED_HOLD"


def test_a_window_opens_on_its_instant_and_not_before() -> None:
    house = after("ACTIVATE_LOAD")
    batch = house.batch("B-1")
    ended = edge_at(batch, "ACTIVATE_LOAD", Edge.END)
    assert ended is not None
    early = early_for(RECIPE, batch, "TRANSDUCE", Edge.START, ended + 18 * HOUR - timedelta(microseconds=1))
    assert early is not None and early.name == "ACTIVATION_WINDOW"
    assert early_for(RECIPE, batch, "TRANSDUCE", Edge.START, ended + 18 * HOUR) is None


def test_each_breach_opens_its_deviation_once() -> None:
    house = after("ACTIVATE_LOAD")
    house.wait(31 * HOUR)
    house.start("B-1", "VECTOR_THAW")
    house.wait(MINUTE)
    house.finish("B-1", "VECTOR_THAW")
    house.wait(3 * HOUR)
    house.start("B-1", "TRANSDUCE")
    assert set(house.floor.deviations) == {"DV-B-1-ACTIVATION_WINDOW", "DV-B-1-VECTOR_USE"}
    assert {d.severity for d in house.floor.deviations.values()} == {Severity.MAJOR}
    assert all(d.by != QA for d in house.floor.deviations.values())


@pytest.mark.parametrize(("text", "span"), [("0.25", 15 * MINUTE), ("48", 48 * HOUR), ("0.000001", timedelta(microseconds=3600))])
def test_decimal_hours_are_exact(text: str, span: timedelta) -> None:
    assert hours(Decimal(text)) == span
