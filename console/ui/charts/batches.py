"""The live batches as a list, the nearest release first, each with how it stands."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.ui.charts import strokes
from console.ui.fonts import font
from console.view.charts import remaining as left_hours
from console.view.charts.values import LiveBatch
from console.view.tokens import Tokens

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
BATCH_ROLE = int(Qt.ItemDataRole.UserRole) + 1
LINE_ROLE = BATCH_ROLE + 1
ROW_PX = 40
ELIDE = Qt.TextElideMode.ElideRight


class BatchModel(QAbstractListModel):
    """Live batches in the order of their release."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.batches: tuple[LiveBatch, ...] = ()
        self._lines: tuple[str, ...] = ()

    def take(self, series: left_hours.Remaining, left: left_hours.HoursLeft) -> None:
        """Show these batches; the same ones in the same order only change their words."""
        lines = tuple(
            f"{left_hours.left_text(left, row)} · {left_hours.margin_text(series, row, left)}"
            for row in range(len(series))
        )
        same = [each.batch for each in series.batches] == [each.batch for each in self.batches]
        if same:
            changed = lines != self._lines or series.batches != self.batches
            self.batches, self._lines = series.batches, lines
            if changed and lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.batches, self._lines = series.batches, lines
        self.endResetModel()

    def row(self, batch: str) -> int | None:
        """The row of a batch, None when it is not in the list."""
        return next((i for i, each in enumerate(self.batches) if each.batch == batch), None)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Live batches."""
        return 0 if parent.isValid() else len(self.batches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title and step; the line under it; the batch itself."""
        if not index.isValid() or index.row() >= len(self.batches):
            return None
        batch, line = self.batches[index.row()], self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return batch.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{batch.title}, {batch.step_title}: {line}"
        if role == BATCH_ROLE:
            return batch
        return line if role == LINE_ROLE else None


class BatchDelegate(QStyledItemDelegate):
    """Two lines a batch: its mark, number and step; hours left and how it stands."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self._strong, self._small = font(10, strong=True), font(9)
        self._metrics = QFontMetricsF(self._small)
        self._strong_metrics = QFontMetricsF(self._strong)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as two lines and a finger."""
        return QSize(120, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one batch."""
        batch = index.data(BATCH_ROLE)
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, QColor(self.tokens.selected))
        strokes.standing_mark(painter, batch, QPointF(rect.left() + 14, rect.center().y()), self.tokens, 18)
        top = QRectF(rect.left() + 28, rect.top() + 3, rect.width() - 32, rect.height() / 2 - 3)
        low = QRectF(top.left(), rect.center().y(), top.width(), top.height())
        strokes.text(painter, top, batch.title, self.tokens.text, self._strong)
        used = self._strong_metrics.horizontalAdvance(batch.title) + 8
        muted = self.tokens.selected_text if chosen else self.tokens.muted
        step = self._metrics.elidedText(batch.step_title, ELIDE, top.width() - used)
        strokes.text(painter, top.adjusted(used, 0, 0, 0), step, muted, self._small)
        line = self._metrics.elidedText(str(index.data(LINE_ROLE)), ELIDE, low.width())
        ink = self.tokens.text if strokes.standing_words(batch) or chosen else muted
        strokes.text(painter, low, line, ink, self._small)
        painter.restore()
