"""When the program itself has failed: a calm page, a console that only reads, and what was saved."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

_CALM = (
    "The console found a fault in itself and has stopped writing. Nothing that was acknowledged is lost: every entry "
    "is on disk before the screen shows it. You may still read here. To record again, close and start the console."
)


@dataclass(frozen=True, slots=True)
class BugReport:
    """What is known of a fault: one line, where the diagnostics were saved, and the details."""

    line: str
    saved_at: str = ""
    details: str = ""


class BugPage(QWidget):
    """The calm page; it offers to go on reading, to show the details and to copy them."""

    read_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(64, 48, 64, 48)
        column.setSpacing(12)
        self.heading = QLabel("This console now only reads")
        self.heading.setProperty("role", "sentence")
        calm = QLabel(_CALM)
        calm.setWordWrap(True)
        self.line = QLabel()
        self.line.setWordWrap(True)
        self.saved = QLabel()
        self.saved.setProperty("role", "muted")
        self.saved.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName("Details of the fault")
        self.details.hide()
        for part in (self.heading, calm, self.line, self.saved):
            column.addWidget(part)
        column.addLayout(self._buttons())
        column.addWidget(self.details, 1)
        column.addStretch()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        read_on = QPushButton("Go on reading")
        read_on.setProperty("role", "primary")
        read_on.clicked.connect(self.read_on)
        show = QPushButton("Show the details")
        show.clicked.connect(lambda: self.details.setVisible(not self.details.isVisible()))
        copy = QPushButton("Copy the details")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))
        for button in (read_on, show, copy):
            row.addWidget(button)
        row.addStretch()
        return row

    def tell(self, report: BugReport) -> None:
        """Say what is known of the fault."""
        self.line.setText(report.line)
        saved = f"Diagnostics were saved: {report.saved_at}"
        self.saved.setText(saved if report.saved_at else "Diagnostics could not be saved.")
        self.details.setPlainText(report.details)
