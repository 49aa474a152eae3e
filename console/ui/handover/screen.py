"""The page of the shift handover: who has duty, the must-know on top, ten sections on the left, their points on the right."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSplitter, QToolButton, QVBoxLayout, QWidget

from console.domain.promise import Zones
from console.report.handover.filled import Filled, fill
from console.report.handover.seen import Seen
from console.service.ports import Front
from console.ui.actions import Actions
from console.ui.handover.lines import Lines
from console.ui.handover.since import SinceYouLeft
from console.ui.page import Page, Place
from console.ui.rows import RowsModel, RowsView
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.view.handover.draft import Draft, read, write
from console.view.handover.tables import READING, SECTIONS, Shown, lines_table, place_of, sections_table, state_line
from console.view.tokens import Tokens

DRAFT = "handover.draft"
"""The setting under which the words that nobody has signed yet are kept."""

BUTTONS = {
    "handover.give": "Sign as given",
    "handover.accept": "Sign as accepted",
    "handover.ask": "Ask",
    "handover.answer": "Answer",
    "handover.point": "Add an action",
    "handover.withdraw": "Withdraw",
    "duty.take": "Take duty",
}
"""The actions of the page with the short words of their buttons."""

DRAFTING = ("handover.give", "handover.point", "duty.take")
INCOMING = ("handover.ask", "handover.accept")
GIVING = ("handover.answer", "handover.withdraw")
"""Which of them are offered: before it is given, to whoever comes, and to whoever has given it; side by side with a drawer."""

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
        self._last = False
        self.draft = read(front.setting(DRAFT))
        self.shown: Shown | None = None
        self.state = QLabel()
        self.must_know, self.must_words, self.words = QLineEdit(), QLabel(), QLineEdit()
        self.sections = RowsView(RowsModel(SECTIONS), "Sections", (200, 76), wrap=False)
        self.lines = Lines()
        self.buttons = QHBoxLayout()
        self.offered: dict[str, QToolButton] = {}
        self.last, self.changed = QToolButton(), QToolButton()
        self.since = SinceYouLeft(front)
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
        self.last.setText("Last handover")
        self.last.setCheckable(True)
        self.changed.setText("Since you left")
        self.changed.setCheckable(True)
        self.since.hide()
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.lines, 1)
        beside.addWidget(self.words)
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.addWidget(self.sections)
        middle.addWidget(right)
        middle.setSizes([330, 1000])
        middle.setStretchFactor(1, 1)
        middle.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        for part in (self.state, self.must_words, self.must_know):
            column.addWidget(part)
        column.addLayout(self.buttons)
        column.addWidget(middle, 1)
        column.addWidget(self.since, 1)
        self.changed.toggled.connect(middle.setHidden)

    def _connect(self) -> None:
        self.sections.picked.connect(lambda _: self._show_lines())
        self.sections.opened.connect(lambda _: self.lines.setFocus())
        self.lines.opened.connect(self._opened)
        self.lines.checked.connect(self.checks)
        self.lines.dropped.connect(lambda key: self.keep(self.draft.without(key)))
        self.words.returnPressed.connect(self._add_words)
        self.must_know.textEdited.connect(lambda words: self._remember_must_know(words))
        self.last.toggled.connect(self._show_last)
        self.changed.toggled.connect(self._show_changed)
        self.since.goes.connect(self.goes)

    def bind(self, acts: Actions) -> None:
        """Put the page's actions over the sections; each says itself whether it can be used."""
        for name, short in BUTTONS.items():
            acts.qt(name).setIconText(short)
            button = QToolButton()
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setDefaultAction(acts.qt(name))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.buttons.addWidget(button)
            self.offered[name] = button
        self.buttons.addStretch()
        self.buttons.addWidget(self.changed)
        self.buttons.addWidget(self.last)

    def page(self) -> Page:
        """The handover as the window knows its pages."""
        panes = (self.must_know, self.sections, self.lines, self.words, self.since.rows)
        return Page("handover", "Handover", "check-check", self, self.apply, self.tick, dress=self.dress, panes=panes)

    @property
    def section(self) -> int:
        """The section in view."""
        place = self.sections.currentIndex().row()
        return READING[place] if 0 <= place < len(READING) else READING[0]

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
        for rows in (self.sections.rows, self.lines.rows, self.since.rows.rows):
            rows.dress(tokens)

    def keep(self, draft: Draft) -> None:
        """The draft has changed: it is remembered and shown."""
        self.draft = draft
        self._front.remember(DRAFT, write(draft))
        self.show_again()

    def go_on(self) -> None:
        """To the next point that is not checked, in the order of reading."""
        self.show_again()
        left = self.shown.left if self.shown is not None else ()
        if left and self.shown is not None:
            following = next(p for p in self.shown.points if p.id == left[0])
            self.sections.pick(str(following.section))
            self._show_lines()
            self.lines.pick(following.id)

    def show_again(self) -> None:
        """Show the handover of now; what is hidden is shown when somebody looks."""
        sight = self._sight
        if sight is None or not self.isVisible():
            return
        now, floor = self._front.now(), self._front.floor  # an answer may come before the window is told of the change
        given = floor.handed if self._last else floor.handover
        if given is None:
            self._fill(sight, now)
        self.shown = Shown(floor, self._front.user, now, sight.zone, self._filled, self.draft, given)
        self.state.setText(state_line(self.shown))
        drafted = given is None
        self.must_know.setVisible(drafted)
        self.words.setVisible(drafted)
        self.must_words.setVisible(not drafted)
        self.must_words.setText(f"Must know: {self.shown.must_know}")
        if drafted and self.must_know.text() != self.draft.must_know:
            self.must_know.setText(self.draft.must_know)
        self.last.setEnabled(floor.handed is not None)
        if self.changed.isChecked():
            self.since.look(sight.zone)
        self._offer(self.shown)
        self._show_tables(self.shown)

    def _offer(self, shown: Shown) -> None:
        """Only the buttons that lead on from here; the menu and the palette have all of them."""
        handed = shown.floor.handed
        later = GIVING[:1] if handed is not None and handed.giver == shown.user and handed.open_questions() else ()
        wanted = (DRAFTING if shown.handover is None else INCOMING if shown.incoming else GIVING if shown.under_way else ()) + later
        for name, button in self.offered.items():
            button.setVisible(name in wanted)

    def _fill(self, sight: Sight, now: datetime) -> None:
        """What the floor says, only where it, its outlook or the minute is another."""
        state = (self._front.floor.entries, id(sight.outlook), f"{now:%Y-%m-%d %H:%M}")
        if state != self._filled_for:
            zone: ZoneInfo = sight.zone
            self._filled = fill(Seen(self._front.floor, sight.outlook, now, zone, self.zones))
            self._filled_for = state

    def _show_tables(self, shown: Shown) -> None:
        self.sections.rows.show(sections_table(shown))
        if not self.sections.currentIndex().isValid():
            self.sections.pick(str(READING[0]))
        self._show_lines()

    def _show_lines(self) -> None:
        if self.shown is not None:
            here = self.lines.here
            self.lines.rows.show(lines_table(self.shown, self.section))
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
        self.draft = Draft(words, self.draft.remarks, self.draft.points, self.draft.left_out)
        self._front.remember(DRAFT, write(self.draft))

    def _show_changed(self, shown: bool) -> None:
        self.since.setVisible(shown)
        self.show_again()

    def _show_last(self, last: bool) -> None:
        self._last = last
        self.show_again()
