"""Printing a draft: a logged copy is written to a file the person names, and the draft is kept in the journal under its number."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from console.domain.commands import KeepDraft
from console.domain.plan import Showing
from console.domain.refusal import Refusal
from console.planning.answers.tried import Tried
from console.report.tree import Imprint
from console.service.change import Change
from console.service.ports import Front
from console.ui.asker import Answer, Asker
from console.ui.notices import Notice
from console.ui.paper.copying import PAGES_ONLY, Copying, Paper, Then
from console.ui.plan.drafts import Drafts
from console.ui.shell.window import Shell
from console.view.actions import why_not
from console.view.asks.plan import draft_number
from console.view.plan.printed import draft_document
from console.view.spoken import counted

KEY = "printed draft"
PRINT = "draft.print"


class Printing:
    """Asks where to, tries the draft as it is then, prints it, and then asks that it be kept."""

    def __init__(self, shell: Shell, front: Front, asker: Asker, drafts: Drafts, copying: Copying) -> None:
        self._shell, self._front, self._asker, self._drafts, self.copying = shell, front, asker, drafts, copying
        self._printed: dict[str, KeepDraft] = {}
        shell.acts.on({PRINT: self.start})

    def start(self) -> None:
        """Ask for the place of the file."""
        if not self._drafts.draft.moves:
            self._shell.say("There is no draft to print.")
        else:
            self.copying.choose(f"draft {self._number()}.pdf", self.write, PAGES_ONLY)

    def write(self, path: str) -> None:
        """Print the draft as it is now; the session may have ended while the place was chosen."""
        acts = self._shell.acts
        reason = why_not(acts.rows[PRINT], acts.situation) or ("" if self._drafts.draft.moves else "nothing of the draft is left")
        if reason:
            self._shell.say(f"Not printed: {reason}.")
            return
        number = self._number()
        name = Path(path).name
        paper = Paper("draft", name, partial(self._make, number), f"draft:{number}")
        self.copying.print(paper, path, lambda _: self._keep(name, number))

    def _make(self, number: str, said: Imprint, then: Then) -> None:
        self._asker.judge.want(self._drafts.draft.moves, partial(self._tried, number, said, then))

    def _tried(self, number: str, said: Imprint, then: Then, tried: Tried) -> None:
        sight, moves = self._shell.sight, self._drafts.draft.moves
        if sight is None or not moves:
            then(Refusal("draft", "Nothing of the draft is left.", "Draw it again."))
        elif tried.tried != moves:
            self._make(number, said, then)
        else:
            title = self._title()
            self._printed[number] = KeepDraft(
                by=self._front.user, draft=number, title=title, moves=tried.tried, why=Showing.PRINTED
            )
            then(draft_document(tried, number, title, sight.zone, said))

    def _keep(self, name: str, number: str) -> None:
        self._asker.take(self._printed.pop(number), partial(self._kept, name, number))

    def _kept(self, name: str, number: str, answer: Answer) -> None:
        if isinstance(answer, Change):
            self._shell.notices.take(KEY)
            self._drafts.keep_as(number)
            self._shell.say(f"Printed: {name}. The draft is kept as {number}.")
            return
        why = answer.why if answer is not None else "It was not signed."
        said = f"{name} was written, but the draft is not kept, and {number} on the paper stands for nothing: {why}"
        self._shell.notices.put(Notice(KEY, said, "Destroy the paper, and print it again.", "2"))

    def _number(self) -> str:
        draft = self._drafts.draft
        return draft_number(self._front.floor, draft.moves, draft.kept, printed=True)

    def _title(self) -> str:
        kept = self._front.floor.drafts.get(self._drafts.draft.kept)
        return kept.title if kept is not None else f"{counted(len(self._drafts.draft.moves), 'step')} moved"
