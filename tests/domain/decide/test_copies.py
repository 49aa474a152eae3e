"""Printed copies: each names its paper and its content, no number comes twice, and nothing else on the floor moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import commands as c
from console.domain import events as e
from console.domain.codec import floor_from_plain, floor_plain
from console.domain.copies import KEPT, Copies, Outlet
from console.domain.decide import decide
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.facility import Role
from console.domain.floor import Floor
from tests.domain.anything import floors, of
from tests.domain.builders import BY_ROLE, OPERATOR, START, House, ordered
from tests.domain.decide.case import Case, holds


def copy(**told: object) -> c.LogPrint:
    plain = c.LogPrint(
        by=OPERATOR,
        kind="history",
        subject="batch:B-1",
        title="History of B-1",
        pages=7,
        digest="0a" * 32,
        head="A/9 0a0a",
        entries=9,
    )
    return replace(plain, **told)  # type: ignore[arg-type]


def good(_: House) -> c.LogPrint:
    return copy()


def lost(copy: int = 1, reason: str = "no space left", subject: str = "batch:B-1") -> c.ReportNotWritten:
    return c.ReportNotWritten(by=OPERATOR, kind="history", subject=subject, copy=copy, reason=reason)


def printed() -> House:
    house = ordered()
    house.ask(copy())
    return house


CASES = [
    Case("words-long", ordered, lambda h: copy(title="x" * 4001), lambda h: copy(title="x" * 4000)),
    Case("words-long", ordered, lambda h: copy(name="x" * 4001), good),
    Case("words-long", printed, lambda h: lost(reason="x" * 4001), lambda h: lost(reason="x" * 4000)),
    Case("copy-paper", ordered, lambda h: copy(kind=""), good),
    Case("copy-paper", ordered, lambda h: copy(kind="two words"), lambda h: copy(kind="two-words")),
    Case("copy-paper", ordered, lambda h: copy(title=" "), good),
    Case("copy-pages", ordered, lambda h: copy(pages=0), lambda h: copy(pages=1)),
    Case("copy-pages", ordered, lambda h: copy(pages=100_001), lambda h: copy(pages=100_000)),
    Case("copy-digest", ordered, lambda h: copy(digest="0A" * 32), good),
    Case("copy-digest", ordered, lambda h: copy(digest="0a" * 31), good),
    Case("copy-head", ordered, lambda h: copy(head=" "), good),
    Case("copy-head", ordered, lambda h: copy(entries=-1), lambda h: copy(entries=0)),
    Case("copy-unknown", printed, lambda h: lost(2), lambda h: lost(1)),
    Case("copy-unknown", printed, lambda h: lost(0), lambda h: lost(1)),
    Case("copy-unknown", printed, lambda h: lost(subject="batch:B-2"), lambda h: lost(1)),
    Case("copy-reason", printed, lambda h: lost(reason=" "), lambda h: lost(1)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_it_is_refused_and_the_way_out_is_allowed(case: Case) -> None:
    holds(case)


def test_each_paper_counts_its_own_copies() -> None:
    house = ordered()
    asked = [copy(), copy(subject="batch:B-2"), copy(), copy(kind="audit", subject=""), copy(by=BY_ROLE[Role.INSPECTOR])]
    numbers = [getattr(house.ask(one)[0], "copy", 0) for one in asked]
    assert numbers == [1, 1, 2, 1, 3]


def test_a_copy_that_was_not_written_keeps_its_number() -> None:
    house = printed()
    house.ask(lost())
    assert getattr(house.ask(copy())[0], "copy", 0) == 2


def test_what_is_asked_is_what_is_recorded() -> None:
    asked = copy(outlet=Outlet.PRINTER, name="Office", reason="for the inspector")
    events: object = decide(ordered().floor, asked, START)
    wanted: list[Event] = [
        e.CopyPrinted(
            by=OPERATOR, at=START, kind="history", subject="batch:B-1", title="History of B-1", copy=1, pages=7, digest="0a" * 32,
            head="A/9 0a0a", entries=9, outlet=Outlet.PRINTER, name="Office", reason="for the inspector",
        )
    ]  # fmt: skip
    assert events == wanted


def test_what_only_a_newer_program_can_write_about_can_still_be_printed() -> None:
    house = ordered()
    house.floor = replace(house.floor, locked=frozenset({"batch:B-1"}))
    assert house.ask(copy())


@given(floor=floors(), event=of(e.CopyPrinted))
def test_nothing_on_the_floor_moves_but_the_count(floor: Floor, event: e.CopyPrinted) -> None:
    after = evolve(floor, event)
    assert after == replace(floor, copies=after.copies, entries=after.entries, latest=after.latest)
    assert after.copies.number_of_next(event.kind, event.subject) > event.copy
    assert floor_from_plain(floor_plain(after)) == after


@settings(max_examples=10)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, KEPT + 60)), min_size=KEPT, max_size=KEPT + 200), st.integers(1, 400)
)
def test_no_number_comes_twice_however_many_papers_there_are(papers: list[tuple[str, int]], often: int) -> None:
    copies, given_out = Copies(), set()
    every = [("a", n) for n in range(KEPT - 1)] + papers + papers[:often]
    for n, (kind, subject) in enumerate(every):
        number = copies.number_of_next(kind, str(subject))
        assert (kind, subject, number) not in given_out
        given_out.add((kind, subject, number))
        copies = copies.with_copy(kind, str(subject), number, START + timedelta(seconds=n))
        assert len(copies.last) <= KEPT
