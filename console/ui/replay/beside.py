"""The board of then beside the board of now: the same stretch of time and the same rows in sight of both."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget


class ThenAndNow(QSplitter):
    """Two pages side by side, each under its heading; the one of now is hidden until it is wanted."""

    def __init__(self, then: QWidget, now: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.then_heading, self.now_heading = QLabel(), QLabel()
        self._now, _ = _headed(self.now_heading, now)
        before, self._above = _headed(self.then_heading, then)
        self.addWidget(before)
        self.addWidget(self._now)
        self.setChildrenCollapsible(False)
        self.put(False)

    @property
    def both(self) -> bool:
        """Whether both are in sight."""
        return not self._now.isHidden()

    def put(self, both: bool) -> None:
        """Show both, or only then."""
        self._now.setVisible(both)
        self._above.setVisible(both)
        if both:
            self.setSizes([self.width() // 2, self.width() // 2])

    def say(self, then: str, now: str) -> None:
        """Head them with these words."""
        self.then_heading.setText(then)
        self.now_heading.setText(now)


def _headed(heading: QLabel, page: QWidget) -> tuple[QWidget, QWidget]:
    """The page under its heading, and what is above it."""
    heading.setProperty("role", "strong")
    above = QWidget()
    row = QHBoxLayout(above)
    row.setContentsMargins(10, 3, 10, 3)
    row.addWidget(heading)
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(above)
    column.addWidget(page, 1)
    return box, above
