"""Moves tried on the plan of a floor, and recorded nowhere: who judges the next one, what they change, what they break."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from console.domain.floor import Floor
from console.domain.plan import StepMove
from console.domain.promise import Zones
from console.planning.answers.differences import effects_of, moves_to
from console.planning.answers.plan_view import Effect, Move
from console.planning.check import check
from console.planning.floor.problem import followed, placements_of, plan_of, problem_of
from console.planning.moves import Mover, Preview
from console.planning.problem import WHOLE_ROOM, Place, Plan, Problem
from console.planning.rules.violation import Rule, Violation
from console.planning.sayings import Clock

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Tried:
    """A floor's plan with some moves on it; `broken` are the rules that it breaks and the plan of today does not.

    `mended` counts those that the plan of today breaks and it does not.
    """

    floor: Floor
    at: datetime
    tried: tuple[StepMove, ...]
    mover: Mover
    today: Plan
    moves: tuple[Move, ...]
    effects: tuple[Effect, ...]
    broken: tuple[Violation, ...]
    mended: int = 0

    @property
    def problem(self) -> Problem:
        """What is reckoned with."""
        return self.mover.problem

    def with_preview(self, preview: Preview) -> tuple[StepMove, ...]:
        """All moves against the plan of today once this wish is granted, too."""
        touched = {(move.batch, move.step) for move in self.tried} | {(move.batch, move.code) for move in preview.moves}
        new = placements_of(self.problem, preview.plan, self.floor, {batch for batch, _ in touched})
        return tuple(
            StepMove(batch, code, placement)
            for batch, steps in new.items()
            for code, placement in steps.items()
            if (batch, code) in touched
        )


def tried(floor: Floor, now: datetime, zones: Zones, moves: tuple[StepMove, ...] = ()) -> Tried:
    """Try moves on the plan of this floor at this instant."""
    problem = problem_of(floor, now, zones)
    today = followed(problem, _told(floor, problem))
    plan = _drafted(floor, problem, moves) if moves else today
    before, after = (_broken(problem, today), _broken(problem, plan)) if moves else ({}, {})
    broken = tuple(violation for key, violation in after.items() if key not in before)
    told = moves_to(floor, problem, plan) if moves else ()
    wanted = {(move.batch, move.step) for move in moves}
    mine = tuple(move for move in told if (move.batch, move.code) in wanted)
    mover = Mover(problem, plan, site_clock(floor, problem, now, zones))
    return Tried(floor, now, moves, mover, today, mine, effects_of(problem, today, plan), broken, len(before.keys() - after.keys()))


def _drafted(floor: Floor, problem: Problem, moves: tuple[StepMove, ...]) -> Plan:
    """How the plan would go with these moves; they themselves lie where they are drafted, whether or not that can be."""
    told = _told(with_moves(floor, moves), problem)
    going = followed(problem, told)
    own = {(move.batch, move.step) for move in moves if (move.batch, move.step) in going.starts}
    return replace(going, starts={**going.starts, **{key: told.starts[key] for key in own}})


def _told(floor: Floor, problem: Problem) -> Plan:
    """What people are told, without places that the site does not have: a draft may be older than a room that was given up."""
    plan = plan_of(floor, problem)
    places = {stand: place for stand, place in plan.places.items() if _there(problem, place)}
    return plan if len(places) == len(plan.places) else replace(plan, places=places)


def _there(problem: Problem, place: Place) -> bool:
    room = problem.room_of.get(place.room)
    known = place.instrument in {"", *(instrument.id for instrument in problem.instruments)}
    return room is not None and known and place.station in {WHOLE_ROOM, *room.stations}


def _broken(problem: Problem, plan: Plan) -> dict[tuple[Rule, str, str], Violation]:
    """What a plan breaks, once for each rule and step."""
    return {(violation.rule, violation.batch, violation.step): violation for violation in check(problem, plan)}


def site_clock(floor: Floor, problem: Problem, now: datetime, zones: Zones) -> Clock:
    """Writes slots in the site's time: the clock alone today, with its day else."""
    zone = zones(floor.facility.zone if floor.facility else "UTC")
    today = now.astimezone(zone).date()

    def write(slot: int) -> str:
        local = problem.grid.at(slot).astimezone(zone)
        # Named here, not by the machine's language: Qt sets that for the whole program.
        day = "" if local.date() == today else f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} "
        return f"{day}{local:%H:%M}"

    return write


def with_moves(floor: Floor, moves: Iterable[StepMove]) -> Floor:
    """The floor as it would be told after these moves; moves of what is not there are passed over."""
    batches = dict(floor.batches)
    for move in moves:
        batch = batches.get(move.batch)
        if batch is not None and move.step in batch.steps:
            step = replace(batch.steps[move.step], placement=move.placement)
            batches[batch.id] = replace(batch, steps={**batch.steps, move.step: step})
    return replace(floor, batches=batches)
