"""The programmes of a busy site, 1,460 batches with distinct ages: python -m tests.benchmarks.charts.programmes"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from statistics import median
from time import process_time
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from console.domain.floor import Floor
from console.forecast.outlook import Outlook
from console.ui.charts.programme_page import ProgrammePage
from console.ui.theme import Theme
from console.view.charts.programme import programme_state
from tests.benchmarks.charts.live import reference
from tests.view.charts.programmes import HOUR, NOW, batch, floor_of, forecast, outlook

PAST, LIVE, RUNS = 700, 30, 9
PRODUCTS = ("AV-119", "HL-22")


def site() -> tuple[Floor, Outlook]:
    """Two patients' programmes with years behind them, and what is forecast of their live batches."""
    batches = [
        batch(f"{product}-{n}", NOW - timedelta(hours=200 + 12 * n), 165 + n % 9 + n / 997, product=product)
        for product in PRODUCTS
        for n in range(PAST)
    ]
    live = [(product, f"{product}-L{n}", n) for product in PRODUCTS for n in range(LIVE)]
    batches += [batch(name, NOW - timedelta(hours=5 * n + 3), None, product=product) for product, name, n in live]
    made = [forecast(name, NOW + (170 - 5 * n) * HOUR, product=product) for product, name, n in live]
    return floor_of(*batches), outlook(*made)


def timed(work: Callable[[], object]) -> float:
    """Median CPU of a piece of work in milliseconds."""
    taken = []
    for _ in range(RUNS):
        begun = process_time()
        work()
        taken.append((process_time() - begun) * 1e3)
    return round(median(taken), 1)


def main() -> None:
    """Print what a first state, the next one after an event, and showing it cost."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    Theme(app)
    floor, made = site()
    first = programme_state(floor, made, NOW, ZoneInfo)
    one = floor.batches["AV-119-L3"]
    moved = replace(floor, batches={**floor.batches, one.id: replace(one, acuity=2)})
    page = ProgrammePage()
    page.resize(1904, 936)
    page.show()

    def show() -> None:
        page.apply(programme_state(moved, made, NOW, ZoneInfo, first))
        app.processEvents()

    told = {
        "batches": len(floor.batches),
        "first_ms": timed(lambda: programme_state(floor, made, NOW, ZoneInfo)),
        "after_an_event_ms": timed(lambda: programme_state(moved, made, NOW, ZoneInfo, first)),
        "nothing_new_ms": timed(lambda: programme_state(floor, made, NOW, ZoneInfo, first)),
        "after_an_event_and_shown_ms": timed(show),
        "reference_ms": reference(),
    }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
