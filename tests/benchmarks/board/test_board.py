"""The board to a hundred thousand bars: gates are ratios and counts, times are only told."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from console.ui.theme import Theme
from tests.benchmarks.board.__main__ import SIZES, measure, ratio, row
from tests.benchmarks.board.measure import FRAMES, RUNS, Figure


def test_a_hundred_times_the_bars_cost_at_most_two_and_a_half_times_the_repaint(qapp: QApplication) -> None:
    theme = Theme(qapp)
    figures: list[Figure] = []
    for bars in SIZES[:3]:
        for figure in measure(qapp, theme, bars):
            figures.append(figure)
            print(row(figure))
    qapp.setStyleSheet("")
    assert ratio(figures, SIZES[2]) <= 2.5
    assert all(figure.paints == RUNS * FRAMES for figure in figures if figure.what.startswith("repaint"))
    usual = {figure.what: figure.ms for figure in figures if figure.bars == SIZES[2]}
    assert usual["repaint cold, fit"] < usual["QGraphicsScene repaint, fit"]
