"""Why a booking may not stand as it is: each rule it breaks against all that is booked, and whom it collides with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from console.planning.problem import WHOLE_ROOM, Closed, Lag, Place, Span
from console.planning.timetable import Booking, Timetable, near


class Kind(StrEnum):
    """What stands against a start: the step's own bounds and limits, or something that is wanted twice."""

    PAST = "past"
    LATEST = "latest"
    BEFORE = "before"
    LIMIT = "limit"
    CLOCK = "clock"
    WINDOW = "window"
    ASSAY = "assay"
    PEOPLE = "people"
    DEVICES = "devices"
    HANDS = "hands"
    STATION = "station"
    OPEN = "open"
    CLOSED = "closed"
    INSTRUMENT = "instrument"
    PLACE = "place"


OWN = (Kind.BEFORE, Kind.LIMIT, Kind.CLOCK, Kind.LATEST, Kind.PAST)
"""What stands against a start without anybody else: the batch's own limits and bounds."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One reason: the kind, the step (by number; -1 for a stand), what is wanted, who has it, and from when to when."""

    kind: Kind
    step: int
    subject: str = ""
    others: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


def stands(table: Timetable, booking: Booking) -> bool:
    """Whether a booking that is not booked could be: nothing stands against it."""
    return next(clashes(table, booking), None) is None


def clashes(table: Timetable, booking: Booking) -> Iterator[Clash]:
    """Everything that stands against a booking, the cheapest to see first; its batch is not booked in the table."""
    yield from own_limits(table, booking)
    for n in booking.network.free:
        yield from _step(table, booking, n)
    yield from _devices(table, booking)
    for k in booking.network.open_stands:
        yield from _stand(table, booking, k, booking.places[k])
    yield from _own_rivals(table, booking)


def own_limits(table: Timetable, booking: Booking) -> Iterator[Clash]:
    """The bounds, limits and clocks among a batch's own steps that a booking breaks."""
    network, starts = booking.network, booking.starts
    for n in network.free:
        at = starts[n]
        if at < table.least(network, n):
            kind = Kind.PAST if at < table.problem.now else Kind.BEFORE
            yield Clash(kind, n, _title_of_fact_limit(booking, n, at), start=at, end=table.least(network, n))
        if at > table.most(network, n):
            yield Clash(Kind.LATEST, n, _title_of_fact_limit(booking, n, at), start=table.most(network, n), end=at)
        for v, w in network.after[n]:
            if starts[v] < at + w:
                lag = limit_between(booking, n, v, w)
                kind = Kind.BEFORE if w >= 0 else Kind.LIMIT
                yield Clash(kind, v if w >= 0 else n, lag.title if lag else "", start=starts[v], end=at + w)
    for clock in network.clocks:
        opens = clock.opens[table.problem.day(starts[clock.root])]
        if starts[clock.step] < opens:
            yield Clash(Kind.CLOCK, clock.step, start=starts[clock.step], end=opens)


def limit_between(booking: Booking, u: int, v: int, w: int) -> Lag | None:
    """The limit behind an arc of the network: the one that asks for at least so much."""
    codes = booking.batch.steps[u].code, booking.batch.steps[v].code
    for lag in booking.batch.lags:
        shift = (booking.network.durations[u] if lag.from_end else 0) - (booking.network.durations[v] if lag.to_end else 0)
        if (lag.before, lag.after) == codes and shift + lag.least == w:
            return lag
        back = (booking.network.durations[v] if lag.from_end else 0) - (booking.network.durations[u] if lag.to_end else 0)
        if (lag.after, lag.before) == codes and lag.most is not None and -back - lag.most == w:
            return lag
    return None


def _title_of_fact_limit(booking: Booking, n: int, at: int) -> str:
    """The title of the limit counted from a fact that a start breaks; empty when it is another bound."""
    for lag in booking.batch.lags:
        fact = booking.batch.step(lag.before).fact
        if lag.after != booking.batch.steps[n].code or fact is None:
            continue
        edge = (fact.end if lag.from_end else fact.start) - (booking.network.durations[n] if lag.to_end else 0)
        if at < edge + lag.least or (lag.most is not None and at > edge + lag.most):
            return lag.title
    return ""


def own_starts(table: Timetable, booking: Booking) -> Iterator[Clash]:
    """The steps that start when their windows are shut or no run of their assay starts, whoever else is there."""
    for n in booking.network.free:
        yield from _own_start(table, booking, n)


