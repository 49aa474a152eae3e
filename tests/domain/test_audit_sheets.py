"""Entries about sheets from another console: what would have been refused here is flagged, and ink is nobody's false signature."""

from __future__ import annotations

import pytest

from console.domain import events as e
from console.domain.audit import audit
from console.domain.blanks import BlankState
from console.domain.evolve import evolve
from tests.domain.builders import OPERATOR, QA, SECOND, THIRD, House
from tests.domain.sheets import (
    N,
    attach,
    bring,
    closed,
    key,
    keyed,
    log,
    out,
    printed_out,
    returned,
    sheet,
    sign,
    verified,
    verify,
    void,
    voided,
)


def verifying(house: House, by: str) -> e.BlankVerified:
    return e.BlankVerified(by=by, at=house.now, blank=N, keyed_by=sheet(house).keyed_by)


def test_a_sheets_whole_life_written_elsewhere_bears_no_flag_here() -> None:
    house = out()
    here, told = out().floor, len(house.events)
    house.ask(bring())
    house.ask(key(house))
    house.ask(verify(house, by=THIRD))
    for command in (attach(), sign(), sign(SECOND)):
        house.ask(command)
    for event in house.events[told:]:
        assert audit(here, event) == (), event
        here = evolve(here, event)
    assert here == house.floor


def started_on_paper(house: House, by: str = SECOND, performer: str = OPERATOR) -> e.StepStarted:
    """A start that is said to stand on the sheet: its third line, which nobody has begun."""
    line = sheet(house).line("3")
    assert line is not None
    return e.StepStarted(by=by, at=house.now, batch=line.batch, step=line.step, lane="CR1", performer=performer, paper=N)


def copied() -> House:
    house = printed_out()
    house.ask(log())
    return house


def test_a_sheet_that_came_back_short_with_its_reason_bears_no_flag() -> None:
    house = printed_out(3)
    here = house.floor
    (event,) = house.ask(bring(pages=2, reason="the third was cut up"))
    assert audit(here, event) == ()


def test_whoever_keyed_a_sheet_anew_elsewhere_has_not_checked_it() -> None:
    house = keyed()
    floor = evolve(house.floor, verifying(house, OPERATOR))
    assert floor.blanks[N].state is BlankState.KEYED and not floor.blanks[N].verified_by
    assert evolve(house.floor, verifying(house, SECOND)).blanks[N].verified_by == SECOND


def flagged() -> list[tuple[str, House, e.Event]]:
    return [
        ("blank-known", house := out(), e.BlankIssued(
            by=QA, at=house.now, blank=N, room="CR2", from_at=house.now, until_at=house.now)),
        ("blank-same", house := keyed(), verifying(house, OPERATOR)),
        ("blank-state", house := returned(), verifying(house, SECOND)),
        ("blank-state", house := voided(), e.BlankReturned(by=OPERATOR, at=house.now, blank=N)),
        ("blank-state", house := verified(), e.BlankVoided(by=QA, at=house.now, blank=N, reason="x")),
        ("blank-unknown", house := out(), e.BlankVerified(by=SECOND, at=house.now, blank="P-ELSE-000009", keyed_by=OPERATOR)),
        ("original-known", house := closed(), e.OriginalAttached(
            by=OPERATOR, at=house.now, blank=N, digest="0a" * 32, kind=attach().kind, size=9)),
        ("right", house := out(), e.BlankVoided(by=OPERATOR, at=house.now, blank=N, reason=void().reason)),
        ("paper-unread", house := keyed(), started_on_paper(house)),
        ("paper-unread", house := verified(), started_on_paper(house, by=OPERATOR)),
        ("paper-unread", house := verified(), started_on_paper(house, performer=QA)),
        ("copy-known", house := copied(), house.events[-1]),
        ("blank-lines-left", house := returned(), e.BlankKeyed(by=OPERATOR, at=house.now, blank=N, entries=())),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(13))
def test_what_would_have_been_refused_here_is_flagged_by_its_rule(number: int) -> None:
    rule, house, event = flagged()[number]
    assert audit(house.floor, event)[:1] == (rule,)
