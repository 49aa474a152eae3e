"""The quiet line above the board: the draft one works on, else what is proposed, else what cannot hold."""

from __future__ import annotations

from dataclasses import dataclass

from console.planning.answers.plan_view import PlanView, Proposal
from console.planning.answers.tried import Tried
from console.view.board.draft import Draft
from console.view.plan.compare import balance, keeps
from console.view.plan.lines import listed
from console.view.spoken import counted


@dataclass(frozen=True, slots=True)
class StripLine:
    """What the line says, with its mark, and the actions it offers as (id, title)."""

    words: str
    sign: str = ""
    acts: tuple[tuple[str, str], ...] = ()


REPAIR = "repair"
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
        words += f", mends {counted(tried.mended, 'conflict')}" if tried.mended else ""
        words += f", breaks {counted(broken, 'rule')}" if broken else f", {balance(tried.effects)}"
    acts = [("draft.compare", "Compare (C)"), ("draft.show", "Hide (G)" if shown else "Show (G)")]
    acts += [("draft.undo", "Undo")] if draft.past else []
    acts += [("draft.redo", "Redo")] if draft.future else []
    return StripLine(words, "2" if broken else "", tuple(acts))


def _proposal(view: PlanView | None, put_off: Proposal | None) -> StripLine | None:
    for proposal in (view.repair, view.better) if view is not None else ():
        if proposal is not None and proposal != put_off:
            helpless = bool(proposal.unresolved or proposal.stuck)
            return StripLine(_offered(proposal), "2" if helpless else "", (LOOK, LATER))
    return None


def _offered(proposal: Proposal) -> str:
    """What is offered in one line; where something cannot be mended by the rules, that people must decide."""
    if proposal.kind != REPAIR:
        return proposal.words
    parts = []
    if proposal.moves:
        parts.append(f"A repair is ready: {counted(len(proposal.moves), 'step')} {'moves' if len(proposal.moves) == 1 else 'move'}")
        parts += [each for each in (keeps(proposal.effects),) if each]
    lost = list(dict.fromkeys([*(each.batch for each in proposal.stuck), *(each.batch for each in proposal.unresolved)]))
    if lost:
        parts.append(f"{'no' if parts else 'No'} lawful place for {listed(lost)}: people must decide")
    return ", ".join(parts) or proposal.words
