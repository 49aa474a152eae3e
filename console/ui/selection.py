"""One selection everywhere: what is picked on the board is picked on every page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The batch and the step that the person means; both may be empty."""

    changed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.batch = ""
        self.step = ""

    def pick(self, batch: str, step: str = "") -> None:
        """Mean this batch and step from now on; telling twice is telling once."""
        if (batch, step) != (self.batch, self.step):
            self.batch, self.step = batch, step
            self.changed.emit(batch, step)
