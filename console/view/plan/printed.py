"""A draft on paper: that it is not the plan, what it was compared with, what moves, who gains and loses."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.planning.answers.tried import Tried
from console.report.tree import Block, Document, Imprint, Table, Words, stamp
from console.report.tree import Section as Part
from console.view.plan.compare import compared_draft
from console.view.plan.lines import Section, Told

NOT_THE_PLAN = "DRAFT, not the plan"
LINES = ("What", "Details")


def draft_document(tried: Tried, number: str, title: str, zone: ZoneInfo, imprint: Imprint) -> Document:
    """The draft as it was tried. The number means what the journal keeps under it; the paper itself claims nothing."""
    told = compared_draft(f"Draft {number}: {title}", tried, zone)
    compared_with = f"the plan of {stamp(tried.at, zone)}, after {tried.floor.entries:,} entries of the journal"
    return told_document(told, number, compared_with, imprint)


def told_document(told: Told, number: str, compared_with: str, imprint: Imprint) -> Document:
    """What a panel says of a draft as a report; that it is no plan stands in the title, so on every page."""
    facts = (
        ("Number", f"{number}, if the journal keeps a draft of this number with these moves. A draft moves nothing."),
        ("Compared with", compared_with),
    )
    return Document(f"{NOT_THE_PLAN}. {told.title}", told.about, imprint, facts, tuple(_part(each) for each in told.sections))


def _part(section: Section) -> Part:
    rows = tuple((line.words, line.small) for line in section.lines)
    block: Block = Table(LINES, rows) if any(small for _, small in rows) else Words("\n".join(words for words, _ in rows))
    return Part(section.heading, (block,))
