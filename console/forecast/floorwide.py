"""All batches of a floor at once: what is left of each, whom and what they share, and their futures with one another in the way.

    seen = seen_from(floor, now, zones, history)
    network = compile_floor(seen)                   # frozen: every batch's network, the rota, who stands where after whom
    futures = run(network, scenarios, seed)         # by batch; with trace=True also what came last before every step

To ask what something would change, replace a part of the network (`network.with_batch(...)`, `network.rota.with_more(...)`) and
run it again: the same batch and seed draw the same numbers, so the difference is what was changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from console.domain.batch import Batch
from console.domain.floor import Floor
from console.domain.promise import Zones, promise_of
from console.forecast.dispatch import Dispatch
from console.forecast.durations import History
from console.forecast.hours import DayClocks
from console.forecast.last import bindings_of
from console.forecast.network import Network, network_of
from console.forecast.passage import Futures, Passage
from console.forecast.remembered import Remembered
from console.forecast.rota import Rota
from console.forecast.seen import Seen
from console.forecast.standing import After, standing_order

AHEAD_H = 14 * 24.0
"""Batches planned to begin within so many hours want the same people and places; those beyond are forecast as if alone."""

_clocks: dict[datetime, DayClocks] = {}
_remembered = Remembered()


@dataclass(frozen=True)
class FloorNetwork:
    """What is left to do on a floor at one instant; all instants in hours from `origin`, `now` among them.

    `networks` holds every live batch by id; those in `alone` begin too late to be in anybody's way. `rota` tells who is here when;
    `standing` for a step the steps (batch, code) that must have left its station before.
    """

    origin: datetime
    now: float
    networks: Mapping[str, Network]
    rota: Rota
    standing: Mapping[tuple[str, str], tuple[After, ...]] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()

    def at(self, hours: float) -> datetime:
        """The instant so many hours from the origin."""
        return self.origin + timedelta(hours=hours)

    def hours(self, at: datetime) -> float:
        """Hours from the origin to this instant."""
        return (at - self.origin) / timedelta(hours=1)

    def passage(self, batch: str, scenarios: int, seed: int) -> Passage:
        """One batch at the beginning of its way through all scenarios."""
        return Passage(self.networks[batch], self.now, scenarios, seed, rota=self.rota)

    def with_batch(self, network: Network) -> FloorNetwork:
        """The same floor with another network for one batch."""
        return replace(self, networks={**self.networks, network.batch: network})


def origin_of(now: datetime) -> datetime:
    """The instant hours are counted from: the Monday midnight (UTC) before, so that what was found stays true for a week."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def seen_from(floor: Floor, now: datetime, zones: Zones, history: History) -> Seen:
    """The floor seen from this instant, hours counted from the week's Monday."""
    origin = origin_of(now)
    if origin not in _clocks:
        _clocks.clear()
        _clocks[origin] = DayClocks(origin)
    return Seen(floor, now, zones, history, _clocks[origin])


def compile_floor(seen: Seen) -> FloorNetwork:
    """What is left to do on the floor as it is seen; a batch of which nothing has changed keeps the network it had."""
    batches = sorted((b for b in seen.floor.batches.values() if b.live and seen.floor.recipe_of(b)), key=lambda b: b.id)
    networks = {batch.id: _network(seen, batch) for batch in batches}
    late = frozenset(b.id for b in batches if _begins(networks[b.id]) > seen.at + AHEAD_H)
    near = [b for b in batches if b.id not in late]
    return FloorNetwork(seen.clocks.origin, seen.at, networks, seen.people.rota, standing_order(seen.floor, near), late)


def run(floor: FloorNetwork, scenarios: int, seed: int, trace: bool = False) -> Mapping[str, Futures]:
    """The futures of every batch, all of them wanting the same people, rooms and stations, in hours from the floor's origin.

    With `trace` every step's `bindings` say what came last before it: its batch's own steps, tests and clocks, or somebody else.
    """
    passages = {batch: floor.passage(batch, scenarios, seed) for batch in floor.networks}
    for batch in floor.alone:
        passages[batch].alone()
    together = {batch: passage for batch, passage in passages.items() if batch not in floor.alone}
    dispatch = Dispatch(together, floor.rota, floor.standing, scenarios)
    dispatch.run()
    if not trace:
        return {batch: passage.futures() for batch, passage in passages.items()}
    alone = floor.alone
    return {b: p.futures(bindings_of(p, None if b in alone else dispatch)) for b, p in passages.items()}


def _network(seen: Seen, batch: Batch) -> Network:
    recipe = seen.floor.recipe_of(batch)
    assert recipe is not None
    promise = promise_of(seen.floor, batch, seen.zones)
    to_step = promise.to_step if promise else ""
    return _remembered.network(seen, batch, recipe, to_step, network_of)


def _begins(network: Network) -> float:
    """When the batch is planned to begin; at once where anything runs, or nothing is planned."""
    if any(job.started is not None for job in network.jobs):
        return float("-inf")
    return min((job.planned for job in network.jobs if job.planned is not None), default=float("-inf"))
