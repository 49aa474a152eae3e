"""A line for a file or folder: typed, dropped on it, or chosen in a box that holds nobody up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget


class PathLine(QWidget):
    """A path and a button; `chosen` carries the path when it was chosen, dropped or entered."""

    chosen = Signal(str)

    def __init__(self, name: str, kinds: str = "", *, folder: bool = False) -> None:
        super().__init__()
        self._kinds, self._folder = kinds, folder
        self._box: QFileDialog | None = None
        self.setAcceptDrops(True)
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setAcceptDrops(False)
        self.line.setPlaceholderText(f"{name}: type it, drop it here, or choose")
        self.line.returnPressed.connect(self._entered)
        self.button = QPushButton("Choose…")
        self.button.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)

    def path(self) -> str:
        """What stands in the line."""
        return self.line.text().strip()

    def take(self, path: str) -> None:
        """Write a path and tell it."""
        self.line.setText(path)
        self.chosen.emit(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One local file or folder may be dropped."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self.take(event.mimeData().urls()[0].toLocalFile())

    def _entered(self) -> None:
        if self.path():
            self.chosen.emit(self.path())

    def _choose(self) -> None:
        start = self.path() or str(Path.home())
        box = QFileDialog(self.window(), "Choose", start, self._kinds)
        box.setFileMode(QFileDialog.FileMode.Directory if self._folder else QFileDialog.FileMode.ExistingFile)
        box.setModal(False)
        box.fileSelected.connect(self.take)
        box.finished.connect(box.deleteLater)
        box.show()
        self._box = box
