"""The sheets by number: where each is, since when, what is to be done next; and the account that must come out even."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from console.domain.blanks import PAPER, WAITS, Blank, BlankEntry, BlankLine, BlankState, ordered
from console.domain.floor import Floor
from console.domain.recipe import Limit
from console.domain.rights import Right, may
from console.report.blanks.account import account_words, since
from console.view import spoken
from console.view.batch.rows import Row, Table, Tone

SHEETS = ("Sheet", "State", "Since")
LINES = ("Line", "Batch", "Step", "Planned", "Where", "On the sheet")

SHAPES = {
    BlankState.OUT: "○",
    BlankState.RETURNED: "◇",
    BlankState.KEYED: "◆",
    BlankState.VERIFIED: "✓",
    BlankState.CLOSED: "●",
    BlankState.VOID: "×",
}
NO_SHEET = "No sheet yet"
_FOR = (
    "A sheet takes a room through hours without a console: what is planned stands on it, what was done is written on it, and two "
    "people key it in afterwards."
)
LATE = "2"
"""The mark of a sheet that is out past its hours; one that waits for somebody bears a 4, for their knowledge."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a list of sheets is made from."""

    floor: Floor
    now: datetime
    zone: ZoneInfo
    user: str = ""

    def at(self, instant: datetime) -> str:
        """An instant seen from now."""
        return spoken.moment(instant, self.now, self.zone)


def sheets_table(seen: Seen) -> Table:
    """Every sheet on the floor: those with something left to do first, the youngest on top."""
    found = sorted(ordered(seen.floor.blanks.values()), key=lambda blank: blank.issued_at, reverse=True)
    found.sort(key=lambda blank: not (blank.open or seen.user in blank.owed))
    return Table(SHEETS, tuple(_row(seen, blank) for blank in found))


def _row(seen: Seen, blank: Blank) -> Row:
    state = f"{SHAPES[blank.state]} {blank.state.value}" + (" (lost)" if blank.lost else "")
    owes = seen.user in blank.owed
    cells = (f"{blank.number}\n{blank.room}", f"{state}, your signature is missing" if owes else state, seen.at(since(blank)))
    tone: Tone = "" if blank.open or owes else "muted"
    return Row(blank.number, cells, sign_of(seen, blank), tone)


def sign_of(seen: Seen, blank: Blank) -> str:
    """The mark of a sheet: out past its hours, or waiting for somebody; none where nothing is to be done."""
    if blank.state is BlankState.OUT:
        return LATE if seen.now > blank.until_at else ""
    return "4" if blank.open or seen.user in blank.owed else ""


def account_line(floor: Floor) -> str:
    """12 issued = 9 returned + 1 void + 2 out; and where it does not come out even, that it does not."""
    found = floor.blank_account()
    if found.balanced:
        return account_words(floor)
    missing = found.issued - found.returned - found.void - found.out
    return f"{account_words(floor)}: {abs(missing)} {'not accounted for' if missing > 0 else 'too many'}"


def beginning_line(seen: Seen) -> str:
    """Where no sheet was issued yet: what a sheet is for, and how whoever is here comes to one."""
    person = seen.floor.people.get(seen.user)
    issues = person is not None and may(person.roles, Right.ISSUE_BLANK)
    way = "Issue sheets (Ctrl+Alt+J) gives out" if issues else "A supervisor or QA logs in (Ctrl+L) and issues (Ctrl+Alt+J)"
    return f"{_FOR} {way} a sheet for each room, numbered and signed, printed at once."


def head_line(seen: Seen, blank: Blank) -> str:
    """Which sheet it is: number, room, hours, who gave it out and why."""
    hours = f"{seen.at(blank.from_at)} to {seen.at(blank.until_at)}"
    why = f": {blank.reason}" if blank.reason else ""
    return f"{blank.number} · {blank.room} · {hours}. Issued by {seen.floor.person_name(blank.issued_by)}{why}."


def state_line(seen: Seen, blank: Blank) -> str:
    """What has happened to a sheet so far, and what it waits for."""
    name = seen.floor.person_name
    said = []
    if blank.returned_at is not None:
        pages = f" with {spoken.counted(blank.pages, 'page')}" if blank.pages else ""
        said.append(f"Back {seen.at(blank.returned_at)}{pages}, by {name(blank.returned_by)}.")
    if blank.keyed_at is not None:
        again = f" (for the {_nth(blank.keyings)} time)" if blank.keyings > 1 else ""
        said.append(f"Keyed {seen.at(blank.keyed_at)} by {name(blank.keyed_by)}{again}.")
    if blank.verified_at is not None:
        said.append(f"Keyed again and signed {seen.at(blank.verified_at)} by {name(blank.verified_by)}: it is in the record.")
    if blank.voided_at is not None:
        lost = "Lost, and void" if blank.lost else "Void"
        said.append(f"{lost} {seen.at(blank.voided_at)} by {name(blank.voided_by)}: {blank.void_reason}.")
    elif blank.state is BlankState.OUT:
        late = spoken.span(seen.now - blank.until_at) if seen.now > blank.until_at else ""
        on = f" on {spoken.counted(blank.printed, 'page')}" if blank.printed else ", and not printed yet"
        said.append(f"Out since {seen.at(blank.issued_at)}{on}" + (f"; its hours were over {late} ago." if late else "."))
    if blank.owed:
        said.append(f"Their own signature is missing: {', '.join(name(user) for user in blank.owed)}.")
    if blank.state in WAITS:
        said.append(f"It {WAITS[blank.state]}.")
    return " ".join(said)


