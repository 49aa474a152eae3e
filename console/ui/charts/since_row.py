"""Since when: the choices a person has for the instant from which a forecast's movement is told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, QTime, Signal
from PySide6.QtWidgets import QButtonGroup, QDateTimeEdit, QHBoxLayout, QLabel, QPushButton, QWidget

from console.view.charts import since
from console.view.charts.since import Since

KEYS = (since.SHIFT, since.TODAY, since.DAY, since.LAST)
FORM = "yyyy-MM-dd HH:mm"


class SinceRow(QWidget):
    """A button for each choice there is, and a field for any other instant; `changed` says that another one is meant."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self._choices: dict[str, Since] = {}
        self._zone = ZoneInfo("UTC")
        self._group = QButtonGroup(self)
        self.buttons = {key: QPushButton() for key in KEYS}
        self.field = QDateTimeEdit()
        self.field.setDisplayFormat(FORM)
        self.field.setAccessibleName("Any other instant, in the site's time")
        self.field.setToolTip("Any other instant, in the site's time; Enter takes it")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(QLabel("Since"))
        for key, button in self.buttons.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: self._pressed(key))
            self._group.addButton(button)
            row.addWidget(button)
        row.addWidget(QLabel("or"))
        row.addWidget(self.field)
        row.addStretch(1)
        self.setStyleSheet("QPushButton, QDateTimeEdit { padding: 0px 6px; min-height: 22px; }")
        self.field.editingFinished.connect(self._typed)

    @property
    def chosen(self) -> Since | None:
        """The choice in force with its instant; None while there is none."""
        return self._choices.get(self.key)

    def offer(self, choices: tuple[Since, ...], now: datetime, zone: ZoneInfo) -> None:
        """Offer these choices from now on; the one in force stays, else the first is taken."""
        other = {choice.key: choice for choice in choices}
        if since.CHOSEN in self._choices:
            other[since.CHOSEN] = self._choices[since.CHOSEN]
        self._choices, self._zone = other, zone
        for key, button in self.buttons.items():
            button.setVisible(key in other)
            if key in other:
                button.setText(since.words(other[key], now, zone))
        if self.key not in other:
            self._take(next(iter(other)))
        local = now.astimezone(zone)
        self.field.setMaximumDateTime(_wall(local))
        if not self.field.hasFocus() and self.chosen is not None:
            self._show(self.chosen.at)

    def _take(self, key: str) -> None:
        self.key = key
        if key in self.buttons:
            self.buttons[key].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def _show(self, at: datetime) -> None:
        blocked = self.field.blockSignals(True)
        self.field.setDateTime(_wall(at.astimezone(self._zone)))
        self.field.blockSignals(blocked)

    def _pressed(self, key: str) -> None:
        if key != self.key:
            self._take(key)
            self._show(self._choices[key].at)
            self.changed.emit()

    def _typed(self) -> None:
        day, clock = self.field.date(), self.field.time()
        at = datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=self._zone)
        chosen = self.chosen
        if chosen is not None and abs((at - chosen.at).total_seconds()) < 60:
            return
        self._choices[since.CHOSEN] = Since(since.CHOSEN, "Then", at)
        self._take(since.CHOSEN)
        self.changed.emit()


def _wall(local: datetime) -> QDateTime:
    """What the site's clock shows; the field knows no zone, so it can be no other."""
    return QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))
