"""How long learning takes: 400 past batches read anew, and one more step ended among 60 live ones, in milliseconds of CPU."""

from __future__ import annotations

from time import process_time

import numpy as np

from console.domain import events as e
from console.domain.floor import Floor
from console.forecast.durations import history_of
from console.forecast.learning.learner import Learner
from tests.forecast.truth import HOUR, MONDAY, Life, after, ordered, site, until, zones

PAST, LIVE = 400, 60
BUDGET_MS = 300.0


def floor_of(past: int, live: int) -> Floor:
    """So many batches behind, begun every 22 hours, and so many at every age of their lives."""
    floor, now = site(), MONDAY + 22 * past * HOUR
    for n in range(past):
        batch, start = f"B-{n:04}", MONDAY + 22 * n * HOUR
        floor = ordered(floor, batch, start)
        told = Life(floor, batch, np.random.default_rng(n)).lived().events
        floor = after(floor, [*told, e.BatchConfirmed(by="q", at=told[-1].at + 200 * HOUR, batch=batch)])
    for n in range(live):
        batch, start = f"X-{n:04}", now - 170 * n / live * HOUR
        floor = ordered(floor, batch, start)
        floor = after(floor, until(Life(floor, batch, np.random.default_rng(n)).lived().events, now))
    return floor


def timed(floor: Floor, learner: Learner) -> float:
    """Milliseconds of CPU for one reading."""
    began = process_time()
    history_of(floor, learner.read(floor))
    return (process_time() - began) * 1000


def main() -> int:
    """Print the table; 1 when the budget is broken."""
    floor = floor_of(PAST, 0)
    anew = min(timed(floor, Learner(zones)) for _ in range(5))
    print(f"{PAST} past batches read anew: {anew:.0f} ms; budget {BUDGET_MS:.0f} ms")
    busy = floor_of(PAST, LIVE)
    learner = Learner(zones)
    timed(busy, learner)
    on = []
    for batch in [b for b in busy.batches.values() if b.live]:
        running = [s.code for s in batch.steps.values() if s.state.value == "running"]
        if running and busy.latest is not None:
            busy = after(busy, [e.StepFinished(by="o", at=busy.latest, batch=batch.id, step=running[0])])
            on.append(timed(busy, learner))
    print(
        f"one more step ended among {PAST} past and {LIVE} live batches: {float(np.median(on)):.0f} ms in the median of {len(on)}"
    )
    return int(anew > BUDGET_MS)


if __name__ == "__main__":
    raise SystemExit(main())
