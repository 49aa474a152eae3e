"""The one box that stops everything: what is signed in full, who signs, and what the signature means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.domain.refusal import Refusal
from console.domain.signing import Meaning, SignatureNeed
from console.report.handover.sheet import ACCEPTED, GIVEN
from console.ui.notices import RefusalLine
from console.ui.plainly import plainly
from console.ui.secret import SecretLine

WORDS: dict[Meaning, str] = {
    Meaning.PERFORMED: "Sign as performer",
    Meaning.VERIFIED: "Sign as verifier",
    Meaning.REVIEWED: "Sign as reviewer",
    Meaning.APPROVED: "Sign as approver",
    Meaning.RELEASED: "Sign the release",
    Meaning.REJECTED: "Sign the rejection",
    Meaning.IMPORTED: "Sign as importer",
    Meaning.GIVEN: "Sign as given",
    Meaning.ACCEPTED: "Sign as read, questioned, accepted",
    Meaning.ISSUED: "Sign as issuer",
    Meaning.TRANSCRIBED: "Sign that the transcription is right",
}


MEANS = {Meaning.GIVEN: GIVEN, Meaning.ACCEPTED: ACCEPTED}
"""Meanings that take more than the word they are recorded by."""


class Signer(Protocol):
    """Who can turn an id and a password into a signature."""

    def who(self, user: str) -> tuple[str, str] | None:
        """Printed name and role of a user, or None for nobody."""

    def sign(self, user: str, password: str, need: SignatureNeed) -> object | Refusal:
        """A signature in this meaning, or why not; the password is checked every time."""


@dataclass(frozen=True, slots=True)
class SignRequest:
    """What is to be signed: a title, every line of it, the signatures it needs, and who is logged in."""

    title: str
    lines: tuple[tuple[str, str], ...]
    needs: tuple[SignatureNeed, ...]
    user: str = ""


class SignPart(QFrame):
    """One signature: id, full name, role, password, and a button that says what it means."""

    signed = Signal(str, object)

    def __init__(self, need: SignatureNeed, signer: Signer, user: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.need = need
        self._signer = signer
        self._wrong = 0
        self._not_users: tuple[str, ...] = need.not_users
        self.user = QLineEdit(need.user or user)
        self.user.setReadOnly(bool(need.user))
        self.user.setAccessibleName(f"User id, {need.meaning.value}")
        self.user.setPlaceholderText("user id, or scan the badge")
        self.name = QLabel()
        self.name.setProperty("role", "strong")
        self.password = SecretLine()
        self.password.setAccessibleName(f"Password, {need.meaning.value}")
        self.button = QPushButton(WORDS[need.meaning])
        self.button.setProperty("role", "primary")
        self.button.setProperty("touch", "critical")
        self.button.setAutoDefault(False)
        self.refusal = RefusalLine()
        self.done = QLabel()
        self.done.setProperty("role", "strong")
        self.done.hide()
        self._lay_out()
        self.user.textChanged.connect(self._show_name)
        self.user.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._sign)
        self.button.clicked.connect(self._sign)
        self._show_name()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        heading = QLabel(f"This signature means: {MEANS.get(self.need.meaning, self.need.meaning.value)}")
        heading.setProperty("role", "muted")
        grid.addWidget(heading, 0, 0, 1, 3)
        grid.addWidget(QLabel("User"), 1, 0)
        grid.addWidget(self.user, 1, 1)
        grid.addWidget(self.name, 1, 2)
        grid.addWidget(QLabel("Password"), 2, 0)
        grid.addWidget(self.password, 2, 1)
        grid.addWidget(self.button, 2, 2)
        grid.addWidget(self.refusal, 3, 0, 1, 3)
        grid.addWidget(self.done, 4, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)

    def forbid(self, users: tuple[str, ...]) -> None:
        """These people may not give this signature, whatever else is so."""
        self._not_users = (*self._not_users, *users)
        if self.user.text() in self._not_users and not self.need.user:
            self.user.clear()

    def start(self) -> None:
        """It is this signature's turn."""
        self.setEnabled(True)
        (self.password if self.user.text() else self.user).setFocus()

    def _show_name(self) -> None:
        found = self._signer.who(self.user.text().strip())
        self.name.setText(f"{found[0]}, {found[1]}" if found else "")

    def _sign(self) -> None:
        user, password = self.user.text().strip(), self.password.text()
        if not user or not password:
            self.refusal.say(Refusal("sign.incomplete", "A signature needs a user id and a password.", "Fill in both."))
            return
        if user in self._not_users:
            self.password.clear()
            self.refusal.say(self._same_person(user))
            return
        result = self._signer.sign(user, password, self.need)
        self.password.clear()
        if isinstance(result, Refusal):
            self._refuse(result)
        else:
            self._finish(user, result)

    def _same_person(self, user: str) -> Refusal:
        found = self._signer.who(user)
        name = found[0] if found else user
        way = "Another person signs here."
        return Refusal("sign.other-person", f"{name} cannot give this signature: one person, one part.", way)

    def _refuse(self, refusal: Refusal) -> None:
        self._wrong += 1
        times = "first time" if self._wrong == 1 else f"{self._wrong} times now"
        self.refusal.say(Refusal(refusal.rule, f"{refusal.why} ({times})", refusal.instead, refusal.place))
        self.password.setFocus()

    def _finish(self, user: str, signature: object) -> None:
        found = self._signer.who(user)
        self.refusal.say(None)
        self.done.setText(f"✓ {found[0] if found else user}: {self.need.meaning.value}")
        self.done.show()
        for part in (self.user, self.password, self.button):
            part.setEnabled(False)
        self.signed.emit(user, signature)


