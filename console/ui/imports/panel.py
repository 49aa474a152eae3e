"""The import sheet: a workbook, every row it would bring, every fault by its place, and one signature."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.service.change import Change, Trouble
from console.service.ports import Front, ImportPreview
from console.ui.choosing import PathLine
from console.ui.desk import Desk
from console.ui.notices import RefusalLine
from console.ui.rows import RowsModel, RowsView
from console.view.batch.rows import Row, Table
from console.view.tokens import Tokens

FAULTS = ("Where", "What stands there", "What is wrong", "What to do")


class ImportPanel(QWidget):
    """Reads a workbook, shows what it would bring, and asks for it; nothing is guessed, nothing enters in part."""

    left = Signal()

    def __init__(self, front: Front, desk: Desk) -> None:
        super().__init__()
        self._front, self._desk = front, desk
        self._asked = ""
        self.preview: ImportPreview | None = None
        self.path = PathLine("Workbook", "Workbooks (*.xlsx *.csv)")
        self.path.chosen.connect(self.read)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.refusal = RefusalLine()
        self.errors = RowsView(RowsModel(FAULTS), "Errors", (190, 180, 460, 300), "What cannot be read is named here.")
        self.findings = RowsView(RowsModel(FAULTS), "Findings", (190, 180, 460, 300), "What is remarkable is named here.")
        self.rows = RowsView(RowsModel(()), "Rows of the workbook", empty="Choose a workbook to see its rows.", wrap=False)
        self.sign = QPushButton("Sign and import")
        self.sign.setProperty("role", "primary")
        self.sign.setProperty("touch", "critical")
        self.sign.clicked.connect(self._import)
        self.rows.horizontalHeader().setResizeContentsPrecision(60)
        self._lay_out()
        self.start()

    def _lay_out(self) -> None:
        title = QLabel("Import a workbook")
        title.setProperty("role", "sentence")
        leave = QPushButton("Back (nothing is imported)")
        leave.clicked.connect(self.left)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(leave)
        self.faults = QTabWidget()
        self.faults.addTab(self.errors, "Errors")
        self.faults.addTab(self.findings, "Findings")
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.addWidget(self.faults)
        middle.addWidget(self.rows)
        middle.setStretchFactor(1, 2)
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(self.sign)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.path)
        column.addWidget(self.refusal)
        column.addWidget(middle, 1)
        column.addLayout(foot)

    def start(self) -> None:
        """Begin afresh."""
        self.preview = None
        self.refusal.say(None)
        self.sign.setEnabled(False)
        self.words.setText("One row a step; the columns may stand in any order. Nothing is recorded before you sign.")
        for view, headings in ((self.errors, FAULTS), (self.findings, FAULTS), (self.rows, ())):
            view.rows.show(Table(headings, ()))
        self.path.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self, path: str) -> None:
        """Look into a workbook."""
        self.start()
        self._asked = path
        self.words.setText("Reading…")
        self._front.preview_import(path, partial(self._arrived, path))

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        for view in (self.errors, self.findings, self.rows):
            view.rows.dress(tokens)

    def _arrived(self, path: str, found: ImportPreview | Refusal) -> None:
        if path != self._asked:
            return
        if isinstance(found, Refusal):
            self.words.setText("Nothing was read.")
            self.refusal.say(found)
            return
        self.preview = found
        self.rows.rows.show(Table(found.headings, tuple(Row(str(n), row) for n, row in enumerate(found.rows))))
        self.rows.resizeColumnsToContents()
        self.errors.rows.show(_faults(found.errors, "2"))
        self.findings.rows.show(_faults(found.findings, "4"))
        self.faults.setTabText(0, f"Errors ({len(found.errors)})")
        self.faults.setTabText(1, f"Findings ({len(found.findings)})")
        self.faults.setCurrentIndex(0 if found.errors or not found.findings else 1)
        self.sign.setEnabled(found.command is not None and not found.errors)
        self.words.setText(_said(found))

    def _import(self) -> None:
        preview = self.preview
        if preview is not None and preview.command is not None:
            self.sign.setEnabled(False)
            self._desk.take(replace(preview.command, by=self._front.user), self._answered)

    def _answered(self, answer: Change | Refusal | Trouble | None) -> None:
        if isinstance(answer, Change):
            self.left.emit()
            return
        self.sign.setEnabled(True)
        if isinstance(answer, Refusal):
            self.refusal.say(answer)


def _faults(found: tuple[tuple[str, str, str, str], ...], sign: str) -> Table:
    return Table(FAULTS, tuple(Row(f"{n}", fault, sign) for n, fault in enumerate(found)))


def _said(found: ImportPreview) -> str:
    rows, errors, findings = len(found.rows), len(found.errors), len(found.findings)
    if errors:
        said = "1 error" if errors == 1 else f"{errors} errors"
        return f"{rows} rows read, {said}: nothing enters before all of it can."
    if found.command is None:
        return f"{rows} rows read; there is nothing to import."
    return f"{rows} rows read, {findings} findings. They enter as reported, not contemporaneous, signed by you."
