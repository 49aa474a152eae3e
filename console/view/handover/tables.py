"""The two tables of the handover's screen: its parts with their counts, and what stands in one of them."""

from __future__ import annotations

from console.domain.handover import HandoverPoint, Standing
from console.domain.refusal import Refusal
from console.report.changes.lines import Since
from console.report.handover.sections import TITLES, owner_words
from console.report.handover.sheet import behind, state_word
from console.view import spoken
from console.view.batch.rows import Row, Table, Tone
from console.view.handover.shown import CHANGED, PARTS, READING, STANDINGS, Shown

SECTIONS = ("Section", "Open")
CHECKED = ("Section", "Checked")
LINES = ("", "What", "Owner", "Due")
BEHIND = "|"
"""What parts the key of a point from the name of what stands behind it."""

_NAMES = {
    CHANGED: "What changed since",
    "runs": "Runs",
    "next": "Comes next",
    "blocked": "Blocked",
    "hold": "On hold",
    "eligible": "Eligible",
    "not": "Must not be done",
}
_SIGNS = {Standing.HOLD: "H", Standing.BLOCKED: "3", Standing.MUST_NOT: "2"}


def state_line(shown: Shown) -> str:
    """How far it is, and what is to be done next."""
    found = shown.handover
    if found is None:
        draft = shown.draft
        other = bool(draft.by) and draft.by != shown.user and not draft.empty
        whose = f" What is written so far is {shown.floor.person_name(draft.by)}'s." if other else ""
        return f"Not given: {spoken.counted(len(shown.points), 'open point')}. {_way(shown)}{whose}"
    giver = shown.floor.person_name(found.giver)
    if shown.withdrawn:
        at = f", given {spoken.stamp(found.given_at, shown.zone)}" if found.given_at else ""
        return f"{found.id} of {giver}{at}, withdrawn: {shown.withdrawn}"
    if not shown.under_way:
        taker = shown.floor.person_name(found.taker)
        at = f" {spoken.stamp(found.taken_at, shown.zone)}" if found.taken_at else ""
        return f"{found.id}, {state_word(found)}: {giver or 'nobody'} to {taker}{at}"
    given = f"{found.id}, given by {giver} {spoken.stamp(found.given_at, shown.zone)}" if found.given_at else found.id
    if not shown.incoming:
        return f"{given}. Until another supervisor has accepted it, {giver} stays responsible."
    open_ = len(found.open_questions())
    asked = f", {spoken.counted(open_, 'question')} not answered" if open_ else ""
    left = len(shown.left)
    done = f"{len(found.points) - left} of {spoken.counted(len(found.points), 'point')} checked{asked}"
    return f"{given}. {done}. " + ("Space checks a point, K all that is in sight, Q asks." if left else "Every point is checked.")


def _way(shown: Shown) -> str:
    """What the one on duty does next; whoever has no duty is told who gives the shift over."""
    on_duty = shown.floor.responsible
    if not shown.user:
        return "Whoever has duty logs in (Ctrl+L) to give it over."
    if shown.user == on_duty:
        return "Say the must-know, add words, sign as given."
    if not on_duty:
        return "Nobody has duty: take it first, then give it over."
    return f"{shown.floor.person_name(on_duty)} has duty and gives it over; you may add words and actions."


def sections_table(shown: Shown) -> Table:
    """The parts in the order of reading, each with how many points are open in it, or are still to be checked."""
    rows = [_part(shown, part) for part in PARTS]
    return Table(CHECKED if shown.incoming else SECTIONS, tuple(rows))


def _part(shown: Shown, part: str) -> Row:
    mine = shown.points_of(part)
    if part == CHANGED or part in STANDINGS:
        many = len(shown.changes) if part == CHANGED else len(mine) + sum(1 for _ in shown.facts_of(part))
        tone: Tone = "" if many else "muted"
        return Row(part, (_NAMES[part], str(many or "")), tone=tone)
    count = str(len(mine) or "")
    bold = bool(mine)
    if shown.incoming:
        left = len(shown.left_in(part))
        count, bold = f"{len(mine) - left}/{len(mine)}" if mine else "", bool(left)
    return Row(part, (f"{part}  {TITLES[int(part)]}", count), tone="strong" if bold else "")


