"""The fields of one line of a sheet: Enter leads from field to field; what was understood, or the fault, stands below each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.ui.asking import Choices
from console.ui.notices import RefusalLine
from console.view.asks import Field, Kind

CELL_PX = 190
"""The least width of a field, at the usual size of words."""
USUAL_POINTS = 10.0
FEW = 9
"""Of more choices than this several letters are typed, as Qt does it."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OTHER = Qt.FocusReason.OtherFocusReason


class Pick(Choices):
    """Choices that Enter goes on from, as from every other field; a letter chooses the next one that begins with it."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on; among few choices a letter means one of them, whatever was typed a moment before."""
        place = self._next_with(event.text()) if self.count() <= FEW else -1
        if event.key() in _ENTER:
            self.entered.emit()
        elif place >= 0:
            self.setCurrentIndex(place)
        else:
            super().keyPressEvent(event)

    def _next_with(self, letter: str) -> int:
        """The next choice that begins with this letter, -1 for none."""
        here, count = self.currentIndex(), self.count()
        turned = [(here + n) % count for n in range(1, count + 1)] if letter.strip() else []
        return next((n for n in turned if self.itemText(n).casefold().startswith(letter.casefold())), -1)


class Cell(QWidget):
    """One field: its label, where one types, how it was understood, and room for a fault."""

    entered = Signal()
    edited = Signal(str, str)

    def __init__(self, field: Field, text: str) -> None:
        super().__init__()
        self.field = field
        label = QLabel(f"{field.label} ({field.unit})" if field.unit else field.label)
        label.setProperty("role", "strong")
        label.setWordWrap(True)
        self.editor = self._pick(text) if field.kind is Kind.CHOICE else self._line(text)
        self.editor.setAccessibleName(label.text())
        self.editor.setAccessibleDescription(field.hint)
        label.setBuddy(self.editor)
        self.small = QLabel(field.hint)
        self.small.setProperty("role", "small")
        self.small.setWordWrap(True)
        self._refusal: RefusalLine | None = None
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (label, self.editor, self.small):
            column.addWidget(part)
        column.addStretch()

    @property
    def refusal(self) -> RefusalLine:
        """Where a fault is told: made when there is one, as most fields never have any and a line is changed often."""
        if self._refusal is None:
            self._refusal = RefusalLine()
            self._column.insertWidget(self._column.count() - 1, self._refusal)
        return self._refusal

    def _line(self, text: str) -> QLineEdit:
        line = QLineEdit(text)
        line.returnPressed.connect(self.entered)
        line.textEdited.connect(lambda words: self.edited.emit(self.field.key, words))
        return line

    def _pick(self, text: str) -> Pick:
        box = Pick()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        if not any(key == "" for key, _ in self.field.choices):
            box.addItem("", "")
        for key, words in self.field.choices:
            box.addItem(words, key)
        if text and box.findData(text) < 0:
            box.addItem(text, text)  # what was chosen before and is no choice any more stays to be seen
        box.setCurrentIndex(max(0, box.findData(text)))
        box.currentIndexChanged.connect(lambda _: self.edited.emit(self.field.key, str(box.currentData() or "")))
        box.entered.connect(self.entered)
        return box

    def fill(self, text: str) -> None:
        """Let this stand in the field."""
        if isinstance(self.editor, QComboBox):
            self.editor.setCurrentIndex(max(0, self.editor.findData(text)))
        elif self.editor.text() != text:
            self.editor.setText(text)

    def say(self, understood: str, wrong: Refusal | None) -> None:
        """Show how it was understood, or the fault."""
        self.small.setText(understood or self.field.hint)
        self.small.setVisible(bool(self.small.text()) and wrong is None)
        if wrong is not None or self._refusal is not None:
            self.refusal.say(wrong)


class LineForm(QScrollArea):
    """The fields of the picked line; `edited` carries field and text, `done` says that Enter was pressed in the last one."""

    edited = Signal(str, str)
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("What the sheet says in this line")
        self.cells: dict[str, Cell] = {}
        self._fields: tuple[Field, ...] = ()
        self._line = ""
        self._columns = 0
        self._body = QWidget()
        self.setWidget(self._body)

    def show_line(self, line: str, fields: tuple[Field, ...], text: Callable[[str], str]) -> None:
        """Show these fields of a line with what stands in them; the same ones keep the keyboard."""
        if (line, fields) != (self._line, self._fields):
            self._line, self._fields = line, fields
            self._build(text)
        for name, cell in self.cells.items():
            cell.fill(text(name))

    def say(self, understood: Callable[[str], str], wrong: Mapping[str, Refusal]) -> None:
        """Show how each field was understood, and the faults that are told."""
        for name, cell in self.cells.items():
            cell.say(understood(name), wrong.get(name))

    def focus(self, name: str) -> None:
        """Give the keyboard to a field, and bring it into sight."""
        cell = self.cells.get(name)
        if cell is not None:
            cell.editor.setFocus(_OTHER)
            if isinstance(cell.editor, QLineEdit):
                cell.editor.selectAll()
            self.ensureWidgetVisible(cell, 0, 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many fields side by side as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _build(self, text: Callable[[str], str]) -> None:
        had = next((name for name, cell in self.cells.items() if cell.editor.hasFocus()), "")
        self.cells = {}
        for field in self._fields:
            cell = Cell(field, text(field.key))
            cell.entered.connect(lambda name=field.key: self._go_on(name))
            cell.edited.connect(self.edited)
            self.cells[field.key] = cell
        old = self.takeWidget()  # set over it, Qt would delete it at once, while one of its fields may still be telling
        old.hide()
        old.setParent(self)
        old.deleteLater()
        self._body = QWidget()
        QGridLayout(self._body)
        self._columns = 0
        self._arrange()  # before it is shown: what comes into a shown widget is shown a moment later, and has no keyboard yet
        self.setWidget(self._body)
        self._body.show()
        if had in self.cells:
            self.focus(had)

    def _arrange(self) -> None:
        scale = self.fontInfo().pointSizeF() / USUAL_POINTS
        columns = max(1, int(self.viewport().width() / (CELL_PX * scale)))
        grid = self._body.layout()
        if columns == self._columns or not isinstance(grid, QGridLayout):
            return
        for column in range(max(columns, self._columns)):
            grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        grid.setContentsMargins(0, 6, 8, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, cell in enumerate(self.cells.values()):
            grid.addWidget(cell, place // columns, place % columns)
        grid.setRowStretch(len(self.cells) // columns + 1, 1)

    def _go_on(self, name: str) -> None:
        names = list(self.cells)
        here = names.index(name)
        if here + 1 < len(names):
            self.focus(names[here + 1])
        else:
            self.done.emit()
