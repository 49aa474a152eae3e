"""Since when: the choices a person has for the instant from which a forecast's movement is told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from console.domain.refusal import Refusal
from console.view import instants
from console.view.charts import since
from console.view.charts.since import Since

KEYS = (since.SHIFT, since.TODAY, since.DAY, since.LAST)
FIELD_PX = 140
FUTURE = Refusal("form.time", "This instant lies ahead.", "Name one that has passed.", "since")


class SinceRow(QWidget):
    """A button for each choice there is, and a field for any other instant; `changed` says that another one is meant."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self.preferred = ""
        self._choices: dict[str, Since] = {}
        self._zone = ZoneInfo("UTC")
        self._now: datetime | None = None
        self._group = QButtonGroup(self)
        self.buttons = {key: QPushButton() for key in KEYS}
        self.field = QLineEdit()
        self.field.setProperty("role", "quiet")
        self.field.setFixedWidth(FIELD_PX)
        self.field.setPlaceholderText("yesterday 14:30")
        self.field.setAccessibleName("Any other instant, in the site's time")
        self.field.setToolTip("Any other instant, in the site's time: 06:00, yesterday 14:30, 2026-11-23 06:00; Enter takes it")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(QLabel("Since"))
        for key, button in self.buttons.items():
            button.setCheckable(True)
            button.setProperty("role", "quiet")
            button.clicked.connect(lambda _=False, key=key: self._pressed(key))
            self._group.addButton(button)
            row.addWidget(button)
        row.addWidget(QLabel("or"))
        row.addWidget(self.field)
        row.addStretch(1)
        self.field.returnPressed.connect(self._typed)

    @property
    def chosen(self) -> Since | None:
        """The choice in force with its instant; None while there is none."""
        return self._choices.get(self.key)

    def offer(self, choices: tuple[Since, ...], now: datetime, zone: ZoneInfo) -> None:
        """Offer these choices from now on; the one in force stays, else the preferred one or the first is taken."""
        other = {choice.key: choice for choice in choices}
        if since.CHOSEN in self._choices:
            other[since.CHOSEN] = self._choices[since.CHOSEN]
        self._choices, self._zone, self._now = other, zone, now
        for key, button in self.buttons.items():
            button.setVisible(key in other)
            if key in other:
                button.setText(since.short(other[key], now, zone))
                button.setToolTip(since.words(other[key], now, zone))
                button.setAccessibleDescription(button.toolTip())
        if self.key not in other:
            self._take(self.preferred if self.preferred in other else next(iter(other)))

    def _take(self, key: str) -> None:
        self.key = key
        if key in self.buttons:
            self.buttons[key].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def _pressed(self, key: str) -> None:
        if key != self.key:
            self._take(key)
            self.field.clear()
            self.changed.emit()

    def _typed(self) -> None:
        if self._now is None:
            return
        at = instants.read(self.field.text(), self._now, self._zone, "since")
        if isinstance(at, datetime) and at >= self._now:
            at = FUTURE
        if isinstance(at, Refusal):
            self.refused.emit(at)
            return
        self._choices[since.CHOSEN] = Since(since.CHOSEN, "Then", at)
        self._take(since.CHOSEN)
        self.changed.emit()
