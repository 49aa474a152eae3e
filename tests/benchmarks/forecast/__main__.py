"""How long a forecast takes: 40 live batches, 1,000 scenarios, in milliseconds of CPU (planning.md 3.1)."""

from __future__ import annotations

from datetime import timedelta
from time import process_time

import numpy as np

from console.domain import events as e
from console.domain.floor import Floor
from console.forecast.durations import History, learn
from console.forecast.expected import forecast_floor
from console.forecast.draws import draws_of
from tests.forecast.truth import HOUR, MONDAY, Life, after, ordered, site, until, zones

BATCHES = 40
NOW = MONDAY + timedelta(days=28)
BUDGET_MS = 100.0


def busy_floor(batches: int = BATCHES) -> Floor:
    """Twelve finished batches, and so many live ones at every age between three days before collection and the clinic."""
    floor = site()
    for n in range(12 + batches):
        live = n >= 12
        start = NOW - 8 * 24 * HOUR + 264 * (n - 12) / batches * HOUR if live else MONDAY + timedelta(days=n)
        batch = f"B-{n:04d}"
        floor = ordered(floor, batch, start)
        floor = after(floor, until(Life(floor, batch, np.random.default_rng(n)).lived().events, NOW))
        floor = floor if live else after(floor, [e.BatchConfirmed(by="q", at=NOW, batch=batch)])
    return floor


def timed(floor: Floor, history: History, scenarios: int, cold: bool) -> float:
    """The least of seven runs, in milliseconds of CPU."""
    best = float("inf")
    for _ in range(7):
        if cold:
            draws_of.cache_clear()
        began = process_time()
        forecast_floor(floor, NOW, zones, history, scenarios)
        best = min(best, (process_time() - began) * 1000)
    return best


def main() -> int:
    """Print the table; 1 when the budget is broken."""
    floor = busy_floor()
    began = process_time()
    history = learn(floor)
    print(f"learn from {history.n('CART-7D')} batches: {(process_time() - began) * 1000:.1f} ms CPU")
    live = [b for b in floor.batches.values() if b.live]
    steps = sum(1 for b in live for s in b.steps.values() if not s.over)
    warm = timed(floor, history, 1000, cold=False)
    print(f"{len(live)} live batches, {steps} steps ahead, 1,000 scenarios: {warm:.1f} ms CPU warm, "
          f"{timed(floor, history, 1000, cold=True):.1f} ms cold; budget {BUDGET_MS:.0f} ms")
    print(f"the same, 10,000 scenarios: {timed(floor, history, 10_000, cold=False):.0f} ms CPU")
    return int(warm > BUDGET_MS)


if __name__ == "__main__":
    raise SystemExit(main())
