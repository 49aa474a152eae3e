"""Keying one sheet on the screen: the picked line's fields, what is wrong with them, and the comparison with the first keying."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from console.domain.refusal import Refusal
from console.service.ports import Front
from console.ui.blanks.line_form import LineForm
from console.ui.blanks.settling import Settling
from console.ui.notices import RefusalLine
from console.view.blanks import draft as drafts
from console.view.blanks.form import fields
from console.view.blanks.sheet import Sheet
from console.view.blanks.two import again_setting, read_again, write_again
from console.view.blanks.work import Work, begun
from console.view.tokens import Tokens


class Keying(QFrame):
    """One person keys one sheet; every letter is kept, so that lock, idleness and a closed window lose nothing."""

    asks = Signal(object)
    """A command is asked for: the first keying, or the second one to be signed."""
    changed = Signal()

    def __init__(self, front: Front) -> None:
        super().__init__()
        self._front = front
        self.work: Work | None = None
        self.where, self.who, self.know, self.said = QLabel(), QLabel(), QLabel(), QLabel()
        self.no, self.form, self.settling = RefusalLine(), LineForm(), Settling()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        roles = ((self.who, "muted"), (self.where, "title"), (self.know, "small"), (self.said, "strong"))
        for label, role in roles:
            label.setProperty("role", role)
            label.setWordWrap(True)
        for part in (self.who, self.said, self.settling, self.where, self.know, self.no):
            column.addWidget(part)
        column.addWidget(self.form, 1)
        self.form.edited.connect(lambda name, text: self._does(lambda work: work.typed(name, text)))
        self.form.done.connect(lambda: self._does(Work.next_line))
        self.settling.theirs.connect(lambda difference: self._does(lambda work: work.theirs(difference)))
        self.settling.mine.connect(lambda difference: self._does(lambda work: work.mine(difference)))
        self.hide()

    def begin(self, sheet: Sheet, user: str) -> None:
        """Key this sheet as this person, from where they stopped."""
        setting = self._front.setting
        number = sheet.blank.number
        draft = drafts.read(setting(drafts.setting(number, user)))
        self.work = begun(sheet, user, draft, read_again(setting(again_setting(number))))
        self.show()
        self._show()

    def look(self, sheet: Sheet) -> None:
        """The same sheet on the floor of now."""
        self._does(lambda work: work.looked(sheet))

    def leave(self) -> None:
        """Stop for now; what was keyed is kept."""
        self.work = None
        self.settling.hide()
        self.hide()
        self.changed.emit()

    def drop(self) -> None:
        """What was keyed is recorded: it is no draft any more, and nothing is to be looked at again."""
        if self.work is not None:
            self._front.remember(drafts.setting(self.work.number, self.work.user), "")
            self._front.remember(again_setting(self.work.number), "")
        self.leave()

    def pick(self, line: str) -> None:
        """Show the fields of this line."""
        if self.work is not None and self.work.line != line:
            self._does(lambda work: work.picked(line))

    def enter(self) -> None:
        """Give the keyboard to the fields of the picked line."""
        self._does(lambda work: work.at(work.line))

    def free(self) -> None:
        """Begin a free row."""
        self._does(Work.with_free_row)

    def record(self) -> None:
        """Ask that what was keyed be recorded, as soon as nothing stands against it."""
        if self.work is None:
            return
        self.work, asked = self.work.recorded(self._front.now())
        self._show()
        if self.work.differences:
            self.settling.start()
        if asked is not None:
            self.asks.emit(asked)

    def refused(self, refusal: Refusal) -> None:
        """The floor has said no after all."""
        self._does(lambda work: work.refused(refusal))

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self.settling.dress(tokens)

    def _does(self, step: Callable[[Work], Work]) -> None:
        before = self.work
        if before is None:
            return
        after = self.work = step(before)
        if after.draft != before.draft:
            self._front.remember(drafts.setting(after.number, after.user), drafts.write(after.draft))
        if after.again != before.again:
            self._front.remember(again_setting(after.number), write_again(after.again))
        self._show()

    def _show(self) -> None:
        work = self.work
        if work is None:
            return
        line, mine = work.here, self._front.user == work.user
        for label, words in ((self.where, work.where), (self.who, work.who), (self.know, work.know(self._front.now()))):
            label.setText(words)
        self.know.setVisible(bool(self.know.text()))
        self.said.setText(work.said)
        self.said.setVisible(bool(work.said))
        self.no.say(work.floor_says.get(work.line))
        self.settling.tell(work.differences, work.first_name, frozenset(work.again.places))
        self.form.setVisible(line is not None)
        if line is not None:
            self.form.show_line(line.id, fields(work.sheet, line, work.draft), lambda name: work.draft.text(line.id, name))
            self.form.say(work.understood, work.wrong())
        self.form.setEnabled(mine)
        self.settling.setEnabled(mine)
        if work.focus:
            self.form.focus(work.focus)
        self.changed.emit()
