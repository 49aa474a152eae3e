"""The strip below the mark of replay: the record and its day as rails, a clock to type into, and steps to take."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout

from console.domain.refusal import Refusal
from console.ui.actions import Actions
from console.ui.notices import RefusalLine
from console.ui.replay.rail import Rail
from console.view import instants
from console.view.replay.going import day_of
from console.view.replay.words import instant
from console.view.tokens import Tokens

BUTTONS = {
    "replay.entry_back": "‹ Entry",
    "replay.entry_on": "Entry ›",
    "replay.hour_back": "−1 h",
    "replay.hour_on": "+1 h",
    "replay.shift_back": "‹ Shift",
    "replay.shift_on": "Shift ›",
    "replay.day_back": "−1 d",
    "replay.day_on": "+1 d",
    "replay.play": "Play",
    "replay.moments": "Entries",
    "replay.beside": "Beside now",
    "replay.leave": "Back to now",
}
"""The actions of replay with the short words of their buttons."""
BARE = re.compile(r"\s*\d{1,2}:\d{2}")
"""A clock without a day."""
MINUTE_S, HOUR_S, DAY_S = 60, 3_600, 86_400


class Controls(QFrame):
    """Tells the instants that hands and letters go to; it knows no state of the floor."""

    went = Signal(object)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.zone = zone
        self._now: datetime | None = None
        self._at: datetime | None = None
        self.record, self.day = Rail("The whole record", zone), Rail("The day", zone)
        self.clock = QLineEdit()
        self.clock.setAccessibleName("Go to an instant, in site time")
        self.clock.setPlaceholderText("2026-11-23 02:00")
        self.clock.setFixedWidth(190)
        self.clock.returnPressed.connect(self._typed)
        self.line = RefusalLine()
        self.buttons: dict[str, QToolButton] = {}
        self.steps = QHBoxLayout()
        self.steps.setSpacing(4)
        self.steps.addWidget(self.clock)
        rails = QHBoxLayout()
        rails.setSpacing(18)
        rails.addWidget(self.record, 2)
        rails.addWidget(self.day, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(2)
        column.addLayout(rails)
        column.addLayout(self.steps)
        column.addWidget(self.line)
        for rail in (self.record, self.day):
            rail.went.connect(self._pulled)

    def bind(self, acts: Actions) -> None:
        """Put the steps beside the clock."""
        for name, short in BUTTONS.items():
            button = self.buttons[name] = acts.button(name, short, Qt.ToolButtonStyle.ToolButtonTextOnly)
            if name == "replay.play":
                self.steps.addStretch()
            self.steps.addWidget(button)

    def reach(self, first: datetime, now: datetime) -> None:
        """The record reaches from its first entry to now."""
        self._now = now
        self.record.span(first, now, HOUR_S, DAY_S)

    def stand(self, at: datetime) -> None:
        """This instant is wished: both handles stand there, and the clock says so."""
        assert self._now is not None
        self._at = at
        words = instant(at, self._now, self.zone)
        first, last = day_of(at, self.zone)
        if not self.day.isSliderDown():
            self.day.span(first, last, 5 * MINUTE_S, HOUR_S)
        for rail in (self.record, self.day):
            rail.stand(at, words)
        if not self.clock.hasFocus() or not self.clock.isModified():
            self.clock.setText(instants.write(at, self.zone))

    def playing(self, plays: bool) -> None:
        """Say what the button would do."""
        self.buttons["replay.play"].setText("Stand still" if plays else "Play")

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        for rail in (self.record, self.day):
            rail.dress(tokens)

    def _pulled(self, at: object) -> None:
        self.line.say(None)
        self.went.emit(at)

    def _typed(self) -> None:
        """Letters are read in the site's clock, a bare one on the day in view; what is no instant of the record is refused."""
        assert self._now is not None and self._at is not None
        bare = BARE.match(self.clock.text())
        found = instants.read(self.clock.text(), self._at if bare else self._now, self.zone, "clock")
        if not isinstance(found, Refusal) and not self.record.first <= found <= self._now:
            begins = instant(self.record.first, self._now, self.zone)
            found = Refusal("replay.record", "That lies outside the record.", f"It begins {begins} and ends now.", "clock")
        self.line.say(found if isinstance(found, Refusal) else None)
        if not isinstance(found, Refusal):
            self.clock.setModified(False)
            self.went.emit(found)
