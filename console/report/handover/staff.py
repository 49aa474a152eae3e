"""Section 9: who is on the floor and at work in a cleanroom, who is over time, who comes, and where people are short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from console.domain.batch import Batch, StepState
from console.domain.facility import Role
from console.domain.handover import HandoverPoint, HandoverWords, Sbar
from console.planning.floor.calendar import Calendar, calendar
from console.planning.floor.crews import Crews, crews_of
from console.planning.problem import Pool
from console.report.handover.seen import Seen, span
from console.report.handover.shift import last_ends

LONG_DUTY = timedelta(hours=12)
GRACE = timedelta(minutes=15)
"""Who goes within this of the end of the shift is not over time."""
MINUTES = 15
NAMED = 3

Work = tuple[int, int, int, str]
"""People needed at something: from slot, to slot, how many, and for what in words."""


def people(seen: Seen) -> Iterator[HandoverWords]:
    """Who is on duty, by role; who is at work in a cleanroom; who is over time; and who is rostered for the coming shift."""
    here = _by_role(seen, seen.floor.on_duty)
    for role, names in sorted(here.items()):
        yield HandoverWords(9, f"On the floor, {role}: {', '.join(sorted(names))}")
    for room, names in sorted(_at_work(seen).items()):
        yield HandoverWords(9, f"At work in {room}: {', '.join(names)}")
    over, long = [], []
    ends = last_ends(seen.floor.facility, seen.now, seen.zone)
    for user, since in seen.floor.on_duty.items():
        person = seen.floor.people.get(user)
        ended = ends.get(person.shift) if person is not None else None
        if ended is not None and since < ended and seen.now - ended > GRACE:
            over.append(f"{seen.floor.person_name(user)} ({span(seen.now - ended)})")
        elif seen.now - since > LONG_DUTY:
            long.append(f"{seen.floor.person_name(user)} ({span(seen.now - since)})")
    if over:
        yield HandoverWords(9, f"Over time, the shift ended: {', '.join(over)}")
    if long:
        yield HandoverWords(9, f"On the floor for more than {span(LONG_DUTY)}: {', '.join(long)}")
    yield from _rostered(seen)


def _by_role(seen: Seen, users: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for user in users:
        person = seen.floor.people.get(user)
        role = person.roles[0].value.replace("_", " ") if person and person.roles else "others"
        found.setdefault(role.replace("qa", "QA").replace("qc", "QC"), []).append(seen.floor.person_name(user))
    return found


def _at_work(seen: Seen) -> dict[str, list[str]]:
    """By cleanroom: who performs an attended step there now, and at what."""
    found: dict[str, list[str]] = {}
    for batch in seen.live:
        recipe = seen.floor.recipe_of(batch)
        for step in batch.steps.values():
            told = recipe.by_code.get(step.code) if recipe else None
            attended = told is not None and told.attended and step.state is StepState.RUNNING
            if attended and step.performer and step.lane in seen.floor.rooms:
                words = f"{seen.floor.person_name(step.performer)} ({batch.id} {seen.title(batch, step.code)})"
                found.setdefault(step.lane, []).append(words)
    return found


def _rostered(seen: Seen) -> Iterator[HandoverWords]:
    comes = [p.id for p in seen.floor.people.values() if p.active and seen.shift.has(p)]
    if not comes:
        return
    counts = ", ".join(f"{role} {len(names)}" for role, names in sorted(_by_role(seen, comes).items()))
    local = [at.astimezone(seen.zone) for at in (seen.shift.start, seen.shift.end)]
    away = [seen.floor.person_name(user) for user in comes if user not in seen.floor.on_duty]
    yield HandoverWords(9, f"Rostered {local[0]:%H:%M} to {local[1]:%H:%M}: {counts}")
    if away:
        yield HandoverWords(9, f"Rostered, not on the floor yet: {', '.join(sorted(away))}")


# --------------------------------------------------------------------------------------------- where people are short


def gaps(seen: Seen) -> Iterator[HandoverPoint]:
    """Where the steps planned for the coming shift need more people of a qualification than are rostered then."""
    if seen.floor.facility is None or not seen.shift.ids:
        return
    days = calendar(seen.zone, seen.now, seen.now, seen.until + timedelta(days=1), MINUTES)
    crews = crews_of(seen.floor, days)
    needed = _needed(seen, crews, days)
    for pool in crews.pools:
        short = _short(pool, needed.get(pool.id, []), days.slot(seen.until))
        if short is not None:
            yield _gap(seen, pool, short, needed[pool.id], days)


def _needed(seen: Seen, crews: Crews, days: Calendar) -> dict[str, list[Work]]:
    """By pool, the attended work of the coming shift: what runs, and what is planned before its end."""
    found: dict[str, list[Work]] = {}
    for batch in seen.live:
        recipe = seen.floor.recipe_of(batch)
        for step in batch.steps.values() if recipe is not None else ():
            told, planned = recipe.by_code.get(step.code) if recipe else None, step.placement
            if recipe is None or told is None or planned is None or step.over or planned.start >= seen.until:
                continue
            begun = step.state is StepState.RUNNING
            start = seen.now if begun else max(planned.start, seen.now)
            end = max(planned.end, start) if begun else start + (planned.end - planned.start)
            for pool, count in crews.of(recipe, told):
                found.setdefault(pool, []).append((days.slot(start), days.slot(end), count, _said(seen, batch, step.code)))
    return found


def _said(seen: Seen, batch: Batch, step: str) -> str:
    return f"{batch.id} {seen.title(batch, step)}"


def _short(pool: Pool, work: list[Work], until: int) -> tuple[int, int, int] | None:
    """The slot at which most people are missing first, how many are needed there, and how many there are; None when none are."""
    worst: tuple[int, int, int] | None = None
    for at in sorted({start for start, *_ in work if start < until} | {slot for slot, _ in pool.levels if 0 < slot < until}):
        needed = sum(count for start, end, count, _ in work if start <= at < end)
        there = next(level for slot, level in reversed(pool.levels) if slot <= at)
        if needed > there and (worst is None or needed - there > worst[1] - worst[2]):
            worst = (at, needed, there)
    return worst


def _gap(seen: Seen, pool: Pool, short: tuple[int, int, int], work: list[Work], days: Calendar) -> HandoverPoint:
    at, needed, there = short
    due = max(days.grid.at(at), seen.now)
    for_ = [words for start, end, _, words in work if start <= at < end]
    more = f" and {len(for_) - NAMED} more" if len(for_) > NAMED else ""
    words = f"Short of {pool.title} {seen.clock(due)}: {needed} needed, {there} rostered"
    sbar = Sbar(f"Planned then: {', '.join(for_[:NAMED])}{more}")
    return seen.point(9, f"short.{pool.id}", "", words, Role.SUPERVISOR, due, sbar=sbar, do="call somebody in, or move a step")
