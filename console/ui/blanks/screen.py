"""The page of the sheets on paper: all of them on the left, the picked one on the right with what is to be done next."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QToolButton, QVBoxLayout, QWidget

from console.domain.blanks import Blank, BlankState
from console.service.ports import Front
from console.ui.actions import Actions
from console.ui.blanks.keying import Keying
from console.ui.fitted import FittedRows
from console.ui.page import Page, Place
from console.ui.rows import RowsModel
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.view.blanks.listing import (
    LINES,
    NO_SHEET,
    SHEETS,
    Seen,
    account_line,
    beginning_line,
    head_line,
    lines_table,
    originals_line,
    sheets_table,
    state_line,
)
from console.view.blanks.offered import ABOVE, BUTTONS, offered
from console.view.blanks.sheet import Sheet
from console.view.blanks.two import again_setting, asked_again, read_again
from console.view.tokens import Tokens

LIST_PX = {Density.DESK: 440, Density.GLOVE: 560}
"""How wide the list of the sheets is at first."""

LINES_SHARE = 0.4
"""The most that the lines of a sheet take of the height while one of them is keyed."""

PICKED = "blanks.picked"
"""The setting under which the picked sheet is remembered."""

_EMPTY = "No sheet was issued yet."
_NONE = "Nothing was planned in this room for these hours: the sheet has free rows only."


class BlanksScreen(QWidget):
    """Shows the sheets and the keying of one of them; whatever is recorded is asked for by others."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self._sight: Sight | None = None
        self._interrupted = ("", "")
        self.number = front.setting(PICKED)
        self.account = QLabel()
        self.sheets = FittedRows(RowsModel(SHEETS), "Sheets", (150, 150, 110), _EMPTY)
        self.head, self.state, self.originals = QLabel(), QLabel(), QLabel()
        self.lines = FittedRows(RowsModel(LINES), "Lines of the sheet", (48, 112, 130, 112, 90), _NONE)
        self.keying = Keying(front)
        self.above, self.buttons = QHBoxLayout(), QHBoxLayout()
        self.offered: dict[str, QToolButton] = {}
        self._lay_out()
        self.sheets.picked.connect(self.open)
        self.sheets.opened.connect(lambda _: self.lines.setFocus())
        self.lines.picked.connect(self.keying.pick)
        self.lines.opened.connect(lambda _: self.keying.enter())
        self.keying.changed.connect(self._show_sheet)

    def _lay_out(self) -> None:
        self.account.setProperty("role", "strong")
        self.account.setAccessibleName("What became of the sheets")
        self.head.setProperty("role", "title")
        for label in (self.account, self.head, self.state, self.originals):
            label.setWordWrap(True)
        self.originals.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.left, right = QWidget(), QWidget()
        listed = QVBoxLayout(self.left)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.addWidget(self.account)
        listed.addLayout(self.above)
        listed.addWidget(self.sheets, 1)
        below = self._below = QSplitter(Qt.Orientation.Vertical)
        below.addWidget(self.lines)
        below.addWidget(self.keying)
        below.setStretchFactor(1, 1)
        below.setChildrenCollapsible(False)
        one = QVBoxLayout(right)
        one.setContentsMargins(8, 0, 0, 0)
        for part in (self.head, self.state, self.originals):
            one.addWidget(part)
        one.addLayout(self.buttons)
        one.addWidget(below, 1)
        one.addStretch()  # while there is no sheet the words stand on top
        middle = self._middle = QSplitter(Qt.Orientation.Horizontal)
        middle.addWidget(self.left)
        middle.addWidget(right)
        middle.setStretchFactor(1, 1)
        middle.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 8, 14, 8)
        whole.addWidget(middle)

    def bind(self, acts: Actions) -> None:
        """Put the page's actions over the lines; each says itself whether it can be used."""
        for name, short in BUTTONS.items():
            button = self.offered[name] = acts.button(name, short)
            button.hide()  # until it is known what leads on
            (self.above if name in ABOVE else self.buttons).addWidget(button)
        self.above.addStretch()
        self.buttons.addStretch()

    def page(self) -> Page:
        """The sheets as the window knows its pages."""
        panes = (self.sheets, self.lines, self.keying)
        return Page(
            "blanks", "Paper", "file-text", self, self.apply, self.tick, dress=self.dress, turn=self.turn, panes=panes
        )  # fmt: skip

    @property
    def blank(self) -> Blank | None:
        """The sheet that is picked."""
        return self._front.floor.blanks.get(self.number)

    def sheet(self, blank: Blank) -> Sheet | None:
        """A sheet beside the floor of now, once the window has looked at one."""
        return Sheet(blank, self._front.floor, self._sight.zone) if self._sight is not None else None

    def seen(self) -> Seen | None:
        """What the words of the page are made from."""
        sight = self._sight
        return Seen(self._front.floor, self._front.now(), sight.zone, self._front.user) if sight is not None else None

    def apply(self, sight: object) -> None:
        """Show this floor."""
        if isinstance(sight, Sight):
            self._sight = sight
            self.show_again()

    def tick(self, now: datetime) -> None:
        """The second hand: a sheet passes its hours while nothing happens."""
        if self.isVisible() and now.second == 0:
            self.show_again()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever looks sees the sheets of now."""
        super().showEvent(event)
        self.show_again()

    def dress(self, tokens: Tokens, density: Density) -> None:
        """Draw in these colours; larger words need a wider list."""
        wide = LIST_PX[density]
        self._middle.setSizes([wide, max(1, self._middle.width() - wide)])
        for rows in (self.sheets.rows, self.lines.rows):
            rows.dress(tokens)
        self.keying.dress(tokens)

    def turn(self, place: Place) -> None:
        """Somebody came for this sheet."""
        if place.sheet:
            self.open(place.sheet)

    def open(self, number: str) -> None:
        """Pick this sheet; a keying that is under way stops, and is kept."""
        work = self.keying.work
        if work is not None and work.number != number:
            self.keying.leave()
        self.number = number
        self._front.remember(PICKED, number)
        self.show_again()

    def key_in(self) -> None:
        """Begin or go on to key the picked sheet as whoever is logged in."""
        blank = self.blank
        sheet = self.sheet(blank) if blank is not None else None
        if sheet is not None and self._front.user:
            self.keying.begin(sheet, self._front.user)

    def show_again(self) -> None:
        """Show the sheets of now; what is hidden is shown when somebody looks."""
        seen = self.seen()
        if seen is None or not self.isVisible():
            return
        self._keep_keying()
        self.account.setText(account_line(seen.floor))
        table = sheets_table(seen)
        self.sheets.rows.show(table)
        if self.number not in seen.floor.blanks and table.rows:
            self.number = table.rows[0].key
        self.sheets.pick(self.number)
        self._show_sheet()

    def _keep_keying(self) -> None:
        """A keying goes on while the sheet can be keyed and its person is here: nobody else reads what was keyed so far."""
        work, user = self.keying.work, self._front.user
        blank = self._front.floor.blanks.get(work.number if work is not None else self.number)
        sheet = self.sheet(blank) if blank is not None else None
        keyable = blank is not None and blank.state in (BlankState.RETURNED, BlankState.KEYED)
        if work is None:
            if user:
                back, self._interrupted = self._interrupted == (user, self.number), ("", "")
                if back and keyable:
                    self.key_in()
        elif sheet is None or not keyable or user != work.user:
            self._interrupted = (work.user, work.number)
            self.keying.leave()
        elif sheet != work.sheet:
            self.keying.look(sheet)

    def _show_sheet(self) -> None:
        seen, blank, work = self.seen(), self.blank, self.keying.work
        shown = seen is not None and blank is not None
        for label in (self.head, self.state, self.originals):
            label.setVisible(shown)
        wanted = offered(seen, blank, keying=work is not None)
        for name, button in self.offered.items():
            button.setVisible(name in wanted and button.defaultAction().isVisible())
        self._below.setVisible(shown)
        if seen is None or blank is None:
            if seen is not None:
                self._show_beginning(seen)
            return
        self.head.setText(head_line(seen, blank))
        self.state.setText(" ".join(part for part in (state_line(seen, blank), self._asked_again(blank)) if part))
        self.originals.setText(originals_line(seen, blank))
        self.originals.setVisible(bool(blank.originals))
        self._make_room(keying=work is not None)
        if work is None:
            self.lines.rows.show(lines_table(seen, blank))
        else:
            self.lines.rows.show(lines_table(seen, blank, work.words(seen), work.free_lines))
            self.lines.pick(work.line)

    def _show_beginning(self, seen: Seen) -> None:
        """No sheet was ever issued: what sheets are for, and who gives them out."""
        self.lines.rows.show(lines_table(seen, None))
        self.head.setText(NO_SHEET)
        self.state.setText(beginning_line(seen))
        for label in (self.head, self.state):
            label.show()

    def _asked_again(self, blank: Blank) -> str:
        """That whoever keyed it first is asked to look at it again."""
        if blank.state is not BlankState.KEYED:
            return ""
        again, name = read_again(self._front.setting(again_setting(blank.number))), self._front.floor.person_name
        return asked_again(again, name(again.by), name(blank.keyed_by))

    def _make_room(self, *, keying: bool) -> None:
        """Whoever keys needs the width: the list comes back with the end of it, and the lines are as high as their rows."""
        if self.left.isHidden() == keying:
            return
        self.left.setHidden(keying)
        high = self._below.height()
        wanted = self.lines.horizontalHeader().height() + self.lines.verticalHeader().length() + 12
        lines = min(wanted, round(high * LINES_SHARE)) if keying else high
        self._below.setSizes([lines, high - lines])
