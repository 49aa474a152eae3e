"""Law 4: the same set of entries, in whatever order they arrive, gives the same Floor."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import commands as c
from console.domain.batch import BatchStatus
from console.domain.floor import Floor
from console.service.change import Change, EntryFact
from tests.domain.builders import OPERATOR, PLANNER, QA
from tests.laws.two import Wish, apart, live, unseen, wishes, written
from tests.service.fakes import Console, FakeJournal, fold, place_of
from tests.service.scenes import asked, consents, with_batch


def without_notes(floor: Floor) -> Floor:
    """The floor but for what each console counted of its own absorbs."""
    return replace(floor, entries=0, latest=None)


@settings(max_examples=12)
@given(told=wishes(), chance=st.randoms(use_true_random=False), cuts=st.lists(st.integers(0, 12), max_size=3))
def test_any_order_and_any_portions_give_the_same_floor(told: list[Wish], chance: object, cuts: list[int]) -> None:
    first, second = apart()
    shared = list(first.journal.entries)
    live((first, second), told)
    entries = written(first)[len([e for e in shared if e.chain == "A"]) :] + written(second)
    expected = without_notes(fold(Floor(), sorted([*shared, *entries], key=place_of)))
    chance.shuffle(entries)  # type: ignore[attr-defined]  # a seeded random.Random
    third = Console("C", first.clock, journal_of(shared, first))
    start = 0
    for cut in [*sorted(cuts), len(entries)]:
        answer = third.dispatcher.absorb(entries[start:cut]).result()
        assert isinstance(answer, Change)
        start = max(start, cut)
    assert without_notes(third.floor) == expected


def journal_of(entries: list[EntryFact], like: Console) -> FakeJournal:
    journal = FakeJournal(like.clock, "C")
    journal.entries = list(entries)
    return journal


@settings(max_examples=15)
@given(told=wishes())
def test_two_consoles_that_met_hold_the_same_floor(told: list[Wish]) -> None:
    first, second = apart()
    live((first, second), told)
    from_second, from_first = unseen(first, second), unseen(second, first)
    first.dispatcher.absorb(from_second).result()
    second.dispatcher.absorb(from_first).result()
    assert without_notes(first.floor) == without_notes(second.floor)


@settings(max_examples=12)
@given(told=wishes())
def test_taking_the_same_entries_in_again_changes_nothing(told: list[Wish]) -> None:
    first, second = apart()
    live((first, second), told)
    entries = unseen(first, second)
    first.dispatcher.absorb(entries).result()
    before, count = first.floor, len(first.journal.entries)
    again = first.dispatcher.absorb(entries).result()
    assert isinstance(again, Change) and again.events == ()
    assert (first.floor, len(first.journal.entries)) == (before, count)


def test_an_absorb_is_itself_recorded_for_each_chain_with_its_flags() -> None:
    first, second = apart()
    asked(first, c.CancelBatch(by=PLANNER, batch="B-1", reason="withdrawn"))
    hold = c.PlaceHold(by=OPERATOR, batch="B-1", hold="H-1", reason="labels differ")
    asked(second, hold)
    start = second.floor.recipes and c.StartStep(by="jhart", batch="B-1", step="APH_COLLECT")
    assert isinstance(start, c.StartStep)
    lift = c.LiftHold(by=QA, batch="B-1", hold="H-1", reason="settled")
    asked(second, lift, *consents(second, lift))
    assert isinstance(asked(second, start), Change)
    change = first.dispatcher.absorb(unseen(first, second)).result()
    assert isinstance(change, Change) and len(change.entries) == 3
    noted = first.journal.entries[-1].wire
    assert (noted.type, noted.payload["chain"], noted.payload["count"]) == ("entries.absorbed", "B", 3)
    assert any(flag.endswith(":batch-ended") for flag in noted.payload["flags"])
    assert first.floor.batches["B-1"].status is BatchStatus.CANCELLED


def test_screens_are_told_of_what_came_from_elsewhere_like_of_anything_else() -> None:
    first, second = apart()
    asked(second, c.AddNote(by=OPERATOR, batch="B-1", text="from the anteroom"))
    told = len(first.changes)
    first.dispatcher.absorb(unseen(first, second)).result()
    change = first.changes[told]
    assert change.touched() == {"B-1"} and change.after.batches["B-1"].notes[0].text == "from the anteroom"
    assert not change.before.batches["B-1"].notes


def test_a_late_entry_from_long_ago_folds_again_from_the_snapshot_before_it() -> None:
    house = with_batch("B-1", "APH_COLLECT")
    first = house.console
    old = replace(first.journal.entries[-1], id="B-late", chain="B", seq=1)
    first.dispatcher.snapshot().result()
    asked(first, c.AddNote(by=OPERATOR, batch="B-1", text="after"))
    note = replace(old.wire, type="note.added", payload={"batch": "B-1", "text": "before"}, entities=("batch:B-1",))
    first.dispatcher.absorb([replace(old, wire=note)]).result()
    assert [n.text for n in first.floor.batches["B-1"].notes] == ["before", "after"]
    assert without_notes(first.floor) == without_notes(fold(Floor(), first.journal.in_order()))
