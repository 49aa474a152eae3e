"""The lines of a section, walked by keyboard: Space checks one and goes on, Delete takes back what was added by hand."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimerEvent, Signal
from PySide6.QtGui import QKeyEvent

from console.ui.rows import RowsModel, RowsView
from console.view.handover.tables import LINES, point_of

WIDTHS = (130, 600, 130, 150)


class Lines(RowsView):
    """A table of points and sentences; it only says which key was pressed on which line, and which lines have been in sight."""

    checked = Signal(str)
    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__(RowsModel(LINES), "Points of the section", WIDTHS, "Nothing is open here.")
        self._refit = 0
        self.seen: set[str] = set()
        self.verticalScrollBar().valueChanged.connect(lambda _: self.look())
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setSectionResizeMode(1, self.horizontalHeader().ResizeMode.Stretch)
        self.horizontalHeader().sectionResized.connect(self._width_changed)

    @property
    def here(self) -> str:
        """The key of the line that is picked; empty for none."""
        place = self.currentIndex().row()
        return self.rows.row(place).key if 0 <= place < self.rows.rowCount() else ""

    @property
    def point(self) -> str:
        """The point that the picked line belongs to."""
        return point_of(self.here)

    def look(self) -> None:
        """Remember the points whose every line is in view now, or fills it."""
        height = self.viewport().height()
        seen: dict[str, bool] = {}
        for place, row in enumerate(self.rows.all()):
            point = point_of(row.key)
            where: QRect = self.visualRect(self.rows.index(place, 1))
            whole = where.height() > 0 and where.top() >= 0 and (where.bottom() < height or where.height() >= height)
            seen[point] = seen.get(point, True) and whole
        self.seen |= {point for point, whole in seen.items() if whole}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Delete mean the picked line; every other key walks."""
        if event.key() == Qt.Key.Key_Space and self.here and not event.modifiers():
            self.checked.emit(self.point)
        elif event.key() == Qt.Key.Key_Delete and self.here:
            self.dropped.emit(self.here)
        else:
            super().keyPressEvent(event)

    def _width_changed(self, column: int, _before: int, _after: int) -> None:
        """Other words stand on a line when the middle grows or shrinks; fitted once, when the widths have settled."""
        if column == 1 and not self._refit:
            self._refit = self.startTimer(0)

    def timerEvent(self, event: QTimerEvent) -> None:
        """The widths have settled."""
        if event.timerId() != self._refit:
            super().timerEvent(event)
            return
        self.killTimer(self._refit)
        self._refit = 0
        self._fit_all()
