"""Law 1: decide may refuse; evolve never does: it takes every event, whatever it says, on whatever floor."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.audit import audit
from console.domain.codec import EVENTS, Unknown, entities, floor_from_plain, floor_plain
from console.domain.commands.command import Command
from console.domain.decide import decide
from console.domain.events.event import Event
from console.domain.evolve import RULES, evolve
from console.domain.floor import Floor
from console.domain.needs import signatures_needed
from console.domain.refusal import Refusal
from tests.domain.anything import commands, events, floors
from tests.domain.builders import MINUTE, START, lived

REAL = st.sampled_from(["APH_COLLECT", "ENRICH", "EXPAND", "RECORD_REVIEW", "INFUSE"]).map(lambda step: lived(step)[0])


@settings(max_examples=80)
@given(floor=floors() | REAL, told=st.lists(events(), min_size=1, max_size=6))
def test_evolve_takes_every_event_on_every_floor_and_gives_the_same_each_time(floor: Floor, told: list[Event]) -> None:
    once, again = floor, floor
    for event in told:
        once, again = evolve(once, event), evolve(again, event)
    assert once == again
    assert once.entries == floor.entries + len(told)
    assert once.latest == max([event.at for event in told] + ([floor.latest] if floor.latest else []))


@settings(max_examples=40)
@given(floor=floors() | REAL, told=st.lists(events(), max_size=4))
def test_whatever_happened_the_floor_can_be_written_down_and_read_back(floor: Floor, told: list[Event]) -> None:
    for event in told:
        floor = evolve(floor, event)
    assert floor_from_plain(floor_plain(floor)) == floor


@settings(max_examples=80)
@given(floor=floors() | REAL, command=commands(), late=st.integers(-3000, 20000))
def test_decide_answers_every_command_on_every_floor(floor: Floor, command: Command, late: int) -> None:
    now = START + late * MINUTE
    answer = decide(floor, command, now)
    assert isinstance(answer, Refusal) or all(isinstance(event, Event) for event in answer)
    assert decide(floor, command, now) == answer
    assert signatures_needed(floor, command) == signatures_needed(floor, command)


@settings(max_examples=50)
@given(floor=floors() | REAL, event=events())
def test_audit_flags_and_never_raises(floor: Floor, event: Event) -> None:
    assert all(isinstance(flag, str) for flag in audit(floor, event))


@settings(max_examples=25)
@given(floor=floors(), event=events())
def test_an_unknown_entry_changes_nothing_but_locks_what_it_touches(floor: Floor, event: Event) -> None:
    unknown = Unknown("thing.done", 9, entities(event), event.by, event.at)
    after = evolve(floor, unknown)
    assert after.locked == floor.locked | set(entities(event))
    assert after.batches == floor.batches and after.rooms == floor.rooms
    assert after.entries == floor.entries + 1
    assert audit(floor, unknown) == ("unknown-type",)


def test_every_kind_of_event_is_taken_by_a_rule_or_changes_nothing_on_purpose() -> None:
    noted_only = {kind.__name__ for kind in EVENTS.values() if kind not in RULES}
    assert noted_only == {
        "SessionOpened", "SessionClosed", "SessionRefused", "EntriesAbsorbed", "SiteUpgraded", "HistoryReported",
        "CopyNotWritten",
    }  # fmt: skip
