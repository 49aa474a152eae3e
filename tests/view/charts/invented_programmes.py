"""A site invented for pictures: two sponsors with two years of patients behind them, one product that has hardly begun."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from console.domain.batch import Batch, BatchStatus
from console.forecast.outlook import Forecast
from console.view.charts.programme import ProgrammeState, programme_state
from tests.view.charts.programmes import HOUR, NOW, batch, done, floor_of, forecast, outlook


def state(now: datetime = NOW, seed: int = 5, many: int = 64, judged: int | None = 41) -> ProgrammeState:
    """Both patients' programmes with losses, late ones and a drift at the end; the lot has four."""
    luck = Random(seed)
    batches: list[Batch] = []
    made: list[Forecast] = []
    for product, count in (("AV-119", many), ("HL-22", 11)):
        for n in range(count):
            began = (now - timedelta(hours=60 * (count - n) + 190)).replace(hour=16, minute=0) + luck.uniform(0, 2.5) * HOUR
            batches.append(_one(luck, product, n, began))
        for n in range(5):
            name, began = f"{product}-L{n}", (now - timedelta(days=1 + n)).replace(hour=17)
            batches.append(batch(name, began, None, product=product))
            ends, by = began + 171 * HOUR, began + 176 * HOUR
            made.append(forecast(name, ends, 5, 0.93 - 0.17 * n, product=product, p_never=0.02, promise_at=by))
    for n in range(4):
        filled = now - timedelta(days=60 - 9 * n)
        released, steps = filled + (340 + 9 * n) * HOUR, {"FILL": done("FILL", filled)}
        lot = Batch(f"FILL-{n}", "FILL-v1", "QM-7", status=BatchStatus.RELEASED, released_at=released, steps=steps)
        batches.append(lot)
    return programme_state(floor_of(*batches), outlook(*made), now, ZoneInfo, judged=judged)


def _one(luck: Random, product: str, n: int, began: datetime) -> Batch:
    name = f"{product}-{n + 1}"
    if luck.random() < 0.05:
        status = luck.choice([BatchStatus.TERMINATED, BatchStatus.REJECTED])
        return batch(name, began, None, product=product, status=status, status_at=began + luck.uniform(40, 150) * HOUR)
    took = 167.0 + luck.gauss(3.0, 1.6) + (9.0 if n == 41 else 0.0) + (3.4 if n > 51 else 0.0)
    return batch(name, began, took, 8.4 + luck.lognormvariate(0.0, 0.35), product=product)
