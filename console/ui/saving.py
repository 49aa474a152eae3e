"""Keeping a chart's table or picture as a file: the place is chosen beside the work, never in its way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from console.domain.refusal import Refusal
from console.service.ports import Front
from console.ui.notices import Notice
from console.ui.shell.window import Shell
from console.view.charts.values import SaveDrawing, SavePicture, SaveTable

KEY = "saved"


def where_to(parent: QWidget, name: str, kinds: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Ask for the place of a file beside the work; `chosen` is told the path when there is one."""
    dialog = QFileDialog(parent, "Save", str(Path.home() / name), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(_suffix(kind)))
    dialog.setModal(False)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()
    return dialog


def _suffix(kind: str) -> str:
    """The ending of a kind of file: `Tables (*.csv)` end in csv."""
    return kind.partition("*.")[2].rstrip(")")


class Saving(QObject):
    """Asks where to, and says what came of it."""

    def __init__(self, front: Front, shell: Shell) -> None:
        super().__init__(shell)
        self._front, self._shell = front, shell
        self.dialog: QFileDialog | None = None

    def ask(self, wish: object) -> None:
        """A chart wants its table, picture or drawing kept."""
        if isinstance(wish, SaveTable):
            self._choose(wish.name, "Tables (*.csv)", wish.text.encode("utf-8"))
        elif isinstance(wish, SavePicture):
            self._choose(wish.name, "Pictures (*.png)", wish.png)
        elif isinstance(wish, SaveDrawing):
            self._choose(wish.name, "Drawings (*.svg)", wish.svg)

    def _choose(self, name: str, kinds: str, content: bytes) -> None:
        self.dialog = where_to(self._shell, name, kinds, lambda path: self.save(path, content))

    def save(self, path: str, content: bytes) -> None:
        """Write it, away from the screens' thread."""
        self._front.save(path, content, lambda refusal: self._saved(path, refusal))

    def _saved(self, path: str, refusal: Refusal | None) -> None:
        if refusal is None:
            self._shell.notices.take(KEY)
            self._shell.say(f"Saved: {Path(path).name}")
        else:
            self._shell.notices.put(Notice(KEY, refusal.why, refusal.instead, "2"))
