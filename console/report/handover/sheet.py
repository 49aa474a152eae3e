"""A handover as a sheet to read aloud: who has duty, the must-know first, ten sections, questions and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from console.domain.floor import Floor
from console.domain.handover import Handover, HandoverChange, HandoverPoint, HandoverQuestion, HandoverWords, Standing
from console.domain.plain import to_plain
from console.report.handover.filled import Filled
from console.report.handover.sections import TITLES, owner_words
from console.report.handover.shift import short
from console.report.tree import stamp

GIVEN, ACCEPTED = "information given", "read, questioned, accepted"
"""What the two signatures of a handover mean (domain.md 6)."""


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One of the ten sections: its open points, what is so beside them, and what people added."""

    number: int
    title: str
    points: tuple[HandoverPoint, ...]
    facts: tuple[HandoverWords, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature: printed name, roles, meaning, instant; `at` is None while it is missing."""

    user: str
    name: str
    role: str
    meaning: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole handover: its state in a word, the must-know, the sections, the questions and both signatures."""

    id: str
    state: str
    duty: str
    must_know: str
    sections: tuple[SheetSection, ...]
    questions: tuple[HandoverQuestion, ...] = ()
    signings: tuple[Signing, ...] = ()
    notes: tuple[str, ...] = ()
    digest: str = ""
    changes: tuple[HandoverChange, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def draft_sheet(floor: Floor, filled: Filled, zone: tzinfo, said: Handover | None = None) -> Sheet:
    """What would be given now: nobody has signed it; `said` holds what people added so far, and what changed."""
    given = said or Handover("", "")
    sections = _sections(filled.points, filled.facts, given.remarks)
    return Sheet(
        "", "not given", duty_words(floor, zone), given.must_know, sections, changes=given.changes, since=given.since,
        until=given.until,
    )  # fmt: skip


def sheet_of(floor: Floor, handover: Handover, zone: tzinfo, withdrawn: str = "") -> Sheet:
    """A handover that was given, accepted, or by which duty was taken; or why it was withdrawn."""
    sections = _sections(handover.points, handover.facts, handover.remarks)
    signings = [_signing(floor, handover.giver, GIVEN, handover.given_at)] if handover.giver else []
    if handover.taker:
        meaning = "duty taken without a handover" if handover.taken else ACCEPTED
        signings.append(_signing(floor, handover.taker, meaning, handover.taken_at))
    notes = (
        [f"Duty taken: {handover.reason}. QA told: {floor.person_name(handover.told)}"] if handover.taken and handover.told else []
    )
    notes += [f"Accepted a second time by {floor.person_name(user)}: kept and flagged" for user in handover.also]
    state = f"withdrawn: {withdrawn}" if withdrawn else state_word(handover)
    return Sheet(
        handover.id, state, duty_words(floor, zone), handover.must_know, sections, handover.questions,
        tuple(signings), tuple(notes), handover.digest, handover.changes, handover.since, handover.until,
    )  # fmt: skip


def state_word(handover: Handover) -> str:
    """How a handover stands."""
    if handover.taken and not handover.giver:
        return "duty taken, nobody had it"
    if handover.taken:
        return "duty taken" if handover.given_at else "duty taken, signature of the giver missing"
    return "accepted" if handover.taker else "given, not yet accepted"


def duty_words(floor: Floor, zone: tzinfo) -> str:
    """Who is on duty since when, and how far the handover is: On duty: M. Ortiz since 06:02; handover given, not yet accepted."""
    if not floor.responsible:
        return "No supervisor has duty"
    duty = floor.duties.get(floor.responsible)
    since = f" since {duty.since.astimezone(zone):%a %H:%M}" if duty is not None else ""
    words = f"On duty: {floor.person_name(floor.responsible)}{since}"
    if floor.handover is not None:
        words += "; handover given, not yet accepted"
    for owed in floor.owed.values():
        words += f"; signature of {floor.person_name(owed.giver)} missing"
    return words


def _signing(floor: Floor, user: str, meaning: str, at: datetime | None) -> Signing:
    person = floor.people.get(user)
    roles = ", ".join(role.value.replace("_", " ") for role in person.roles) if person else ""
    return Signing(user, floor.person_name(user), roles, meaning, at)


def _sections(
    points: Sequence[HandoverPoint], facts: Sequence[HandoverWords], remarks: Sequence[HandoverWords]
) -> tuple[SheetSection, ...]:
    return tuple(
        SheetSection(
            number,
            title,
            tuple(p for p in points if p.section == number),
            tuple(w for w in facts if w.section == number),
            tuple(w.words for w in remarks if w.section == number),
        )
        for number, title in TITLES.items()
    )


def sheet_json(sheet: Sheet) -> dict[str, Any]:
    """The sheet as plain JSON, every section named, also the empty ones."""
    plain = to_plain(sheet)
    assert isinstance(plain, dict)
    return plain


def sheet_text(sheet: Sheet, floor: Floor, zone: tzinfo) -> str:
    """The sheet as lines to read aloud, the must-know first."""
    lines = [sheet.duty, f"Handover {sheet.id}: {sheet.state}".replace(" :", ":")]
    if sheet.must_know:
        lines += ["", f"MUST KNOW: {sheet.must_know}"]
    if sheet.since is not None:
        lines += ["", changed_words(sheet, zone), *(f"      {change.words}" for change in sheet.changes)]
    for section in sheet.sections:
        lines += ["", f"{section.number} {section.title}"]
        for point in section.points:
            lines.append(f"  [ ] {said_point(point, floor, zone)}")
            lines += [f"      {name}: {words}" for name, words in behind(point, floor, zone)]
        lines += [f"      {words}" for words in (*(said_fact(w) for w in section.facts), *section.remarks)]
        if not (section.points or section.facts or section.remarks):
            lines.append("      nothing open")
    for asked in sheet.questions:
        lines += ["", f"  ? {asked.words}", f"    {asked.answer or 'not answered'}"]
    lines += [""] if sheet.signings or sheet.notes else []
    for signing in sheet.signings:
        at = stamp(signing.at, zone) if signing.at else "SIGNATURE MISSING"
        lines.append(f"{signing.meaning}: {signing.name}, {signing.role}, {at}")
    return "\n".join([*lines, *sheet.notes])


def changed_words(sheet: Sheet, zone: tzinfo) -> str:
    """The heading of what changed: since when, and how many entries its sentences tell."""
    since = f" since {stamp(sheet.since, zone)}" if sheet.since is not None else ""
    since += f" until {stamp(sheet.until, zone)}" if sheet.until is not None else ""
    return f"What changed{since}: {sum(change.entries for change in sheet.changes)} entries in {len(sheet.changes)} sentences"


def said_fact(fact: HandoverWords) -> str:
    """A sentence with how the thing stands before it, where that is not the sentence itself."""
    apart = fact.standing in (Standing.BLOCKED, Standing.ELIGIBLE, Standing.HOLD)
    return f"{fact.standing.value.upper()}: {fact.words}" if apart else fact.words


def behind(point: HandoverPoint, floor: Floor, zone: tzinfo) -> tuple[tuple[str, str], ...]:
    """What stands behind a point, each under its name: how it came, what it endangers, who does what by when."""
    sbar, do = point.sbar, point.sbar.recommendation
    if do:
        due = f", by {short(point.due, zone)}" if point.due is not None else ""
        do = f"{owner_words(floor, point.owner)}: {do}{due}"
    named = (("Background", sbar.background), ("Assessment", sbar.assessment), ("Recommendation", do))
    return tuple((name, words) for name, words in named if words)


def said_point(point: HandoverPoint, floor: Floor, zone: tzinfo) -> str:
    """A point with its owner, due time, and how often it was carried over."""
    carried = f" (carried over {point.carried}×)" if point.carried else ""
    due = f", due {stamp(point.due, zone)}" if point.due else ""
    return f"{point.words}{carried} → {owner_words(floor, point.owner)}{due}"