def _own_start(table: Timetable, booking: Booking, n: int) -> Iterator[Clash]:
    step, start = booking.batch.steps[n], booking.starts[n]
    if step.windows is not None and not any(a <= start < b for a, b in step.windows):
        yield Clash(Kind.WINDOW, n, start=start, end=start + step.duration)
    if step.assay and (step.assay, start) not in table.runs:
        yield Clash(Kind.ASSAY, n, step.assay, (), start, start + step.duration)


def _step(table: Timetable, booking: Booking, n: int) -> Iterator[Clash]:
    step, start = booking.batch.steps[n], booking.starts[n]
    end = start + step.duration
    yield from _own_start(table, booking, n)
    if step.assay and table.runs.get((step.assay, start), 1) < 1:
        yield Clash(Kind.ASSAY, n, step.assay, _in_run(table, step.assay, start), start, end)
    if not step.duration:
        return
    for pool, count in step.crew:
        if count and int(table.left[pool][start:end].min(initial=count)) < count:
            yield Clash(Kind.PEOPLE, n, pool, _of_pool(table, pool, start, end), start, end)
    place = None if step.stand is None else booking.places[step.stand]
    if place is None:
        return
    if step.attended and int(table.hands[place.room][start:end].min(initial=1)) < 1:
        yield Clash(Kind.HANDS, n, place.room, _at_work(table, place.room, start, end), start, end)
    if step.open:
        yield from _not_alone(table, booking, n, place, (start, end))


def _not_alone(table: Timetable, booking: Booking, n: int, place: Place, span: Span) -> Iterator[Clash]:
    for station in table.problem.room_of[place.room].stations:
        for held in near(table.held[place.room, station], span[0], span[1]):
            if held[3] != booking.batch.id and held[0] < span[1] and span[0] < held[1]:
                yield Clash(Kind.OPEN, n, place.room, (held[3],), held[0], held[1])


def _devices(table: Timetable, booking: Booking) -> Iterator[Clash]:
    for loan in booking.batch.loans:
        first, last = booking.batch.index[loan.first], booking.batch.index[loan.last]
        begun = booking.batch.steps[first].fact
        start = booking.starts[first] if begun is None else begun.end
        end = booking.end(last)
        if booking.batch.steps[last].fact is not None or end <= start:
            continue
        if int(table.left[loan.pool][start:end].min(initial=loan.count)) < loan.count:
            yield Clash(Kind.DEVICES, last, loan.pool, _of_pool(table, loan.pool, start, end), start, end)


def _stand(table: Timetable, booking: Booking, k: int, place: Place | None) -> Iterator[Clash]:
    stand = booking.batch.stands[k]
    yield from _shut_out(table, booking, k, place)
    if place is None:
        return
    first = _first(booking, k)
    span, known, now = booking.hold(k), booking.network.hold_start(k), table.problem.now
    for station in table.stations(place):
        for held in near(table.held[place.room, station], span[0], span[1] + table.longest_changeover):
            if (held[3], held[4]) == (booking.batch.id, k) or (known is not None and held[0] < now):
                continue
            after = table.problem.changeover.get((held[2], stand.family), 0)
            before = table.problem.changeover.get((stand.family, held[2]), 0)
            if held[0] - before < span[1] and span[0] < held[1] + after:
                yield Clash(Kind.STATION, first, place.room, (held[3],), held[0] - before, held[1] + after)
    for opened in near(table.opened[place.room], *span):
        ours = opened[2] == booking.batch.id or (known is not None and opened[0] < now)
        if not ours and opened[0] < span[1] and span[0] < opened[1]:
            yield Clash(Kind.OPEN, first, place.room, (opened[2],), opened[0], opened[1])
    yield from _instrument(table, booking, k, place, first)


def _first(booking: Booking, k: int) -> int:
    return next(n for n in booking.network.stands[k] if booking.batch.steps[n].fact is None)


def stand_closed(table: Timetable, booking: Booking) -> Iterator[Clash]:
    """The stands that are where they may not be, or in a room or an instrument that is closed, whoever else is there."""
    for k in booking.network.open_stands:
        yield from _shut_out(table, booking, k, booking.places[k])


def _shut_out(table: Timetable, booking: Booking, k: int, place: Place | None) -> Iterator[Clash]:
    stand, first = booking.batch.stands[k], _first(booking, k)
    if place is None or (place != stand.held if stand.held is not None else place not in stand.places):
        yield Clash(Kind.PLACE, first, stand.title)
        return
    closed = table.problem.room_of[place.room].closed
    if place.station != WHOLE_ROOM and stand.held is None:
        yield from _shut(closed, booking.hold(k), first, place.room)
    elif place.station != WHOLE_ROOM and closed:
        for n in booking.network.stands[k]:
            step = booking.batch.steps[n]
            if step.fact is None and step.attended and step.duration:
                yield from _shut(closed, (booking.starts[n], booking.end(n)), n, place.room)
    if stand.held is None and place.instrument and stand.instrument_from:
        spec = next(i for i in table.problem.instruments if i.id == place.instrument)
        begin, end = booking.batch.index[stand.instrument_from], booking.batch.index[stand.instrument_until]
        yield from _shut(spec.closed, (booking.starts[begin], booking.end(end)), first, place.instrument)


