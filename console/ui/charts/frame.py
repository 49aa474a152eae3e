"""The frame around a chart or a table: its title and answer, the table behind it, what may be kept, and the value in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLabel, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from console.ui.charts import recorded, sheet
from console.ui.charts.plot import Plot
from console.ui.charts.recorded import PrintCharts, Shown
from console.ui.charts.table import TableModel, table_view
from console.view.charts.printed import Imprint
from console.view.charts.tables import Table, as_csv
from console.view.charts.values import SaveDrawing, SavePicture, SaveTable

ROW_HINT = "Arrow keys walk the rows; each is told in full here."
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


class Framed(QFrame):
    """Title, answer and wishes around something with a table behind it; `asks` carries what is to be kept."""

    asks = Signal(object)
    enlarged = Signal(bool)

    def __init__(self, body: QWidget, name: str, table: Callable[[], Table]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.name = name
        self.imprint: Callable[[], Imprint] = Imprint
        self.body = body
        self._table = table
        self.title, self.answer, self.status = Elided("strong"), Elided("small"), Elided("small")
        self.empty = QLabel()
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(body)
        self.stack.addWidget(self.empty)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(4)
        self.keep = self.button("Save", "Save the table or the picture")
        self.keep.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kinds = QMenu(self.keep)
        self.keep.setMenu(self.kinds)
        self.keep_table = self._kind("Table, CSV", lambda: SaveTable(f"{self.name}.csv", as_csv(self._table())))
        self.keep_paper = self._kind("Pages to print, PDF", self._paper)
        self.enlarge = self.button("Enlarge", "Give this chart the whole page", checkable=True)
        self.enlarge.toggled.connect(self.enlarged)
        self._set_up()

    def tell(self, title: str, answer: str) -> None:
        """What it is about and what it answers."""
        self.title.say(title)
        self.answer.say(answer)

    def show_empty(self, words: str) -> None:
        """Say in words why nothing is shown; no words brings it back."""
        self.empty.setText(words)
        self.turn()

    def turn(self) -> None:
        """Show what is to be seen now."""
        wanted = self.empty if self.empty.text() else self.wanted()
        self.stack.setCurrentWidget(wanted)
        self.keep.setEnabled(wanted is not self.empty)
        self.refresh()

    def wanted(self) -> QWidget:
        """What is seen when it is not empty."""
        return self.body

    def refresh(self) -> None:
        """Renew what is seen."""

    def shown(self) -> Shown:
        """What goes on paper."""
        return Shown(None, self.title.text(), self.answer.text(), self._table())

    def button(self, words: str, tip: str, checkable: bool = False) -> QToolButton:
        """One more small button in the head."""
        button = QToolButton()
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setCheckable(checkable)
        button.setProperty("role", "quiet")
        self.buttons.addWidget(button)
        return button

    def _kind(self, words: str, made: Callable[[], object]) -> QAction:
        action = self.kinds.addAction(words)
        action.triggered.connect(lambda: self.asks.emit(made()))
        return action

    def _paper(self) -> PrintCharts:
        return recorded.wish(self.name, self.title.text(), [self.shown()])

    def _set_up(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        head.addLayout(self.buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 4, 8, 2)
        whole.setSpacing(1)
        whole.addLayout(head)
        whole.addWidget(self.answer)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.status)


class ChartFrame(Framed):
    """A chart with its words, its table and its wishes: CSV, PNG, SVG and PDF."""

    def __init__(self, plot: Plot, name: str, table: Callable[[], Table]) -> None:
        super().__init__(plot, name, table)
        self.plot = plot
        self.hint = HINT
        self.model = TableModel(self)
        self.view = table_view(self.model, f"{plot.accessibleName()}, as a table")
        self.stack.addWidget(self.view)
        self.as_table = self.button("Table", "Show the numbers behind the chart", checkable=True)
        self.buttons.insertWidget(0, self.as_table)
        self.keep_picture = self._kind("Picture, PNG", self._picture)
        self.keep_drawing = self._kind("Drawing, SVG", self._drawing)
        self.status.say(self.hint)
        self.as_table.toggled.connect(self.turn)
        self.plot.said.connect(lambda words: self.status.say(words or self._rest()))

    def wanted(self) -> QWidget:
        """The chart, or the table behind it."""
        if not self.as_table.isChecked():
            return self.plot
        self.model.take(self._table())
        return self.view

    def turn(self) -> None:
        """Show the chart, its table, or why there is neither."""
        super().turn()
        self.as_table.setEnabled(self.stack.currentWidget() is not self.empty)

    def refresh(self) -> None:
        """Renew the table when it is seen, and the words of the cursor."""
        if self.stack.currentWidget() is self.view:
            self.model.take(self._table())
        if self.plot.cursor_at is not None:
            self.status.say(self.plot.words(self.plot.cursor_at))
        else:
            self.status.say(self._rest())

    def shown(self) -> Shown:
        """The chart with its table, for paper."""
        return Shown(self.plot, self.title.text(), self.answer.text(), self._table())

    def _rest(self) -> str:
        return self.hint if self.stack.currentWidget() is self.plot else ""

    def _picture(self) -> SavePicture:
        return SavePicture(f"{self.name}.png", sheet.png(self.shown(), self.imprint()))

    def _drawing(self) -> SaveDrawing:
        return SaveDrawing(f"{self.name}.svg", sheet.svg(self.shown(), self.imprint()))


class TableFrame(Framed):
    """A table with its words and its wishes: CSV and PDF; `entered` and `chosen` carry the row."""

    entered = Signal(int)

    def __init__(
        self, name: str, seen: Callable[[], Table], title: str, kept: Callable[[], Table] | None = None, wide: int | None = None,
        words: Callable[[int], str] | None = None,
    ) -> None:  # fmt: skip
        """`kept` is the table as it is saved, where that says more than what is `seen`; column `wide` takes the room left.

        `words` tells the row under the cursor in a whole sentence at the foot.
        """
        self.model = TableModel()
        self.view = table_view(self.model, title)
        super().__init__(self.view, name, kept or seen)
        self.model.setParent(self)
        self._seen, self._wide, self._words = seen, wide, words
        self.status.setVisible(words is not None)
        self.view.selectionModel().currentRowChanged.connect(lambda now, before: self._tell_row())
        self.title.say(title)
        self.view.activated.connect(lambda index: self.entered.emit(index.row()))

    def refresh(self) -> None:
        """Renew the rows; those that only change their words keep selection and place."""
        self.model.take(self._seen())
        if self._wide is not None and self._wide < self.model.columnCount():
            self.view.horizontalHeader().setSectionResizeMode(self._wide, QHeaderView.ResizeMode.Stretch)
        self._tell_row()

    def _tell_row(self) -> None:
        if self._words is not None:
            row = self.view.currentIndex().row()
            self.status.say(self._words(row) if 0 <= row < self.model.rowCount() else ROW_HINT)
            self.view.setAccessibleDescription(self.status.text())
