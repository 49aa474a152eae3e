"""The two tables of the handover's screen: the ten sections with their counts, and what stands in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.domain.handover import Handover, HandoverPoint, HandoverWords
from console.report.handover.filled import Filled
from console.report.handover.sections import TITLES, owner_words
from console.report.handover.sheet import state_word
from console.view import spoken
from console.view.batch.rows import Row, Table
from console.view.handover.draft import Draft

READING = (10, 1, 2, 3, 4, 5, 6, 7, 8, 9)
"""The order in which a handover is read aloud: the must-know first."""

SECTIONS = ("Section", "Open")
CHECKED = ("Section", "Checked")
LINES = ("", "What", "Owner", "Due")


@dataclass(frozen=True)
class Shown:
    """What the screen shows to somebody: a handover that was given, or the draft of one (`handover` is None)."""

    floor: Floor
    user: str
    now: datetime
    zone: ZoneInfo
    filled: Filled
    draft: Draft
    handover: Handover | None = None

    @property
    def points(self) -> tuple[HandoverPoint, ...]:
        """The open points."""
        return self.handover.points if self.handover else self.draft.laid_over(self.filled).points

    @property
    def facts(self) -> tuple[HandoverWords, ...]:
        """The sentences that the floor filled in."""
        return self.handover.facts if self.handover else self.filled.facts

    @property
    def remarks(self) -> tuple[HandoverWords, ...]:
        """The sentences that people added."""
        return self.handover.remarks if self.handover else self.draft.remarks

    @property
    def must_know(self) -> str:
        """The one message."""
        return self.handover.must_know if self.handover else self.draft.must_know

    @property
    def under_way(self) -> bool:
        """Whether it is given and nobody has accepted it."""
        return self.handover is not None and not self.handover.taker

    @property
    def incoming(self) -> bool:
        """Whether this person may check, question and accept."""
        return self.under_way and self.handover is not None and bool(self.user) and self.user != self.handover.giver

    @property
    def left(self) -> tuple[str, ...]:
        """The points this person has still to check, in the order of reading."""
        if self.handover is None or not self.incoming:
            return ()
        todo = self.handover.unchecked(self.user)
        return tuple(p.id for number in READING for p in todo if p.section == number)


def state_line(shown: Shown) -> str:
    """How far it is, and what is to be done next."""
    found = shown.handover
    if found is None:
        return f"Not given: {spoken.counted(len(shown.points), 'open point')}. Say the must-know, add words, sign as given."
    giver = shown.floor.person_name(found.giver)
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
    return f"{given}. {done}. " + ("Space checks a point, Q asks about it." if left else "Every point is checked.")


def sections_table(shown: Shown) -> Table:
    """The sections in the order of reading, each with how many points are open in it, or are still to be checked."""
    rows = []
    todo = set(shown.left)
    for number in READING:
        mine = [p for p in shown.points if p.section == number]
        if shown.incoming:
            left = sum(p.id in todo for p in mine)
            count = f"{len(mine) - left}/{len(mine)}" if mine else ""
            tone = "strong" if left else ""
        else:
            count, tone = str(len(mine) or ""), "strong" if mine else ""
        rows.append(Row(str(number), (f"{number}  {TITLES[number]}", count), tone=tone))  # type: ignore[arg-type]
    return Table(CHECKED if shown.incoming else SECTIONS, tuple(rows))


def lines_table(shown: Shown, number: int) -> Table:
    """A section: its open points, the questions to them, what people added, and what is so beside it."""
    rows: list[Row] = []
    checked = {c.point for c in shown.handover.checks if c.by == shown.user} if shown.handover else set()
    for point in shown.points:
        if point.section == number:
            rows.append(_point(shown, point, point.id in checked))
            rows += _questions(shown, point.id)
    if number == READING[0]:
        rows += _questions(shown, "")
    for n, words in enumerate(shown.remarks):
        if words.section == number:
            rows.append(Row(f"r{n}", ("added", words.words, "", "")))
    rows += [Row(f"f{n}", ("", w.words, "", ""), tone="muted") for n, w in enumerate(shown.facts) if w.section == number]
    return Table(LINES, tuple(rows))


def _point(shown: Shown, point: HandoverPoint, checked: bool) -> Row:
    state = "checked" if checked else ("to check" if shown.incoming else "open")
    carried = f" (carried over {point.carried}×)" if point.carried else ""
    due = spoken.moment(point.due, shown.now, shown.zone) if point.due else ""
    overdue = point.due is not None and point.due < shown.now
    words = f"{point.words}{carried}"
    return Row(
        point.id, (state, words, owner_words(shown.floor, point.owner), due), "2" if overdue else "", "" if checked else "strong"
    )


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
    point = next((p for p in shown.points if p.id == key), None)
    if point is None:
        return ""
    kind, _, name = point.subject.partition(":")
    if kind == "batch":
        return name if name in shown.floor.batches else ""
    if kind == "deviation" and name in shown.floor.deviations:
        return next((b for b in shown.floor.deviations[name].batches if b in shown.floor.batches), "")
    if kind == "room" and name in shown.floor.rooms:
        return next((s.batch for s in shown.floor.rooms[name].stations.values() if s.batch), "")
    if kind == "instrument" and name in shown.floor.instruments:
        return shown.floor.instruments[name].batch
    return ""