def _nth(n: int) -> str:
    return {2: "second", 3: "third"}.get(n, f"{n}th")


def originals_line(seen: Seen, blank: Blank) -> str:
    """The scans that lie beside a sheet, each with its size and the beginning of its digest."""
    told = [
        f"{one.name or one.kind.value}, {size(one.size)}, SHA-256 {one.digest[:12]}…, {seen.floor.person_name(one.by)} "
        f"{seen.at(one.at)}"
        for one in blank.originals
    ]
    return "; ".join(told)


def size(count: int) -> str:
    """A number of bytes as people say it."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def printable(blank: Blank, now: datetime) -> bool:
    """Whether the sheet itself may be printed: it is out, in its hours, and was not printed before; later prints are copies."""
    return blank.state is BlankState.OUT and now <= blank.until_at and not blank.printed


def subject(blank: Blank) -> str:
    """What the log of copies says a sheet is about."""
    return f"{PAPER}:{blank.number}"


def lines_table(
    seen: Seen, blank: Blank | None, said: dict[str, tuple[str, str]] | None = None, free: tuple[BlankLine, ...] = ()
) -> Table:
    """The lines of a sheet as they were issued, and beside each what was keyed of it.

    `said` are the words and the mark by line while somebody keys it, `free` the free rows begun; what the first has keyed is shown
    to nobody else before it is checked.
    """
    if blank is None:
        return Table(LINES, ())
    if said is None:
        told = blank.verified_at is not None or (bool(seen.user) and seen.user == blank.keyed_by)
        keyed = blank.entries if told else ()
        said = {entry.line: (entry_words(seen, entry, blank.line(entry.line)), "") for entry in keyed}
        free = tuple(BlankLine(e.line, e.batch, e.step, _title(seen, e)) for e in keyed if blank.line(e.line) is None)
    rows = [
        Row(line.id, (*_printed(seen, line), said.get(line.id, ("", ""))[0]), said.get(line.id, ("", ""))[1])
        for line in (*blank.lines, *free)
    ]
    return Table(LINES, tuple(rows))


def _title(seen: Seen, entry: BlankEntry) -> str:
    batch = seen.floor.batches.get(entry.batch)
    recipe = seen.floor.recipe_of(batch) if batch is not None else None
    return recipe.by_code[entry.step].title if recipe is not None and entry.step in recipe.by_code else entry.step


def _printed(seen: Seen, line: BlankLine) -> tuple[str, ...]:
    begin, end = line.planned_start, line.planned_end
    planned = f"{seen.at(begin)}–{end.astimezone(seen.zone):%H:%M}" if begin is not None and end is not None else ""
    runs = f"runs since {seen.at(line.started_at)}" if line.started_at is not None else planned or "written in by hand"
    tail = f"\nCOI …{line.coi_tail}" if line.coi_tail else ""
    where = ", ".join(part for part in (f"station {line.station}" if line.station else "", line.instrument) if part)
    return line.id, f"{line.batch}{tail}", line.title, runs, where


def entry_words(seen: Seen, entry: BlankEntry, line: BlankLine | None = None, *, whole: bool = False) -> str:
    """What was keyed of a line, in words; `line` names its values and their units, `whole` writes instants out, as paper must."""
    if entry.nothing:
        return "nothing was done"
    zone, name = seen.zone, seen.floor.person_name
    said = (("from", entry.started_at), ("to", entry.finished_at))
    times = [f"{word} {spoken.stamp(at, zone) if whole else f'{at.astimezone(zone):%H:%M}'}" for word, at in said if at]
    people = [f"by {name(entry.performer)}"] if entry.performer else []
    people += [f"checked by {name(entry.verifier)}"] if entry.verifier else []
    known = {limit.name: limit for limit in line.values} if line is not None else {}
    values = [_value(key, value, known.get(key)) for key, value in entry.values.items()]
    remark = [f"sample {entry.sample.strip()}"] if entry.sample.strip() else []
    remark += [f"“{entry.remark.strip()}”"] if entry.remark.strip() else []
    left = [f"not entered: {entry.not_entered.strip()}"] if entry.not_entered.strip() else []
    return ", ".join((*times, *people, *values, *remark, *left))


def _value(name: str, value: Decimal, limit: Limit | None) -> str:
    return f"{limit.title} {value:f} {limit.unit}".strip() if limit is not None else f"{name} {value:f}"


def must_know(seen: Seen, line: BlankLine) -> str:
    """What stood on the sheet beside a line: what must be over before, and limits on waiting (those of values stand at fields)."""
    said = [f"after {', '.join(line.after)}"] if line.after else []
    said += ["on hold"] if line.held else []
    for limit in line.limits:
        opens = f", not before {seen.at(limit.not_before)}" if limit.not_before is not None else ""
        due = f", until {seen.at(limit.due_at)}" if limit.due_at is not None else ""
        said.append(f"{limit.title}{opens}{due}")
    return "; ".join(said)
