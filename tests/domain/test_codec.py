"""Events, commands and floors as plain values and back: nothing lost, nothing guessed, old lines readable for ever."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.codec import (
    COMMANDS,
    EVENTS,
    Unknown,
    Wire,
    command_from_plain,
    command_plain,
    entities,
    floor_from_plain,
    floor_plain,
    from_wire,
    to_wire,
    wire_name,
)
from console.domain.events import BatchHeld, DeviationOpened, PersonAdded, StepStarted
from console.domain.events.event import Event
from console.domain.facility import Person, Role
from console.domain.plain import PlainError, from_plain
from console.domain.quality import Severity
from tests.domain.anything import of
from tests.domain.builders import START, lived

GOLDEN = Path(__file__).parents[1] / "old" / "events_v1.jsonl"


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_comes_back_from_its_wire_as_it_was(name: str) -> None:
    @settings(max_examples=8)
    @given(event=of(EVENTS[name]))
    def there_and_back(event: Event) -> None:
        wire = to_wire(event)
        on_disk = json.loads(json.dumps(wire.payload))
        assert from_wire(replace(wire, payload=on_disk)) == event
        assert wire.type == name and "by" not in wire.payload and "at" not in wire.payload

    there_and_back()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_comes_back_from_its_plain_form_as_it_was(name: str) -> None:
    @settings(max_examples=8)
    @given(command=of(COMMANDS[name]))
    def there_and_back(command: Any) -> None:
        assert command_from_plain(json.loads(json.dumps(command_plain(command)))) == command

    there_and_back()


@pytest.mark.parametrize("step", ["APH_COLLECT", "ENRICH", "RECORD_REVIEW", "INFUSE"])
def test_a_floor_comes_back_from_its_snapshot_as_it_was(step: str) -> None:
    floor, _ = lived(step)
    assert floor_from_plain(json.loads(json.dumps(floor_plain(floor)))) == floor


def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def test_every_kind_of_event_has_its_line_in_the_old_book() -> None:
    assert sorted(line["type"] for line in lines()) == sorted(EVENTS)


@pytest.mark.parametrize("line", lines(), ids=lambda line: line["type"])
def test_a_line_written_by_version_one_is_read_and_written_the_same_for_ever(line: dict[str, Any]) -> None:
    at = from_plain(type(START), line["at"])
    read = from_wire(Wire(line["type"], line["v"], line["payload"], tuple(line["entities"]), line["by"], at))
    assert isinstance(read, EVENTS[line["type"]])
    again = to_wire(read)
    assert (again.type, list(again.entities), dict(again.payload)) == (line["type"], line["entities"], line["payload"])


def test_the_wire_name_is_made_from_the_class_name_alone() -> None:
    assert wire_name(StepStarted) == "step.started"
    assert "person.came_on_duty" in EVENTS and "test.started" in EVENTS


def held() -> Wire:
    return to_wire(BatchHeld(by="areyes", at=START, batch="B-1", hold="H-1", reason="two labels"))


ODD: list[Any] = [None, [], [1], "words", 7, {}, {"batch": 1}, {"batch": None, "hold": "H", "reason": "r"}]


@pytest.mark.parametrize("payload", ODD, ids=repr)
def test_a_payload_that_does_not_fit_is_unknown_and_never_an_error(payload: Any) -> None:
    wire = replace(held(), payload=payload)
    assert from_wire(wire) == Unknown("batch.held", 1, ("batch:B-1",), "areyes", START)


@pytest.mark.parametrize("change", [{"type": "batch.teleported"}, {"v": 2}], ids=str)
def test_a_newer_type_or_version_is_kept_as_unknown(change: dict[str, Any]) -> None:
    assert isinstance(from_wire(replace(held(), **change)), Unknown)


def test_a_field_added_later_is_passed_over() -> None:
    wire = held()
    assert from_wire(replace(wire, payload={**wire.payload, "mood": "calm"})) == from_wire(wire)


NAMES = st.sampled_from(["batch", "steps", "step", "values", "facility", "recipe"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
)


@settings(max_examples=100)
@given(name=st.sampled_from(sorted(EVENTS)), payload=JSON)
def test_whatever_lies_in_a_payload_reading_it_never_raises(name: str, payload: Any) -> None:
    read = from_wire(Wire(name, 1, payload, (), "areyes", START))
    assert isinstance(read, (Event, Unknown))


def test_an_event_touches_what_it_names_once_and_in_a_fixed_order() -> None:
    opened = DeviationOpened(
        by="x", at=START, deviation="DV-1", title="t", severity=Severity.MINOR, batches=("B-2", "B-1", "B-2"), room="CR1"
    )
    assert entities(opened) == ("room:CR1", "deviation:DV-1", "batch:B-2", "batch:B-1")
    assert entities(PersonAdded(by="x", at=START, person=Person("anew", "A. New", (Role.QA,)))) == ("user:anew",)
    started = StepStarted(by="x", at=START, batch="B-1", step="ENRICH", lane="CR1", instrument="CP1")
    assert entities(started) == ("batch:B-1", "instrument:CP1", "lane:CR1")


@pytest.mark.parametrize("plain", [{}, {"command": "Teleport"}, {"command": "AddNote"}, {"command": "AddNote", "by": 3}], ids=str)
def test_what_is_no_command_is_said_so(plain: dict[str, Any]) -> None:
    with pytest.raises(PlainError):
        command_from_plain(plain)


def test_a_snapshot_of_another_shape_is_said_so() -> None:
    with pytest.raises(PlainError, match="batches"):
        floor_from_plain({"batches": 3})
