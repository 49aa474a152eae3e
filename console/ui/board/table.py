"""The companion of the board: the same bars as a table, for those who read rather than look."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from console.ui.board.asked import Asked
from console.view.board.picture import BoardPicture
from console.view.board.story import TABLE_HEADINGS, cells, name
from console.view.board.walk import Spot

LETTERS = (22, 7, 11, 34, 22, 22, 22, 46, 40)
"""How wide each column is, in letters."""
Index = QModelIndex | QPersistentModelIndex


class BoardTable(QAbstractTableModel):
    """One row a bar, in the order of the board: lane, station, batch, what, state, start, end, spread, attention."""

    def __init__(self, picture: BoardPicture, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture = picture

    def show_picture(self, picture: BoardPicture) -> None:
        """Another state of the floor."""
        self.beginResetModel()
        self._picture = picture
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many bars there are."""
        return 0 if parent is not None and parent.isValid() else len(self._picture.bars)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many things are told of each."""
        return 0 if parent is not None and parent.isValid() else len(TABLE_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell in words; a row's full sentence for screen readers; batch and step under UserRole."""
        if not index.isValid() or not 0 <= index.row() < len(self._picture.bars):
            return None
        bars = self._picture.bars
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(self._picture, index.row())[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return name(self._picture, index.row())
        if role == Qt.ItemDataRole.UserRole:
            return bars.word(index.row(), "batch"), bars.word(index.row(), "step")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TABLE_HEADINGS[section] if 0 <= section < len(TABLE_HEADINGS) else None
        return None


class Companion(QTableView):
    """The table laid over the board until it is put away again; rows are chosen and opened as bars are."""

    opened = Signal()
    left = Signal()

    def __init__(self, picture: BoardPicture, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = BoardTable(picture, self)
        self.setModel(self.table)
        self.setAccessibleName("Board as a table")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        for column, letters in enumerate(LETTERS):
            self.setColumnWidth(column, letters * self.fontMetrics().averageCharWidth() + 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the batch, T or Escape goes back to the picture; the arrows walk rows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_T, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Reader:
    """Lays the companion over a board and takes it away again."""

    def __init__(self, board: Asked, over: QWidget) -> None:
        self._board, self._over = board, over
        self._companion: Companion | None = None

    def toggle(self) -> None:
        """From the picture to the table with the same bar chosen, or back."""
        board = self._board
        if self._companion is not None:
            self._companion.hide()
            self._companion.deleteLater()
            self._companion = None
            self._over.setFocus()
            return
        made = self._companion = Companion(board.picture(), self._over)
        made.opened.connect(board.open_spot)
        made.left.connect(self.toggle)
        bar = board.sight().spot.bar
        if bar is not None:
            made.selectRow(bar)
        made.selectionModel().currentRowChanged.connect(lambda row, _: board.choose(Spot(bar=row.row())))
        self.fit()
        made.show()
        made.setFocus()

    def fit(self) -> None:
        """Cover the whole board."""
        if self._companion is not None:
            self._companion.setGeometry(self._over.rect())

    def show_picture(self, picture: BoardPicture) -> None:
        """Another state of the floor; the same row stays chosen as far as it is still there."""
        if self._companion is None:
            return
        blocked = self._companion.selectionModel().blockSignals(True)
        self._companion.table.show_picture(picture)
        bar = self._board.sight().spot.bar
        if bar is not None and bar < len(picture.bars):
            self._companion.selectRow(bar)
        self._companion.selectionModel().blockSignals(blocked)
