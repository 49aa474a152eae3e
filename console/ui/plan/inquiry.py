"""A question to the planner in the drawer: its fields, texts that fit what is selected, and the answer below them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.ui.asking import FieldBox
from console.ui.notices import RefusalLine
from console.ui.plan.told import ToldPanel, words
from console.view.asks import Answers
from console.view.asks.inquiring import Inquiry
from console.view.plan.lines import Told
from console.view.tokens import Tokens


class InquiryPanel(QWidget):
    """Asks as often as one likes: `asked` carries a wish, `pressed` the key of a button in the answer."""

    asked = Signal(object)
    pressed = Signal(str)

    def __init__(self, inquiry: Inquiry, answers: Callable[[dict[str, str]], Answers], tokens: Tokens) -> None:
        super().__init__()
        self._inquiry, self._answers, self._tokens = inquiry, answers, tokens
        self.answer: ToldPanel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 8, 4)
        self._column.setSpacing(10)
        self._column.addWidget(words(inquiry.about, "muted"))
        self.boxes = {field.key: FieldBox(field) for field in inquiry.fields}
        for box in self.boxes.values():
            box.entered.connect(self.press)
            self._column.addWidget(box)
        self.refusal = RefusalLine()
        self.button = QPushButton(inquiry.button)
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self.press)
        self._column.addWidget(self.refusal)
        self._column.addWidget(self.button)
        # The answer comes right below what was asked; what else could be asked stands after it.
        self._answer_at = self._column.count()
        self.suggested = [self._suggestion(text) for text in inquiry.suggested]
        if self.suggested:
            self._column.addWidget(words("About what is selected", "muted"))
        for button in self.suggested:
            self._column.addWidget(button)
        self._column.addStretch()

    def _suggestion(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda: self.ask_text(text))
        return button

    def start(self) -> None:
        """Give the keyboard to the first field that is still empty, else to the button."""
        empty = [box for box in self.boxes.values() if not box.answer()]
        (empty[0].editor if empty else self.button).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_text(self, text: str) -> None:
        """Ask with this in the first field."""
        next(iter(self.boxes.values())).fill(text)
        self.press()

    def press(self) -> None:
        """Ask, with what is filled in."""
        self._clear()
        wish = self._inquiry.wish(self._answers({key: box.answer() for key, box in self.boxes.items()}))
        if isinstance(wish, Refusal):
            self.refuse(wish)
        else:
            self.asked.emit(wish)

    def tell(self, told: Told) -> None:
        """The answer, below what was asked."""
        self._clear()
        if self.answer is None:
            self.answer = ToldPanel(told, self._tokens)
            self.answer.pressed.connect(self.pressed)
            self._column.insertWidget(self._answer_at, self.answer)
        else:
            self.answer.tell(told)
        self.answer.show()

    def refuse(self, refusal: Refusal) -> None:
        """It cannot be answered: said beside the field that is meant, or above the button; an older answer is gone."""
        self._clear()
        if self.answer is not None:
            self.answer.hide()
        box = self.boxes.get(refusal.place)
        (box or self).refusal.say(refusal)
        if box is not None:
            box.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        self.refusal.say(None)
        for box in self.boxes.values():
            box.refusal.say(None)
