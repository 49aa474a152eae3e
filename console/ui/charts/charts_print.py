"""Printing charts: each with its answer, its picture and the table behind it, as a logged copy."""

from __future__ import annotations

from PySide6.QtCore import QObject

from console.ui.charts.recorded import PrintCharts
from console.ui.paper.copying import Copying, Paper, at_once


class ChartsPrint(QObject):
    """Prints what the screen of the charts wishes to be printed; other wishes are others' work."""

    def __init__(self, copying: Copying) -> None:
        super().__init__(copying)
        self._copying = copying

    def ask(self, wish: object) -> None:
        """A chart, or a page of charts, is wanted on paper."""
        if isinstance(wish, PrintCharts):
            paper = Paper("charts", f"{wish.name}.pdf", at_once(wish.document), f"charts:{wish.name}", wish.drawings)
            self._copying.ask(paper)
