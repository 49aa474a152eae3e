"""Tables of plain rows: only what changed is drawn anew, and what is picked stays picked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimerEvent, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from console.ui import marks
from console.view.batch.rows import Row, Table
from console.view.tokens import LIGHT, MARKS, Tokens

Index = QModelIndex | QPersistentModelIndex
MARK_PX = 16
USUAL_POINTS = 10.0
ROOM_PX = 6


class RowsModel(QAbstractTableModel):
    """A table of rows; `show` replaces them and tells the view only about cells that differ."""

    def __init__(self, headings: tuple[str, ...]) -> None:
        super().__init__()
        self._headings = headings
        self._rows: list[Row] = []
        self._tokens = LIGHT

    def show(self, table: Table) -> None:
        """Show these rows; where the keys are the same only changed cells are told."""
        new = list(table.rows)
        if table.headings != self._headings or [r.key for r in new] != [r.key for r in self._rows]:
            self.beginResetModel()
            self._headings, self._rows = table.headings, new
            self.endResetModel()
            return
        old, self._rows = self._rows, new
        for place, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._headings) - 1))

    def extend(self, rows: Sequence[Row]) -> None:
        """Add rows below."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self._tokens = tokens
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self._headings) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row(self, place: int) -> Row:
        """The row at this place."""
        return self._rows[place]

    def all(self) -> tuple[Row, ...]:
        """Every row, in order."""
        return tuple(self._rows)

    def place_of(self, key: str) -> int:
        """The place of the row of this key, -1 for none."""
        return next((place for place, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section] if 0 <= section < len(self._headings) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, mark, weight and the spoken text of one cell."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        words = row.cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = f", {MARKS[row.sign].word}" if row.sign and index.column() == 0 else ""
            return f"{self._headings[index.column()]}: {words or 'empty'}{mark}"
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0 and row.sign:
            return marks.pixmap(row.sign, self._tokens, MARK_PX)
        if role == Qt.ItemDataRole.FontRole and row.tone == "strong":
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and row.tone == "muted":
            return QBrush(QColor(self._tokens.muted))
        return None


class RowsView(QTableView):
    """A table one walks with the arrows; Enter or a double click opens the row."""

    picked = Signal(str)
    opened = Signal(str)

    def __init__(
        self, model: RowsModel, name: str, widths: tuple[int, ...] = (), empty: str = "", *, wrap: bool = True
    ) -> None:
        super().__init__()
        self._empty = empty
        self._looked = ""
        self._waiting = 0
        self._fitted_for = 0.0
        self.rows = model
        self._widths = widths
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(wrap)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._set_widths()
        model.modelReset.connect(self._set_widths)
        if wrap:
            model.modelReset.connect(self._fit_all)
            model.rowsInserted.connect(lambda _, first, last: self._fit(first, last))
            model.dataChanged.connect(lambda first, last: self._fit(first.row(), last.row()))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        self.selectionModel().currentRowChanged.connect(self._current)
        self.activated.connect(lambda index: self.opened.emit(self.rows.row(index.row()).key))

    def pick(self, key: str) -> None:
        """Make the row of this key the picked one, without telling again."""
        place = self.rows.place_of(key)
        if place < 0:
            self.selectionModel().clearSelection()
        elif self.currentIndex().row() != place or not self.selectionModel().hasSelection():
            self.selectRow(place)
            self.scrollTo(self.rows.index(place, 0))

    def look_at(self, key: str) -> None:
        """Bring the row of this key into view, below two rows before it."""
        self._looked = key
        place = self.rows.place_of(key)
        if place >= 0:
            self.scrollTo(self.rows.index(max(0, place - 2), 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was to be looked at before there was room is looked at now."""
        super().resizeEvent(event)
        if self._looked:
            self.look_at(self._looked)

    def changeEvent(self, event: QEvent) -> None:
        """Larger words need wider columns and higher rows."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and not self._waiting:
            # A change of look tells every table of a dozen passing fonts: only the last one counts.
            self._waiting = self.startTimer(0)

    def timerEvent(self, event: QTimerEvent) -> None:
        """The look has settled: fit the rows if the words are another size than they were fitted for."""
        if event.timerId() != self._waiting:
            super().timerEvent(event)
            return
        self.killTimer(self._waiting)
        self._waiting = 0
        if self.fontInfo().pointSizeF() != self._fitted_for:
            self._set_widths()
            if self.wordWrap():
                self._fit_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls has looked."""
        self._looked = ""
        super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or the words that say why there are none."""
        super().paintEvent(event)
        if self._empty and not self.rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            where = self.viewport().rect().adjusted(12, 12, -12, -12)
            painter.drawText(where, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._empty)
            painter.end()

    def _current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self._looked = ""
            self.picked.emit(self.rows.row(now.row()).key)

    def _fit(self, first: int, last: int) -> None:
        """Give these rows the height of their words."""
        for place in range(first, last + 1):
            self.resizeRowToContents(place)
            self.setRowHeight(place, self.rowHeight(place) + ROOM_PX)

    def _fit_all(self) -> None:
        self._fit(0, self.rows.rowCount() - 1)

    def _set_widths(self) -> None:
        self._fitted_for = self.fontInfo().pointSizeF()
        scale = self._fitted_for / USUAL_POINTS
        for column, width in enumerate(self._widths[: self.rows.columnCount()]):
            self.setColumnWidth(column, round(width * scale))
