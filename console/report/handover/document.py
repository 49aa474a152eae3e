"""A handover as a report: the must-know first, ten sections of points with owner and due time, the questions, both signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from console.domain.floor import Floor
from console.report.handover.sections import owner_words
from console.report.handover.sheet import Sheet, SheetSection
from console.report.tree import Block, Document, Imprint, Section, SignatureBlock, Table, Words, stamp

NOT_GIVEN = "Draft: nobody has signed this"
POINTS = ("What", "Owner", "Due")
ASKED = ("Question", "Asked by", "Answer", "Answered by")


def document(sheet: Sheet, floor: Floor, imprint: Imprint) -> Document:
    """The sheet as a frozen tree to be printed or exported; a missing signature is said to be missing."""
    title = f"Shift handover {sheet.id}".strip()
    facts = (("Duty", sheet.duty), ("Handover", sheet.state), ("Must know", sheet.must_know or "not said yet"))
    sections = [_section(section, floor, imprint.zone) for section in sheet.sections]
    if sheet.questions:
        sections.append(Section("Questions", (Table(ASKED, tuple(_asked(sheet, floor, imprint.zone))),)))
    if sheet.signings or sheet.notes:
        blocks: tuple[Block, ...] = (*_signatures(sheet, imprint.zone), *(Words(note) for note in sheet.notes))
        sections.append(Section("Signatures", blocks))
    return Document(title, "" if sheet.id else NOT_GIVEN, imprint, facts, tuple(sections))


def _section(section: SheetSection, floor: Floor, zone: tzinfo) -> Section:
    rows = tuple(
        (
            p.words + (f" (carried over {p.carried}×)" if p.carried else ""),
            owner_words(floor, p.owner),
            stamp(p.due, zone) if p.due else "not stated",
        )
        for p in section.points
    )
    said = (*section.facts, *(f"Added: {words}" for words in section.remarks))
    points = (Table(POINTS, rows),) if rows else ()
    blocks: tuple[Block, ...] = (*points, *(Words(words) for words in said)) or (Words("Nothing is open."),)
    return Section(f"{section.number} {section.title}", blocks)


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
