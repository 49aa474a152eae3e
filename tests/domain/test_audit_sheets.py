"""Entries about sheets from another console: what would have been refused here is flagged, and ink is nobody's false signature."""

from __future__ import annotations

import pytest

from console.domain import events as e
from console.domain.audit import audit
from console.domain.evolve import evolve
from tests.domain.builders import OPERATOR, QA, SECOND, THIRD, House
from tests.domain.sheets import (
    N,
    attach,
    bring,
    closed,
    key,
    keyed,
    out,
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
        ("blank-lines-left", house := returned(), e.BlankKeyed(by=OPERATOR, at=house.now, blank=N, entries=())),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(9))
def test_what_would_have_been_refused_here_is_flagged_by_its_rule(number: int) -> None:
    rule, house, event = flagged()[number]
    assert audit(house.floor, event) == (rule,)
