"""What the plan does when people act: a drag is judged and dropped, a draft is drawn, compared, applied, shown or dropped."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject

from console.domain.floor import Floor
from console.planning.answers.plan_view import PlanView, Proposal
from console.planning.answers.tried import Tried
from console.service.change import Change
from console.service.ports import Front
from console.ui.asker import Answer, Asker
from console.ui.paper.copying import Copying
from console.ui.plan.drafts import Drafts
from console.ui.plan.inquiries import Inquiries
from console.ui.plan.panels import Panels
from console.ui.plan.printing import Printing
from console.ui.plan.strip import PlanStrip
from console.ui.shell.window import Shell
from console.view.asks import plan
from console.view.board.draft import Draft
from console.view.board.drag import Drag, Foresees
from console.view.plan.strip import strip_line
from console.view.spoken import counted


class Hand(Protocol):
    """What holds a bar on the board."""

    def judge(self, mover: Foresees | None) -> None:
        """Judge by this mover from now on; None while a new one is being made."""

    def lay(self, draft: Draft) -> None:
        """Show this draft over the board."""

    def forget(self) -> bool:
        """Nothing is in the hand any more."""


class PlanActs(QObject):
    """Between the board, the drawer and the floor; whatever it records was asked for and, as a draft, signed."""

    def __init__(self, shell: Shell, front: Front, asker: Asker, hand: Hand, strip: PlanStrip, copying: Copying) -> None:
        super().__init__(shell)
        self._shell, self._front, self._asker, self._hand, self._strip = shell, front, asker, hand, strip
        self._judge = asker.judge
        self._floor: Floor | None = None
        self._view: PlanView | None = None
        self._put_off: Proposal | None = None
        self._judging: Tried | None = None
        self.drafts = Drafts(front, self._draft_changed)
        self.panels = Panels(shell, front, asker, self.drafts)
        self.printing = Printing(shell, front, asker, self.drafts, copying)
        self.inquiries = Inquiries(shell, front, asker)
        strip.pressed.connect(shell.acts.run)
        shell.drawer.closed.connect(self._drawer_closed)
        shell.situation_changed.connect(self._follow)
        shell.acts.on(
            {
                "draft.show": self._toggle,
                "draft.compare": self.panels.compare,
                "draft.undo": self._undo,
                "draft.redo": self._redo,
                "draft.apply": self.panels.apply,
                "draft.keep": self._keep,
                "draft.drop": self._drop,
                "draft.open": self.panels.others,
                "plan.look": self._look,
                "plan.later": self._later,
                "plan.why": self.panels.why,
                "plan.conflicts": lambda: self.panels.conflicts(self._view),
            }
        )
        self._draft_changed()

    def lifted(self) -> None:
        """A bar is about to be moved: whoever judges comes as soon as it can."""
        moves = self.drafts.laid
        holds = self._judge.holds(moves)
        self._judging = holds
        self._hand.judge(holds.mover if holds is not None else None)
        if holds is None:
            self._judge.want(moves, self._judged)

    def dropped(self, drag: Drag) -> None:
        """A bar was let go where it is allowed: one step is moved at once, more than one become a draft."""
        tried = self._judging
        if tried is None or drag.preview is None or tried.mover is not drag.mover:
            self._hand.forget()
            return
        moves = tried.with_preview(drag.preview)
        if not moves and not self.drafts.laid:
            self._hand.forget()
            self._shell.say("It lies there already.")
        elif len(moves) == 1 and not self.drafts.laid and self.drafts.draft.empty:
            sight = self._shell.sight
            if sight is not None:
                self._asker.show(plan.dropped(self._asker.scene(sight), moves[0], drag.words), self._moved)
        else:
            self._hand.forget()
            self.drafts.do(moves)
            self.panels.compare()

    def refused(self, why: str) -> None:
        """A bar stays where it is."""
        self._shell.say(why[:1].upper() + why[1:])

    def _judged(self, tried: Tried) -> None:
        if tried.tried == self.drafts.laid:
            self._judging = tried
            self._hand.judge(tried.mover)
        self._say()

    def _moved(self, answer: Answer) -> None:
        if isinstance(answer, Change):
            self._hand.forget()

    def _drawer_closed(self) -> None:
        """Closing the drawer without an answer forgets the drop."""
        self._hand.forget()

    def _draft_changed(self) -> None:
        """The draft is another one, shown, or hidden."""
        draft = self.drafts.draft
        self._hand.lay(draft if self.drafts.shown else Draft())
        if draft.moves and self._front.floor.facility is not None:
            self._judge.want(draft.moves, self._judged)
        self.panels.draft_changed()
        self._say()

    def _follow(self) -> None:
        """The floor, the plan or the person may be another: the draft is kept true to them."""
        front = self._front
        if front.floor is not self._floor:
            self._floor = front.floor
            said = self.drafts.follow(front.floor)
            if said:
                self._shell.say(" ".join(said))
            self.panels.floor_changed()
        elif front.user != self.drafts.user:
            self.drafts.follow(front.floor)
        self._view = front.plan
        self._say()

    def _say(self) -> None:
        draft = self.drafts.draft
        tried = self._judge.last
        known = tried if tried is not None and tried.tried == draft.moves else None
        self._strip.say(strip_line(draft, self.drafts.shown, known, self._view, self._put_off))

    def _toggle(self) -> None:
        if self.drafts.draft.empty:
            self._shell.say("There is no draft: drag a bar that pushes others, or look at a proposal.")
        else:
            self.drafts.toggle()

    def _undo(self) -> None:
        if not self.drafts.undo():
            self._shell.say("Nothing of a draft is left to undo. What is recorded is moved back by a new signed change.")

    def _redo(self) -> None:
        if not self.drafts.redo():
            self._shell.say("Nothing was undone.")

    def _drop(self) -> None:
        if self.drafts.draft.empty:
            self._shell.say("There is no draft.")
            return
        self.drafts.drop()
        self.panels.leave()
        self._shell.say("The draft is dropped; nothing was recorded by it.")

    def _keep(self) -> None:
        sight, draft = self._shell.sight, self.drafts.draft
        if sight is None or not draft.moves:
            self._shell.say("There is no draft to show.")
            return
        ask = plan.keep(self._asker.scene(sight), draft.moves, f"{counted(len(draft.moves), 'step')} moved", draft.kept)
        self._asker.show(ask, self._kept)

    def _kept(self, answer: Answer) -> None:
        if isinstance(answer, Change):
            for event in answer.events:
                number = getattr(event, "draft", "")
                if number:
                    self.drafts.keep_as(number)

    @property
    def _offered(self) -> Proposal | None:
        view = self._view
        return next((p for p in ((view.repair, view.better) if view else ()) if p is not None), None)

    def _look(self) -> None:
        """A proposal is looked at as a draft; where nothing can be moved lawfully, it says what people could decide."""
        proposal = self._offered
        if proposal is None:
            self._shell.say("Nothing is proposed: the plan is lawful, and no better one is known.")
        elif proposal.moves:
            self.drafts.do(proposal.changes)
            self.panels.compare(proposal)
        else:
            self.panels.proposal(proposal)

    def _later(self) -> None:
        """Not now: the same proposal is not told again."""
        self._put_off = self._offered
        self._say()
