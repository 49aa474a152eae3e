"""A demo's past: twelve weeks lived through as fast as the machine can, ending at a stated instant with stories in the present."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.commands import AdoptFacility, ApproveRecipe
from console.domain.commands.command import Command
from console.domain.decide import CONSOLE, decide
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.facility import Facility
from console.domain.floor import Floor
from console.domain.needs import signatures_needed
from console.domain.promise import Zones
from console.domain.recipe import Recipe
from console.domain.refusal import Refusal
from console.domain.signing import Consent
from console.service.digest import command_digest
from console.service.dispatcher import Asked
from console.simulation.plant import Deed, Plant
from console.simulation.stories import wishes_for

DUTY_KEPT = timedelta(days=7)
"""How far back a history tells who was on duty; the steps themselves name who did them."""

HANDOVERS_KEPT = timedelta(hours=26)
"""How far back a history tells how shifts were handed over: the last three of them."""


EXERCISE = timedelta(hours=7)
"""How long before the end of a history an exercise with sheets of paper begins."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing of the past: when, as it is to be asked of the dispatcher, and the floor after it."""

    at: datetime
    asked: Asked
    floor: Floor


def opening(facility: Facility, recipes: Mapping[str, Recipe]) -> tuple[Command, ...]:
    """What makes an empty site this one: its facility and its recipes, set up by the console itself."""
    approved = tuple(ApproveRecipe(by=CONSOLE, recipe=recipe) for recipe in recipes.values())
    return (AdoptFacility(by=CONSOLE, facility=facility), *approved)


def history(
    facility: Facility, recipes: Mapping[str, Recipe], zones: Zones, seed: int, now: datetime, days: int
) -> Iterator[Happened]:
    """Everything that happened in so many days up to `now`, from the empty site on; the same arguments give the same bytes."""
    start = now - timedelta(days=days)
    floor = Floor()
    for command in opening(facility, recipes):
        happened = happen(floor, command, start, facility.zone)
        floor = happened.floor
        yield happened
    wishes = wishes_for(facility, zones, now, days)
    plant = Plant(
        facility, seed, zones, wishes, duty_from=now - DUTY_KEPT, handover_from=now - HANDOVERS_KEPT, papers_at=now - EXERCISE
    )
    yield from lived(plant, floor, now)


def lived(plant: Plant, floor: Floor, until: datetime) -> Iterator[Happened]:
    """What a plant does from this floor up to an instant: how a demo catches up, and how tests run it."""
    zone = floor.facility.zone if floor.facility is not None else "UTC"
    while (deed := plant.next_deed(floor)) is not None and deed.at <= until:
        after = _folded(floor, deed.events)
        yield Happened(deed.at, asked(floor, deed.command, deed.at, zone), after)
        floor = after


def happen(floor: Floor, command: Command, at: datetime, zone: str) -> Happened:
    """One command that cannot be refused; AssertionError when it is."""
    answer = decide(floor, command, at)
    assert not isinstance(answer, Refusal), answer
    return Happened(at, asked(floor, command, at, zone), _folded(floor, answer))


def asked(floor: Floor, command: Command, at: datetime, zone: str) -> Asked:
    """The command with the consents of the simulated people, whose keys stand unlocked."""
    needs = signatures_needed(floor, command)
    if not needs:
        return Asked(command, (), at)
    digest = command_digest(command)
    return Asked(command, tuple(Consent(need.user, need.meaning, digest, at, zone) for need in needs), at)


def asked_of(deed: Deed, floor: Floor) -> Asked:
    """The next deed of a living plant as it is to be asked of the dispatcher."""
    return asked(floor, deed.command, deed.at, floor.facility.zone if floor.facility is not None else "UTC")


def _folded(floor: Floor, events: Iterable[Event]) -> Floor:
    for event in events:
        floor = evolve(floor, event)
    return floor
