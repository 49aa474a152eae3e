"""Marking the journal as reviewed: by QA, through an entry that is named, forward only, and nothing else moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from console.domain import commands as c
from console.domain import events as e
from console.domain.codec import floor_from_plain, floor_plain
from console.domain.decide import decide
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.needs import signatures_needed
from console.domain.review import AuditMark
from console.domain.signing import Meaning
from tests.domain.anything import floors, of
from tests.domain.builders import QA, START, House, ordered
from tests.domain.decide.case import Case, holds


def mark(through: int = 40, entry: str = "E-40") -> c.ReviewAudit:
    return c.ReviewAudit(by=QA, through=through, entry=entry)


def reviewed() -> House:
    house = ordered()
    house.ask(mark())
    return house


def good(_: House) -> c.ReviewAudit:
    return mark()


CASES = [
    Case("words-long", ordered, lambda h: replace(mark(), comment="x" * 4001), good),
    Case("audit-entry", ordered, lambda h: mark(0), good),
    Case("audit-entry", ordered, lambda h: mark(-3), good),
    Case("audit-entry", ordered, lambda h: mark(2**53), lambda h: mark(2**53 - 1)),
    Case("audit-entry", ordered, lambda h: mark(entry=" "), good),
    Case("audit-forward", reviewed, lambda h: mark(40, "E-other"), lambda h: mark(41)),
    Case("audit-forward", reviewed, lambda h: mark(39), lambda h: mark(41)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_it_is_refused_and_the_way_out_is_allowed(case: Case) -> None:
    holds(case)


def test_the_last_mark_stands_on_the_floor_and_comes_back_from_a_snapshot() -> None:
    floor = reviewed().floor
    assert floor.reviewed is not None and (floor.reviewed.through, floor.reviewed.entry, floor.reviewed.by) == (40, "E-40", QA)
    assert floor_from_plain(floor_plain(floor)) == floor


def test_it_is_signed_by_whoever_asks_in_the_meaning_of_a_review() -> None:
    [need] = signatures_needed(ordered().floor, mark())
    assert (need.meaning, need.user) == (Meaning.REVIEWED, QA)


@given(floor=floors(), event=of(e.AuditReviewed))
def test_nothing_on_the_floor_moves_but_the_mark(floor: Floor, event: e.AuditReviewed) -> None:
    after = evolve(floor, event)
    expected = AuditMark(event.through, event.entry, event.by, event.at, event.comment)
    assert after == replace(floor, reviewed=expected, entries=after.entries, latest=after.latest)


def test_what_is_asked_is_what_is_recorded() -> None:
    events: object = decide(ordered().floor, replace(mark(), comment="October"), START)
    wanted: list[Event] = [e.AuditReviewed(by=QA, at=START, through=40, entry="E-40", comment="October")]
    assert events == wanted
