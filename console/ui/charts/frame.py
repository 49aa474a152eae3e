"""The frame around a chart: its title and answer, the table behind it, what may be kept, and the value in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from console.ui.charts.plot import Plot
from console.ui.charts.table import TableModel, table_view
from console.view.charts.tables import Table, as_csv
from console.view.charts.values import SavePicture, SaveTable

HINT = "Arrow keys walk the points; Enter opens the batch."


class Elided(QLabel):
    """One line of words that ends in an ellipsis where it must; the whole stands in the tooltip."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def say(self, words: str) -> None:
        """Show other words."""
        if words != self.text():
            self.setText(words)
            self.setToolTip(words)

    def minimumSizeHint(self) -> QSize:
        """It may become as narrow as it must."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as many words as fit."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class ChartFrame(QFrame):
    """A chart with its words, its table and its wishes: `asks` carries SaveTable and SavePicture."""

    asks = Signal(object)
    enlarged = Signal(bool)

    def __init__(self, plot: Plot, name: str, table: Callable[[], Table]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.plot = plot
        self.name = name
        self._table = table
        self.model = TableModel(self)
        self.view = table_view(self.model, f"{plot.accessibleName()}, as a table")
        self.title, self.answer, self.status = Elided("strong"), Elided("small"), Elided("small")
        self.empty = QLabel()
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        for each in (self.plot, self.view, self.empty):
            self.stack.addWidget(each)
        self.as_table = self._button("Table", "Show the numbers behind the chart", checkable=True)
        self.keep_table = self._button("CSV", "Save the table as CSV")
        self.keep_picture = self._button("PNG", "Save the picture as PNG")
        self.enlarge = self._button("Enlarge", "Give this chart the whole page", checkable=True)
        self.setStyleSheet("QToolButton { padding: 2px 3px; font-size: 9pt; }")
        self._lay_out()
        self._connect()

    def tell(self, title: str, answer: str) -> None:
        """What the chart is about and what it answers."""
        self.title.say(title)
        self.answer.say(answer)

    def show_empty(self, words: str) -> None:
        """Say in words why nothing is drawn; no words brings the chart back."""
        self.empty.setText(words)
        self._turn()

    def refresh(self) -> None:
        """Renew the table when it is seen, and the words of the cursor."""
        if self.stack.currentWidget() is self.view:
            self.model.take(self._table())
        if self.plot.cursor_at is not None:
            self.status.say(self.plot.words(self.plot.cursor_at))
        else:
            self.status.say(HINT if self.stack.currentWidget() is self.plot else "")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.answer)
        head.addLayout(words, 1)
        for button in (self.as_table, self.keep_table, self.keep_picture, self.enlarge):
            head.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 6, 8, 4)
        whole.setSpacing(3)
        whole.addLayout(head)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.status)
        self.status.say(HINT)

    def _connect(self) -> None:
        self.as_table.toggled.connect(self._turn)
        self.enlarge.toggled.connect(self.enlarged)
        self.keep_table.clicked.connect(lambda: self.asks.emit(SaveTable(f"{self.name}.csv", as_csv(self._table()))))
        self.keep_picture.clicked.connect(lambda: self.asks.emit(SavePicture(f"{self.name}.png", self.plot.png())))
        self.plot.said.connect(lambda words: self.status.say(words or (HINT if self.stack.currentWidget() is self.plot else "")))

    def _turn(self) -> None:
        wanted: QWidget = self.plot
        if self.empty.text():
            wanted = self.empty
        elif self.as_table.isChecked():
            wanted = self.view
            self.model.take(self._table())
        self.stack.setCurrentWidget(wanted)
        for button in (self.as_table, self.keep_table, self.keep_picture):
            button.setEnabled(wanted is not self.empty)
        self.refresh()

    def _button(self, words: str, tip: str, checkable: bool = False) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setCheckable(checkable)
        return button
