"""Giving sheets out, and what leads on from each state: nothing half filled in is asked, nothing offered that is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.blanks import Blank, BlankState
from console.domain.commands import IssueBlanks
from console.domain.decide import decide
from console.domain.refusal import Refusal
from console.view.action_table import TABLE
from console.view.blanks import times
from console.view.blanks.form import time_text
from console.view.blanks.issuing import Issuing, command_of, rooms_of, told
from console.view.blanks.offered import BUTTONS, offered
from console.view.blanks.sheet import Sheet
from tests.ui.front import ZONE
from tests.view.blanks.invented import EMPTY, ISSUED, MORNING, NUMBER, ROOM, issued, returned, sheet
from tests.view.blanks.test_listing import seen
from tests.view.blanks.test_times import NIGHTS


def test_every_room_is_offered_with_what_its_sheet_would_carry() -> None:
    rooms = {room.id: room.words for room in rooms_of(issued(), ISSUED, timedelta(hours=12))}
    assert list(rooms) == list(issued().rooms) and len(rooms) == 9
    assert rooms[ROOM] == "CR1 Cell suite 1 · 3 lines" and rooms["CR2"].endswith("nothing planned")
    assert told(Issuing((ROOM, "CR2"), "12", ""), issued(), ISSUED) == "2 sheets with 3 lines, each with free rows below."
    assert told(Issuing((), "12", ""), issued(), ISSUED) == told(Issuing((ROOM,), "x", ""), issued(), ISSUED) == ""


@pytest.mark.parametrize(
    ("issuing", "place"),
    [
        (Issuing((), "12", "x"), "rooms"),
        (Issuing((ROOM,), "0", "x"), "hours"),
        (Issuing((ROOM,), "25", "x"), "hours"),
        (Issuing((ROOM,), "half a day", "x"), "hours"),
        (Issuing((ROOM,), "12", "  "), "reason"),
    ],
)
def test_what_is_missing_is_said_at_its_place(issuing: Issuing, place: str) -> None:
    no = command_of(issuing, "jhart", "chain")
    assert isinstance(no, Refusal) and no.place == place and no.instead


@given(
    st.integers(1, 24),
    st.lists(st.sampled_from(sorted(issued().rooms)), min_size=1, unique=True),
    st.sampled_from(["", " h", "h "]),
)
def test_whatever_is_whole_is_taken_by_the_floor(hours: int, rooms: list[str], unit: str) -> None:
    command = command_of(Issuing(tuple(rooms), f"{hours}{unit}", "network works"), "jhart", "chain")
    assert isinstance(command, IssueBlanks) and command.hours == hours
    made = decide(returned(), command, MORNING)
    assert not isinstance(made, Refusal) and len(made) == len(rooms)


def in_every_state() -> list[Blank]:
    base, at = returned().blanks[NUMBER], MORNING
    keyed = replace(base, keyed_at=at, keyed_by="gnovak")
    return [
        returned().blanks[EMPTY],
        base,
        keyed,
        replace(keyed, verified_at=at, verified_by="hsilva"),
        replace(base, voided_at=at, voided_by="jhart", void_reason="torn"),
    ]


@pytest.mark.parametrize("blank", in_every_state(), ids=lambda blank: blank.state.value)
def test_from_each_state_only_what_leads_on_is_offered(blank: Blank) -> None:
    found = offered(seen(returned()), blank, keying=False)
    assert found <= set(BUTTONS) <= {row.id for row in TABLE}
    assert ("blanks.return" in found) == (blank.state is BlankState.OUT)
    assert ("blanks.key" in found) == (blank.state in (BlankState.RETURNED, BlankState.KEYED))
    assert ("blanks.void" in found) == (blank.state in (BlankState.OUT, BlankState.RETURNED))
    assert ("blanks.attach" in found) == (blank.state not in (BlankState.OUT, BlankState.VOID))
    assert {"blanks.print", "blanks.issue"} <= found and not {"blanks.record", "blanks.sign"} & found
    assert offered(seen(returned()), blank, keying=True) == {"blanks.record", "blanks.free", "blanks.pause"}


@given(st.sampled_from(NIGHTS), st.integers(-20, 20), st.integers(1, 24), st.integers(-6 * 60, 30 * 60))
def test_an_instant_as_it_would_be_typed_from_a_sheet_is_read_as_itself_in_every_night(
    night: datetime, begin: int, length: int, m: int
) -> None:
    start = night + timedelta(hours=begin)
    one = Sheet(sheet(from_at=start, until_at=start + timedelta(hours=length)).blank, returned(), ZONE)
    at = (start + timedelta(minutes=m)).astimezone(UTC)
    assert times.read(time_text(one, at), one.hours, "start") == at