def lines_table(shown: Shown, part: str) -> Table:
    """A section: its open points, what stands behind each, the questions to them, what people added, and what is so beside it."""
    if part == CHANGED:
        return Table(LINES, tuple(_changes(shown)))
    rows: list[Row] = []
    checked = shown.checked
    for point in shown.points_of(part):
        rows += _point(shown, point, point.id in checked)
        rows += _questions(shown, point.id)
    if part == str(READING[0]):
        rows += _questions(shown, "")
    for n, words in enumerate(shown.remarks):
        if str(words.section) == part:
            rows.append(Row(f"r{n}", ("added", words.words, "", "")))
    rows += [
        Row(f"f{n}", (w.standing.value, w.words, "", ""), _SIGNS.get(w.standing, ""), "muted" if not w.standing else "")
        for n, w in shown.facts_of(part)
    ]
    return Table(LINES, tuple(rows))


def _changes(shown: Shown) -> list[Row]:
    if shown.handover is not None and shown.handover.since is None:
        return [Row("c", ("", "This handover does not say what changed before it.", "", ""), tone="muted")]
    if isinstance(shown.told, Refusal) and shown.handover is None:
        return [Row("c", ("", shown.told.why, "", ""), tone="muted")]
    told = shown.told if isinstance(shown.told, Since) else None
    since, until = (told.since, told.now) if told is not None else (None, None)
    if shown.handover is not None:
        since, until = shown.handover.since, shown.handover.until
    if since is None:
        return [Row("c", ("", "Reading the record…", "", ""), tone="muted")]
    entries = spoken.counted(sum(change.entries for change in shown.changes), "entry", "entries")
    end = f", until {spoken.stamp(until, shown.zone)}" if until is not None else ""
    head = f"Since the last handover, {spoken.stamp(since, shown.zone)}{end}: {entries}"
    rows = [Row("c", ("", head, "", ""), tone="muted")]
    return rows + [
        Row(f"c{n}", ("", change.words, "", spoken.moment(change.at, shown.now, shown.zone)))
        for n, change in enumerate(shown.changes)
    ]


def _point(shown: Shown, point: HandoverPoint, checked: bool) -> list[Row]:
    """A point and what stands behind it, line by line."""
    state = "checked" if checked else ("to check" if shown.incoming else "open")
    carried = f" (carried over {point.carried}×)" if point.carried else ""
    due = spoken.moment(point.due, shown.now, shown.zone) if point.due else ""
    overdue = point.due is not None and point.due < shown.now
    sign = "2" if overdue else "H" if point.standing is Standing.HOLD else ""
    cells = (state, f"{point.words}{carried}", owner_words(shown.floor, point.owner), due)
    rows = [
        Row(f"{point.id}{BEHIND}{name}", (name.lower(), words, "", ""), tone="muted")
        for name, words in behind(point, shown.floor, shown.zone)
    ]
    return [Row(point.id, cells, sign, "" if checked else "strong"), *rows]


def point_of(key: str) -> str:
    """The point that a line belongs to: its own, or the one it stands behind."""
    return key.partition(BEHIND)[0]


def _questions(shown: Shown, point: str) -> list[Row]:
    asked = [q for q in shown.handover.questions if q.point == point] if shown.handover else []
    rows = []
    for q in asked:
        who = shown.floor.person_name(q.by)
        answer = q.answer or ("taken over unanswered" if q.carried else "not answered")
        rows.append(Row(f"q{q.id}", ("asked", f"{who}: {q.words} — {answer}", "", ""), "3" if q.open else ""))
    return rows


def place_of(shown: Shown, key: str) -> str:
    """The batch a line leads to: the one it is about, or the one that is in the room or instrument; empty for none."""
    return at_place(shown, _subject(shown, key))


def _subject(shown: Shown, key: str) -> str:
    number = int(key[1:]) if key[1:].isdigit() else -1
    if key.startswith("c") and 0 <= number < len(shown.changes):
        return shown.changes[number].subject
    if key.startswith("f") and 0 <= number < len(shown.facts):
        return shown.facts[number].subject
    point = next((p for p in shown.points if p.id == point_of(key)), None)
    return point.subject if point is not None else ""


def at_place(shown: Shown, subject: str) -> str:
    """The batch that stands at what a line is about."""
    kind, _, name = subject.partition(":")
    if kind == "batch":
        return name if name in shown.floor.batches else ""
    if kind == "deviation" and name in shown.floor.deviations:
        return next((b for b in shown.floor.deviations[name].batches if b in shown.floor.batches), "")
    if kind == "room" and name in shown.floor.rooms:
        return next((s.batch for s in shown.floor.rooms[name].stations.values() if s.batch), "")
    if kind == "instrument" and name in shown.floor.instruments:
        return shown.floor.instruments[name].batch
    return ""
