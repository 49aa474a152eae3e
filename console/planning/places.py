"""Where a stand of a batch could be, given all that is booked: each free stretch of each place, with the starts it leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from console.planning.masks import Mask, between, lasting
from console.planning.network import Network
from console.planning.problem import WHOLE_ROOM, Closed, Place, Span
from console.planning.timetable import Held, Timetable, near


@dataclass(frozen=True, slots=True)
class Choice:
    """One free stretch of one place (None: devices on loan): the starts it leaves to each step it concerns."""

    place: Place | None
    masks: dict[int, Mask]

    def holds(self, starts: Sequence[int]) -> bool:
        """Whether all its steps may start then (slots of the window)."""
        return all(mask >> starts[n] & 1 for n, mask in self.masks.items())


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time that is looked at: masks begin at `first`; `ahead` slots beyond `last` are known for long steps."""

    first: int
    last: int
    ahead: int

    @property
    def width(self) -> int:
        """How many starts a mask can hold."""
        return self.last - self.first

    @property
    def end(self) -> int:
        """The slot up to which anything is known."""
        return self.last + self.ahead


def stand_choices(
    table: Timetable, network: Network, k: int, places: Sequence[Place], window: Window, reach: Span
) -> list[Choice]:
    """Every choice for one stand, in order of place and time; `reach`: by when it must have begun, when it can end at first."""
    found = []
    for place in places:
        name = ("place", network.batch.id, k, place, window)
        masks, stretches, borrowed = table.remember(name, partial(_free, table, network, k, place, window))
        for stretch in stretches:
            if stretch[0] > reach[0] or stretch[1] < reach[1]:
                continue
            for loan in borrowed:
                choice = _choice(network, k, place, masks, stretch, loan, window)
                if choice is not None:
                    found.append(choice)
    return found


def _free(
    table: Timetable, network: Network, k: int, place: Place, window: Window
) -> tuple[dict[int, Mask], list[Span], list[Span]]:
    """What a place leaves to a stand: the starts of each step there, and when its stations and its instrument are free."""
    return (
        _place_masks(table, network, k, place, window),
        free_stretches(table, network, k, place, window),
        _instrument_stretches(table, network, k, place, window),
    )


def loan_choices(table: Timetable, network: Network, number: int, window: Window) -> list[Choice]:
    """Every stretch in which enough devices are left for a loan."""
    loan, steps = network.batch.loans[number], network.batch.steps
    first, last = network.batch.index[loan.first], network.batch.index[loan.last]
    begun = steps[first].fact
    enough = table.enough("crew", loan.pool, loan.count, window.first, window.end)
    found = []
    for start, end in _stretches_of(enough):
        if begun is not None and start > max(begun.end - window.first, 0):
            break  # the devices are in use already: only the stretch that goes on from there will do
        masks = {} if begun is not None else {first: between(start, end - 1)}
        if steps[last].fact is None:
            masks[last] = between(start, end - network.durations[last])
        found.append(Choice(None, masks))
    return found


def _stretches_of(mask: Mask) -> Iterator[Span]:
    at = 0
    while mask:
        skip = (mask & -mask).bit_length() - 1
        mask >>= skip
        length = (~mask & (mask + 1)).bit_length() - 1
        yield at + skip, at + skip + length
        mask >>= length
        at += skip + length


def _choice(
    network: Network, k: int, place: Place, masks: dict[int, Mask], stretch: Span, loan: Span, window: Window
) -> Choice | None:
    """The starts that this free stretch of station and instrument leaves, or None when it is too short for anything."""
    stand, batch = network.batch.stands[k], network.batch
    if stretch[1] - max(stretch[0], window.first) < network.shortest[k]:
        return None
    found = {}
    for n, mask in masks.items():
        low, high = stretch[0], stretch[1] - network.durations[n]
        if stand.instrument_from and place.instrument:
            if batch.steps[n].code == stand.instrument_from:
                low = max(low, loan[0])
            if batch.steps[n].code == stand.instrument_until:
                high = min(high, loan[1] - network.durations[n])
        found[n] = mask & between(max(0, low - window.first), high - window.first)
        if not found[n]:
            return None
    if stand.instrument_from and place.instrument and not _spans_loan(network, k, loan, window):
        return None
    return Choice(place, found)


