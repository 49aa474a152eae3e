"""Say who you are: user id and password, in the window, never over it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.ui.notices import RefusalLine
from console.ui.secret import SecretLine


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A user of a demo site, whose password is no secret."""

    user: str
    name: str
    roles: str
    password: str


class LoginPanel(QFrame):
    """The login card; on a demo site it names the demo users and their password."""

    asked = Signal(str, str)
    left = Signal()

    def __init__(self, demo_users: tuple[DemoUser, ...] = ()) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName("Log in")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        self.heading = QLabel("Log in")
        self.heading.setProperty("role", "strong")
        self.heading.setWordWrap(True)
        self.note = QLabel("Everybody may read. Who acts says who he is.")
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.user = QLineEdit()
        self.user.setAccessibleName("User id")
        self.user.setPlaceholderText("user id, or scan your badge")
        self.password = SecretLine()
        self.password.setAccessibleName("Password")
        form = QFormLayout()
        form.addRow("User", self.user)
        form.addRow("Password", self.password)
        self.refusal = RefusalLine()
        self.go = QPushButton("Log in")
        self.go.setProperty("role", "primary")
        self.go.setProperty("touch", "critical")
        self.go.clicked.connect(self._ask)
        back = QPushButton("Go on reading")
        back.setProperty("role", "link")
        back.clicked.connect(self.left)
        self.user.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._ask)
        column.addWidget(self.heading)
        column.addWidget(self.note)
        column.addLayout(form)
        for part in (self.refusal, self.go, back):
            column.addWidget(part)
        if demo_users:
            column.addWidget(self._demo(demo_users))
        column.addStretch()
        self.setMaximumWidth(560)

    def _demo(self, users: tuple[DemoUser, ...]) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 8, 0, 0)
        words = QLabel("This is a demo. These people are invented, and their passwords are no secret:")
        words.setWordWrap(True)
        grid.addWidget(words, 0, 0, 1, 3)
        for row, user in enumerate(users, start=1):
            take = QPushButton(user.user)
            take.setToolTip(f"Fill in {user.name}")
            take.clicked.connect(lambda _=False, who=user: self.fill(who.user, who.password))
            grid.addWidget(take, row, 0)
            grid.addWidget(QLabel(f"{user.name}, {user.roles}"), row, 1)
            secret = QLabel(user.password)
            secret.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(secret, row, 2)
        grid.setColumnStretch(1, 1)
        return box

    def fill(self, user: str, password: str = "") -> None:
        """Write an id, as a badge or a demo button gives it, and go on to the password."""
        self.user.setText(user)
        self.password.setText(password)
        (self.go if password else self.password).setFocus()

    def open(self, user: str = "", *, locked: bool = False) -> None:
        """Start afresh; a locked console names who locked it."""
        self.heading.setText("Locked: readable for all, log in to act again")
        self.heading.setVisible(locked)
        self.refusal.say(None)
        self.user.setText(user)
        self.password.clear()
        (self.password if user else self.user).setFocus()

    def refuse(self, refusal: Refusal) -> None:
        """The login failed: say why, keep the id, forget the password."""
        self.password.clear()
        self.refusal.say(refusal)
        self.password.setFocus()

    def _ask(self) -> None:
        if self.user.text().strip() and self.password.text():
            self.asked.emit(self.user.text().strip(), self.password.text())
        else:
            self.refusal.say(Refusal("login.incomplete", "A login needs a user id and a password.", "Fill in both."))
