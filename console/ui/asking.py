"""A question in the drawer: fields to fill in, one button, and the floor's refusal beside the field it means."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.planning.answers.plan_view import Wish
from console.ui.notices import RefusalLine, VerdictLine
from console.view.asks import Answers, Ask, Field, Kind

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def _is_letter(event: QKeyEvent) -> bool:
    return event.text().isprintable() and bool(event.text()) and not event.modifiers() & _COMMANDS


class Choices(QComboBox):
    """A field to choose in: a letter chooses, it is no action's key; a small arrow says so, the style sheet takes Qt's away."""

    def event(self, event: QEvent) -> bool:
        """A letter typed here chooses; Qt would first look for an action of that key, as it does not in a line of text."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_letter(event):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and the arrow at its end."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 1.6))
        tip = QPointF(self.width() - 16.0, self.height() / 2 + 2.5)
        painter.drawPolyline([tip + QPointF(-5, -5), tip, tip + QPointF(5, -5)])
        painter.end()


class FieldBox(QWidget):
    """One field with its label, its hint, and room for a refusal."""

    entered = Signal()
    edited = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        label = QLabel(f"{field.label} ({field.unit})" if field.unit else field.label)
        label.setProperty("role", "strong")
        self.editor = self._editor()
        self.editor.setAccessibleName(label.text())
        self.editor.setAccessibleDescription(field.hint)
        label.setBuddy(self.editor)
        column.addWidget(label)
        column.addWidget(self.editor)
        if field.hint:
            hint = QLabel(field.hint)
            hint.setProperty("role", "small")
            hint.setWordWrap(True)
            column.addWidget(hint)
        self.refusal = RefusalLine()
        column.addWidget(self.refusal)

    def _editor(self) -> QLineEdit | QComboBox | QPlainTextEdit:
        if self.field.kind is Kind.CHOICE:
            box = Choices()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            if not any(key == "" for key, _ in self.field.choices):
                box.addItem("", "")
            for key, words in self.field.choices:
                box.addItem(words, key)
            box.setCurrentIndex(max(0, box.findData(self.field.value)))
            box.currentIndexChanged.connect(self.edited)
            return box
        if self.field.kind is Kind.LONG:
            text = QPlainTextEdit(self.field.value)
            text.setTabChangesFocus(True)
            return text
        line = QLineEdit(self.field.value)
        line.returnPressed.connect(self.entered)
        line.textChanged.connect(self.edited)
        return line

    def answer(self) -> str:
        """What stands in the field."""
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentData() or "")
        if isinstance(self.editor, QPlainTextEdit):
            return self.editor.toPlainText()
        return self.editor.text()

    def fill(self, text: str) -> None:
        """Write into the field, as a scan does."""
        if isinstance(self.editor, QComboBox):
            self.editor.setCurrentIndex(max(0, self.editor.findData(text)))
        elif isinstance(self.editor, QPlainTextEdit):
            self.editor.setPlainText(text)
        else:
            self.editor.setText(text)

    def relabel(self, field: Field) -> None:
        """The same choices in other words; what is chosen stays chosen."""
        if isinstance(self.editor, QComboBox):
            for key, words in field.choices:
                place = self.editor.findData(key)
                if place >= 0:
                    self.editor.setItemText(place, words)


class AskPanel(QWidget):
    """The fields of one ask; `asked` carries the command it makes, a refusal stays here until it is asked anew."""

    asked = Signal(object)
    edited = Signal()

    def __init__(self, ask: Ask, answers: Callable[[dict[str, str]], Answers]) -> None:
        super().__init__()
        self.ask = ask
        self._answers = answers
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 8, 4)
        column.setSpacing(12)
        about = QLabel(ask.about)
        about.setProperty("role", "muted")
        about.setWordWrap(True)
        about.setVisible(bool(ask.about))
        column.addWidget(about)
        self.boxes = {field.key: FieldBox(field) for field in ask.fields}
        for box in self.boxes.values():
            box.entered.connect(self.press)
            box.edited.connect(self._judge)
            box.edited.connect(self.edited)
            column.addWidget(box)
        self.verdict = VerdictLine()
        column.addWidget(self.verdict)
        self._judge()
        self.refusal = RefusalLine()
        self.button = QPushButton(ask.button)
        self.button.setProperty("role", "primary")
        if ask.critical:
            self.button.setProperty("touch", "critical")
        self.button.clicked.connect(self.press)
        column.addWidget(self.refusal)
        column.addWidget(self.button)
        column.addStretch()

    def start(self) -> None:
        """Give the keyboard to the first field that is still empty, else to the button."""
        empty = [box for box in self.boxes.values() if not box.answer()]
        (empty[0].editor if empty else self.button).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def wish(self) -> Wish | None:
        """What the planner is to be asked of what is filled in, or None."""
        return self.ask.wished(self._filled())

    def renew(self, ask: Ask) -> None:
        """The same question, better informed: its choices in other words, and a verdict; what is filled in stays."""
        self.ask = ask
        for field in ask.fields:
            self.boxes[field.key].relabel(field)
        self._judge()

    def _judge(self) -> None:
        """Say what would come of what is filled in; a field that cannot be read is said to be so when it is asked."""
        self.verdict.say(self.ask.foreseen(self._filled()))

    def _filled(self) -> Answers:
        return self._answers({key: box.answer() for key, box in self.boxes.items()})

    def press(self) -> None:
        """Ask, with what is filled in."""
        self.clear()
        command = self.ask.command(self._filled())
        if isinstance(command, Refusal):
            self.refuse(command)
        else:
            self.button.setEnabled(False)
            self.asked.emit(command)

    def clear(self) -> None:
        """Forget earlier refusals."""
        self.refusal.say(None)
        for box in self.boxes.values():
            box.refusal.say(None)

    def refuse(self, refusal: Refusal) -> None:
        """Say no beside the field that is meant, or above the button."""
        self.button.setEnabled(True)
        box = self.box_for(refusal.place)
        (box or self).refusal.say(refusal)
        if box is not None:
            box.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def let_go(self) -> None:
        """Nothing came of it (the signing was left): it can be asked again."""
        self.button.setEnabled(True)

    def box_for(self, place: str) -> FieldBox | None:
        """The field a refusal points at, or None."""
        wanted = {"station": "lane", "instrument": "lane", "recipe": "product"}.get(place, place)
        if wanted in self.boxes:
            return self.boxes[wanted]
        return next((box for key, box in self.boxes.items() if wanted and key.startswith(f"{wanted}.")), None)
