"""A handover as a report: the must-know first, ten sections of points with owner and due time, the questions, both signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from console.domain.floor import Floor
from console.domain.handover import HandoverPoint
from console.report.handover.sections import owner_words
from console.report.handover.sheet import Sheet, SheetSection, behind, changed_words
from console.report.tree import Block, Document, Imprint, Section, SignatureBlock, Table, Words, stamp

NOT_GIVEN = "Draft: nobody has signed this"
POINTS = ("What", "Owner", "Due")
STANDS = ("", "How it stands")
CHANGED = ("What changed", "Last at")
ASKED = ("Question", "Asked by", "Answer", "Answered by")


def document(sheet: Sheet, floor: Floor, imprint: Imprint) -> Document:
    """The sheet as a frozen tree to be printed or exported; a missing signature is said to be missing."""
    title = f"Shift handover {sheet.id}".strip()
    facts = (("Duty", sheet.duty), ("Handover", sheet.state), ("Must know", sheet.must_know or "not said yet"))
    sections = [_changed(sheet, imprint.zone)] if sheet.since is not None else []
    sections += [_section(section, floor, imprint.zone) for section in sheet.sections]
    if sheet.questions:
        sections.append(Section("Questions", (Table(ASKED, tuple(_asked(sheet, floor, imprint.zone))),)))
    if sheet.signings or sheet.notes:
        blocks: tuple[Block, ...] = (*_signatures(sheet, imprint.zone), *(Words(note) for note in sheet.notes))
        sections.append(Section("Signatures", blocks))
    return Document(title, "" if sheet.id else NOT_GIVEN, imprint, facts, tuple(sections))


def _changed(sheet: Sheet, zone: tzinfo) -> Section:
    """What changed since the last handover: a part of its own, signed with the rest."""
    rows = tuple((change.words, stamp(change.at, zone)) for change in sheet.changes)
    return Section(changed_words(sheet, zone), (Table(CHANGED, rows, empty="Nothing has changed."),))


def _section(section: SheetSection, floor: Floor, zone: tzinfo) -> Section:
    rows = tuple(
        (point_text(p, floor, zone), owner_words(floor, p.owner), stamp(p.due, zone) if p.due else "not stated")
        for p in section.points
    )
    blocks: list[Block] = [Table(POINTS, rows)] if rows else []
    if section.facts:
        blocks.append(Table(STANDS, tuple((w.standing.value, w.words) for w in section.facts)))
    blocks += [Words(f"Added: {words}") for words in section.remarks]
    return Section(f"{section.number} {section.title}", tuple(blocks) or (Words("Nothing is open."),))


def point_text(point: HandoverPoint, floor: Floor, zone: tzinfo) -> str:
    """A point whole: its situation, how often it was carried over, and what stands behind it line by line."""
    carried = f" (carried over {point.carried}×)" if point.carried else ""
    return "\n".join([f"{point.words}{carried}", *(f"{name}: {words}" for name, words in behind(point, floor, zone))])


def _asked(sheet: Sheet, floor: Floor, zone: tzinfo) -> Iterator[tuple[str, str, str, str]]:
    for q in sheet.questions:
        asked = f"{floor.person_name(q.by)}, {stamp(q.at, zone)}"
        answered = f"{floor.person_name(q.answered_by)}, {stamp(q.answered_at, zone)}" if q.answered_at else ""
        unanswered = "taken over unanswered" if q.carried else "not answered"
        yield q.words, asked, q.answer or unanswered, answered


def _signatures(sheet: Sheet, zone: tzinfo) -> Iterator[SignatureBlock]:
    for signing in sheet.signings:
        about = f"handover {sheet.id}"
        yield SignatureBlock(signing.name, signing.user, signing.role, signing.meaning, signing.at, zone, sheet.digest, about)
