"""What would be if, as a panel: the conflicts it brings with their places, what a repair would move, and what is left to people."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.planning.answers.plan_view import Foreseen
from console.view.plan.compare import compared, stuck_sections
from console.view.plan.conflicts import conflict_line
from console.view.plan.lines import Section, Told
from console.view.spoken import counted

TITLE = "What if…"


def foreseen_told(foreseen: Foreseen, zone: ZoneInfo) -> Told:
    """The answer as a panel: the key of a conflict's button names batch and step."""
    proposal, conflicts = foreseen.proposal, foreseen.conflicts
    told = compared(TITLE, proposal.moves, proposal.effects, (), None, zone)
    new = counted(len(conflicts), "new conflict") if conflicts else "no new conflict"
    helpless = stuck_sections(proposal, zone)
    broken = Section(f"New conflicts ({len(conflicts)})", tuple(conflict_line(each, zone) for each in conflicts))
    about = f"If {foreseen.asked}: {new}. {proposal.words}."
    return Told(TITLE, about, tuple(s for s in (*helpless, broken, *told.sections) if s.lines))
