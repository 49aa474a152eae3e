"""The list of the audit: lines of one height, drawn as they come into sight; reviews lie across it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from console.ui.audit.lines import LinePainter
from console.ui.audit.model import LedgerModel
from console.view.tokens import Tokens

WIDTHS = (66, 204, 176, 130, 150, 0, 150, 200)
"""Of the columns, at the usual size of words; the one of nought takes what is left."""

WHOLE = (0, 1)
LEAST_WIDE, NARROWEST = 200, 0.6
USUAL_POINTS = 10.0
ROOM_PX = 8
AHEAD = 3
"""So many screens are read ahead of where somebody looks."""


class Listing(QTableView):
    """The lines; it says which entry is picked and when it comes near the end of what was read."""

    picked = Signal(int)
    opened = Signal(int)
    moved = Signal()

    def __init__(self, model: LedgerModel) -> None:
        super().__init__()
        self.lines = model
        self.empty = ""
        self._points = USUAL_POINTS
        self._painter = LinePainter(model)
        self.setModel(model)
        self.setAccessibleName("Entries of the journal, newest first")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self.moved)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._settled.start(0))
        self.selectionModel().currentRowChanged.connect(self._current)
        self.activated.connect(lambda index: self.opened.emit(model.ledger.number(index.row())))
        model.rowsInserted.connect(self._inserted)
        model.above.connect(self._put_above)

    @property
    def here(self) -> int:
        """The number of the entry that is picked, 0 for none."""
        line = self.currentIndex().row()
        return self.lines.ledger.number(line) if 0 <= line < self.lines.rowCount() else 0

    @property
    def in_sight(self) -> range:
        """The lines in sight."""
        high = max(1, self.verticalHeader().defaultSectionSize())
        first = self.verticalScrollBar().value() // high
        return range(first, min(self.lines.rowCount(), first + self.viewport().height() // high + 2))

    def hungry(self) -> bool:
        """Whether more lines should be read: fewer are there than a few screens below where somebody looks."""
        seen = self.in_sight
        return self.isVisible() and self.lines.rowCount() < seen.start + AHEAD * max(20, len(seen))

    def pick(self, n: int) -> bool:
        """Pick the entry of this number and bring it into sight; says whether it has a line."""
        line = self.lines.ledger.line_of(n)
        if line is None:
            return False
        self.selectRow(line)
        self.scrollTo(self.lines.index(line, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def dress(self, tokens: Tokens, points: float) -> None:
        """Draw in these colours, with words of this size."""
        self._painter.fresh(tokens)
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(self.font()).height() + ROOM_PX)
        self._points = points
        self._fit_columns(points)
        self.viewport().update()

    def _fit_columns(self, points: float) -> None:
        """Number and time stand whole; the others grow narrower together where there is little room; old and new take the rest."""
        scale = points / USUAL_POINTS
        whole = sum(WIDTHS[column] for column in WHOLE) * scale
        others = sum(WIDTHS) * scale - whole
        room = self.viewport().width() - whole - LEAST_WIDE
        smaller = max(NARROWEST, min(1.0, room / others))
        widths = [round(width * scale * (1.0 if column in WHOLE else smaller)) for column, width in enumerate(WIDTHS)]
        rest = self.viewport().width() - sum(widths)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width or max(LEAST_WIDE, rest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for old and new."""
        super().resizeEvent(event)
        self._fit_columns(self._points)
        self._settled.start(0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines in sight, or the words that say why there are none."""
        painter = QPainter(self.viewport())
        if self.lines.rowCount():
            seen, high = self.in_sight, self.verticalHeader().defaultSectionSize()
            left = [self.columnViewportPosition(column) for column in range(self.lines.columnCount())]
            left.append(left[-1] + self.columnWidth(self.lines.columnCount() - 1))
            top = seen.start * high - self.verticalScrollBar().value()
            self._painter.draw(painter, seen, top, high, left, self.currentIndex().row())
        elif self.empty:
            painter.setPen(QColor(self._painter.tokens.muted))
            where = self.viewport().rect().adjusted(12, 12, -12, -12)
            painter.drawText(where, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self.empty)
        painter.end()

    def _current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.picked.emit(self.lines.ledger.number(now.row()))

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Lines that come above what is in sight push nothing away under the reader."""
        bar, high = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
        if first * high < bar.value():
            self.updateGeometries()
            bar.setValue(bar.value() + (last - first + 1) * high)

    def _put_above(self, many: int) -> None:
        """At the very top, too, what is in sight stays where it is: the new lines are above it."""
        if not self.verticalScrollBar().value():
            self.updateGeometries()
            self.verticalScrollBar().setValue(many * self.verticalHeader().defaultSectionSize())
