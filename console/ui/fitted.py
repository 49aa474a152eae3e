"""Rows that are as high as their words, also when their columns have become wider or narrower."""

from __future__ import annotations

from PySide6.QtCore import QTimerEvent

from console.ui.rows import RowsModel, RowsView


class FittedRows(RowsView):
    """A table one of whose columns takes the room that is left: other words stand on a line when that changes."""

    def __init__(self, model: RowsModel, name: str, widths: tuple[int, ...], empty: str = "") -> None:
        super().__init__(model, name, widths, empty)
        self._refit = 0
        self.horizontalHeader().sectionResized.connect(self._width_changed)

    def _width_changed(self, _column: int, _before: int, _after: int) -> None:
        """Fitted once, when the widths have settled."""
        if not self._refit:
            self._refit = self.startTimer(0)

    def timerEvent(self, event: QTimerEvent) -> None:
        """The widths have settled."""
        if event.timerId() != self._refit:
            super().timerEvent(event)
            return
        self.killTimer(self._refit)
        self._refit = 0
        self._fit_all()
