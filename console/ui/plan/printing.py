"""Printing a draft: pages are written to a file the person names, and the draft is kept in the journal under its number."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from console import __version__
from console.domain.commands import KeepDraft
from console.domain.plan import Showing
from console.domain.refusal import Refusal
from console.planning.answers.tried import Tried
from console.service.change import Change
from console.service.ports import Front
from console.ui.asker import Answer, Asker
from console.ui.notices import Notice
from console.ui.plan.drafts import Drafts
from console.ui.plan.paper import pdf
from console.ui.saving import where_to
from console.ui.shell.window import Shell
from console.view.actions import why_not
from console.view.asks.plan import draft_number
from console.view.plan.printed import Printer, paper
from console.view.spoken import counted

KEY = "printed draft"
PRINT = "draft.print"


class Printing:
    """Asks where to, tries the draft as it is then, writes it, and only then asks that it be kept."""

    def __init__(self, shell: Shell, front: Front, asker: Asker, drafts: Drafts) -> None:
        self._shell, self._front, self._asker, self._drafts = shell, front, asker, drafts
        self.dialog: QFileDialog | None = None
        shell.acts.on({PRINT: self.start})

    def start(self) -> None:
        """Ask for the place of the file."""
        if not self._drafts.draft.moves:
            self._shell.say("There is no draft to print.")
            return
        self.dialog = where_to(self._shell, f"draft {self._number()}.pdf", "Papers (*.pdf)", self.write)

    def write(self, path: str) -> None:
        """Print the draft as it is now; the session may have ended while the place was chosen."""
        moves = self._drafts.draft.moves
        acts = self._shell.acts
        reason = why_not(acts.rows[PRINT], acts.situation) or ("" if moves else "nothing of the draft is left")
        if reason:
            self._shell.say(f"Not printed: {reason}.")
        else:
            self._asker.judge.want(moves, partial(self._tried, path))

    def _tried(self, path: str, tried: Tried) -> None:
        sight, front = self._shell.sight, self._front
        if sight is None:
            return
        if tried.tried != self._drafts.draft.moves:
            self.write(path)
            return
        name = front.floor.person_name(front.user)
        by = Printer(front.site, front.user, name, __version__)
        command = KeepDraft(
            by=front.user, draft=self._number(), title=self._title(), moves=tried.tried, why=Showing.PRINTED
        )
        made = pdf(paper(tried, command.draft, command.title, by, sight.zone))
        front.save(path, made, partial(self._written, path, command))

    def _number(self) -> str:
        draft = self._drafts.draft
        return draft_number(self._front.floor, draft.moves, draft.kept, printed=True)

    def _title(self) -> str:
        kept = self._front.floor.drafts.get(self._drafts.draft.kept)
        return kept.title if kept is not None else f"{counted(len(self._drafts.draft.moves), 'step')} moved"

    def _written(self, path: str, command: KeepDraft, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._shell.notices.put(Notice(KEY, refusal.why, refusal.instead, "2"))
        else:
            self._asker.take(command, partial(self._kept, path, command.draft))

    def _kept(self, path: str, number: str, answer: Answer) -> None:
        name = Path(path).name
        if isinstance(answer, Change):
            self._shell.notices.take(KEY)
            self._drafts.keep_as(number)
            self._shell.say(f"Printed: {name}. The draft is kept as {number}.")
            return
        why = answer.why if answer is not None else "It was not signed."
        said = f"{name} was written, but the draft is not kept, and {number} on the paper stands for nothing: {why}"
        self._shell.notices.put(Notice(KEY, said, "Destroy the paper, and print it again.", "2"))
