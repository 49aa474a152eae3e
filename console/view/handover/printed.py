"""A handover on paper: who has duty, the must-know first, ten sections, the questions, both signatures, and whose journal it is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.report.handover.sections import owner_words
from console.report.handover.sheet import Sheet, SheetSection, stamp
from console.service.ports import SiteFacts
from console.view.plan.lines import Line, Section, Told
from console.view.plan.printed import Paper
from console.view.site_class import CLASS_WORDS

NOT_GIVEN = "DRAFT: nobody has signed this"


def paper(sheet: Sheet, floor: Floor, site: SiteFacts, head: str, version: str, now: datetime, zone: ZoneInfo) -> Paper:
    """The sheet to be printed; `head` is the journal's (chain, entry and hash), `now` the instant it is printed at."""
    kind = CLASS_WORDS.get(site.kind, "")
    at = stamp(now, zone)
    facts = (
        ("Site", f"{site.name}, {site.kind}. {kind}"),
        ("Duty", sheet.duty),
        ("Handover", f"{sheet.id} {sheet.state}".strip()),
        ("Journal", f"{floor.entries:,} entries, head {head}"),
        ("Printed", f"{at}; this print is a copy, the journal is the record"),
        ("Program", f"Cleanroom Console {version}"),
    )
    sections = [
        *(_section(section, floor, zone) for section in sheet.sections),
        Section("Questions", tuple(_asked(sheet, floor, zone))),
        Section("Signatures", tuple(_signed(sheet, zone))),
    ]
    top = (f"Shift handover {sheet.id}".strip() if sheet.id else NOT_GIVEN, f"{site.kind}. {kind}")
    foot = f"{site.name} · {floor.entries:,} entries · head {head} · Cleanroom Console {version}"
    must_know = f"MUST KNOW: {sheet.must_know}" if sheet.must_know else "No must-know message yet."
    told = Told(f"Shift handover {sheet.id}".strip(), must_know, tuple(s for s in sections if s.lines))
    return Paper(sheet.id, told.title, top, foot, facts, told)


def _section(section: SheetSection, floor: Floor, zone: ZoneInfo) -> Section:
    lines = [
        Line(
            f"{owner_words(floor, p.owner)}, due {stamp(p.due, zone) if p.due else 'not stated'}",
            p.words + (f" (carried over {p.carried}×)" if p.carried else ""),
        )
        for p in section.points
    ]
    lines += [Line("", words) for words in section.facts] + [Line("Added", words) for words in section.remarks]
    return Section(f"{section.number} {section.title}", tuple(lines) or (Line("", "Nothing is open."),))


def _asked(sheet: Sheet, floor: Floor, zone: ZoneInfo) -> list[Line]:
    found = []
    for q in sheet.questions:
        answer = (
            f"{floor.person_name(q.answered_by)}, {stamp(q.answered_at, zone)}: {q.answer}" if q.answered_at else "not answered"
        )
        found.append(Line(f"{floor.person_name(q.by)}, {stamp(q.at, zone)}: {q.words}", answer))
    return found


def _signed(sheet: Sheet, zone: ZoneInfo) -> list[Line]:
    """Printed name and roles, meaning, instant with zone (21 CFR 11.50); a missing one is said to be missing."""
    found = [
        Line(f"{s.name} ({s.user}), {s.role}", f"{s.meaning}: {stamp(s.at, zone) if s.at else 'SIGNATURE MISSING'}")
        for s in sheet.signings
    ]
    return found + [Line(words) for words in sheet.notes]
