"""The page of the shift handover: who has duty, the must-know on top, its parts on the left, what stands in one on the right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSplitter, QToolButton, QVBoxLayout, QWidget

from console.domain.promise import Zones
from console.report.handover.filled import Filled, fill
from console.report.handover.seen import Seen
from console.service.handed import PastHandover, renamed
from console.service.ports import Front
from console.ui.actions import Actions
from console.ui.handover.buttons import Buttons
from console.ui.handover.changed import LookedUp
from console.ui.handover.lines import Lines
from console.ui.handover.past import EarlierHandovers
from console.ui.handover.since import SinceYouLeft
from console.ui.page import Page, Place
from console.ui.rows import RowsModel, RowsView
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.view.handover.draft import Draft, read, write
from console.view.handover.shown import CHANGED, PARTS, Shown, section_of
from console.view.handover.tables import SECTIONS, lines_table, place_of, sections_table, state_line
from console.view.tokens import Tokens

DRAFT = "handover.draft"
"""The setting under which the words that nobody has signed yet are kept."""

COUNT_PX = 110
"""What stands beside the names of the parts: their counts, and the bar that scrolls them."""

REFILL_S = 60
"""How old what the floor fills in may grow while nothing happens: time passes, too."""


class HandoverScreen(QWidget):
    """Shows a handover and keeps its draft; whatever is recorded is asked for by others."""

    goes = Signal(object)
    checks = Signal(str)

    def __init__(self, front: Front, zones: Zones) -> None:
        super().__init__()
        self._front, self.zones = front, zones
        self._sight: Sight | None = None
        self._filled, self._filled_for = Filled(), (0, 0, "")
        self._seen_of = ("", "")
        self.past: PastHandover | None = None
        self.draft = read(front.setting(DRAFT))
        self.shown: Shown | None = None
        self.state = QLabel()
        self.must_know, self.must_words, self.words = QLineEdit(), QLabel(), QLineEdit()
        self.sections = RowsView(RowsModel(SECTIONS), "Parts of the handover", (220, 64), wrap=False)
        self.lines = Lines()
        self.changed, self.earlier = QToolButton(), QToolButton()
        self.buttons = Buttons((self.changed, self.earlier))
        self.since, self.list = SinceYouLeft(front), EarlierHandovers(front)
        self.looked_up = LookedUp(front, self.show_again)
        self.middle = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        header = self.sections.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        self.state.setProperty("role", "strong")
        self.must_words.setProperty("role", "number")
        for label in (self.state, self.must_words):
            label.setWordWrap(True)
        self.must_know.setPlaceholderText("Must know: the one thing the next shift must not miss")
        self.must_know.setAccessibleName("Must know")
        self.words.setPlaceholderText("Add words to this section, then Enter")
        self.words.setAccessibleName("Add words to this section")
        for button, words in ((self.changed, "Since you left"), (self.earlier, "Earlier")):
            button.setText(words)
            button.setCheckable(True)
        self.since.hide()
        self.list.hide()
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.lines, 1)
        beside.addWidget(self.words)
        self.middle.addWidget(self.sections)
        self.middle.addWidget(right)
        self.middle.setSizes([290, 1040])
        self.middle.setStretchFactor(1, 1)
        self.middle.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        for part in (self.state, self.must_words, self.must_know):
            column.addWidget(part)
        column.addLayout(self.buttons)
        for body in (self.middle, self.since, self.list):
            column.addWidget(body, 1)

    def _connect(self) -> None:
        self.sections.picked.connect(lambda _: self._turn())
        self.sections.opened.connect(lambda _: self.lines.setFocus())
        self.lines.opened.connect(self._opened)
        self.lines.checked.connect(self.checks)
        self.lines.dropped.connect(lambda key: self.keep(self.draft.without(key)))
        self.words.returnPressed.connect(self._add_words)
        self.must_know.textEdited.connect(self._remember_must_know)
        self.changed.toggled.connect(lambda shown: self._turned_to(self.earlier, shown))
        self.earlier.toggled.connect(lambda shown: self._turned_to(self.changed, shown))
        self.since.goes.connect(self.goes)
        self.list.opened.connect(self.show_past)

    def bind(self, acts: Actions) -> None:
        """Put the page's actions over the sections."""
        self.buttons.bind(acts)

    def page(self) -> Page:
        """The handover as the window knows its pages."""
        panes = (self.must_know, self.sections, self.lines, self.words, self.since.rows, self.list.rows)
        return Page("handover", "Handover", "check-check", self, self.apply, self.tick, dress=self.dress, panes=panes)

    @property
    def part(self) -> str:
        """The part in view: a section, what changed, or all that stands in one way."""
        place = self.sections.currentIndex().row()
        return PARTS[place] if 0 <= place < len(PARTS) else PARTS[0]

    @property
    def section(self) -> int:
        """The section that words are added to."""
        return section_of(self.part)

    def apply(self, sight: object) -> None:
        """Show this floor."""
        if isinstance(sight, Sight):
            self._sight = sight
            self.show_again()

    def tick(self, now: datetime) -> None:
        """The second hand: what the floor fills in is filled anew once a minute."""
        if self.isVisible() and self.shown is not None and (now - self.shown.now).total_seconds() >= REFILL_S:
            self.show_again()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever looks sees the floor of now."""
        super().showEvent(event)
        self.show_again()

    def dress(self, tokens: Tokens, _density: Density) -> None:
        """Draw in these colours."""
        for rows in (self.sections.rows, self.lines.rows, self.since.rows.rows, self.list.rows.rows):
            rows.dress(tokens)

    def keep(self, draft: Draft) -> None:
        """The draft has changed: it is remembered and shown."""
        self.draft = draft if draft.empty else replace(draft, by=self._front.user or draft.by)
        self._front.remember(DRAFT, write(self.draft))
        self.show_again()

    def go_on(self) -> None:
        """To the next point that is not checked, in the order of reading."""
        self.show_again()
        if self.shown is not None and self.shown.left:
            self.pick(self.shown.left[0])

    def pick(self, point: str) -> None:
        """Look at this point."""
        found = next((p for p in self.shown.points if p.id == point), None) if self.shown is not None else None
        if found is not None:
            self.sections.pick(str(found.section))
            self._show_lines()
            self.lines.pick(found.id)
            self.lines.scrollTo(self.lines.currentIndex(), self.lines.ScrollHint.PositionAtTop)

    def show_past(self, past: object) -> None:
        """Show a handover that is over, whole, to be read; None: the one of now again."""
        self.past = past if isinstance(past, PastHandover) else None
        self.show_again()
        if self.past is not None:
            self.sections.setFocus()

    def show_again(self) -> None:
        """Show the handover of now; what is hidden is shown when somebody looks."""
        sight = self._sight
        if sight is None or not self.isVisible():
            return
        now, floor = self._front.now(), self._front.floor  # an answer may come before the window is told of the change
        past = self.past
        given = floor.handover if past is None else past.handover
        if given is None:
            self._fill(sight, now)
            if self.part == CHANGED:
                self.looked_up.look()
        shown = Shown(floor, self._front.user, now, sight.zone, self._filled, self.draft, given, self.looked_up.found)
        self.shown = shown if past is None else replace(shown, floor=renamed(floor, past), withdrawn=past.withdrawn)
        self._show_words(self.shown)
        self._show_bodies(sight)
        self.buttons.offer(self.shown, self.covered)
        self._show_tables(self.shown)

    def _show_words(self, shown: Shown) -> None:
        drafted = shown.handover is None
        self.state.setText(state_line(shown))
        self.must_know.setVisible(drafted and not self.covered)
        self.words.setVisible(drafted)
        self.must_words.setVisible(not drafted and not self.covered)
        self.must_words.setText(f"Must know: {shown.must_know}" if shown.must_know else "No must-know message was given")
        if drafted and self.must_know.text() != self.draft.must_know:
            self.must_know.setText(self.draft.must_know)

    @property
    def covered(self) -> bool:
        """Whether what changed, or the list of earlier ones, lies over the handover."""
        return self.changed.isChecked() or (self.earlier.isChecked() and self.past is None)

    def _show_bodies(self, sight: Sight) -> None:
        """The parts of a handover, or what changed, or the list of earlier ones."""
        since, listed = self.changed.isChecked(), self.covered and self.earlier.isChecked()
        self.middle.setHidden(self.covered)
        self.since.setVisible(since)
        self.list.setVisible(listed)
        if since:
            self.since.look(sight.zone)
        if listed:
            self.list.look(self._front.floor, sight.zone)

    def _fill(self, sight: Sight, now: datetime) -> None:
        """What the floor says, only where it, its outlook or the minute is another."""
        state = (self._front.floor.entries, id(sight.outlook), f"{now:%Y-%m-%d %H:%M}")
        if state != self._filled_for:
            zone: ZoneInfo = sight.zone
            self._filled = fill(Seen(self._front.floor, sight.outlook, now, zone, self.zones))
            self._filled_for = state

    def _show_tables(self, shown: Shown) -> None:
        self._seen_anew(shown)
        self.sections.rows.show(sections_table(shown))
        if not self.sections.currentIndex().isValid():
            self.sections.pick(PARTS[0])
        self.sections.setMinimumWidth(self.sections.sizeHintForColumn(0) + COUNT_PX)
        self._show_lines()

    def _seen_anew(self, shown: Shown) -> None:
        """What has been in sight of one handover has not been of another, nor by another person."""
        whose = (shown.handover.id if shown.handover is not None else "", shown.user)
        if whose != self._seen_of:
            self._seen_of = whose
            self.lines.seen.clear()

    def _turn(self) -> None:
        """Another part is looked at."""
        if self.part == CHANGED and self.shown is not None and self.shown.handover is None:
            self.looked_up.look()
        self._show_lines()

    def _show_lines(self) -> None:
        if self.shown is not None:
            here = self.lines.here
            self.lines.rows.show(lines_table(self.shown, self.part))
            if here:
                self.lines.pick(here)

    def _opened(self, key: str) -> None:
        batch = place_of(self.shown, key) if self.shown is not None else ""
        if batch:
            self.goes.emit(Place("board", batch))

    def _add_words(self) -> None:
        if self.words.text().strip():
            self.keep(self.draft.with_words(self.section, self.words.text().strip()))
            self.words.clear()

    def _remember_must_know(self, words: str) -> None:
        self.draft = replace(self.draft, must_know=words, by=self._front.user or self.draft.by)
        self._front.remember(DRAFT, write(self.draft))

    def _turned_to(self, other: QToolButton, shown: bool) -> None:
        """One of the two that lie over the handover is pressed: the other is let go, and so is what it had opened."""
        self.past = None
        if shown and other.isChecked():
            other.setChecked(False)  # which shows everything again
        else:
            self.show_again()
