"""Which step of a batch somebody would act on when they open its form."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from console.domain.batch import ReportedRow
from console.view.batch.card import Seen
from console.view.batch.steps import step_to_do
from tests.domain.builders import House, after, ordered


def seen(house: House) -> Seen:
    return Seen(house.floor, house.batch("B-1"), None, house.now, ZoneInfo("America/New_York"), ZoneInfo)


def test_the_first_step_of_a_batch_just_ordered() -> None:
    assert step_to_do(seen(ordered())) == "APH_COLLECT"


@pytest.mark.parametrize(("done", "next_one"), [("RECEIPT_COI", "APH_QC"), ("ENRICH", "ACTIVATE_LOAD")])
def test_the_next_in_turn_when_nothing_attended_runs(done: str, next_one: str) -> None:
    assert step_to_do(seen(after(done))) == next_one


def test_the_attended_step_that_runs_goes_before_what_comes_next() -> None:
    house = after("LINE_CLEARANCE")
    house.start("B-1", "ENRICH")
    assert step_to_do(seen(house)) == "ENRICH"


def test_the_culture_that_runs_by_itself_gives_way_to_what_is_due_beside_it() -> None:
    house = after("TRANSDUCE")
    house.start("B-1", "EXPAND")
    assert step_to_do(seen(house)) == "WASH_FEED"


def test_an_imported_batch_has_nothing_to_act_on() -> None:
    house = ordered()
    told = seen(house)
    batch = told.batch.__class__(id="R-1", recipe=told.batch.recipe, reported=True, rows=(ReportedRow(2, "Culture"),))
    assert step_to_do(Seen(told.floor, batch, None, told.now, told.zone, told.zones)) == ""
