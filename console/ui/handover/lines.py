"""The lines of a section, walked by keyboard: Space checks one and goes on, Delete takes back what was added by hand."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent

from console.ui.fitted import FittedRows
from console.ui.rows import RowsModel
from console.view.handover.tables import LINES, point_of

WIDTHS = (130, 600, 130, 150)


class Lines(FittedRows):
    """A table of points and sentences; it only says which key was pressed on which line, and which lines have been in sight."""

    checked = Signal(str)
    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__(RowsModel(LINES), "Points of the section", WIDTHS, "Nothing is open here.")
        self.seen: set[str] = set()
        self.verticalScrollBar().valueChanged.connect(lambda _: self.look())
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setSectionResizeMode(1, self.horizontalHeader().ResizeMode.Stretch)

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
