"""Law 3: memory is never ahead of disk; what a failed commit left is looked up, and an unreadable record ends writing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import commands as c
from console.domain.floor import Floor
from console.service.change import Change, Trouble
from console.service.dispatcher import Asked
from tests.domain.builders import OPERATOR
from tests.laws.two import apart, unseen
from tests.service.fakes import Console, fold
from tests.service.scenes import asked, with_batch


def note(n: int = 0) -> c.AddNote:
    return c.AddNote(by=OPERATOR, batch="B-1", text=f"note {n}")


def disk(console: Console) -> Floor:
    return fold(Floor(), console.journal.in_order())


def test_a_commit_that_failed_leaves_the_floor_where_the_disk_is_and_says_so() -> None:
    console = with_batch().console
    before, told = console.floor, len(console.changes)
    console.journal.fails_before = 1
    answer = asked(console, note())
    assert isinstance(answer, Trouble) and answer.kind == "disk" and console.troubles == [answer]
    assert console.floor == before == disk(console) and len(console.changes) == told
    assert not console.dispatcher.read_only


def test_a_commit_that_failed_but_stands_is_told_as_what_it_is() -> None:
    console = with_batch().console
    console.journal.fails_after = 1
    answer = asked(console, note())
    assert isinstance(answer, Change) and answer.entries[0].id == console.journal.entries[-1].id
    assert console.floor == disk(console) == answer.after and not console.troubles


def test_after_a_trouble_the_same_command_can_be_asked_again() -> None:
    console = with_batch().console
    console.journal.fails_before = 1
    asked(console, note())
    assert isinstance(asked(console, note()), Change)
    assert [n.text for n in console.floor.batches["B-1"].notes] == ["note 0"]


@pytest.mark.parametrize("when", ["fails_before", "fails_after"])
def test_a_record_that_cannot_be_read_makes_the_console_read_only(when: str) -> None:
    console = with_batch().console
    before = console.floor
    setattr(console.journal, when, 1)
    console.journal.unreadable = True
    answer = asked(console, note())
    assert isinstance(answer, Trouble) and "cannot be read" in answer.why
    assert console.dispatcher.read_only and console.floor == before
    console.journal.unreadable = False
    assert isinstance(asked(console, note()), Trouble)


@pytest.mark.parametrize("when", ["fails_before", "fails_after"])
def test_an_absorb_that_failed_leaves_memory_where_the_disk_is(when: str) -> None:
    first, second = apart()
    asked(second, note(7))
    setattr(first.journal, when, 1)
    answer = first.dispatcher.absorb(unseen(first, second)).result()
    assert isinstance(answer, Trouble) and answer.kind == "absorb"
    assert first.floor == disk(first)
    assert bool(first.floor.batches["B-1"].notes) == (when == "fails_after")


def test_entries_that_are_refused_by_the_store_change_nothing() -> None:
    first, second = apart()
    asked(second, note(7))
    twice = unseen(first, second) * 2
    before = first.floor
    answer = first.dispatcher.absorb(twice).result()
    assert isinstance(answer, Trouble) and first.floor is before


@settings(max_examples=15)
@given(faults=st.lists(st.sampled_from(["", "fails_before", "fails_after"]), max_size=12))
def test_after_any_run_of_failures_memory_is_what_the_disk_says(faults: list[str]) -> None:
    console = with_batch().console
    acknowledged: list[str] = []
    for n, fault in enumerate(faults):
        if fault:
            setattr(console.journal, fault, 1)
        (answer,) = console.dispatcher.submit_all([Asked(note(n))]).result()
        if isinstance(answer, Change):
            acknowledged.append(f"note {n}")
        assert console.floor == disk(console)
    assert [n.text for n in console.floor.batches["B-1"].notes] == acknowledged
    assert console.started_again().floor == console.floor
