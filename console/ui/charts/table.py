"""The table behind a chart, for whoever reads numbers rather than lines."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from console.view.charts.tables import Table

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
EMPTY = Table("", (), ())


class TableModel(QAbstractTableModel):
    """One table of text; rows that only change their words keep selection and place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = EMPTY

    def take(self, table: Table) -> None:
        """Show another table, or the same one with other words."""
        same = table.columns == self.table.columns and len(table.rows) == len(self.table.rows)
        if not same:
            self.beginResetModel()
            self.table = table
            self.endResetModel()
            return
        changed = [i for i, (old, new) in enumerate(zip(self.table.rows, table.rows, strict=True)) if old != new]
        self.table = table
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(table.columns) - 1))

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows of the table."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Columns of the table."""
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of one cell; numbers stand to the right."""
        if not index.isValid() or index.row() >= len(self.table.rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = index.column() in self.table.numbers
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The name of a column, or the number of a row."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        return self.table.columns[section] if section < len(self.table.columns) else None


def table_view(model: TableModel, name: str) -> QTableView:
    """A calm view on the table: whole rows, no edit, columns as wide as their words."""
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    view.setWordWrap(False)
    view.verticalHeader().setVisible(False)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    view.horizontalHeader().setHighlightSections(False)
    return view
