"""The clocks of a batch as countdowns: holds, windows and the latest safe start of its harvest, the first to break on top."""

from __future__ import annotations

from datetime import UTC, datetime

from console.domain.timers import Timer, TimerState, timers_of
from console.planning.answers.milestones import harvest_of
from console.view import spoken
from console.view.batch.card import Seen
from console.view.batch.rows import Row, Table

HEADINGS = ("Clock", "Left", "Until", "Work left")
LATEST_START = "latest safe start"
_SIGNS = {TimerState.BROKEN: "1", TimerState.RED: "1", TimerState.AMBER: "2", TimerState.EARLY: "4"}
_NEVER = datetime.max.replace(tzinfo=UTC)


def clocks_table(seen: Seen) -> Table:
    """Every hold and window that runs now, and how late the harvest may begin."""
    found = [(timer.due_at or _NEVER, _row(seen, timer)) for timer in timers_of(seen.floor, seen.batch, seen.now)]
    by = seen.forecast.harvest_by if seen.forecast and seen.batch.live else None
    if by is not None:
        found.append((by, _latest_start(seen, by)))
    return Table(HEADINGS, tuple(row for _, row in sorted(found, key=lambda pair: pair[0])))


def _row(seen: Seen, timer: Timer) -> Row:
    work = f"{timer.work_left_h:.1f} h" if timer.work_left_h else ""
    cells = (f"{timer.title} → {seen.title_of(timer.to_step)}", left_words(seen, timer), seen.moment(timer.due_at), work)
    strong = timer.state in (TimerState.BROKEN, TimerState.RED)
    return Row(timer.lag, cells, _SIGNS.get(timer.state, ""), "strong" if strong else "")


def _latest_start(seen: Seen, by: datetime) -> Row:
    """How late the harvest may begin so that the promise keeps its chance; signed where it is expected to begin later."""
    code = harvest_of(seen.floor.recipe_of(seen.batch))
    expected = seen.forecast.steps.get(code) if seen.forecast else None
    late = by < seen.now or (expected is not None and expected[0] > by)
    left = by - seen.now
    words = f"{spoken.span(left)} left" if left.total_seconds() >= 0 else f"passed {spoken.span(-left)} ago"
    return Row(LATEST_START, (f"Latest safe start → {seen.title_of(code)}", words, seen.moment(by), ""), "2" if late else "")


def left_words(seen: Seen, timer: Timer) -> str:
    """How the clock stands: 2 h 10 min left, broken 20 min ago, too early for 3 h."""
    if timer.state is TimerState.EARLY and timer.not_before is not None:
        return f"too early for {spoken.span(timer.not_before - seen.now)}"
    left = timer.left(seen.now)
    if left is None:
        return "no limit"
    if timer.state is TimerState.BROKEN:
        return f"broken {spoken.span(-left)} ago"
    return f"{spoken.span(left)} left"
