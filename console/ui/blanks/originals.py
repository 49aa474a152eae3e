"""The scan of a sheet: chosen, looked at by its first bytes, attached under its digest, and written out again byte for byte."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from console.domain.blanks import Blank
from console.domain.commands import AttachOriginal
from console.domain.refusal import Refusal
from console.service.originals import StagedOriginal
from console.service.ports import Front
from console.ui.choosing import PathLine
from console.ui.notices import RefusalLine
from console.view.blanks.listing import size

KINDS = "Scans (*.pdf *.png *.jpg *.jpeg)"


class OriginalPanel(QWidget):
    """Reads a file and shows what it is; `asked` carries the command that attaches it."""

    asked = Signal(object)

    def __init__(self, front: Front, blank: Blank) -> None:
        super().__init__()
        self._front, self._blank, self._path = front, blank, ""
        self.staged: StagedOriginal | None = None
        self.path = PathLine("Scan of the sheet", KINDS)
        self.path.chosen.connect(self.read)
        about = QLabel(f"{blank.number} · {blank.room}. PDF, PNG or JPEG; the bytes are kept in the record as they are.")
        about.setProperty("role", "muted")
        self.words = QLabel("Nothing is read yet.")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (about, self.words):
            label.setWordWrap(True)
        self.refusal = RefusalLine()
        self.button = QPushButton("Attach it")
        self.button.setProperty("role", "primary")
        self.button.setEnabled(False)
        self.button.clicked.connect(self.press)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 8, 4)
        column.setSpacing(12)
        for part in (about, self.path, self.words, self.refusal, self.button):
            column.addWidget(part)
        column.addStretch()

    def start(self) -> None:
        """Give the keyboard to the line of the file."""
        self.path.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self, path: str) -> None:
        """Look into a file; nothing is recorded."""
        self._path, self.staged = path, None
        self.button.setEnabled(False)
        self.refusal.say(None)
        self.words.setText("Reading…")
        self._front.stage_original(path, partial(self._arrived, path))

    def press(self) -> None:
        """Ask that it be attached."""
        staged = self.staged
        if staged is not None:
            self.button.setEnabled(False)
            command = AttachOriginal(
                by=self._front.user, blank=self._blank.number, digest=staged.digest, kind=staged.kind, size=staged.size,
                name=staged.name,
            )  # fmt: skip
            self.asked.emit(command)

    def refuse(self, refusal: Refusal) -> None:
        """Say no; another file may be chosen."""
        self.refusal.say(refusal)
        self.button.setEnabled(self.staged is not None)

    def _arrived(self, path: str, found: StagedOriginal | Refusal) -> None:
        if path != self._path:
            return  # another file was chosen meanwhile
        if isinstance(found, Refusal):
            self.words.setText("Nothing was read.")
            self.refuse(found)
            return
        self.staged = found
        digest = " ".join(found.digest[n : n + 8] for n in range(0, len(found.digest), 8))  # a word of 64 letters cannot wrap
        self.words.setText(f"{found.name}\n{found.kind.value.upper()}, {size(found.size)}\nSHA-256 {digest}")
        self.button.setEnabled(True)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
