"""How batches stand, in the one meaning those words have, and the sentence of the day that counts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain import commands as c
from console.domain.floor import Floor
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.view.sentence import sentence, spread
from console.view.standing import Standing, in_process, is_patient, lateness, most_urgent, next_release, standing, tally
from tests.domain.builders import HOUR, LOT, MINUTE, OPERATOR, House, after, ordered

SITE = ZoneInfo("America/New_York")


def quantiles(p50: datetime, half: timedelta = 2 * HOUR) -> Quantiles:
    return Quantiles(p50 - half, p50 - half / 2, p50, p50 + half / 2, p50 + half)


def forecast(
    house: House, batch: str = "B-1", end_h: float = 20, keep: float | None = 0.95, promise_h: float | None = 24
) -> Forecast:
    at = house.now + end_h * HOUR
    promise = None if promise_h is None else house.now + promise_h * HOUR
    return Forecast(batch, "P", house.now, "INFUSE", promise, quantiles(at - 4 * HOUR), quantiles(at), keep, 0.01, 30)


def outlook(house: House, *told: Forecast) -> Outlook:
    return Outlook(house.now, house.floor.entries, {f.batch: f for f in told})


@pytest.mark.parametrize(
    ("told", "stands"),
    [
        ({}, Standing.ON_TIME),
        ({"end_h": 24}, Standing.ON_TIME),
        ({"end_h": 24.01}, Standing.LATE),
        ({"keep": 0.80}, Standing.ON_TIME),
        ({"keep": 0.79}, Standing.AT_RISK),
        ({"end_h": 25, "keep": 0.4}, Standing.LATE),
        ({"promise_h": None}, Standing.NO_PROMISE),
        ({"keep": None}, Standing.ON_TIME),
    ],
)
def test_late_at_risk_and_on_time_mean_one_thing_each(told: dict[str, float | None], stands: Standing) -> None:
    house = after("ENRICH")
    assert standing(house.floor, house.batch("B-1"), forecast(house, **told)) is stands  # type: ignore[arg-type]  # any of the three


def test_without_a_forecast_nothing_is_claimed_and_a_hold_goes_before_all() -> None:
    house = after("ENRICH")
    assert standing(house.floor, house.batch("B-1"), None) is Standing.UNKNOWN
    house.ask(c.PlaceHold(by=OPERATOR, batch="B-1", hold="H-1", reason="labels differ"))
    assert standing(house.floor, house.batch("B-1"), forecast(house, end_h=90)) is Standing.HELD


def test_the_bar_of_at_risk_is_the_sites_own() -> None:
    house = after("ENRICH")
    assert house.floor.facility is not None
    strict = replace(house.floor, facility=replace(house.floor.facility, at_risk_below=house.floor.facility.at_risk_below + 1))
    assert standing(strict, house.batch("B-1"), forecast(house)) is Standing.AT_RISK


@pytest.mark.parametrize(
    ("until", "counts"), [("", False), ("APH_COLLECT", True), ("DISPOSITION", True), ("COURIER_OUT", True), ("INFUSE", False)]
)
def test_a_patients_batch_is_in_process_from_its_first_step_to_the_bedside(until: str, counts: bool) -> None:
    house = after(until) if until else ordered()
    assert in_process(house.batch("B-1")) is counts


def test_a_lot_is_in_process_until_its_release() -> None:
    house = House()
    house.order("L-1", recipe=LOT)
    house.live("L-1", "IVT")
    assert in_process(house.batch("L-1")) and not is_patient(house.floor, house.batch("L-1"))
    house.live("L-1", "RECORD_REVIEW")
    house.release("L-1")
    assert not in_process(house.batch("L-1"))


def mixed() -> House:
    """A patient's batch, a lot, and a block of a room, all under way."""
    house = after("ENRICH")
    house.order("L-1", recipe=LOT)
    house.live("L-1", "IVT")
    house.order("Q-1", recipe="EM-REQUAL-v1", product="")
    house.start("Q-1", "REQUALIFY")
    return house


def test_patients_are_counted_apart_from_lots_and_blocks_not_at_all() -> None:
    house = mixed()
    told = outlook(house, forecast(house), forecast(house, "L-1", end_h=30))
    patients, lots = tally(house.floor, told, True), tally(house.floor, told, False)
    assert (patients.in_process, patients.by[Standing.ON_TIME]) == (1, 1)
    assert (lots.in_process, lots.by[Standing.LATE]) == (1, 1)


def test_the_next_release_is_a_patients_and_not_one_on_hold() -> None:
    house = mixed()
    house.order("B-2")
    house.live("B-2", "APH_COLLECT")
    told = outlook(house, forecast(house), forecast(house, "L-1", end_h=1), forecast(house, "B-2", end_h=10))
    soon = next_release(house.floor, told, house.now)
    assert soon is not None and soon.batch == "B-2"
    house.ask(c.PlaceHold(by=OPERATOR, batch="B-2", hold="H-1", reason="labels differ"))
    soon = next_release(house.floor, told, house.now)
    assert soon is not None and soon.batch == "B-1"
    assert next_release(house.floor, None, house.now) is None


def test_lateness_is_positive_after_the_promise_and_negative_before() -> None:
    house = after("ENRICH")
    assert lateness(forecast(house, end_h=25)) == HOUR
    assert lateness(forecast(house, end_h=20)) == -4 * HOUR
    assert lateness(forecast(house, promise_h=None)) is None


def test_the_sentence_of_the_day_counts_patients_first_then_tells_of_lots() -> None:
    house = mixed()
    told = outlook(house, forecast(house, end_h=6), forecast(house, "L-1", end_h=30))
    said = sentence(house.floor, told, house.now, SITE)
    assert said.startswith("1 in process · 1 on time — next release B-1 today ")
    assert said.endswith(" ±2 h — 1 other lot (1 late)")


def test_the_sentence_of_an_empty_site_and_of_an_idle_one() -> None:
    house = House()
    assert sentence(Floor(), None, house.now, SITE) == "No facility yet: this site is empty."
    assert sentence(house.floor, None, house.now, SITE) == "Nothing is in process."


def test_before_the_first_outlook_the_sentence_says_so() -> None:
    house = after("ENRICH")
    assert sentence(house.floor, None, house.now, SITE) == "1 in process · 1 no forecast yet"


@pytest.mark.parametrize(
    ("half", "said"),
    [(20 * MINUTE, "±20 min"), (timedelta(), "±1 min"), (89 * MINUTE, "±89 min"), (91 * MINUTE, "±2 h"), (5 * HOUR, "±5 h")],
)
def test_half_the_span_in_words(half: timedelta, said: str) -> None:
    assert spread(quantiles(House().now, half)) == said


def test_the_latest_batch_needs_most_care_and_one_whose_release_lies_behind_needs_least() -> None:
    house = after("ENRICH")
    house.order("B-2")
    house.live("B-2", "APH_COLLECT")
    late, risky = forecast(house, "B-2", end_h=40, keep=0.05), forecast(house, "B-1", keep=0.6)
    assert most_urgent(house.floor, outlook(house, late, risky)) == "B-2"
    assert most_urgent(house.floor, outlook(house, replace(late, release=None), risky)) == "B-1"
    assert most_urgent(house.floor, outlook(house, forecast(house, "B-2", keep=0.9), forecast(house, "B-1", keep=0.85))) == "B-1"
    assert most_urgent(Floor(), None) == ""
