"""One room's sheet for the hours without a console: what is planned, what one must know, and boxes for what is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from console.domain.blanks import Blank, BlankLimit, BlankLine
from console.domain.decide import roles_of
from console.domain.floor import Floor
from console.domain.recipe import Limit
from console.report.tree import Block, Boxes, Document, Imprint, Section, SignatureBlock, Words, stamp

FREE_ROWS = 3
"""So many rows are left for work that nobody planned."""
PEOPLE = 4
"""So many lines are left for people to write their initials down beside their names."""
ACROSS = 3
"""So many values stand beside one another."""

DONE = ("Started (date, time)", "Ended (date, time)", "Done by (initials)", "Checked by (initials)")
NOTHING = ("Nothing done (tick, initials)", "Remarks: what differed, what was seen, whom it was told")
SAMPLE = "Sample number"
HOW = (
    "Controlled blank: only this sheet counts, and no copy of it. Write in ink and in the site's time. "
    "Strike out what is wrong so that it stays readable, with date and initials. Leave no line unanswered: "
    "where nothing was done, tick so. It is keyed by two people and kept with its scan."
)


def blank_document(floor: Floor, blank: Blank, imprint: Imprint) -> Document:
    """The sheet as a tree to be printed; what stands on it was frozen when it was issued, and its number is on every page."""
    zone = imprint.zone
    static = floor.facility.room(blank.room) if floor.facility else None
    room = f"{blank.room} {static.title}" if static is not None and static.title != blank.room else blank.room
    facts = (
        ("Room", room + (f", grade {static.grade}" if static is not None else "")),
        ("For", f"{stamp(blank.from_at, zone)} to {stamp(blank.until_at, zone)}"),
        ("Why", blank.reason),
        ("Return to", f"{floor.person_name(blank.issued_by)}, or the supervisor on duty, with every page"),
        ("Content", f"{_counted(len(blank.lines))}, SHA-256 {blank.digest}"),
    )
    sections = (
        Section("How to use it", (Words(HOW),)),
        *(_line(line, blank, zone) for line in blank.lines),
        *(_free(number) for number in range(1, FREE_ROWS + 1)),
        _people(),
        Section(
            "Issued and returned",
            (_issuer(floor, blank, zone), Boxes(("Pages back", "Returned (date, time)", "Received by"))),
            True,
        ),
    )
    return Document(
        f"Sheet {blank.number} · {room}", "Work of the next hours, to be written on", imprint, facts, sections, blank.number
    )


def _counted(lines: int) -> str:
    return f"{lines} printed {'line' if lines == 1 else 'lines'}"


def _line(line: BlankLine, blank: Blank, zone: tzinfo) -> Section:
    patient = f" (COI …{line.coi_tail})" if line.coi_tail else ""
    blocks: list[Block] = [Words(words) for words in _told(line, zone)]
    blocks.append(Boxes(DONE, shares=(3, 3, 2, 2)))
    named = [limit_words(limit) for limit in line.values]
    for first in range(0, len(named), ACROSS):
        row = named[first : first + ACROSS]
        blocks.append(Boxes((*row, *[""] * (ACROSS - len(row))) if first else tuple(row)))
    if line.samples:
        blocks.append(Boxes((f"{SAMPLE} for {', '.join(line.samples)}",)))
    blocks.append(Boxes(NOTHING, shares=(3, 7)))
    return Section(f"{line.id} · {line.batch}{patient} · {line.title}", tuple(blocks), together=True)


def _told(line: BlankLine, zone: tzinfo) -> Iterator[str]:
    many = {0: "unattended", 1: "1 person"}.get(line.people, f"{line.people} people")
    who = f"{many}, {line.role.value.replace('_', ' ')}"
    checked = "a second person checks it" if line.verified else ""
    place = ", ".join(word for word in (f"station {line.station}" if line.station else "", line.instrument) if word)
    if line.started_at is not None:
        when = f"RUNNING since {moment(line.started_at, zone)}: its start is recorded"
    elif line.planned_start is not None and line.planned_end is not None:
        when = f"Planned {moment(line.planned_start, zone)} to {moment(line.planned_end, zone)}"
    else:
        when = "Without a planned time"
    yield " · ".join(word for word in (when, place, who, checked) if word)
    if line.held:
        yield "ON HOLD when this was printed: it does not start before QA has lifted the hold."
    if line.after:
        yield f"Comes after: {', '.join(line.after)}"
    yield from (limit_said(limit, zone) for limit in line.limits)


def limit_said(limit: BlankLimit, zone: tzinfo) -> str:
    """A hold or a window in words: title, hours, and instants where its clock runs."""
    spans = []
    if limit.min_h is not None:
        spans.append(f"not before {limit.min_h.normalize():f} h")
    if limit.max_h is not None:
        spans.append(f"at most {limit.max_h.normalize():f} h")
    runs = []
    if limit.not_before is not None:
        runs.append(f"NOT BEFORE {moment(limit.not_before, zone)}")
    if limit.due_at is not None:
        runs.append(f"NO LATER THAN {moment(limit.due_at, zone)}")
    told = f"{limit.title}: {' and '.join(spans)} after the {limit.after}"
    return f"{told}. {', '.join(runs)}" if runs else told


def limit_words(limit: Limit) -> str:
    """A value to be written, with its unit and the limits that call for action or for a word."""
    unit = f" {limit.unit}" if limit.unit else ""
    action = _range(limit.action_low, limit.action_high)
    alert = _range(limit.alert_low, limit.alert_high)
    told = "; ".join(word for word in (f"action {action}" if action else "", f"alert {alert}" if alert else "") if word)
    return f"{limit.title}{unit}" + (f" ({told})" if told else "")


def _range(low: object, high: object) -> str:
    return ", ".join(
        word for word in (f"below {low}" if low is not None else "", f"above {high}" if high is not None else "") if word
    )


def moment(at: datetime, zone: tzinfo) -> str:
    """An instant in the site's time, with its day and zone: 2026-11-22 14:05 EST."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _free(number: int) -> Section:
    """A row for what nobody planned; it is keyed under this number."""
    return Section(
        f"+{number} · Work that is not printed above",
        (
            Boxes(("Batch (and last four of its COI)", "Step", "Station, instrument"), shares=(3, 4, 3)),
            Boxes(DONE, shares=(3, 3, 2, 2)),
            Boxes(("Values, with their units", "Remarks"), lines=2),
        ),
        together=True,
    )


def _people() -> Section:
    rows = tuple(Boxes(("Printed name", "Initials", "Signature"), shares=(4, 2, 4)) for _ in range(PEOPLE))
    return Section("Everyone who writes on this sheet", rows, together=True)


def _issuer(floor: Floor, blank: Blank, zone: tzinfo) -> SignatureBlock:
    role = next((role.value.replace("_", " ") for role in roles_of(floor, blank.issued_by)), "")
    about = f"sheet {blank.number} with its {_counted(len(blank.lines))}"
    name = floor.person_name(blank.issued_by)
    return SignatureBlock(name, blank.issued_by, role, "issued", blank.issued_at, zone, about=about)