def _spans_loan(network: Network, k: int, loan: Span, window: Window) -> bool:
    """Whether the instrument is free now, where the step that takes it is a fact."""
    begun = network.batch.step(network.batch.stands[k].instrument_from).fact
    return begun is None or loan[1] > window.first


def _place_masks(table: Timetable, network: Network, k: int, place: Place, window: Window) -> dict[int, Mask]:
    """The starts a place leaves to the stand's open steps, whatever else stands there at the time."""
    found: dict[int, Mask] = {}
    whole = (1 << window.width) - 1
    end = window.end
    room = table.problem.room_of[place.room]
    ajar = _not_closed(room.closed, window) if network.batch.stands[k].held is not None and place.station != WHOLE_ROOM else None
    for n in network.stands[k]:
        step = network.batch.steps[n]
        if step.fact is not None:
            continue
        mask = whole
        if step.attended and step.duration:
            mask &= lasting(table.enough("hands", place.room, 1, window.first, end), step.duration)
            if ajar is not None:
                mask &= lasting(ajar, step.duration)
        if step.open and step.duration:
            name = ("alone", network.batch.id, place.room, window)
            alone = table.remember(name, partial(_alone, table, network, place, window))
            mask &= lasting(alone, step.duration)
        found[n] = mask
    return found


def _not_closed(closed: Sequence[Closed], window: Window) -> Mask:
    mask = (1 << (window.width + window.ahead)) - 1
    for one in closed:
        mask &= ~between(max(0, one.start - window.first), min(one.end - window.first, window.width + window.ahead) - 1)
    return mask


def _alone(table: Timetable, network: Network, place: Place, window: Window) -> Mask:
    """When no other batch stands anywhere in the room."""
    mask = (1 << (window.width + window.ahead)) - 1
    for station in table.problem.room_of[place.room].stations:
        for held in near(table.held[place.room, station], window.first, window.end):
            if held[3] != network.batch.id:
                mask &= ~between(max(0, held[0] - window.first), held[1] - window.first - 1)
    return mask


def free_stretches(table: Timetable, network: Network, k: int, place: Place, window: Window) -> list[Span]:
    """When the stations of a place are free for this stand, clearance and changeover to its neighbours kept."""
    stand = network.batch.stands[k]
    begun = network.hold_start(k)
    blocked: list[Span] = []
    for station in table.stations(place):
        for held in near(table.held[place.room, station], window.first, window.end):
            if (held[3], held[4]) != (network.batch.id, k) and not (begun is not None and held[0] < table.problem.now):
                blocked.append(_with_changeover(table, held, stand.family))
    for opened in near(table.opened[place.room], window.first, window.end):
        if opened[2] != network.batch.id and not (begun is not None and opened[0] < table.problem.now):
            blocked.append((opened[0], opened[1]))
    if stand.held is None and place.station != WHOLE_ROOM:
        blocked += [(closed.start, closed.end) for closed in table.problem.room_of[place.room].closed]
    return _gaps(blocked, window)


def _with_changeover(table: Timetable, held: Held, family: str) -> Span:
    after = table.problem.changeover.get((held[2], family), 0)
    before = table.problem.changeover.get((family, held[2]), 0)
    return held[0] - before, held[1] + after


def _instrument_stretches(table: Timetable, network: Network, k: int, place: Place, window: Window) -> list[Span]:
    """When the instrument of a place is free; everything where the stand needs none, or holds its own already."""
    stand = network.batch.stands[k]
    if not place.instrument or not stand.instrument_from:
        return [(window.first, window.end)]
    begun = network.batch.step(stand.instrument_from).fact is not None
    blocked = [
        (used[0], used[1])
        for used in near(table.borrowed[place.instrument], window.first, window.end)
        if (used[2], used[3]) != (network.batch.id, k) and not (begun and used[0] < table.problem.now)
    ]
    if stand.held is None:
        spec = next(i for i in table.problem.instruments if i.id == place.instrument)
        blocked += [(closed.start, closed.end) for closed in spec.closed]
    return _gaps(blocked, window)


def _gaps(blocked: list[Span], window: Window) -> list[Span]:
    """What is free between blocked spans, from the window's first slot on."""
    found, at, end = [], window.first, window.end
    for start, stop in sorted(blocked):
        if start > at:
            found.append((at, min(start, end)))
        at = max(at, stop)
        if at >= end:
            break
    if at < end:
        found.append((at, end))
    return found
