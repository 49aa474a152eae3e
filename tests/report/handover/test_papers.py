"""Sheets of paper in a handover: each that is not done with is a point with an owner, and so is each signature that is owed."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from console.domain.blanks import BlankState
from console.domain.handover import HandoverPoint
from console.report.handover.filled import fill
from console.report.handover.seen import Seen
from tests.domain.builders import OPERATOR, SECOND, House
from tests.domain.sheets import HOUSES, N, closed, sign, verified, voided

ZONE = ZoneInfo("America/New_York")


def points(house: House) -> list[HandoverPoint]:
    told = fill(Seen(house.floor, None, house.now, ZONE, ZoneInfo))
    return [point for point in told.points if N in point.words or "account" in point.words]


@pytest.mark.parametrize(
    ("state", "words", "do"),
    [
        (BlankState.OUT, "is out since", "make it void"), (BlankState.RETURNED, "not keyed", "key what"),
        (BlankState.KEYED, "keyed by one", "second person"), (BlankState.VERIFIED, "original is missing", "attach"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_not_done_with_is_a_point_with_an_owner_and_what_is_to_be_done(
    state: BlankState, words: str, do: str
) -> None:
    point = next(point for point in points(HOUSES[state]()) if point.section == 10)
    assert words in point.words and do in point.sbar.recommendation and point.owner and point.due is not None
    assert point.subject == f"blank:{N}"


def test_what_was_signed_in_ink_alone_must_be_signed_by_whoever_wrote_it() -> None:
    house = verified()
    assert [point.owner for point in points(house) if point.section == 5] == [OPERATOR, SECOND]
    house.ask(sign())
    assert [point.owner for point in points(house) if point.section == 5] == [SECOND]


def test_of_a_sheet_that_is_done_with_nothing_is_said() -> None:
    house = closed()
    house.ask(sign())
    house.ask(sign(SECOND))
    assert points(house) == [] == points(voided())


def test_an_account_that_is_not_balanced_is_for_quality_to_settle() -> None:
    house = voided()
    house.floor = replace(house.floor, blank_counts={"TEST": 2})
    (point,) = points(house)
    assert "not balanced" in point.words and point.section == 10
