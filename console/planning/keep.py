"""Who can stay just as told: everybody is booked at once, and only those who meet a limit or one another are looked at singly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from console.planning.build import RULES, in_order
from console.planning.clash import own_limits, own_starts, stand_closed, stands
from console.planning.problem import Plan, PlanBatch
from console.planning.timetable import Booking, Counts, Held, Timetable, Used

Slots = NDArray[np.intp]


def keep(table: Timetable, plan: Plan) -> list[PlanBatch]:
    """Book everyone who can stay just as told, those who cannot move first; return the others, in order."""
    order = in_order(table.problem.batches, RULES["due"], plan)
    bare = table.fork()
    hit = [batch for batch in order if not plan.holds(batch)]
    for batch in order:
        if plan.holds(batch):
            table.add(table.booking(batch, plan))
    doubtful = _doubtful(table, bare)
    told = {name: table.remove(name) for name in doubtful}
    for batch in order:
        if batch.id not in told:
            continue
        if stands(table, told[batch.id]):
            table.add(told[batch.id])
        else:
            hit.append(batch)
    return sorted(hit, key=order.index)


def _doubtful(table: Timetable, bare: Timetable) -> set[str]:
    """Everyone who breaks a limit, or wants what others want too; whoever is not among them stands well."""
    found = {name for name, booking in table.booked.items() if _alone_wrong(table, booking)}
    for spans in table.held.values():
        found |= _crossing(table, spans)
    for used in table.borrowed.values():
        found |= {name for one, two in _overlaps(used) for name in (one[2], two[2])}
    for room, opened in table.opened.items():
        found |= _not_alone(table, room, opened)
    short = _short(table.left, bare.left)
    tired = _short(table.hands, bare.hands)
    full = {run for run, left in table.runs.items() if left < 0}
    if short or tired or full:
        found |= {name for name, booking in table.booked.items() if _wants(booking, short, tired, full)}
    return found & set(table.booked)


def _alone_wrong(table: Timetable, booking: Booking) -> bool:
    """Whether a booking breaks a limit of its own, a window, or stands where it may not."""
    own = chain(own_limits(table, booking), own_starts(table, booking), stand_closed(table, booking))
    return next(own, None) is not None


def _short(left: Mapping[str, Counts], facts: Mapping[str, Counts]) -> dict[str, Slots]:
    """Of which pool (or whose hands) more is wanted than there is, beyond what facts take: the slots, in order."""
    found = {}
    for key, counts in left.items():
        over = np.flatnonzero((counts < 0) & (counts < facts[key]))
        if over.size:
            found[key] = over
    return found


def _wants(booking: Booking, short: Mapping[str, Slots], tired: Mapping[str, Slots], full: set[tuple[str, int]]) -> bool:
    """Whether a booking is among those who want what there is too little of."""
    batch = booking.batch
    for n in booking.network.free:
        step, start, end = batch.steps[n], booking.starts[n], booking.end(n)
        if (step.assay, start) in full or any(pool in short and _within(short[pool], start, end) for pool, _ in step.crew):
            return True
        place = None if step.stand is None else booking.places[step.stand]
        if place is not None and step.attended and place.room in tired and _within(tired[place.room], start, end):
            return True
    for loan in batch.loans:
        first, last = batch.index[loan.first], batch.index[loan.last]
        if loan.pool in short and _within(short[loan.pool], booking.starts[first], booking.end(last)):
            return True
    return False


def _within(slots: Slots, start: int, end: int) -> bool:
    at = int(np.searchsorted(slots, start))
    return at < len(slots) and int(slots[at]) < end


def _crossing(table: Timetable, spans: list[Held]) -> set[str]:
    """Whose stands at one station overlap, or leave too little time for the changeover between them."""
    found: set[str] = set()
    for n, one in enumerate(spans):
        for two in spans[n + 1 :]:
            if two[0] >= one[1] + table.longest_changeover:
                break
            if two[0] < one[1] + table.problem.changeover.get((one[2], two[2]), 0):
                found |= {one[3], two[3]}
    return found


def _overlaps(spans: list[Used]) -> Iterator[tuple[Used, Used]]:
    for n, one in enumerate(spans):
        for two in spans[n + 1 :]:
            if two[0] >= one[1]:
                break
            yield one, two


def _not_alone(table: Timetable, room: str, opened: list[Used]) -> set[str]:
    """Whose open work meets another patient in the room, and who that is."""
    found: set[str] = set()
    for one in opened:
        for station in table.problem.room_of[room].stations:
            for held in table.held[room, station]:
                if held[3] != one[2] and held[0] < one[1] and one[0] < held[1]:
                    found |= {held[3], one[2]}
    return found
