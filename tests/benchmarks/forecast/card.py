"""What the report card costs: `python -m tests.benchmarks.forecast.card [rows]`; budget 300 ms at 100,000 kept forecasts."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert

from console.forecast.judged import Outcome
from console.forecast.marking import report_card
from console.store.kept import first_of_each, stood
from db import schema
from db.engine import reader_engine, writer_engine
from db.tables import forecast_kept

START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = bytes(32)
PER_BATCH, STEPS, LASTS_H = 400, 20, 200


def rows_of(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Forecasts of batches that last eight days, kept every half hour, in no order."""
    chance, rows = random.Random(seed), list[dict[str, Any]]()
    for n in range(count):
        batch, k = divmod(n, PER_BATCH)
        begun = START + 5 * batch * HOUR
        release = begun + LASTS_H * HOUR
        q = sorted(release + chance.gauss(0, 5) * HOUR for _ in range(5))
        names = ("p10", "p25", "p50", "p75", "p90")
        rows.append(
            {
                **dict(zip(names, q, strict=True)), "batch": f"B-{batch:05}", "made_at": begun + k * HOUR / 2, "end_p10": q[0],
                "end_p50": q[2], "end_p90": q[4], "p_keep": 900_000, "p_never": 20_000, "n_history": 20, "product": "car-t",
                "recipe": "CART-7D-v1", "step": f"S{k * STEPS // PER_BATCH}", "plan_at": release, "nominal_at": release,
                "recent_at": release, "model": "FM-1",
            }
        )  # fmt: skip
    chance.shuffle(rows)
    return rows


def main(count: int) -> None:
    """Make a file of so many kept forecasts, read what can be judged, mark it; process CPU, median of five."""
    known = {
        f"B-{b:05}": Outcome(f"B-{b:05}", "car-t", {}, START + (5 * b + LASTS_H) * HOUR) for b in range(count // PER_BATCH + 1)
    }
    with tempfile.TemporaryDirectory() as folder:
        writer = writer_engine(Path(folder) / "journal.db", KEY, running=False)
        with writer.begin() as connection:
            schema.create(connection)
            connection.execute(insert(forecast_kept), rows_of(count))
        writer.dispose()
        reader, read, marked = reader_engine(Path(folder) / "journal.db", KEY), list[float](), list[float]()
        with reader.connect() as connection, connection.begin():
            for _ in range(5):
                first = time.process_time()
                found = [stood(row) for row in connection.execute(first_of_each())]
                second = time.process_time()
                card = report_card(found, known, START + 9000 * HOUR)
                read.append(1000 * (second - first))
                marked.append(1000 * (time.process_time() - second))
        reader.dispose()
    print(f"{count:,} kept, {len(found):,} read, {card.forecasts:,} judged of {card.batches} batches")
    print(f"read {median(read):.0f} ms, mark {median(marked):.0f} ms, together {median(read) + median(marked):.0f} ms CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
