"""Law 7: the same Floor, outlook and instant always give the same picture, however that Floor came to be."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from console.domain.codec import floor_from_plain, floor_plain
from console.domain.floor import Floor
from console.domain.promise import promise_of
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.service.held import Held, KeptForecast
from console.service.recalled import recalled
from console.view.board.from_floor import make
from console.view.board.picture import BoardPicture
from console.view.listing import batch_json, batches_table, forecast_table, rooms_json
from console.view.sentence import sentence
from tests.domain.builders import HOUR, LOT, House, after
from tests.domain.decide.houses import two

SITE = ZoneInfo("America/New_York")


def crowded() -> House:
    """Two patients in one room, a lot, a hold, a block."""
    house = two("TRANSDUCE", "LINE_CLEARANCE")
    house.order("L-1", recipe=LOT)
    house.live("L-1", "IVT")
    house.order("A-0", recipe="CAL-v1", product="")
    return house


HOUSES = {"empty": House, "one": lambda: after("ENRICH"), "crowded": crowded, "infused": lambda: after("INFUSE")}


def outlook_of(house: House) -> Outlook:
    """An outlook in which each batch is released a day from now, give or take."""
    forecasts = {}
    for n, batch in enumerate(sorted(house.floor.batches)):
        points = [house.now + (20 + n + k) * HOUR for k in range(5)]
        quantiles = Quantiles(*points)
        forecasts[batch] = Forecast(
            batch, "P", house.now, "INFUSE", house.now + 23 * HOUR, quantiles, quantiles, 0.5 + n / 10, 0.01, 40
        )
    return Outlook(house.now, house.floor.entries, forecasts)


def reborn(floor: Floor) -> Floor:
    """The same floor as it comes out of a sealed snapshot, whose names stand in order of the alphabet."""
    return floor_from_plain(json.loads(json.dumps(floor_plain(floor), sort_keys=True)))


def same(one: BoardPicture, other: BoardPicture) -> None:
    assert (one.zone, one.now, one.lanes, one.marks, one.shifts, one.closed) == (
        other.zone, other.now, other.lanes, other.marks, other.shifts, other.closed,
    )  # fmt: skip
    assert dict(one.links) == dict(other.links) and one.presence is other.presence
    assert one.bars.columns.keys() == other.bars.columns.keys() and len(one.bars) == len(other.bars)
    for name, column in one.bars.columns.items():
        if name in ("batch", "step", "label", "note"):
            assert [one.bars.words[i] for i in column] == [other.bars.words[i] for i in other.bars.columns[name]], name
        else:
            assert np.array_equal(column, other.bars.columns[name]), name


@pytest.mark.parametrize("name", sorted(HOUSES))
def test_the_board_is_the_same_twice_and_after_a_restart(name: str) -> None:
    house = HOUSES[name]()
    outlook = outlook_of(house)
    picture = make(house.floor, outlook, house.now, SITE, ZoneInfo).picture
    same(picture, make(house.floor, outlook, house.now, SITE, ZoneInfo).picture)
    again = reborn(house.floor)
    assert again == house.floor
    same(picture, make(again, outlook, house.now, SITE, ZoneInfo).picture)


def test_the_board_drawn_on_from_an_earlier_one_is_the_board_drawn_anew() -> None:
    house = after("ACTIVATE_LOAD")
    made = make(house.floor, None, house.now, SITE, ZoneInfo)
    house.order("B-2")
    house.live("B-2", "RECEIPT_COI")
    outlook = outlook_of(house)
    on = make(house.floor, outlook, house.now, SITE, ZoneInfo, made)
    same(on.picture, make(house.floor, outlook, house.now, SITE, ZoneInfo).picture)


@pytest.mark.parametrize("name", sorted(HOUSES))
def test_lists_and_the_sentence_are_the_same_after_a_restart(name: str) -> None:
    house = HOUSES[name]()
    outlook, again, now = outlook_of(house), reborn(house.floor), house.now + timedelta(minutes=7)
    assert sentence(house.floor, outlook, now, SITE) == sentence(again, outlook, now, SITE)
    assert forecast_table(house.floor, outlook, now, SITE) == forecast_table(again, outlook, now, SITE)
    assert batches_table(house.floor, outlook, now, SITE) == batches_table(again, outlook, now, SITE)
    assert rooms_json(house.floor, now) == rooms_json(again, now)
    for batch in house.floor.batches:
        told = batch_json(house.floor, house.floor.batches[batch], outlook)
        assert told == batch_json(again, again.batches[batch], outlook)


@pytest.mark.parametrize("name", sorted(HOUSES))
def test_replay_draws_what_was_held_the_same_each_time_and_the_same_as_the_console_did(name: str) -> None:
    """The outlook here has no more than what is kept, so that nothing of it may be missing."""
    house = HOUSES[name]()
    outlook = promised(house, outlook_of(house))
    shown = make(house.floor, outlook, house.now, SITE, ZoneInfo).picture
    kept = tuple(as_kept(forecast) for forecast in outlook.forecasts.values())
    for floor in (house.floor, reborn(house.floor), house.floor):
        held = Held(house.now, floor, kept, house.now, floor.entries, house.now)
        same(make(held.floor, recalled(held, ZoneInfo), held.at, SITE, ZoneInfo).picture, shown)


def promised(house: House, outlook: Outlook) -> Outlook:
    """The outlook with the promises of the floor, as every outlook that is shown has them."""
    told = {name: promise_of(house.floor, house.floor.batches[name], ZoneInfo) for name in outlook.forecasts}
    made = {
        name: replace(forecast, promise_to=told_of.to_step if told_of else "", promise_at=told_of.by if told_of else None)
        for name, forecast in outlook.forecasts.items()
        for told_of in (told[name],)
    }
    return replace(outlook, forecasts=made)


def as_kept(forecast: Forecast) -> KeptForecast:
    """A forecast as its row keeps it."""
    release, end = forecast.release, forecast.end
    assert release is not None and end is not None
    return KeptForecast(
        forecast.made_at, forecast.batch, release.p10, release.p25, release.p50, release.p75, release.p90, end.p10, end.p50,
        end.p90,
        forecast.p_keep, forecast.p_never, forecast.n_history,
    )  # fmt: skip
