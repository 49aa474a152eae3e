"""The clocks of a batch as countdowns: holds and windows, the one that breaks first on top."""

from __future__ import annotations

from console.domain.timers import Timer, TimerState, timers_of
from console.view import spoken
from console.view.batch.card import Seen
from console.view.batch.rows import Row, Table

HEADINGS = ("Clock", "Left", "Until", "Work left")
_SIGNS = {TimerState.BROKEN: "1", TimerState.RED: "1", TimerState.AMBER: "2", TimerState.EARLY: "4"}


def clocks_table(seen: Seen) -> Table:
    """Every hold and window that runs now."""
    return Table(HEADINGS, tuple(_row(seen, timer) for timer in timers_of(seen.floor, seen.batch, seen.now)))


def _row(seen: Seen, timer: Timer) -> Row:
    work = f"{timer.work_left_h:.1f} h" if timer.work_left_h else ""
    cells = (f"{timer.title} → {seen.title_of(timer.to_step)}", left_words(seen, timer), seen.moment(timer.due_at), work)
    strong = timer.state in (TimerState.BROKEN, TimerState.RED)
    return Row(timer.lag, cells, _SIGNS.get(timer.state, ""), "strong" if strong else "")


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
