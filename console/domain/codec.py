"""Events and floors as plain values: the wire name, version, payload and entities of each event, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from console.domain import commands, events
from console.domain.batch import Batch
from console.domain.commands.command import Command
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.plain import PlainError, from_plain, to_plain
from console.domain.plan import latest

V = TypeVar("V")
_WORD = re.compile(r"[A-Z][a-z0-9]*")
_ENTITY_FIELDS = (
    "batch", "room", "instrument", "user", "sample", "test", "deviation", "appointment", "material", "change", "draft",
    "handover", "blank",
)  # fmt: skip
ENTITY_NAMES = (*_ENTITY_FIELDS, "lane")
"""The kinds of thing an entry may speak of, as they stand before the colon."""


@dataclass(frozen=True, slots=True)
class Wire:
    """An event as the journal keeps it: name, version, payload, the entities it touches, who and when."""

    type: str
    v: int
    payload: Mapping[str, Any]
    entities: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event of a type or version this program does not know: kept, and its entities become read-only."""

    type: str
    v: int
    entities: tuple[str, ...]
    by: str
    at: datetime


def wire_name(kind: type[Event]) -> str:
    """The wire name of an event class, mechanically: StepStarted is step.started."""
    first, *rest = _WORD.findall(kind.__name__)
    return f"{first.lower()}.{'_'.join(rest).lower()}"


EVENTS: dict[str, type[Event]] = {
    wire_name(kind): kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}
"""Every event class under its wire name."""

COMMANDS: dict[str, type[Command]] = {
    name: kind
    for name, kind in vars(commands).items()
    if isinstance(kind, type) and issubclass(kind, Command) and kind is not Command
}
"""Every command class under its name."""

_WIRE_NAMES = {kind: name for name, kind in EVENTS.items()}


def to_wire(event: Event) -> Wire:
    """The journal form of an event; who and when stand in the header, not in the payload."""
    payload = to_plain(event)
    del payload["by"], payload["at"]
    return Wire(_WIRE_NAMES[type(event)], event.v, payload, entities(event), event.by, event.at)


def from_wire(wire: Wire) -> Event | Unknown:
    """The event of a journal form; what this program does not know comes back as Unknown, never as an error."""
    kind = EVENTS.get(wire.type)
    if kind is None or wire.v > kind.v or not isinstance(wire.payload, Mapping):
        return Unknown(wire.type, wire.v, wire.entities, wire.by, wire.at)
    try:
        made = from_plain(kind, {**wire.payload, "by": wire.by, "at": wire.at}, wire.type)
    except PlainError:
        return Unknown(wire.type, wire.v, wire.entities, wire.by, wire.at)
    assert isinstance(made, Event)
    return made


def entities(event: Event) -> tuple[str, ...]:
    """What an event touches, like `batch:B-0412`, in a fixed order and without repeats."""
    found: dict[str, None] = {}
    for name in _ENTITY_FIELDS:
        value = getattr(event, name, "")
        if value and isinstance(value, str):
            found[f"{name}:{value}"] = None
    for batch in getattr(event, "batches", ()):
        found[f"batch:{batch}"] = None
    if isinstance(event, events.CopyPrinted | events.CopyNotWritten) and event.subject.partition(":")[0] in ENTITY_NAMES:
        found[event.subject] = None
    paper = getattr(event, "paper", "")
    if paper:
        found[f"blank:{paper}"] = None
    lane = getattr(event, "lane", "")
    if lane:
        found[f"lane:{lane}"] = None
    person = getattr(event, "person", None)
    if person is not None:
        found[f"user:{person.id}"] = None
    return tuple(found)


def command_plain(command: Command) -> dict[str, Any]:
    """A command as plain JSON: what a signature dialog shows and what a consent's digest covers."""
    return {"command": type(command).__name__, **to_plain(command)}


def command_from_plain(plain: Mapping[str, Any]) -> Command:
    """The command of its plain form; raises PlainError when it is none."""
    kind = COMMANDS.get(str(plain.get("command", "")))
    if kind is None:
        raise PlainError(f"no command is called {plain.get('command')!r}")
    made = from_plain(kind, plain, kind.__name__)
    assert isinstance(made, Command)
    return made


def floor_plain(floor: Floor) -> dict[str, Any]:
    """A floor as plain JSON, for the sealed snapshot and its hash."""
    plain = to_plain(floor)
    assert isinstance(plain, dict)
    return plain


def floor_from_plain(plain: Mapping[str, Any]) -> Floor:
    """The floor of a snapshot; raises PlainError when it does not fit this program."""
    made = from_plain(Floor, plain, "floor")
    assert isinstance(made, Floor)
    return in_their_order(made)


def in_their_order(floor: Floor) -> Floor:
    """The floor with steps, rooms, stations and instruments in the order of recipe and facility: a snapshot sorts by name."""
    ids = [r.id for r in floor.facility.rooms] if floor.facility else []
    machines = [i.id for i in floor.facility.instruments] if floor.facility else []
    stations = {r.id: r.stations for r in floor.facility.rooms} if floor.facility else {}
    rooms = {n: replace(r, stations=_ranked(r.stations, stations.get(n, ()))) for n, r in _ranked(floor.rooms, ids).items()}
    return replace(
        floor,
        changes=latest(floor.changes.values(), len(floor.changes)),
        drafts=latest(floor.drafts.values(), len(floor.drafts)),
        rooms=rooms,
        instruments=_ranked(floor.instruments, machines),
        batches={n: _steps_ranked(floor, b) for n, b in floor.batches.items()},
        left={n: _steps_ranked(floor, b) for n, b in floor.left.items()},
    )


def _steps_ranked(floor: Floor, batch: Batch) -> Batch:
    recipe = floor.recipe_of(batch)
    return replace(batch, steps=_ranked(batch.steps, list(recipe.order))) if recipe else batch


def _ranked(items: Mapping[str, V], order: Sequence[str]) -> dict[str, V]:
    return {name: items[name] for name in dict.fromkeys([*order, *items]) if name in items}
