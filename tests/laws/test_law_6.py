"""Law 6: no entry is altered or removed, whatever the console does; db proves it of the file, here of everything above it."""

from __future__ import annotations

from hypothesis import given, settings

from console.domain import commands as c
from tests.domain.builders import SUPERVISOR
from tests.laws.two import Wish, apart, live, unseen, wishes
from tests.service.scenes import with_batch


@settings(max_examples=12)
@given(told=wishes())
def test_entries_only_ever_grow_in_number_and_none_changes(told: list[Wish]) -> None:
    first, second = apart()
    seen = list(first.journal.entries)
    for wish in told:
        live((first, second), [wish])
        assert first.journal.entries[: len(seen)] == seen
        seen = list(first.journal.entries)
    first.dispatcher.absorb(unseen(first, second)).result()
    first.dispatcher.snapshot().result()
    assert first.journal.entries[: len(seen)] == seen
    places = [(e.chain, e.seq) for e in first.journal.entries]
    assert len(set(places)) == len(places)


def test_a_correction_is_a_new_entry_and_the_old_one_stays_as_it_was() -> None:
    house = with_batch(until="APH_COLLECT")
    before = list(house.console.journal.entries)
    house.ask(c.CorrectStep(by=SUPERVISOR, batch="B-1", step="APH_COLLECT", name="values.tnc", new="11", reason="misread"))
    after = house.console.journal.entries
    assert after[:-1] == before
    assert after[-1].wire.payload["old"] == "10" and after[-1].wire.payload["new"] == "11"


def test_a_cancelled_slot_and_a_lifted_hold_stay_on_file() -> None:
    house = with_batch()
    house.ask(c.PlaceHold(by="areyes", batch="B-1", hold="H-1", reason="labels differ"))
    house.ask(c.LiftHold(by="mkeller", batch="B-1", hold="H-1", reason="labels agree"))
    types = [e.wire.type for e in house.console.journal.entries[-2:]]
    assert types == ["batch.held", "batch.resumed"] and not house.batch("B-1").held
