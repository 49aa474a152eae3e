"""Every key on one sheet, as the action table has it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QWidget

from console.ui.actions import Actions
from console.ui.overlay import Overlay
from console.view.actions import Action, Menu

COLUMNS = 4
HIGH_PX, AROUND_PX = 640, 190
"""How high the sheet would like to be, and what of the window stays around it."""


class KeySheet(Overlay):
    """The key sheet: actions with keys, by menu, in columns."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent, "Keys", 1560)
        self._actions = actions
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName("Keys")
        done = QPushButton("Close (Esc)")
        done.clicked.connect(self.close_sheet)
        self.body.addWidget(self.area)
        self.body.addWidget(done, 0, Qt.AlignmentFlag.AlignRight)

    def open(self) -> None:
        """Write the sheet from the table and show it."""
        self.area.setMinimumHeight(max(120, min(HIGH_PX, self._room.height() - AROUND_PX)))
        self.area.setWidget(self._sheet())
        self.open_at(self.area)

    def _sheet(self) -> QWidget:
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setHorizontalSpacing(24)
        columns = [QGridLayout() for _ in range(COLUMNS)]
        for place, column in enumerate(columns):
            column.setVerticalSpacing(5)
            column.setHorizontalSpacing(12)
            column.setColumnStretch(1, 1)
            grid.addLayout(column, 0, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
        heights = [0] * COLUMNS
        sections = [[row for row in self._actions.offered() if row.menu is menu and row.keys] for menu in Menu]
        # The longest first: else it would hang below the others, and the sheet would have to be scrolled.
        for rows in sorted(filter(None, sections), key=len, reverse=True):
            shortest = heights.index(min(heights))
            heights[shortest] += self._section(columns[shortest], heights[shortest], rows[0].menu.value, rows)
        return sheet

    @staticmethod
    def _section(column: QGridLayout, top: int, title: str, rows: list[Action]) -> int:
        heading = QLabel(title)
        heading.setProperty("role", "strong")
        column.addWidget(heading, top, 0, 1, 2)
        for place, row in enumerate(rows, start=top + 1):
            key = QLabel("  ".join(row.keys))
            key.setProperty("role", "key")
            says = QLabel(row.title)
            says.setToolTip(row.says)
            column.addWidget(key, place, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(says, place, 1)
        return len(rows) + 1
