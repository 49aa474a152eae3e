"""The page of one batch: head, actions, steps, clocks, lab, people, notes and history."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from console.domain.promise import Zones
from console.service.ports import Front
from console.ui.actions import Actions
from console.ui.batch.head import Head
from console.ui.batch.history import History
from console.ui.batch.mail_line import MailLine
from console.ui.page import Place
from console.ui.rows import RowsModel, RowsView
from console.ui.shell.sight import Sight
from console.view.batch import clocks, lab, people, steps
from console.view.batch.card import Seen, card
from console.view.tokens import Tokens

BUTTONS = {
    "step.start": "Start",
    "step.earlier": "Started earlier",
    "step.values": "Values",
    "step.finish": "Finish",
    "step.move": "Move",
    "batch.note": "Note",
    "batch.owner": "Owner",
    "batch.hold": "Hold",
    "batch.print": "Print",
}
"""The actions wanted most, with the short words of their buttons."""


class BatchForm(QWidget):
    """Shows the selected batch; picking a step selects it everywhere."""

    goes = Signal(object)
    copied = Signal(str)

    def __init__(self, front: Front, zones: Zones) -> None:
        super().__init__()
        self._front, self._zones = front, zones
        self._sight: Sight | None = None
        self._stale = False
        self._batch = ""
        self._step = ""
        self.head, self.mail = Head(), MailLine(front)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(14, 4, 14, 4)
        self.steps = RowsView(RowsModel(steps.HEADINGS), "Steps", (180, 130, 190, 142, 142, 100, 150, 220))
        self.clocks = RowsView(RowsModel(clocks.HEADINGS), "Clocks", (220, 120, 110, 60), "No hold or window runs now.")
        self.lab = RowsView(RowsModel(lab.HEADINGS), "Tests and samples", (160, 150, 90, 110, 90, 110), "This recipe has no test.")
        self.open = RowsView(RowsModel(people.OPEN), "Open on this batch", (110, 110, 110, 200), "No hold and no deviation stands.")
        self.notes = RowsView(RowsModel(people.NOTES), "Notes", (120, 120, 240), "No note yet. Press W to write one.")
        self.people = RowsView(RowsModel(people.PEOPLE), "People", (150, 200, 120), "Nobody has recorded anything yet.")
        self.history = History(front.history)
        self.history.goes.connect(self.goes)
        self.tabs = QTabWidget()
        for widget, title in (
            (self.lab, "Tests"), (self.open, "Open"), (self.notes, "Notes"), (self.people, "People"),
            (self.history, "History"),
        ):  # fmt: skip
            self.tabs.addTab(widget, title)
        self.tabs.currentChanged.connect(lambda _: self._show())
        self.nothing = QLabel("No batch is selected. Pick one on the board, or press / to find one.")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setProperty("role", "muted")
        self._lay_out()
        self.steps.picked.connect(self._picked_step)
        self.steps.opened.connect(self._picked_step)

    def _lay_out(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self._titled("Clocks, the first to break on top", self.clocks))
        right.addWidget(self.tabs)
        right.setStretchFactor(1, 2)
        right.setSizes([150, 350])
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.addWidget(self.steps)
        middle.addWidget(right)
        middle.setStretchFactor(0, 5)
        middle.setStretchFactor(1, 3)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.mail)
        column.addLayout(self.buttons)
        column.addWidget(middle, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(body)

    @staticmethod
    def _titled(title: str, widget: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(6, 6, 0, 0)
        label = QLabel(title)
        label.setProperty("role", "strong")
        column.addWidget(label)
        column.addWidget(widget, 1)
        return box

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.steps, self.clocks, self.tabs)

    def bind(self, acts: Actions) -> None:
        """Put the actions that are wanted most over the steps; each says itself whether it can be used."""
        self.buttons.setSpacing(6)
        for name, short in BUTTONS.items():
            self.buttons.addWidget(acts.button(name, short))
        self.buttons.addStretch()
        self.mail.bind(acts)

    def copy_mail(self) -> None:
        """Put the sentence of the selected batch on the clipboard, as of this instant, whichever page is in sight."""
        seen = self._seen(self._front.now())
        if seen is not None:
            self.mail.say(seen)
            self.copied.emit(self.mail.copy())

    def apply(self, sight: object) -> None:
        """Look at this from now on, or remember it until somebody looks."""
        if isinstance(sight, Sight):
            self._stale = self._sight is not None and not self.isVisible()
            self._sight = sight
            if not self._stale:
                self._show()

    def picked_elsewhere(self, batch: str, step: str) -> None:
        """Another batch or step is meant."""
        another = batch != self._batch
        self._batch, self._step = batch, step
        self._show()
        if another and not step:
            self.steps.look_at(next((row.key for row in self.steps.rows.all() if row.tone != "muted"), ""))
            self._pick_what_is_to_do()

    def turn(self, place: Place) -> None:
        """Bring what is meant of the batch into sight: a deviation, where it stands or in the history, or a sample."""
        kind, _, name = place.about.partition(":")
        view = {"deviation": self.open, "sample": self.lab}.get(kind)
        if view is not None:
            known = view.rows.place_of(name) >= 0
            self.tabs.setCurrentWidget(view if known or kind == "sample" else self.history)
            view.pick(name)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever opens the form finds the step that is to be acted on picked: no button is grey for want of a click."""
        super().showEvent(event)
        if self._stale:
            self._show()
        self._pick_what_is_to_do()

    def _pick_what_is_to_do(self) -> None:
        seen = self._seen(self._front.now()) if not self._step and self.isVisible() else None
        code = steps.step_to_do(seen) if seen is not None else ""
        if code:
            self._picked_step(code)

    def tick(self, now: datetime) -> None:
        """The second hand: countdowns and lateness, from the same floor."""
        if self.isVisible():
            self._show(now)

    def dress(self, tokens: Tokens, _density: object) -> None:
        """Draw in these colours."""
        self.head.dress(tokens)
        for view in (self.steps, self.clocks, self.lab, self.open, self.notes, self.people, self.history.view):
            view.rows.dress(tokens)

    def _show(self, now: datetime | None = None) -> None:
        self._stale = False
        seen = self._seen(now or self._front.now())
        self._stack.setCurrentIndex(0 if seen is None else 1)
        if seen is None:
            return
        self.head.say(card(seen))
        self.mail.say(seen)
        self.steps.rows.show(steps.steps_table(seen))
        self.steps.pick(self._step)
        self.clocks.rows.show(clocks.clocks_table(seen))
        self.lab.rows.show(lab.lab_table(seen))
        self.open.rows.show(people.open_table(seen))
        self.notes.rows.show(people.notes_table(seen))
        self.people.rows.show(people.people_table(seen))
        for place, view in ((1, self.open), (2, self.notes)):
            count = view.rows.rowCount()
            title = ("Open", "Notes")[place - 1] + (f" ({count})" if count else "")
            if self.tabs.tabText(place) != title:
                self.tabs.setTabText(place, title)
        self.history.show_for(seen)

    def _seen(self, now: datetime) -> Seen | None:
        sight = self._sight
        batch = (sight.floor.batches.get(self._batch) or sight.floor.left.get(self._batch)) if sight else None
        if sight is None or batch is None:
            return None
        forecast = sight.outlook.forecasts.get(batch.id) if sight.outlook else None
        return Seen(sight.floor, batch, forecast, now, sight.zone, self._zones)

    def _picked_step(self, code: str) -> None:
        if code != self._step and not code.startswith("row "):
            self._step = code
            self.goes.emit(Place("batch", self._batch, code))
