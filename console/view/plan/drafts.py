"""Drafts that were shown to others, as a panel from which one can be taken to work on."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.view.plan.lines import Line, Section, Told, when
from console.view.spoken import counted


def drafts_told(floor: Floor, zone: ZoneInfo) -> Told:
    """Every kept draft, the latest first; the key of its button is its number."""
    lines = tuple(
        Line(
            f"{draft.id}: {draft.title}",
            f"{draft.why.value} by {floor.person_name(draft.by)}, {when(draft.at, zone)} · {counted(len(draft.moves), 'step')}",
            acts=((draft.id, "Look at it"),),
        )
        for draft in reversed(tuple(floor.drafts.values()))
    )
    about = "They move nothing: looking at one makes it your own draft." if lines else "No draft was shown to others."
    return Told("Drafts shown to others", about, (Section("The latest first", lines),) if lines else ())
