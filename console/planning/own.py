"""Two steps or two stands of one batch that want the same at the same time, and every way to part them: in order, or by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from console.planning.network import Network
from console.planning.problem import Place
from console.planning.timetable import Timetable

Order = tuple[int, int, int]
"""Step v starts at least w slots after step u starts: (u, v, w); with ALONE for u not before slot w of the window."""
ALONE = -1
Places = Sequence[Place | None]
"""The place chosen for each open stand of a batch, in order; what follows (devices) is none."""


@dataclass(frozen=True, slots=True)
class Parting:
    """The ways to part what clashes: one of these orders, or one of these open stands (by position) away from this place."""

    orders: tuple[Order, ...]
    elsewhere: tuple[tuple[int, Place], ...] = ()
    by_room: bool = False

    def meets(self, table: Timetable, one: Place, two: Place) -> bool:
        """Whether two places are still the same in the sense of the clash: the same room, or a station in common."""
        return one.room == two.room and (self.by_room or share(table, one, two))


def own_clash(table: Timetable, network: Network, first: int, starts: Sequence[int], places: Places) -> Parting | None:
    """The first clash within a batch, or None; starts are slots of a window that begins at `first`, the batch is not booked."""
    durations = network.durations
    for u, v in network.rivals:
        if starts[u] < starts[v] + max(1, durations[v]) and starts[v] < starts[u] + max(1, durations[u]):
            parting = _apart(table, network, first, (u, v), starts, places)
            if parting is not None:
                return parting
    return next(_stands_apart(table, network, starts, places), None)


def share(table: Timetable, one: Place, two: Place) -> bool:
    """Whether two places of one room have a station in common."""
    return not set(table.stations(one)).isdisjoint(table.stations(two))


def span(network: Network, k: int, starts: Sequence[int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first start and the last end of what is open of a stand, each with its step."""
    mine = [n for n in network.stands[k] if network.batch.steps[n].fact is None]
    return min((starts[n], n) for n in mine), max((starts[n] + network.durations[n], n) for n in mine)


def _apart(
    table: Timetable, network: Network, first: int, pair: tuple[int, int], starts: Sequence[int], places: Places
) -> Parting | None:
    u, v = pair
    one, two = network.batch.steps[u], network.batch.steps[v]
    if one.assay and one.assay == two.assay and starts[u] == starts[v] and table.runs[one.assay, starts[u] + first] < 2:
        return Parting(((u, v, 1), (v, u, 1)))
    from_, to = max(starts[u], starts[v]), min(starts[u] + one.duration, starts[v] + two.duration)
    if to <= from_:
        return None
    if one.stand is not None and two.stand is not None and one.attended and two.attended:
        there = _place_of(network, one.stand, places), _place_of(network, two.stand, places)
        if there[0] is not None and there[1] is not None and there[0].room == there[1].room:
            either = ((u, v, one.duration), (v, u, two.duration))
            return Parting(either, _elsewhere(network, (one.stand, two.stand), places), by_room=True)
    return _crews_apart(table, network, pair, (from_ + first, to + first), starts, first)


def _crews_apart(
    table: Timetable, network: Network, pair: tuple[int, int], when: tuple[int, int], starts: Sequence[int], first: int
) -> Parting | None:
    """Whether the people of all own steps at work when two of them meet are more than there are.

    At the last slot where they are, one of those steps must not be at work: as starts only rise, it starts after that slot.
    """
    steps, durations = network.batch.steps, network.durations
    for pool in {p for p, _ in steps[pair[0]].crew} & {p for p, _ in steps[pair[1]].crew}:
        for at in range(when[1] - 1, when[0] - 1, -1):
            here = [
                n for n in network.free if starts[n] <= at - first < starts[n] + durations[n] and dict(steps[n].crew).get(pool)
            ]
            if sum(dict(steps[n].crew)[pool] for n in here) > int(table.left[pool][at]):
                return Parting(tuple((ALONE, n, at + 1 - first) for n in here))
    return None


def _place_of(network: Network, stand: int, places: Places) -> Place | None:
    held = network.batch.stands[stand].held
    return held if held is not None else places[network.open_stands.index(stand)]


def _elsewhere(network: Network, stands: tuple[int, int], places: Places) -> tuple[tuple[int, Place], ...]:
    """Either of two different stands away from where the other is; nothing for one and the same, or one that is held."""
    if stands[0] == stands[1]:
        return ()
    found = []
    for mine, other in (stands, stands[::-1]):
        there = _place_of(network, other, places)
        if network.batch.stands[mine].held is None and there is not None:
            found.append((network.open_stands.index(mine), there))
    return tuple(found)


def _stands_apart(table: Timetable, network: Network, starts: Sequence[int], places: Places) -> Iterator[Parting]:
    """Two stands of the batch at one station must not cross, changeover between them included."""
    stands = network.open_stands
    for i, k in enumerate(stands):
        for j in range(i + 1, len(stands)):
            one, two = places[i], places[j]
            if one is not None and two is not None and one.room == two.room and share(table, one, two):
                orders = _stand_orders(table, network, k, stands[j], starts)
                if orders:
                    yield Parting(orders, _elsewhere(network, (k, stands[j]), places))


def _stand_orders(table: Timetable, network: Network, k: int, other: int, starts: Sequence[int]) -> tuple[Order, ...]:
    one, two = span(network, k, starts), span(network, other, starts)
    families = network.batch.stands[k].family, network.batch.stands[other].family
    there, back = (table.problem.changeover.get(pair, 0) for pair in (families, families[::-1]))
    if two[0][0] >= one[1][0] + there or one[0][0] >= two[1][0] + back:
        return ()
    return (
        (one[1][1], two[0][1], network.durations[one[1][1]] + there),
        (two[1][1], one[0][1], network.durations[two[1][1]] + back),
    )