class SigningDialog(QDialog):
    """All signatures of one command, one after the other; closing it before the last leaves nothing signed."""

    complete = Signal(object)

    def __init__(self, request: SignRequest, signer: Signer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(request.title)
        self.setModal(True)
        self.resize(760, 620)
        self.signatures: list[object] = []
        self._users: list[str] = []
        column = QVBoxLayout(self)
        column.setSpacing(10)
        heading = QLabel(request.title)
        heading.setProperty("role", "title")
        heading.setWordWrap(True)
        column.addWidget(heading)
        column.addWidget(self._shown(request.lines), 1)
        self.parts: list[SignPart] = []
        for place, need in enumerate(request.needs):
            part = SignPart(need, signer, request.user if place == 0 else "")
            part.setEnabled(False)
            part.signed.connect(self._next)
            self.parts.append(part)
            column.addWidget(part)
        column.addLayout(self._buttons())
        plainly(self)
        self.parts[0].start()

    def fill(self, user: str) -> None:
        """A badge was scanned: it fills the id of the signature whose turn it is, never a password."""
        part = self.parts[min(len(self.signatures), len(self.parts) - 1)]
        if not part.user.isReadOnly():
            part.user.setText(user)
            part.password.setFocus()

    @staticmethod
    def _shown(lines: tuple[tuple[str, str], ...]) -> QWidget:
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setVerticalSpacing(4)
        for row, (label, value) in enumerate(lines):
            left = QLabel(label)
            left.setProperty("role", "muted")
            right = QLabel(value)
            right.setWordWrap(True)
            right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(left, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(right, row, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(lines), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName("What is signed")
        area.setWidget(sheet)
        area.setMinimumHeight(min(260, 24 * len(lines) + 12))
        return area

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        words = QLabel("Until the last signature is given, nothing is recorded.")
        words.setProperty("role", "muted")
        leave = QPushButton("Do not sign (Esc)")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        row.addWidget(words, 1)
        row.addWidget(leave)
        return row

    def _next(self, user: str, signature: object) -> None:
        self.signatures.append(signature)
        self._users.append(user)
        if len(self.signatures) == len(self.parts):
            self.complete.emit(tuple(self.signatures))
            self.accept()
        else:
            following = self.parts[len(self.signatures)]
            following.forbid(tuple(self._users))
            following.start()
