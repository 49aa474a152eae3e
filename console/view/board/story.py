"""What a bar or a flag is in words: the tooltip, the name a screen reader speaks, the row of the companion table."""

from __future__ import annotations

from console.view.board.axis import lasting, stamp
from console.view.board.columns import Badge, Bar, Flag, Kind, State
from console.view.board.lanes import Row
from console.view.board.marks import MarkAt, MarkKind
from console.view.board.picture import BoardPicture
from console.view.tokens import MARKS

KIND_WORDS = {
    Kind.WORK: "", Kind.CHANGEOVER: "changeover", Kind.BLOCK: "out of service", Kind.TEST: "test",
    Kind.EXTERNAL: "outside the site", Kind.MILESTONE: "milestone",
}  # fmt: skip
STATE_WORDS = {
    State.PLANNED: "planned", State.RUNNING: "running", State.DONE: "done", State.REPORTED: "as reported",
}  # fmt: skip
MARK_WORDS = {
    MarkKind.PROMISE: "Promise", MarkKind.EXPIRY: "Expires", MarkKind.OPENS: "Not before",
    MarkKind.CLOSES: "No later than", MarkKind.BREACH: "Breached",
    MarkKind.SAFE: "Latest safe start",
}  # fmt: skip
TABLE_HEADINGS = ("Lane", "Station", "Batch", "What", "State", "Start", "End", "Ends between", "Attention")


def badge_words(badge: Badge) -> str:
    """A badge in words: Priority 1, act now; empty for none."""
    if badge is Badge.NONE:
        return ""
    word = MARKS[badge.sign].word
    return "On hold" if badge is Badge.HOLD else f"Priority {badge.sign}, {word}"


def where(picture: BoardPicture, bar: Bar) -> str:
    """The lane and station of a bar."""
    lane, station = picture.lane_of(bar.track), picture.station_of(bar.track)
    return f"{lane.title}, station {station}" if station else lane.title


def state_words(bar: Bar) -> str:
    """How a bar stands: running; planned changeover; as reported, not contemporaneous."""
    words = [STATE_WORDS[bar.state], KIND_WORDS[bar.kind]]
    if bar.flags & Flag.CLASH:
        words.append("double booked")
    if bar.flags & Flag.CONFLICT:
        words.append("in conflict")
    return " · ".join(word for word in words if word)


def name(picture: BoardPicture, i: int) -> str:
    """A bar in one sentence, as a screen reader says it."""
    bar = picture.bars.bar(i)
    parts = [
        bar.label or bar.batch, where(picture, bar), state_words(bar),
        f"{stamp(bar.start, picture.zone)} to {stamp(bar.end, picture.zone)}", badge_words(bar.badge), bar.note,
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)


def full(picture: BoardPicture, i: int, now: int) -> str:
    """Everything a bar knows, line by line: the tooltip and the text behind an elided label."""
    bar = picture.bars.bar(i)
    lines = [bar.label or bar.batch]
    if bar.badge or bar.note:
        lines.append(": ".join(part for part in (badge_words(bar.badge), bar.note) if part))
    lines.append(f"{where(picture, bar)} · {state_words(bar)}")
    zone = picture.zone
    if bar.kind is Kind.MILESTONE:
        lines.append(stamp(bar.start, zone))
    else:
        length = lasting(bar.end - bar.start)
        lines.append(f"{stamp(bar.start, zone)} – {stamp(bar.end, zone)} ({length})")
    if bar.state is State.RUNNING:
        left = bar.end - now
        lines.append(f"{lasting(left)} left" if left >= 0 else f"{lasting(left)} over its planned end")
    if bar.p90:
        lines.append(f"Ends between {stamp(bar.p10 or bar.end, zone)} and {stamp(bar.p90, zone)} (P10–P90)")
    if bar.base_end:
        moved = bar.end - bar.base_end
        told = "as first planned" if not moved else f"{lasting(moved)} {'later' if moved > 0 else 'earlier'}"
        lines.append(f"First plan {stamp(bar.base_start, zone)} – {stamp(bar.base_end, zone)}: {told}")
    if bar.flags & Flag.DRIVING:
        lines.append("On the chain that drives the forecast")
    return "\n".join(lines)


def mark_text(picture: BoardPicture, mark: MarkAt, now: int) -> str:
    """A flag in words, with the countdown."""
    left = mark.at - now
    told = f"in {lasting(left)}" if left >= 0 else f"{lasting(left)} ago"
    text = f"{MARK_WORDS[mark.kind]} {stamp(mark.at, picture.zone)} ({told}): {mark.text}"
    return f"{badge_words(mark.badge)} · {text}" if mark.badge else text


def row_text(row: Row) -> str:
    """A row's name and state in words."""
    if row.lane is None:
        return f"{row.title}, {'open' if row.open else 'folded to one line'}"
    lane = row.lane
    parts = (lane.title, lane.subtitle, lane.state, badge_words(lane.badge), lane.words)
    return ", ".join(part for part in parts if part)


def nothing_here(picture: BoardPicture, start: float, end: float) -> str:
    """The words of a window without a bar: where one would find some."""
    span = picture.bars.span
    zone = picture.zone
    said = f"Nothing is planned or recorded from {stamp(start, zone)} to {stamp(end, zone)}."
    if span is None:
        return said
    if span[0] >= end:
        return f"{said} The first bar starts {stamp(span[0], zone)}."
    return f"{said} The last bar ended {stamp(span[1], zone)}."


def cells(picture: BoardPicture, i: int) -> tuple[str, ...]:
    """A bar as a row of the companion table, in the order of TABLE_HEADINGS."""
    bar, zone = picture.bars.bar(i), picture.zone
    between = f"{stamp(bar.p10 or bar.end, zone)} – {stamp(bar.p90, zone)}" if bar.p90 else ""
    attention = ": ".join(part for part in (badge_words(bar.badge), bar.note) if part)
    return (
        picture.lane_of(bar.track).title, picture.station_of(bar.track), bar.batch, bar.label, state_words(bar),
        stamp(bar.start, zone), stamp(bar.end, zone), between, attention,
    )  # fmt: skip
