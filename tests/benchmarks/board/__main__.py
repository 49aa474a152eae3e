"""Measures the board from a thousand to a million bars and prints what was found, with a QGraphicsScene beside it."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from console.ui.board.board import Board
from console.ui.theme import Theme
from tests.benchmarks.board import dragging
from tests.benchmarks.board.measure import Figure, Paints, cpu, inked, wall
from tests.benchmarks.board.scene import scene_of
from tests.benchmarks.board.sets import NOW, ROWS, board_of

SIZES = (1_000, 10_000, 100_000, 1_000_000)
REPAINT_MS = {10_000: 8.0, 100_000: 10.0, 1_000_000: 16.0}
VIEWS = ("12 h", "2 d", "7 d", "28 d", "fit")
SCENE_MOST = 100_000
WIDTH, HEIGHT = 1920, 1080


def measure(app: QApplication, theme: Theme, bars: int) -> Iterator[Figure]:
    """Everything measured at one size."""
    picture = board_of(bars)
    board = Board(picture, theme.tokens)
    board.resize(WIDTH, HEIGHT)
    board.show()
    app.processEvents()
    port, paints = board.viewport(), Paints(board.viewport())
    for view in VIEWS:
        board.preset(view)
        port.repaint()
        seen = paints.count
        cold = cpu(port.repaint, board.layers.ground.forget)
        yield Figure(f"repaint cold, {view}", bars, cold, REPAINT_MS.get(bars, 0.0), paints.count - seen)
        seen = paints.count
        yield Figure(f"repaint warm, {view}", bars, cpu(port.repaint), 0.0, paints.count - seen)
        if inked(port) < 8:
            raise SystemExit(f"nothing was painted at {bars} bars, {view}")
    board.preset("7 d")
    port.repaint()
    yield Figure("pan, warm cache", bars, cpu(port.repaint, lambda: board.pan(7)), 3.0 if bars == SIZES[-1] else 0.0)
    minutes = count(1)

    def tick() -> None:
        board.tick(datetime.fromtimestamp(NOW + 60 * next(minutes), UTC))
        app.sendPostedEvents(board, QEvent.Type.UpdateRequest)

    app.processEvents()
    seen = paints.count
    yield Figure("tick of the now line", bars, cpu(tick, frames=31), 0.2 if bars == SIZES[-1] else 0.0, paints.count - seen)
    moments = count(NOW - 30 * 86_400, 977)
    hit = wall(lambda: picture.bars.at(next(moments) % ROWS, float(next(moments))), 2_000)
    yield Figure("hit test", bars, hit, 0.02)
    yield Figure("double-booking scan", bars, wall(picture.bars.overlaps, 20), 1.0 if bars == 100_000 else 0.0)
    for view in ("7 d", "fit") if bars <= SCENE_MOST else ():
        board.preset(view)
        usual = scene_of(picture.bars, board.sight().scale, WIDTH, HEIGHT)
        usual.show()
        app.processEvents()
        yield Figure(f"QGraphicsScene repaint, {view}", bars, cpu(usual.viewport().repaint, frames=5))
        usual.close()
    board.close()


def row(figure: Figure) -> str:
    """A line of the printed table."""
    budget = f"{figure.budget_ms:.2f}" if figure.budget_ms else ""
    return f"{figure.bars:>9}  {figure.what:<30}{figure.ms:>9.3f}{budget:>9}  {figure.paints or '':>6}  {figure.verdict}"


def ratio(figures: list[Figure], bars: int) -> float:
    """Repaint at the week view against that of a thousand bars."""
    found = {f.bars: f.ms for f in figures if f.what == "repaint cold, 7 d"}
    return found[bars] / found[SIZES[0]] if bars in found and SIZES[0] in found else float("nan")


def main() -> None:
    """Measure, print a table, and write JSON when a file is named."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks.board", description=__doc__)
    asked.add_argument("--most", type=int, default=SIZES[-1], help="the largest number of bars")
    asked.add_argument("--json", type=Path, help="write the figures to this file")
    chosen = asked.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme(app)
    figures: list[Figure] = []
    print(f"{'bars':>9}  {'what':<30}{'ms':>9}{'budget':>9}  {'paints':>6}  verdict")
    for bars in (size for size in SIZES if size <= chosen.most):
        for figure in measure(app, theme, bars):
            figures.append(figure)
            print(row(figure))
    for figure in dragging.measure(app, theme):
        figures.append(figure)
        print(row(figure))
    for bars in (100_000, 1_000_000):
        if bars <= chosen.most:
            print(f"repaint({bars}) / repaint({SIZES[0]}) at the week view: {ratio(figures, bars):.2f} (at most 2.5)")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
