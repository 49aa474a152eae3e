"""The companion of the board: the same bars as a table, for those who read rather than look."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console.view.board.picture import BoardPicture
from console.view.board.story import TABLE_HEADINGS, cells, name

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
