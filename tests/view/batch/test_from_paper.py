"""A batch whose steps came from paper says so, and whose signature is owed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.domain import commands as c
from console.view.batch.card import Seen
from console.view.batch.people import open_table
from console.view.batch.steps import steps_table
from tests.domain.builders import OPERATOR, SECOND, House
from tests.domain.sheets import N, closed, keyed, sign

ZONE = ZoneInfo("America/New_York")


def seen(house: House) -> Seen:
    return Seen(house.floor, house.batch("B-1"), None, house.now, ZONE, ZoneInfo)


def test_a_step_says_who_did_it_in_ink_and_on_which_sheet() -> None:
    house = closed()
    text = str(steps_table(seen(house)))
    one, two = house.floor.person_name(OPERATOR), house.floor.person_name(SECOND)
    assert text.count(f"{one}, verified by {two}; in ink on sheet {N}") == 2


def test_owed_signatures_are_open_until_they_are_given() -> None:
    house = closed()
    rows = open_table(seen(house)).rows
    assert [row.cells[2] for row in rows] == [house.floor.person_name(OPERATOR), house.floor.person_name(SECOND)]
    assert all(row.cells[0] == "Signature owed" and N in row.cells[3] for row in rows)
    house.ask(sign())
    assert [row.cells[2] for row in open_table(seen(house)).rows] == [house.floor.person_name(SECOND)]
    house.ask(c.SignBlank(by=SECOND, blank=N))
    assert open_table(seen(house)).rows == ()


def test_nothing_is_owed_before_a_second_person_has_checked_the_sheet() -> None:
    assert open_table(seen(keyed())).rows == ()
