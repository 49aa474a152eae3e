"""The sentence of the selected batch as it may be mailed: shown whole, copied by one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from console.domain.batch import Batch
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.forecast.explained import CardWish, ForecastAnswer, ForecastWish
from console.forecast.report_card import ReportCard
from console.ui.actions import Actions
from console.view.batch.card import Seen
from console.view.batch.mail import mail

ACTION = "batch.mail"


class Forecaster(Protocol):
    """Who knows how many releases the forecasts have been judged by."""

    def ask_forecast(self, wish: ForecastWish, then: Callable[[ForecastAnswer | Refusal], None]) -> None:
        """Ask; the answer comes back on the screens' own thread."""


class MailLine(QFrame):
    """Says the sentence of one batch; until the forecasts are known to be proven it calls them an estimate."""

    def __init__(self, forecaster: Forecaster) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._forecaster = forecaster
        self._asked: frozenset[str] | None = None
        self.judged: int | None = None
        self.words = QLabel()
        self.words.setProperty("role", "small")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(120)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.button = QToolButton()
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 2, 14, 2)
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def bind(self, acts: Actions) -> None:
        """The button is the action itself, under a short name."""
        acts.qt(ACTION).setIconText("Copy for a mail")
        self.button.setDefaultAction(acts.qt(ACTION))

    def say(self, seen: Seen) -> None:
        """Show the sentence of this batch as of its instant."""
        self._ask(seen.floor)
        words = mail(seen, self.judged)
        if words != self.words.text():
            self.words.setText(words)
            self.words.setAccessibleName(f"For a mail: {words}")

    def copy(self) -> str:
        """Put the sentence that is shown on the clipboard; says what to tell the person."""
        QGuiApplication.clipboard().setText(self.words.text())
        return f"The sentence about {self.words.text().partition(' ')[0]} is on the clipboard."

    def _ask(self, floor: Floor) -> None:
        """Forecasts are judged by releases: asked again only when there is another one."""
        released = frozenset(each.id for each in (*floor.batches.values(), *floor.left.values()) if _judges(each))
        if released != self._asked:
            self._asked = released
            self._forecaster.ask_forecast(CardWish(), self._told)

    def _told(self, answer: ForecastAnswer | Refusal) -> None:
        if isinstance(answer, ReportCard):
            self.judged = answer.batches


def _judges(batch: Batch) -> bool:
    return batch.released_at is not None and not batch.reported
