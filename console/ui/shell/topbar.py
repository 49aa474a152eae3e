"""The line on top: one sentence that answers the room, and beside it clock, age, sync, class and who acts."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from console.report.handover.sheet import duty_words
from console.ui import fonts
from console.ui.shell.sight import Sight, Who
from console.view import spoken
from console.view.site_class import CLASS_WORDS

BETWEEN, MORE = (" — ", " · "), " …"
"""What parts the sentence, and what says that a part is left out."""

STALE_AFTER = timedelta(minutes=5)


class Sentence(QLabel):
    """The sentence of the day; it grows smaller before it wraps, wraps once, and then leaves out whole parts from its end."""

    SMALLER = (0.0, 1.5, 3.0)
    LINES = 2

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "sentence")
        self.setWordWrap(True)
        self.setMinimumWidth(240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName("Sentence of the day")
        self._whole = ""
        self._points = 0.0
        self._full = 15.0

    def tell(self, words: str) -> None:
        """Say this; the whole of it is always spoken and shown when somebody points at it."""
        self._whole = words
        self.setToolTip(words)
        self.setAccessibleDescription(words)
        self.fit(self._full)

    def fit(self, points: float) -> None:
        """Use the largest size in which it stands on one line; points is the size it would like."""
        self._full = points
        room = self.width() - 8
        sizes = [points - less for less in self.SMALLER]
        found = next((size for size in sizes if _metrics(size).horizontalAdvance(self._whole) <= room), sizes[-1])
        if found != self._points:
            self._points = found
            self.setStyleSheet(f"font-size: {found}pt")
        self.setText(_in_lines(self._whole, _metrics(found), room, self.LINES))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room: another size."""
        super().resizeEvent(event)
        self.fit(self._full)


def _metrics(points: float) -> QFontMetricsF:
    return QFontMetricsF(fonts.font(points, strong=True))


def _in_lines(words: str, metrics: QFontMetricsF, room: float, lines: int) -> str:
    """The words as they stand in so many lines: parts are left out from the end, and a mark says so."""
    told, high = words, lines * metrics.lineSpacing() + 1
    while room > 0 and _height(told, metrics, room) > high:
        cut = max(told.removesuffix(MORE).rfind(between) for between in BETWEEN)
        if cut < 0:
            return told
        told = told[:cut] + MORE
    return told


def _height(words: str, metrics: QFontMetricsF, room: float) -> float:
    return metrics.boundingRect(QRectF(0, 0, room, 10_000), Qt.TextFlag.TextWordWrap, words).height()


class TopBar(QFrame):
    """The top line; it shows the sight it was given and moves only its clock and ages by itself."""

    session_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.sentence = Sentence()
        self.clock = QLabel()
        self.clock.setProperty("role", "strong")
        self.state = QLabel()
        self.state.setProperty("role", "muted")
        for label in (self.clock, self.state):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.mark = QLabel()
        self.mark.setProperty("role", "class")
        self.mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.who = QPushButton("Log in")
        self.who.setAccessibleName("Who is logged in")
        self.who.clicked.connect(self.session_pressed)
        self.duty = QLabel()
        self.duty.setProperty("role", "small")
        self.duty.setAccessibleName("Supervisor on duty")
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self.sentence)
        told.addWidget(self.duty)
        facts = QVBoxLayout()
        facts.setSpacing(0)
        facts.addWidget(self.clock)
        facts.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(14)
        row.addLayout(told, 1)
        row.addLayout(facts)
        row.addWidget(self.mark)
        row.addWidget(self.who)
        self._sight: Sight | None = None
        self._points = 15.0
        self._age: timedelta | None = None

    def dress(self, points: float) -> None:
        """Use words of this size, in points, for the sentence."""
        self._points = points
        self.sentence.fit(points)

    def apply(self, sight: Sight) -> None:
        """Show what the window looks at."""
        # The same instant may be told anew: a paused demo's clock stands while things are recorded.
        if self._sight is None or sight.fresh_at is not self._sight.fresh_at:
            self._age = None
        self._sight = sight
        self.sentence.fit(self._points)
        self.sentence.tell(sight.loading or sight.sentence)
        self.duty.setText(duty_words(sight.floor, sight.zone))
        self.mark.setText(sight.site_class)
        self.mark.setVisible(bool(sight.site_class))
        self.mark.setToolTip(CLASS_WORDS.get(sight.site_class, ""))

    def tick(self, now: datetime) -> None:
        """Show the site's clock and how old the data are."""
        sight = self._sight
        if sight is None:
            return
        self.clock.setText(spoken.clock(now, sight.zone))
        if self._age is None and sight.fresh_at is not None:
            self._age = max(timedelta(), now - sight.fresh_at)
        age = "no data yet" if self._age is None else spoken.age(self._age)
        self.state.setText(f"{sight.sync} · {age}")

    def grow_older(self) -> None:
        """A second of people's time is over: on a demo the site's clock runs faster than they wait."""
        if self._age is not None:
            self._age += timedelta(seconds=1)

    def is_stale(self) -> bool:
        """Whether what is shown is older than it should be."""
        return self._age is not None and self._age > STALE_AFTER

    def show_who(self, who: Who) -> None:
        """Name who acts here."""
        if who.locked:
            self.who.setText(f"Locked by {who.name}")
        else:
            self.who.setText(who.name or "Log in")
