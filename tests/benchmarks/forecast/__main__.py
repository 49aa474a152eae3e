"""How long a forecast takes: 40 live batches that want the same people and rooms, in milliseconds of CPU, and where it goes.

Each run is made a minute later than the one before, with nothing else changed: the steady state of a console that ticks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import process_time

import numpy as np

from console.domain import events as e
from console.domain.facility import Facility
from console.domain.floor import Floor
from console.forecast.dispatch import Dispatch
from console.forecast.draws import draws_of
from console.forecast.durations import History, learn
from console.forecast.expected import forecast_floor
from console.forecast.floorwide import compile_floor, run, seen_from
from console.forecast.seen import Seen
from console.service.library import shipped_facility
from tests.forecast.truth import HOUR, MONDAY, Life, after, ordered, site, until, zones

BATCHES = 40
NOW = MONDAY + timedelta(days=28)
BUDGET_MS = {1000: 40.0, 10_000: 300.0}
RUNS = 5


def larger(times: int) -> Facility:
    """The demo's site with so many times its cell suites and its people."""
    small = shipped_facility()
    suites = [r for r in small.rooms if "CART-7D-v1" in r.recipes]
    cassettes = [i for i in small.instruments if i.kind == "cassette"]
    more = range(1, times)
    rooms = (*small.rooms, *(replace(r, id=f"{r.id}-{n}") for n in more for r in suites))
    instruments = (*small.instruments, *(replace(i, id=f"{i.id}-{n}", room=f"{i.room}-{n}") for n in more for i in cassettes))
    people = (*small.people, *(replace(p, id=f"{p.id}-{n}") for n in more for p in small.people))
    return replace(small, rooms=rooms, instruments=instruments, people=people)


def busy_floor(batches: int = BATCHES, facility: Facility | None = None, hours: float = 264.0) -> Floor:
    """Twelve finished batches, and so many live ones, the first begun eight days ago and the last so many hours later."""
    floor = site(facility)
    for n in range(12 + batches):
        live = n >= 12
        start = NOW - 8 * 24 * HOUR + hours * (n - 12) / batches * HOUR if live else MONDAY + timedelta(days=n)
        batch = f"B-{n:04d}"
        floor = ordered(floor, batch, start)
        floor = after(floor, until(Life(floor, batch, np.random.default_rng(n)).lived().events, NOW))
        floor = floor if live else after(floor, [e.BatchConfirmed(by="q", at=NOW, batch=batch)])
    return floor


def timed(make: Callable[[int], object]) -> float:
    """The median of some runs, in milliseconds of CPU; each is told its number."""
    found = []
    for n in range(RUNS):
        began = process_time()
        make(n)
        found.append((process_time() - began) * 1000)
    return sorted(found)[RUNS // 2]


def parts(floor: Floor, history: History, scenarios: int) -> str:
    """Where the time goes: compiling, propagating in turn, the same without anybody in the way, and the rest (quantiles)."""

    def seen(n: int) -> Seen:
        return seen_from(floor, NOW + timedelta(minutes=n), zones, history)

    whole = timed(lambda n: forecast_floor(floor, NOW + timedelta(minutes=n), zones, history, scenarios))
    compiling = timed(lambda n: compile_floor(seen(n)))
    network = compile_floor(seen(0))
    running = timed(lambda n: run(network, scenarios, 0))
    alone = timed(lambda n: run(replace(network, alone=frozenset(network.networks)), scenarios, 0))
    return (
        f"{whole:.0f} ms CPU (budget {BUDGET_MS[scenarios]:.0f}): compile {compiling:.1f}, propagate {alone:.1f} alone "
        f"+ {running - alone:.1f} for one another, quantiles and the rest {whole - compiling - running:.1f}"
    )


def told(name: str, floor: Floor) -> None:
    """The table of one floor."""
    history = learn(floor)
    live = [b for b in floor.batches.values() if b.live]
    steps = sum(1 for b in live for s in b.steps.values() if not s.over)
    network = compile_floor(seen_from(floor, NOW, zones, history))
    asks = sum(job.asks for n in network.networks.values() for job in n.jobs)
    print(f"{name}: {len(live)} live batches, {steps} steps ahead, {asks} of them ask for people or a room")
    for scenarios in BUDGET_MS:
        draws_of.cache_clear()
        began = process_time()
        forecast_floor(floor, NOW, zones, history, scenarios)
        cold = (process_time() - began) * 1000
        where, again = parts(floor, history, scenarios), looks(floor, history)
        print(f"  {scenarios} scenarios: {where}; cold {cold:.0f}; looked again {again} times")


def looks(floor: Floor, history: History) -> int:
    """How many steps are looked at again because somebody served later was ahead."""
    found: list[int] = []

    class Counting(Dispatch):
        def run(self) -> None:
            super().run()
            found.append(self.looks)

    network = compile_floor(seen_from(floor, NOW, zones, history))
    passages = {batch: network.passage(batch, 1000, 0) for batch in network.networks if batch not in network.alone}
    Counting(passages, network.rota, network.standing, 1000).run()
    return found[0]


def main() -> int:
    """Print the tables."""
    told("quiet, five times the demo's site and 40 batches in 33 days", busy_floor(facility=larger(5), hours=800.0))
    told("busy, twice the demo's site and 40 batches in 22 days", busy_floor(facility=larger(2), hours=528.0))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
