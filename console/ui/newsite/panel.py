"""The new-site panel: what has to be said before an empty site can be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.ui.asking import Choices
from console.ui.choosing import PathLine
from console.ui.notices import RefusalLine
from console.ui.secret import SecretLine

SHORTEST_PASSWORD = 12
SHORTEST_PHRASE = 15
CLASSES = (
    ("AID", "Decision aid beside the paper (not the batch record)"),
    ("RECORD", "The batch record"),
)


@dataclass(frozen=True, slots=True)
class NewSite:
    """What a person wishes for; `source` is a workbook or facility file, empty for the one the console ships."""

    folder: str
    kind: str
    source: str
    admin: str
    password: str
    passphrase: str

    def __repr__(self) -> str:
        """No secret in any trace."""
        return f"NewSite({self.folder!r}, {self.kind!r})"


Found = Callable[[NewSite, Callable[[Refusal | None], None]], None]
"""Makes the site, away from the screens, and tells whether it was refused."""


class NewSitePanel(QWidget):
    """The fields of a new site, each refusal beside the field it means."""

    made = Signal(str)

    def __init__(self, found: Found) -> None:
        super().__init__()
        self._found = found
        self.folder = PathLine("Folder", folder=True)
        self.kind = Choices()
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, words in CLASSES:
            self.kind.addItem(words, key)
        self.source = PathLine("Facility workbook or file", "Facility (*.xlsx *.toml)")
        self.admin = QLineEdit()
        self.password, self.again = SecretLine(), SecretLine()
        self.phrase, self.phrase_again = SecretLine(), SecretLine()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 8, 4)
        self.refusals: dict[str, RefusalLine] = {}
        self._field("folder", "Folder of the site, empty or new", self.folder)
        self._field("kind", "Class: sealed at the start, never changed", self.kind)
        self._field("source", "Facility (empty: the one this console ships)", self.source)
        self._field("admin", "User id of the first administrator", self.admin)
        self._field("password", f"Their password, {SHORTEST_PASSWORD} characters or more, twice", self.password, self.again)
        phrase = f"Passphrase of the recovery file, {SHORTEST_PHRASE} or more, twice: it belongs in the QA safe"
        self._field("passphrase", phrase, self.phrase, self.phrase_again)
        self.refusal = RefusalLine()
        self.button = QPushButton("Make the site")
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self.press)
        self._column.addWidget(self.refusal)
        self._column.addWidget(self.button)
        self._column.addStretch()

    def _field(self, key: str, words: str, *editors: QWidget) -> None:
        label = QLabel(words)
        label.setProperty("role", "strong")
        label.setWordWrap(True)
        self._column.addWidget(label)
        for editor in editors:
            editor.setAccessibleName(words)
            self._column.addWidget(editor)
        self.refusals[key] = RefusalLine()
        self._column.addWidget(self.refusals[key])

    def start(self) -> None:
        """Give the keyboard to the first field."""
        self.folder.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self) -> None:
        """Ask for the site, unless something is missing."""
        for line in (self.refusal, *self.refusals.values()):
            line.say(None)
        wrong = self._wrong()
        if wrong is not None:
            self._refuse(wrong)
            return
        wish = NewSite(
            self.folder.path(), str(self.kind.currentData()), self.source.path(), self.admin.text().strip(),
            self.password.text(), self.phrase.text(),
        )  # fmt: skip
        self.button.setEnabled(False)
        self._found(wish, partial(self._answered, wish.folder))

    def _wrong(self) -> Refusal | None:
        password, phrase = self.password.text(), self.phrase.text()
        checks = (
            (not self.folder.path(), "folder", "A site needs a folder.", "Choose an empty one."),
            (not self.admin.text().strip(), "admin", "A site needs an administrator.", "Give a user id."),
            (len(password) < SHORTEST_PASSWORD, "password", "The password is too short.", "Take a longer one."),
            (password != self.again.text(), "password", "The two passwords differ.", "Type both again."),
            (len(phrase) < SHORTEST_PHRASE, "passphrase", "The passphrase is too short.", "Take a sentence."),
            (phrase != self.phrase_again.text(), "passphrase", "The two passphrases differ.", "Type both again."),
        )
        return next((Refusal(f"site.{key}", why, way, key) for bad, key, why, way in checks if bad), None)

    def _refuse(self, refusal: Refusal) -> None:
        self.button.setEnabled(True)
        self.refusals.get(refusal.place, self.refusal).say(refusal)

    def _answered(self, folder: str, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._refuse(refusal)
            return
        for line in (self.password, self.again, self.phrase, self.phrase_again):
            line.clear()
        self.made.emit(folder)
