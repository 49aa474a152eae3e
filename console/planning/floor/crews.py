"""Who can do the work: pools of people by what they may do, as large as their shifts in site time, and the crew of a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from console.domain.facility import Facility, LaneKind, Person, Role, Shift
from console.domain.floor import Floor
from console.domain.recipe import Recipe, RecipeStep
from console.planning.floor.calendar import DAY, Calendar
from console.planning.problem import Pool, Span

SKILLS = {
    "CART-7D": "closed processing",
    "LVV-SUSP-50L": "vector",
    "MRNA-IVT-1G": "nucleic acids",
    "FILL-FINISH": "fill and finish",
}
"""What an operator must be qualified for to work in a room on this recipe."""

DOCK = "dock"
"""The qualification of those who work at the dock, and at nothing else."""

HANDS = "operator"
"""The pool of everyone who works in the rooms, whatever for."""

OUTSIDE = frozenset({LaneKind.CLINIC, LaneKind.COURIER})
"""Where people of other houses work."""

Away = Mapping[str, Sequence[tuple[datetime, datetime]]]
"""The spans over which a person is not here, by id."""


@dataclass(frozen=True, slots=True)
class Crews:
    """The pools of the site; a step asks only for pools that exist, so that a site that names nobody is not held up by it."""

    pools: tuple[Pool, ...]
    known: frozenset[str]

    def of(self, recipe: Recipe, step: RecipeStep) -> tuple[tuple[str, int], ...]:
        """How many of which pool a step needs: nobody while it is unattended, or done by people of other houses.

        The second person of a verified step checks; any operator may, so only the others need the recipe's skill.
        """
        if not step.attended or step.people < 1 or step.lane in OUTSIDE:
            return ()
        if step.lane is LaneKind.DOCK:
            wanted = [(DOCK, step.people)]
        elif step.lane is LaneKind.ROOM and step.role is Role.OPERATOR:
            skilled = max(1, step.people - step.verified)
            wanted = [(HANDS, step.people), (SKILLS.get(recipe.name, ""), skilled)]
        else:
            wanted = [(step.role.value, step.people)]
        return tuple((pool, count) for pool, count in wanted if pool in self.known)


def crews_of(floor: Floor, calendar: Calendar, away: Away | None = None) -> Crews:
    """The pools of this floor's people on their shifts."""
    facility = floor.facility
    if facility is None:
        return Crews((), frozenset())
    people = [p for p in (floor.people.values() or facility.people) if p.active]
    shifts = shift_spans(facility, calendar)
    found = [
        Pool(name, title, _levels(members, shifts, calendar, away or {})) for name, title, members in _groups(people) if members
    ]
    return Crews(tuple(found), frozenset(pool.id for pool in found))


def _groups(people: Iterable[Person]) -> Iterator[tuple[str, str, list[Person]]]:
    operators = [p for p in people if Role.OPERATOR in p.roles]
    yield DOCK, "dock operators", [p for p in operators if DOCK in p.qualifications]
    yield HANDS, "operators", [p for p in operators if set(p.qualifications) != {DOCK}]
    for skill in SKILLS.values():
        yield skill, f"operators for {skill}", [p for p in operators if skill in p.qualifications]
    for role, title in ((Role.QC_ANALYST, "QC analysts"), (Role.QA, "QA"), (Role.SUPERVISOR, "supervisors")):
        yield role.value, title, [p for p in people if role in p.roles]


def shift_spans(facility: Facility, calendar: Calendar) -> dict[str, list[Span]]:
    """When each shift runs, in slots, from the day before the first to the horizon."""
    days = [calendar.first - DAY, *calendar.dates()]
    return {shift.id: [_runs(shift, day, calendar) for day in days if day.isoweekday() in shift.days] for shift in facility.shifts}


def _runs(shift: Shift, day: date, calendar: Calendar) -> Span:
    ends = day + DAY if shift.end <= shift.start else day
    return calendar.clock(day, shift.start), calendar.clock(ends, shift.end)


def _levels(
    members: Iterable[Person], shifts: Mapping[str, Sequence[Span]], calendar: Calendar, away: Away
) -> tuple[tuple[int, int], ...]:
    """How many are here from each slot on; somebody on no shift of the site is taken to be here whenever needed."""
    change: dict[int, int] = {}
    for person in members:
        here = shifts.get(person.shift, ((0, calendar.horizon),))
        for start, end in _without(here, _gone(person.id, calendar, away)):
            change[start] = change.get(start, 0) + 1
            change[end] = change.get(end, 0) - 1
    level = sum(by for at, by in change.items() if at <= 0)
    found = [(0, level)]
    for at in sorted(at for at in change if at > 0):
        level += change[at]
        if level != found[-1][1]:
            found.append((at, level))
    return tuple(found)


def _gone(person: str, calendar: Calendar, away: Away) -> list[Span]:
    return [(calendar.grid.floor(start.astimezone(UTC)), calendar.slot(end.astimezone(UTC))) for start, end in away.get(person, ())]


def _without(spans: Iterable[Span], gone: Iterable[Span]) -> list[Span]:
    left = list(spans)
    for a, b in gone:
        left = [piece for s, e in left for piece in ((s, min(e, a)), (max(s, b), e)) if piece[0] < piece[1]]
    return left
