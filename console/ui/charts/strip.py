"""Hours left in a strip, for the foot of another screen."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from console.ui.charts.frame import Elided
from console.ui.charts.remaining_plot import RemainingPlot
from console.ui.page import Place
from console.view.charts.remaining import Remaining
from console.view.tokens import LIGHT, Tokens

STRIP_PX = 132


class RemainingStrip(QFrame):
    """The nearest releases, as many rows as fit; the others by wheel or arrow keys."""

    selected = Signal(str)
    goes = Signal(object)

    def __init__(self, tokens: Tokens = LIGHT) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.plot = RemainingPlot(tokens, compact=True)
        self.words = Elided("small")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 2, 6, 2)
        whole.setSpacing(0)
        whole.addWidget(self.plot, 1)
        whole.addWidget(self.words)
        self.setMinimumHeight(STRIP_PX)
        self.plot.said.connect(lambda words: self.words.say(words or self._rest()))
        self.plot.arranged.connect(self._say)
        self.plot.chosen.connect(lambda row: self.selected.emit(self._batch(row)))
        self.plot.entered.connect(lambda row: self.goes.emit(Place("batch", self._batch(row))))

    def apply(self, series: Remaining, now: datetime, zone: ZoneInfo) -> None:
        """Show these batches as of now."""
        self.plot.show_series(series, now, zone)
        self._say()

    def tick(self, now: datetime) -> None:
        """Move every bar to the new now."""
        self.plot.tick(now)

    def select(self, batch: str) -> None:
        """Mark the selected batch; nothing is emitted."""
        self.plot.select(batch)

    def use(self, tokens: Tokens) -> None:
        """Change to another theme."""
        self.plot.use(tokens)

    def _say(self) -> None:
        if self.plot.cursor_at is None:
            self.words.say(self._rest())

    def _rest(self) -> str:
        count, rows = self.plot.count(), self.plot.rows.text
        return f"Hours left to release, the nearest first: {rows or f'all {count}'}." if count else "No batch is in process."

    def _batch(self, row: int) -> str:
        return self.plot.series.batches[row].batch if self.plot.series else ""
