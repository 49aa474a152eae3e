"""The programmes as a list: the product, and how its median and its quarter stand."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.ui.charts import strokes
from console.ui.fonts import font
from console.view.charts.programme import Programme
from console.view.charts.programme_words import row as short_line
from console.view.tokens import Tokens

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SPONSOR_ROLE = LINE_ROLE + 1
ROW_PX = 56
ELIDE = Qt.TextElideMode.ElideRight


class ProgrammeModel(QAbstractListModel):
    """Programmes, sponsor by sponsor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.programmes: tuple[Programme, ...] = ()
        self._lines: tuple[str, ...] = ()

    def take(self, programmes: tuple[Programme, ...], judged: int | None) -> None:
        """Show these; the same ones in the same order only change their words."""
        lines = tuple(short_line(each, judged) for each in programmes)
        if [each.naming for each in programmes] == [each.naming for each in self.programmes]:
            changed = lines != self._lines
            self.programmes, self._lines = programmes, lines
            if changed and lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.programmes, self._lines = programmes, lines
        self.endResetModel()

    def row(self, product: str) -> int | None:
        """The row of a product, None when it is not in the list."""
        return next((i for i, each in enumerate(self.programmes) if each.naming.product == product), None)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Programmes."""
        return 0 if parent.isValid() else len(self.programmes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The product's title, its sponsor, and the line under them."""
        if not index.isValid() or index.row() >= len(self.programmes):
            return None
        naming, line = self.programmes[index.row()].naming, self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return naming.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{naming.title}, {naming.sponsor_name}: {line}"
        if role == SPONSOR_ROLE:
            return naming.sponsor_name
        return line if role == LINE_ROLE else None


class ProgrammeDelegate(QStyledItemDelegate):
    """Three lines a programme: its product, its sponsor, and how it stands."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self._strong, self._small = font(10, strong=True), font(9)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as three lines."""
        return QSize(120, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one programme."""
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, QColor(self.tokens.selected))
        muted = self.tokens.selected_text if chosen else self.tokens.muted
        roles = (Qt.ItemDataRole.DisplayRole, SPONSOR_ROLE, LINE_ROLE)
        inks = (self.tokens.text, muted, self.tokens.selected_text if chosen else self.tokens.text)
        for place, (role, face, ink) in enumerate(zip(roles, (self._strong, self._small, self._small), inks, strict=True)):
            where = QRectF(rect.left() + 6, rect.top() + 4 + 16 * place, rect.width() - 10, 16)
            words = QFontMetricsF(face).elidedText(str(index.data(role)), ELIDE, where.width())
            strokes.text(painter, where, words, ink, face)
        painter.restore()
