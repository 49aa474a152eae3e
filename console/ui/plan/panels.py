"""The panels of the plan in the drawer: the comparison of a draft, proposals, conflicts, and drafts others have shown."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from console.domain.events import PlanChanged
from console.domain.plan import StepMove
from console.domain.refusal import Refusal
from console.planning.answers.plan_view import Answer, Explained, PlanView, Proposal, Why
from console.planning.answers.tried import Tried
from console.service.change import Change
from console.service.ports import Front
from console.ui.asker import Answer as Recorded
from console.ui.asker import Asker
from console.ui.page import Place
from console.ui.plan.drafts import Drafts
from console.ui.plan.told import ToldPanel, words
from console.ui.shell.window import Shell
from console.view.actions import why_not
from console.view.asks import plan
from console.view.plan.compare import compared_draft, proposed, stuck_sections
from console.view.plan.conflicts import conflicts_told, place_of
from console.view.plan.drafts import drafts_told
from console.view.plan.lines import Told
from console.view.plan.why import TITLE as WHY
from console.view.plan.why import explained_told
from console.view.spoken import counted

COMPARED = "The draft against the plan"
UNDONE = (
    ("draft.undo", "Undo"), ("draft.redo", "Redo"), ("draft.keep", "Show to others…"), ("draft.print", "Print…"),
    ("draft.drop", "Drop"),
)  # fmt: skip


class Panels:
    """Opens one panel at a time and keeps it true while it is open."""

    def __init__(self, shell: Shell, front: Front, asker: Asker, drafts: Drafts) -> None:
        self._shell, self._front, self._asker, self._drafts = shell, front, asker, drafts
        self._comparison: ToldPanel | None = None
        self._proposal: Proposal | None = None

    @property
    def comparing(self) -> ToldPanel | None:
        """The comparison, when it is open."""
        return self._comparison if self._comparison is not None and self._shell.drawer.panel is self._comparison else None

    def compare(self, proposal: Proposal | None = None) -> None:
        """Open the comparison of the draft with the plan; what a proposal could not mend is told with it."""
        if not self._drafts.draft.moves:
            self._shell.say("There is no draft to compare.")
            return
        self._proposal = proposal
        panel = ToldPanel(Told(COMPARED, "Working out what it changes…"), self._shell.theme.tokens, UNDONE, self._applying())
        panel.pressed.connect(self._shell.acts.run)
        self._comparison = panel
        self._shell.drawer.open(COMPARED, panel)
        self._judge()

    def apply(self) -> None:
        """The comparison, with the keyboard at what applying it asks for."""
        self.compare()
        if self._asker.panel is not None:
            self._asker.panel.start()

    def leave(self) -> None:
        """The draft is gone: its comparison goes, too."""
        if self.comparing is not None:
            self._shell.drawer.leave()

    def draft_changed(self) -> None:
        """Tell the comparison anew."""
        if self.comparing is not None:
            self._judge()

    floor_changed = draft_changed

    def proposal(self, proposal: Proposal) -> None:
        """A proposal of which nothing can be moved: what people could decide."""
        self._open(proposed(proposal, self._zone), lambda _: None)

    def conflicts(self, view: PlanView | None) -> None:
        """Every conflict, each leading to its place."""
        self._open(conflicts_told(view.conflicts if view is not None else (), self._zone), self._go)

    def why(self) -> None:
        """Why the selected bar lies where it lies; the planner answers in a moment."""
        picked = self._shell.selection
        panel = ToldPanel(Told(WHY, "Working out what binds it…"), self._shell.theme.tokens)
        self._shell.drawer.open(WHY, panel)
        self._front.ask_plan(Why(picked.batch, picked.step), lambda answer: self._explained(panel, answer))

    def _explained(self, panel: ToldPanel, answer: Answer | Refusal) -> None:
        if self._shell.drawer.panel is not panel:
            return
        if isinstance(answer, Refusal):
            panel.tell(Told(WHY, f"{answer.why} {answer.instead}".strip()))
        elif isinstance(answer, Explained):
            panel.tell(explained_told(answer, self._zone))

    def others(self) -> None:
        """The drafts that were shown; one of them can be taken to work on."""
        self._open(drafts_told(self._front.floor, self._zone), self._take)

    def _open(self, told: Told, pressed: Callable[[str], None]) -> None:
        panel = ToldPanel(told, self._shell.theme.tokens)
        panel.pressed.connect(pressed)
        self._shell.drawer.open(told.title, panel)

    @property
    def _zone(self) -> ZoneInfo:
        sight = self._shell.sight
        return sight.zone if sight is not None else ZoneInfo("UTC")

    def _go(self, key: str) -> None:
        batch, step = place_of(key)
        self._shell.go(Place("board", batch, step))

    def _take(self, number: str) -> None:
        kept = self._front.floor.drafts.get(number)
        if kept is not None:
            self._drafts.take(kept.moves, number)
            self.compare()

    def _judge(self) -> None:
        self._asker.judge.want(self._drafts.draft.moves, self._tell)

    def _tell(self, tried: Tried) -> None:
        panel = self.comparing
        if panel is None or tried.tried != self._drafts.draft.moves:
            return
        told = compared_draft(COMPARED, tried, self._zone)
        stuck = stuck_sections(self._proposal, self._zone) if self._proposal is not None else ()
        panel.tell(Told(told.title, told.about, stuck + told.sections))

    def _applying(self) -> QWidget:
        """What applying it asks for, or why this person cannot."""
        sight = self._shell.sight
        rows = self._shell.acts
        reason = why_not(rows.rows["draft.apply"], rows.situation)
        if reason or sight is None:
            return words(f"Applying it: {reason}.", "muted")
        draft = self._drafts.draft
        title = f"{counted(len(draft.moves), 'step')} moved"
        return self._asker.made(plan.apply(self._asker.scene(sight), self._moves, title, draft.kept), self._applied)

    def _moves(self) -> tuple[StepMove, ...]:
        return self._drafts.draft.moves

    def _applied(self, answer: Recorded) -> None:
        if isinstance(answer, Change):
            self._drafts.drop()
            numbers = [event.change for event in answer.events if isinstance(event, PlanChanged)]
            self._shell.say(f"Recorded as {', '.join(numbers)}. It can be moved back by a new signed change.")
