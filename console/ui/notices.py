"""Banners for trouble that stay until it is gone, and the refusal that stands beside what was touched."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.ui import marks
from console.ui.plainly import plainly
from console.view.asks.ask import Verdict
from console.view.tokens import DARK, LIGHT, Tokens


@dataclass(frozen=True, slots=True)
class Notice:
    """One banner: a key to take it away by, words, a way out, and a sign: 1 2 3 4 H, or calm."""

    key: str
    words: str
    way_out: str = ""
    sign: str = "2"
    button: str = ""


class Banner(QFrame):
    """One notice across the window."""

    pressed = Signal(str)

    def __init__(self, notice: Notice, tokens: Tokens) -> None:
        super().__init__()
        self.notice = notice
        self.setProperty("notice", notice.sign)
        self.setAccessibleName(f"{notice.words} {notice.way_out}")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        if notice.sign != "calm":
            picture = QLabel()
            picture.setPixmap(marks.pixmap(notice.sign, tokens, 22))
            row.addWidget(picture)
        words = QLabel(notice.words)
        words.setProperty("role", "strong")
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(words, 1)
        if notice.way_out:
            way = QLabel(notice.way_out)
            way.setWordWrap(True)
            row.addWidget(way, 1)
        if notice.button:
            button = QPushButton(notice.button)
            button.clicked.connect(lambda: self.pressed.emit(notice.key))
            row.addWidget(button)
        plainly(self)


class Notices(QWidget):
    """All banners that stand, the gravest on top; none closes itself."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._notices: dict[str, Notice] = {}
        self._tokens = LIGHT
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.hide()

    @property
    def standing(self) -> tuple[Notice, ...]:
        """The notices that stand, the gravest first."""
        order = {"calm": 0, "1": 1, "H": 2, "2": 3, "3": 4, "4": 5}
        return tuple(sorted(self._notices.values(), key=lambda notice: order.get(notice.sign, 9)))

    def put(self, notice: Notice) -> None:
        """Let a notice stand until it is taken away; the same key replaces."""
        if self._notices.get(notice.key) != notice:
            self._notices[notice.key] = notice
            self._draw()

    def take(self, key: str) -> None:
        """The trouble is gone; an unknown key is no trouble."""
        if self._notices.pop(key, None) is not None:
            self._draw()

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self._tokens = tokens
        self._draw()

    def _draw(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for notice in self.standing:
            banner = Banner(notice, self._tokens)
            banner.pressed.connect(self.pressed)
            self._column.addWidget(banner)
        self.setVisible(bool(self._notices))


class RefusalLine(QFrame):
    """The floor says no: rule, why and the way out, beside what was touched."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "refusal")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(2)
        self.why = self._label("strong")
        self.way_out = self._label("")
        self.rule = self._label("small")
        for label in (self.why, self.way_out, self.rule):
            column.addWidget(label)
        self.hide()

    @staticmethod
    def _label(role: str) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setProperty("role", role)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def say(self, refusal: Refusal | None) -> None:
        """Show a refusal, or nothing when there is none."""
        if refusal is not None:
            self.why.setText(refusal.why)
            self.way_out.setText(refusal.instead)
            self.way_out.setVisible(bool(refusal.instead))
            self.rule.setText(f"rule {refusal.rule}" + (f" · {refusal.place}" if refusal.place else ""))
            self.setAccessibleName(f"Refused: {refusal.why} {refusal.instead}")
        self.setVisible(refusal is not None)


class RefusalSheet(QWidget):
    """A refusal with nothing beside it: at the top of the place it is put into, as high as its words."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.line = RefusalLine()
        self.line.say(refusal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addStretch()


class VerdictLine(QFrame):
    """What would come of what is being filled in: its mark and its words, told anew with every letter."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(8)
        self.mark, self.words = QLabel(), QLabel()
        self.words.setProperty("role", "strong")
        self.words.setWordWrap(True)
        self.small = QLabel()
        self.small.setProperty("role", "small")
        self.small.setWordWrap(True)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.words)
        told.addWidget(self.small)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(told, 1)
        self.hide()

    def say(self, verdict: Verdict | None) -> None:
        """Show a verdict, or nothing while there is none."""
        if verdict is not None:
            self.mark.setVisible(bool(verdict.sign))
            if verdict.sign:
                dark = self.palette().window().color().lightness() < 128
                self.mark.setPixmap(marks.pixmap(verdict.sign, DARK if dark else LIGHT, 18))
            self.words.setText(verdict.words)
            self.small.setText(verdict.small)
            self.small.setVisible(bool(verdict.small))
            self.setAccessibleName(f"{verdict.words} {verdict.small}".strip())
        self.setVisible(verdict is not None)
