"""What it costs to say why, at 40 live batches, in CPU: python -m tests.benchmarks.forecast.explain"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from time import process_time

import numpy as np

from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.forecast.drivers import drivers, on_the_way
from console.forecast.durations import learn
from console.forecast.expected import forecast_batch, forecast_of
from console.forecast.floorwide import compile_floor, run, seen_from
from console.forecast.levers import offers
from console.forecast.waterfall import Happened, Middle, Runs, Way, waterfall
from tests.benchmarks.forecast.latency import NOW, more_batches
from tests.forecast.truth import site, zones

LIVE, SCENARIOS, BUDGET_LEVER_MS = 40, 1000, 25.0
BACK = timedelta(hours=24)


def best(work: Callable[[], object], times: int = 5) -> float:
    """The least of some runs, in milliseconds of CPU."""
    taken = []
    for _ in range(times):
        began = process_time()
        work()
        taken.append((process_time() - began) * 1e3)
    return min(taken)


def lived() -> tuple[Floor, Way]:
    """Forty live batches, and the last day entry by entry."""
    floor = site()
    told = more_batches(floor, LIVE)
    for event in told:
        if event.at <= NOW - BACK:
            floor = evolve(floor, event)
    start, happened = floor, []
    for n, event in enumerate(one for one in told if one.at > NOW - BACK):
        floor = evolve(floor, event)
        happened.append(Happened((f"e{n}",), event.at, event, floor))
    return floor, Way(NOW - BACK, start, happened, NOW)


def main() -> int:
    """Print the table; 1 when a lever costs more than its budget."""
    floor, way = lived()
    history = learn(floor)
    seen = seen_from(floor, NOW, zones, history)
    network = compile_floor(seen)
    futures = run(network, SCENARIOS, 0, trace=True)
    in_work = [b for b, told in futures.items() if network.networks[b].release in told.ends and network.networks[b].jobs]
    batch = max(in_work, key=lambda name: sum(job.started is not None for job in network.networks[name].jobs))
    found = on_the_way(network, futures, batch, 0)
    told = drivers(floor, network, batch, found, int(np.count_nonzero(futures[batch].passes)))
    pulled = list(offers(seen, network, batch, told, found))

    def lever() -> None:
        for tried in pulled:
            forecast_of(seen, tried.floor.networks[batch], run(tried.floor, SCENARIOS, 0)[batch], 0)

    def expect(at_floor: Floor, at: datetime) -> dict[str, Middle]:
        made = forecast_batch(at_floor, at_floor.batches[batch], at, zones, history, SCENARIOS, 0)
        return {} if made is None else {batch: Middle.of(made)}

    runs = Runs(expect)
    one = best(lever, 3) / max(1, len(pulled))
    print(f"{len(network.networks)} live batches, {SCENARIOS} scenarios, {batch}")
    print(f"run {best(lambda: run(network, SCENARIOS, 0)):.1f} ms, traced {best(lambda: run(network, SCENARIOS, 0, True)):.1f} ms")
    print(f"way back and drivers {best(lambda: on_the_way(network, futures, batch, 0)):.1f} ms, {len(told)} told")
    print(f"{len(pulled)} levers, {one:.1f} ms each (budget {BUDGET_LEVER_MS:.0f})")
    began = process_time()
    fall = waterfall(batch, way, runs, expect)
    spent = (process_time() - began) * 1e3
    print(f"waterfall over {len(way.happened)} entries: {spent:.0f} ms, {len(fall.parts)} parts; at most {160 - runs.left} runs")
    return int(one > BUDGET_LEVER_MS)


if __name__ == "__main__":
    raise SystemExit(main())
