"""The charts' values come from the floor as it is lived: live batches, their steps, and the ages of past ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from console.domain.batch import Batch, BatchStatus, Hold, Step, StepState
from console.domain.durations import fixed
from console.domain.facility import Clinic, Facility, LaneKind, Product, Promise, Room
from console.domain.floor import Floor
from console.domain.recipe import Recipe, RecipeKind, RecipeStep
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.service.held import KeptForecast as KeptRow
from console.service.ports import HistoryRow
from console.view.charts.from_floor import (
    Happening,
    charts_state,
    current_step,
    forecasts_made,
    happenings,
    kept_forecasts,
    live_batches,
    merged,
    named,
    past_ages,
)
from console.view.standing import Standing
from tests.view.charts.kept import forecast

APHERESIS = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
NOW = APHERESIS + timedelta(days=4)
ZONE = ZoneInfo("America/New_York")


def step(code: str, title: str, **changes: object) -> RecipeStep:
    return RecipeStep(code, title, LaneKind.ROOM, fixed("2"), **changes)  # type: ignore[arg-type]


RECIPE = Recipe(
    "CART-7D-v1", "CART-7D", 1, "CAR-T", RecipeKind.PATIENT,
    (
        step("APH_COLLECT", "Leukapheresis"), step("ENRICH", "Enrichment"), step("EXPAND", "Expansion", attended=False),
        step("IPC", "In-process sample"), step("CRYO", "Cryo", optional=True), step("DISPOSITION", "Disposition"),
        step("INFUSE", "Infusion"),
    ),
)  # fmt: skip
LOT = Recipe("LVV-v1", "LVV", 1, "Vector", RecipeKind.LOT, (step("THAW", "Thaw"),))
BLOCK = Recipe("EM-v1", "EM", 1, "Requalification", RecipeKind.BLOCK, (step("EM", "Requalify"),))
PLACE = Facility(
    "Watertown", "America/New_York", rooms=(Room("CR1", "CR1", "C"),),
    products=(Product("cart", "CAR-T seven days", "s", "CART-7D", True, Promise("APH_COLLECT", "INFUSE", 7)),),
    clinics=(Clinic("c", "Clinic", "America/New_York", time(8), time(21)),),
)  # fmt: skip


def done(code: str, hours: float, start: datetime = APHERESIS) -> Step:
    at = start + timedelta(hours=hours)
    return Step(code, StepState.DONE, started_at=at - timedelta(hours=1), finished_at=at)


def lived(name: str, *steps: Step, start: datetime = APHERESIS, **changes: object) -> Batch:
    first = done("APH_COLLECT", 0.0, start)
    plain: dict[str, object] = {"product": "cart", "clinic": "c", "coi": "W12345", "status": BatchStatus.IN_PROCESS}
    return Batch(name, "CART-7D-v1", steps={each.code: each for each in (first, *steps)}, **(plain | changes))  # type: ignore[arg-type]


def floor_of(*batches: Batch, **changes: object) -> Floor:
    recipes = {each.id: each for each in (RECIPE, LOT, BLOCK)}
    return Floor(facility=PLACE, recipes=recipes, batches={each.id: each for each in batches}, **changes)  # type: ignore[arg-type]


def outlook(batch: str, hours: float, keep: float) -> Outlook:
    at = [NOW + timedelta(hours=hours + h) for h in (-4, -2, 0, 2, 4)]
    promise = datetime(2026, 11, 24, 2, tzinfo=UTC)
    end = Quantiles(*(each + timedelta(hours=3) for each in at))
    return Outlook(NOW, 10, {batch: Forecast(batch, "cart", NOW, "INFUSE", promise, Quantiles(*at), end, keep, 0.01, 42)})


def test_a_live_batch_knows_where_it_is_and_what_was_promised() -> None:
    running = Step("EXPAND", StepState.RUNNING, started_at=NOW)
    floor = floor_of(lived("B-1", done("ENRICH", 6), running), Batch("R", "EM-v1", status=BatchStatus.STARTED))
    (one,) = live_batches(floor, outlook("B-1", 70, 0.9), ZoneInfo)
    assert (one.batch, one.step, one.step_title, one.product) == ("B-1", "EXPAND", "Expansion", "CAR-T seven days")
    assert one.leukapheresis_at == APHERESIS and one.promise_to == "infusion" and one.patient
    assert one.promise_at == datetime(2026, 11, 24, 2, tzinfo=UTC), "the bedside day closes at 21:00 in New York"
    assert one.standing is Standing.ON_TIME
    (late,) = live_batches(floor, outlook("B-1", 90, 0.1), ZoneInfo)
    assert late.standing is Standing.LATE
    held = floor_of(replace(floor.batches["B-1"], holds={"h": Hold("h", "why", "qa", NOW)}))
    assert live_batches(held, None, ZoneInfo)[0].standing is Standing.HELD


def test_without_outlook_the_floor_still_says_the_promise() -> None:
    (one,) = live_batches(floor_of(lived("B-1")), None, ZoneInfo)
    assert one.promise_at == datetime(2026, 11, 24, 2, tzinfo=UTC)
    assert one.standing is Standing.UNKNOWN
    (lot,) = live_batches(floor_of(Batch("LV-1", "LVV-v1", status=BatchStatus.STARTED, opened_at=NOW)), None, ZoneInfo)
    assert lot.leukapheresis_at is None and not lot.patient and lot.promise_at is None


def test_the_current_step_is_the_attended_one_of_those_that_run() -> None:
    grows = Step("EXPAND", StepState.RUNNING, started_at=NOW)
    sampled = Step("IPC", StepState.RUNNING, started_at=NOW)
    assert current_step(lived("B-1", done("ENRICH", 6), grows, sampled), RECIPE).code == "IPC"
    assert current_step(lived("B-1", done("ENRICH", 6), grows), RECIPE).code == "EXPAND"
    assert current_step(lived("B-1"), RECIPE).code == "ENRICH"
    everything = [done(code, 6) for code in ("ENRICH", "EXPAND", "IPC")]
    assert current_step(lived("B-1", *everything), RECIPE).code == "DISPOSITION", "an optional step is not waited for"


def test_past_ages_come_from_batches_that_are_over_only() -> None:
    over = lived("B-1", done("ENRICH", 6), done("EXPAND", 140), released_at=NOW, status=BatchStatus.ADMINISTERED)
    gone = lived("B-0", done("ENRICH", 5), status=BatchStatus.FINAL_CONFIRMED)
    running = lived("B-2", done("ENRICH", 9))
    told = replace(lived("B-3", done("ENRICH", 7), status=BatchStatus.ADMINISTERED), reported=True)
    ages = {each.step: each.ages_h for each in past_ages(floor_of(over, running, told, left={"B-0": gone}), ZoneInfo)}
    assert ages["ENRICH"] == (5.0, 6.0) and ages["EXPAND"] == (140.0,)
    assert list(ages) == ["APH_COLLECT", "ENRICH", "EXPAND", "IPC", "DISPOSITION", "INFUSE"]


def test_kept_rows_without_a_release_to_come_are_left_out() -> None:
    at = NOW
    whole = KeptRow(at, "B-1", at, at, at, at, at, None, None, None, 0.5, 0.0, 42)
    assert len(kept_forecasts([whole, replace(whole, p50=None)])) == 1
    assert forecasts_made(None) == {}
    assert forecasts_made(outlook("B-1", 70, 0.9))["B-1"].n_history == 42


@given(old=st.lists(st.integers(0, 30)), new=st.lists(st.integers(0, 40)))
def test_merged_forecasts_rise_and_none_is_lost_or_doubled(old: list[int], new: list[int]) -> None:
    before = merged((), [forecast(hour, 150) for hour in sorted(set(old))])
    both = merged(before, [forecast(hour, 160) for hour in new])
    assert [each.made_at for each in both] == sorted({each.made_at for each in both})
    assert len(both) == len(set(old) | set(new))


def test_what_happened_last_before_a_move_names_it() -> None:
    kept = [forecast(0, 150), forecast(1, 150.2), forecast(2, 156), forecast(3, 156)]
    start = kept[0].made_at
    happened = [
        Happening(start + timedelta(minutes=30), "Note added"),
        Happening(start + timedelta(minutes=70), "Step started"),
        Happening(start + timedelta(minutes=100), "Hold placed: vector lot"),
        Happening(start + timedelta(minutes=150), "Step finished"),
    ]
    assert [each.cause for each in named(kept, happened)] == ["", "", "Hold placed: vector lot", ""]


def test_the_state_holds_every_live_batch_with_its_newest_forecast() -> None:
    floor = floor_of(lived("B-1", done("ENRICH", 6)))
    state = charts_state(floor, outlook("B-1", 70, 0.9), {"B-1": [forecast(1, 150, "B-1")]}, NOW, ZONE, ZoneInfo)
    assert [each.made_at for each in state.kept["B-1"]][-1] == NOW and len(state.kept["B-1"]) == 2
    assert state.sentence.startswith("1 in process · 1 on time")


def test_that_somebody_printed_its_history_moves_no_forecast() -> None:
    rows = [
        HistoryRow(n, NOW, NOW, "J. Hart", what, "copy 1", "")
        for n, what in enumerate(("Copy printed", "Copy not written", "Step started"))
    ]
    assert [each.what for each in happenings(rows)] == ["Step started: copy 1"]
