"""What the engine room says, brought over to the screens one message at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Bridge(QObject):
    """Any thread may call the plain methods; the signals fire on the thread of the screens, in order."""

    changed = Signal(object)
    outlook = Signal(object)
    plan = Signal(object)
    trouble = Signal(object)
    mended = Signal(str)
    bug = Signal(object)
    _arrived = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Two steps: a queued hop to this object's own thread first, so that even a plain function that
        # listens to the public signals is called there and nowhere else.
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def on_change(self, change: object) -> None:
        """Something was recorded."""
        self._arrived.emit("changed", change)

    def on_outlook(self, outlook: object) -> None:
        """A new outlook is ready."""
        self._arrived.emit("outlook", outlook)

    def on_plan(self, view: object) -> None:
        """A new look at the plan is ready."""
        self._arrived.emit("plan", view)

    def on_trouble(self, trouble: object) -> None:
        """Disk, lock, clock or network is in trouble; it stays until it is mended."""
        self._arrived.emit("trouble", trouble)

    def on_mended(self, key: str) -> None:
        """The trouble of this key is gone."""
        self._arrived.emit("mended", key)

    def on_bug(self, report: object) -> None:
        """The program itself has failed."""
        self._arrived.emit("bug", report)

    def post(self, work: Callable[[], None]) -> None:
        """Do this on the thread of the screens: how answers come back."""
        self._arrived.emit("work", work)

    @Slot(str, object)
    def _deliver(self, kind: str, what: Any) -> None:
        if kind == "work":
            what()
            return
        signals = {
            "changed": self.changed,
            "outlook": self.outlook,
            "plan": self.plan,
            "trouble": self.trouble,
            "mended": self.mended,
            "bug": self.bug,
        }
        signals[kind].emit(what)
