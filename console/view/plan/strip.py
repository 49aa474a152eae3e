"""The quiet line above the board: the draft one works on, else what is proposed, else what cannot hold."""

from __future__ import annotations

from dataclasses import dataclass

from console.planning.plan_view import PlanView, Proposal
from console.planning.tried import Tried
from console.view.board.draft import Draft
from console.view.plan.compare import balance
from console.view.spoken import counted


@dataclass(frozen=True, slots=True)
class StripLine:
    """What the line says, with its mark, and the actions it offers as (id, title)."""

    words: str
    sign: str = ""
    acts: tuple[tuple[str, str], ...] = ()


LOOK, LATER = ("plan.look", "Look (L)"), ("plan.later", "Not now")


def strip_line(draft: Draft, shown: bool, tried: Tried | None, view: PlanView | None, put_off: Proposal | None) -> StripLine | None:
    """The one line of this moment; None when there is nothing to say. A proposal put off is not told again."""
    conflicts = len(view.conflicts) if view is not None else 0
    found = _draft(draft, shown, tried) if not draft.empty else _proposal(view, put_off)
    more = (("plan.conflicts", f"{counted(conflicts, 'conflict')} (J)"),) if conflicts else ()
    if found is None:
        words = f"The plan has {counted(conflicts, 'conflict')}: entries that cannot both hold, or broken limits"
        return StripLine(words, "2", (("plan.conflicts", "Show (J)"),)) if conflicts else None
    return StripLine(found.words, found.sign, found.acts + more)


def _draft(draft: Draft, shown: bool, tried: Tried | None) -> StripLine:
    if not draft.moves:
        redo = (("draft.redo", "Redo"),) if draft.future else ()
        undo = (("draft.undo", "Undo"),) if draft.past else ()
        return StripLine("Draft: nothing moves", "", (*undo, *redo, ("draft.drop", "Drop")))
    batches = counted(len({move.batch for move in draft.moves}), "batch", "batches")
    words = f"Draft{'' if shown else ' (hidden)'}: {counted(len(draft.moves), 'step')} of {batches}"
    known = tried is not None and tried.tried == draft.moves
    broken = len(tried.broken) if tried is not None and known else 0
    if tried is not None and known:
        words += f", breaks {counted(broken, 'rule')}" if broken else f", {balance(tried.effects)}"
    acts = [("draft.compare", "Compare (C)"), ("draft.show", "Hide (G)" if shown else "Show (G)")]
    acts += [("draft.undo", "Undo")] if draft.past else []
    acts += [("draft.redo", "Redo")] if draft.future else []
    return StripLine(words, "2" if broken else "", tuple(acts))


def _proposal(view: PlanView | None, put_off: Proposal | None) -> StripLine | None:
    for proposal in (view.repair, view.better) if view is not None else ():
        if proposal is not None and proposal != put_off:
            return StripLine(proposal.words, "2" if proposal.unresolved or proposal.stuck else "", (LOOK, LATER))
    return None
