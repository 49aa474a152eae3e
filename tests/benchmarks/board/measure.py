"""How long the board takes: real paint events, counted, their pixels checked, in seconds of this process alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

RUNS = 3
FRAMES = 9


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: what, at how many bars, the best median in milliseconds, its budget (0: none), and paint events."""

    what: str
    bars: int
    ms: float
    budget_ms: float = 0.0
    paints: int = 0

    @property
    def verdict(self) -> str:
        """Whether the budget was kept on this machine."""
        if not self.budget_ms:
            return ""
        return "kept" if self.ms <= self.budget_ms else f"{self.ms / self.budget_ms:.1f} x budget"


class Paints(QObject):
    """Counts the paint events a widget really gets."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count and let through."""
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


def cpu(act: Callable[[], object], before: Callable[[], object] = lambda: None, frames: int = FRAMES) -> float:
    """Best of three medians of the CPU time of an act, in milliseconds; `before` is not counted."""
    medians = []
    for _ in range(RUNS):
        taken = []
        for _ in range(frames):
            before()
            start = process_time()
            act()
            taken.append(process_time() - start)
        medians.append(median(taken))
    return 1000 * min(medians)


def wall(act: Callable[[], object], times: int) -> float:
    """Best of three means of the time of an act too short for the CPU clock, in milliseconds."""
    best = float("inf")
    for _ in range(RUNS):
        start = perf_counter()
        for _ in range(times):
            act()
        best = min(best, (perf_counter() - start) / times)
    return 1000 * best


def inked(widget: QWidget) -> int:
    """How many colours a widget shows on a grid of points: an empty board shows hardly any."""
    image = widget.grab().toImage()
    return len({image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)})
