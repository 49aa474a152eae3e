"""Live ticks of the charts, timed by the process's own CPU over real paint events: python -m tests.benchmarks.charts.live"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from time import process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from console.ui.charts.ageing_plot import AgeingPlot
from console.ui.charts.calibration_plot import CalibrationPlot
from console.ui.charts.drivers_plot import DriversPlot
from console.ui.charts.fan_plot import FanPlot
from console.ui.charts.plot import Plot
from console.ui.charts.remaining_plot import RemainingPlot
from console.ui.charts.waterfall_plot import WaterfallPlot
from console.ui.theme import Theme
from console.view.charts.ageing import work_in_progress
from console.view.charts.fan import fan, grown
from console.view.charts.remaining import HISTORY, appended, remaining
from console.view.charts.values import ChartsState, KeptForecast
from console.view.tokens import LIGHT
from tests.ui.charts import told
from tests.ui.charts.invented import NOW, ZONE, state

ROUNDS, RUNS = 50, 5
Frame = Callable[[int], None]


def measure(app: QApplication, plot: Plot, frame: Frame) -> dict[str, float]:
    """Best median CPU of a frame (set the values, paint them) in milliseconds, and proof that it was painted."""
    medians, works, before = [], [], plot.paints
    picture = plot.grab().toImage()  # kept, because its bytes live no longer than it does
    colours = len(set(bytes(picture.constBits())[::4]))
    for run in range(RUNS):
        taken = []
        for i in range(ROUNDS):
            begun = process_time()
            frame(run * ROUNDS + i)
            app.processEvents()
            taken.append((process_time() - begun) * 1e3)
        medians.append(median(taken))
        works.append(reference())
    app.processEvents()
    return {"ms": round(min(medians), 2), "reference_ms": min(works), "paints": plot.paints - before, "shades": colours}


def reference() -> float:
    """CPU of one fixed piece of work in milliseconds (about 3.3 on the quiet machine), to tell a busy hour from slow code."""
    taken = []
    for _ in range(10):
        begun = process_time()
        sum(i * i for i in range(60_000))
        taken.append((process_time() - begun) * 1e3)
    return round(median(taken), 2)


def forty() -> ChartsState:
    """Forty batches with a full history each."""
    return state(batches=38, hourly=HISTORY)


def next_made(floor: ChartsState, n: int) -> list[KeptForecast]:
    """One new forecast a batch, an hour after the last."""
    later = timedelta(hours=n + 1)
    return [
        replace(rows[-1], made_at=rows[-1].made_at + later, p50=rows[-1].p50 + timedelta(minutes=1 + (n * 7) % 50), cause="")
        for rows in floor.kept.values()
        if rows
    ]


def live_remaining(app: QApplication, size: tuple[int, int]) -> dict[str, float]:
    """A new forecast of every batch, appended and painted."""
    floor = forty()
    plot, series = RemainingPlot(LIGHT), remaining(floor.live, floor.kept)
    plot.resize(*size)
    plot.show()
    plot.show_series(series, floor.now, floor.zone)
    app.processEvents()

    def frame(n: int) -> None:
        plot.show_series(appended(series, next_made(floor, n), floor.live), floor.now + timedelta(minutes=n), floor.zone)

    return {"points": int((series.made == series.made).sum()), "rows": plot.rows.seen, **measure(app, plot, frame)}


def ticking_remaining(app: QApplication, size: tuple[int, int]) -> dict[str, float]:
    """The clock moves on by five minutes, everything else stays."""
    floor = forty()
    plot = RemainingPlot(LIGHT)
    plot.resize(*size)
    plot.show()
    plot.show_series(remaining(floor.live, floor.kept), floor.now, floor.zone)
    app.processEvents()
    return measure(app, plot, lambda n: plot.tick(floor.now + timedelta(minutes=5 * (n + 1))))


def live_fan(app: QApplication, size: tuple[int, int]) -> dict[str, float]:
    """A fan of five quantiles, four bands between them, 200 forecasts, the last one moving."""
    floor = state(hourly=200)
    late = next(each for each in floor.live if each.batch == "B-0419")
    plot, rows = FanPlot(LIGHT), floor.kept["B-0419"][-200:]
    plot.resize(*size)
    plot.show()
    begun = fan(late, rows[:-1])
    plot.show_series(begun, floor.now, floor.zone)
    app.processEvents()

    def frame(n: int) -> None:
        moved = replace(rows[-1], p50=rows[-1].p50 + timedelta(minutes=n % 40))
        plot.show_series(grown(begun, late, [moved]), floor.now + timedelta(minutes=n), floor.zone)

    return {"points": len(rows), **measure(app, plot, frame)}


def ticking_ageing(app: QApplication, size: tuple[int, int]) -> dict[str, float]:
    """Forty batches grow older by a quarter of an hour."""
    floor = forty()
    plot = AgeingPlot(LIGHT)
    plot.resize(*size)
    plot.show()
    plot.show_series(work_in_progress(floor.live, floor.past), floor.now, floor.zone)
    app.processEvents()

    def frame(n: int) -> None:
        plot.tick(NOW + timedelta(minutes=90 * (n + 1)))

    return measure(app, plot, frame)


def answered_waterfall(app: QApplication, size: tuple[int, int]) -> dict[str, float]:
    """A new answer of sixty parts, folded to the rows there are, as each new outlook brings one."""
    plot = WaterfallPlot(LIGHT)
    plot.resize(*size)
    plot.show()
    parts = tuple(replace(told.PARTS[i % 9], title=f"thing {i}", moved=timedelta(minutes=(i * 37) % 80 - 35)) for i in range(60))

    def frame(n: int) -> None:
        first = replace(parts[0], moved=timedelta(minutes=60 + n % 40))
        plot.show_fall(told.waterfall((first, *parts[1:])), "Forecast then", NOW, ZONE)

    frame(0)
    app.processEvents()
    return {"parts": len(parts), "rows": plot.rows.seen, **measure(app, plot, frame)}


def answered_drivers(app: QApplication, size: tuple[int, int]) -> dict[str, float]:
    """Twelve drivers whose shares have changed."""
    plot, whole = DriversPlot(LIGHT), told.explained()
    plot.resize(*size)
    plot.show()
    rows = tuple(replace(whole.drivers[i % 6], key=str(i), title=f"driver {i}") for i in range(12))

    def frame(n: int) -> None:
        plot.show_drivers(replace(whole, drivers=tuple(replace(one, share=(i + n % 50 + 1) / 90) for i, one in enumerate(rows))))

    frame(0)
    app.processEvents()
    return {"drivers": len(rows), **measure(app, plot, frame)}


def new_calibration(app: QApplication, size: tuple[int, int]) -> dict[str, float]:
    """A report card of one more release."""
    plot = CalibrationPlot(LIGHT)
    plot.resize(*size)
    plot.show()
    plot.show_card(told.card())
    app.processEvents()
    cards = [told.card(n) for n in range(20, 80)]
    return {"points": plot.count(), **measure(app, plot, lambda n: plot.show_card(cards[n % len(cards)]))}


def main(now: datetime = NOW) -> int:
    """Print a table and the same as JSON."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme = Theme(app)
    found = {
        "live tick, 40 batches x 336, new forecasts (budget 8)": live_remaining(app, (1600, 760)),
        "live tick, 40 batches, clock only (budget 8)": ticking_remaining(app, (1600, 760)),
        "fan of 200 forecasts, one more made (budget 5)": live_fan(app, (900, 420)),
        "ageing, 40 batches older": ticking_ageing(app, (760, 420)),
        "waterfall of 60 parts, a new answer (budget 5)": answered_waterfall(app, (900, 720)),
        "drivers, a new answer (budget 5)": answered_drivers(app, (700, 420)),
        "calibration, one release more (budget 5)": new_calibration(app, (620, 700)),
    }
    for name, figures in found.items():
        print(f"{name:<58} {figures['ms']:>7.2f} ms  " + "  ".join(f"{k} {v:g}" for k, v in figures.items() if k != "ms"))
    print(json.dumps({"theme": theme.tokens.name, "at": now.isoformat(), "charts": found}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