def _shut(closed: tuple[Closed, ...], span: Span, n: int, room: str) -> Iterator[Clash]:
    for one in closed:
        if one.start < span[1] and span[0] < one.end:
            yield Clash(Kind.CLOSED, n, room, (), one.start, one.end)


def _instrument(table: Timetable, booking: Booking, k: int, place: Place, first: int) -> Iterator[Clash]:
    stand, batch = booking.batch.stands[k], booking.batch
    if not place.instrument or not stand.instrument_from or batch.step(stand.instrument_until).fact is not None:
        return
    begun = batch.step(stand.instrument_from).fact
    span = booking.starts[batch.index[stand.instrument_from]], booking.end(batch.index[stand.instrument_until])
    for used in near(table.borrowed[place.instrument], *span):
        mine = (used[2], used[3]) == (batch.id, k) or (begun is not None and used[0] < table.problem.now)
        if not mine and used[0] < span[1] and span[0] < used[1]:
            yield Clash(Kind.INSTRUMENT, first, place.instrument, (used[2],), used[0], used[1])


def _own_rivals(table: Timetable, booking: Booking) -> Iterator[Clash]:
    """Two steps of the batch itself that want the same hands, people or run at once."""
    steps = booking.batch.steps
    for u, v in _overlapping(booking):
        start, end = max(booking.starts[u], booking.starts[v]), min(booking.end(u), booking.end(v))
        together = steps[u].assay and steps[u].assay == steps[v].assay and booking.starts[u] == booking.starts[v]
        if together and table.runs.get((steps[u].assay, start), 0) < 2:
            yield Clash(Kind.ASSAY, v, steps[u].assay, (booking.batch.id,), start, start)
        if start >= end:
            continue
        one, two = (None if steps[n].stand is None else booking.places[steps[n].stand or 0] for n in (u, v))
        if one is not None and two is not None and one.room == two.room and steps[u].attended and steps[v].attended:
            yield Clash(Kind.HANDS, v, one.room, (booking.batch.id,), start, end)
        for pool in {p for p, c in steps[u].crew if c} & {p for p, c in steps[v].crew if c}:
            here = (steps[n] for n in booking.network.free if booking.starts[n] <= start < booking.end(n))
            need = sum(dict(step.crew).get(pool, 0) for step in here)
            if int(table.left[pool][start:end].min()) < need:
                yield Clash(Kind.PEOPLE, v, pool, (booking.batch.id,), start, end)


def _overlapping(booking: Booking) -> Iterator[tuple[int, int]]:
    """Pairs of own steps that want something and are done at the same time, or start together."""
    order = sorted(booking.network.wanting, key=lambda n: booking.starts[n])
    for at, u in enumerate(order):
        for v in order[at + 1 :]:
            if booking.starts[v] >= max(booking.end(u), booking.starts[u] + 1):
                break
            yield min(u, v), max(u, v)


def _of_pool(table: Timetable, pool: str, start: int, end: int) -> tuple[str, ...]:
    """Whose planned steps or loans use a pool in this time."""
    found = []
    for name, other in table.booked.items():
        batch = other.batch
        works = any(
            other.starts[n] < end and start < other.end(n) and any(p == pool and c for p, c in batch.steps[n].crew)
            for n in other.network.free
        )
        lent = any(
            loan.pool == pool and other.starts[batch.index[loan.first]] < end and start < other.end(batch.index[loan.last])
            for loan in batch.loans
        )
        if works or lent:
            found.append(name)
    return tuple(found)


def _at_work(table: Timetable, room: str, start: int, end: int) -> tuple[str, ...]:
    """Whose attended planned step is done in a room in this time."""
    found = []
    for name, other in table.booked.items():
        for n in other.network.free:
            step = other.batch.steps[n]
            place = None if step.stand is None else other.places[step.stand]
            if place is not None and place.room == room and step.attended and other.starts[n] < end and start < other.end(n):
                found.append(name)
                break
    return tuple(found)


def _in_run(table: Timetable, assay: str, start: int) -> tuple[str, ...]:
    """Whose samples are planned in a run."""
    return tuple(
        name
        for name, other in table.booked.items()
        if any(other.batch.steps[n].assay == assay and other.starts[n] == start for n in other.network.free)
    )
