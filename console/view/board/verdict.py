"""A verdict in words before the drop: what is allowed where and when, whom it pushes, and why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from console.planning.moves import Effect, Preview, Verdict
from console.planning.problem import WHOLE_ROOM, Grid, Place, Problem
from console.view.board.axis import clock, lasting, stamp
from console.view.spoken import counted

MOST = 3
"""More consequences than so many are counted, not told, in a line."""
WORKING = "working out…"


@dataclass(frozen=True, slots=True)
class Here:
    """Where and when a verdict is read: the problem it is about, the site's zone, and now (seconds since 1970 UTC)."""

    problem: Problem
    zone: ZoneInfo
    now: int


def verdict_words(here: Here, preview: Preview) -> str:
    """The verdict in one line."""
    if preview.verdict is Verdict.NO:
        return f"not allowed: {preview.words}" if preview.words else "not allowed"
    told = consequences(here.problem, preview)
    where = place_words(here.problem, preview.wish.place)
    start = f"from {moment(here, preview.wish.start)}"
    if preview.verdict is Verdict.LAWFUL:
        said = f"OK, {where} {start}" if where else f"OK, {start}"
        return f"{said}: {', '.join(told)}" if told else said
    shown = told[:MOST] + ([f"{len(told) - MOST} more"] if len(told) > MOST else [])
    return f"allowed, {counted(len(told), 'consequence')}: {', '.join(shown)}"


def sign_of(problem: Problem, preview: Preview) -> str:
    """The mark of a verdict: 1 not allowed, 2 somebody would be late, 3 others move; empty when it is simply lawful."""
    if preview.verdict is Verdict.NO:
        return "1"
    if any(lateness(problem, effect) > 0 and shift(effect) > 0 for effect in preview.effects):
        return "2"
    return "3" if preview.verdict is Verdict.PUSHES else ""


def consequences(problem: Problem, preview: Preview) -> list[str]:
    """What it does to promises, the gravest first, then whose steps move without: B-0421 +3 h, B-0412 moves 2 steps."""
    touched = sorted((effect for effect in preview.effects if shift(effect)), key=lambda effect: -shift(effect))
    told = [effect_words(problem, effect) for effect in touched]
    known = {effect.batch for effect in touched} | {preview.wish.batch}
    moved = Counter(move.batch for move in preview.moves if move.batch not in known)
    return told + [f"{batch} moves {counted(count, 'step')}" for batch, count in moved.items()]


def effect_words(problem: Problem, effect: Effect) -> str:
    """One batch's promise: how much later or earlier it ends, and by how much it is then broken."""
    late = lateness(problem, effect)
    moved = f"{effect.batch} {signed(problem.grid, shift(effect))}"
    return f"{moved} (late {lasting(late * problem.grid.minutes * 60)})" if late > 0 else moved


def shift(effect: Effect) -> int:
    """By how many slots the promise ends later; 0 where it has no end before or after."""
    return 0 if effect.before is None or effect.after is None else effect.after - effect.before


def lateness(problem: Problem, effect: Effect) -> int:
    """By how many slots the promise would be broken; 0 or less when it is kept."""
    batch = problem.batch_of.get(effect.batch)
    return 0 if batch is None or batch.due is None or effect.after is None else effect.after - batch.due


def place_words(problem: Problem, place: Place | None) -> str:
    """A place as people say it: CR2 station 1; empty for none."""
    if place is None:
        return ""
    room = problem.room_of.get(place.room)
    many = room is not None and len(room.stations) > 1 and place.station != WHOLE_ROOM
    return f"{place.room} station {place.station}" if many else place.room


def moment(here: Here, slot: int, *, zone: bool = True) -> str:
    """The instant of a slot in the site's clock: the clock alone today, else with its day and, if wanted, its zone."""
    at = here.problem.grid.at(slot).timestamp()
    today = stamp(here.now, here.zone).rsplit(" ", 2)[0] == stamp(at, here.zone).rsplit(" ", 2)[0]
    told = stamp(at, here.zone)
    return clock(at, here.zone) if today else told if zone else told.rsplit(" ", 1)[0]


def signed(grid: Grid, slots: int) -> str:
    """A length of time with its sign: +3 h, −40 min."""
    return f"{'+' if slots >= 0 else '−'}{lasting(slots * grid.minutes * 60)}"
