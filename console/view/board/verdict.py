"""A verdict in words before the drop: what is allowed where and when, whom it pushes, and why not."""

from __future__ import annotations

from collections import Counter

from console.planning.moves import Effect, Moved, Preview, Verdict
from console.planning.problem import WHOLE_ROOM, Grid, Place, Problem
from console.view.board.axis import clock, lasting, stamp
from console.view.board.picture import BoardPicture
from console.view.spoken import counted

MOST = 3
"""More consequences than so many are counted, not told, in a line."""
WORKING = "working out…"


def place_words(picture: BoardPicture, place: Place | None) -> str:
    """A place as people say it: CR2 station 1."""
    if place is None:
        return ""
    lane = next((lane for lane in picture.lanes if lane.key == place.room), None)
    many = lane is not None and len(lane.stations) > 1
    return f"{place.room} station {place.station}" if many and place.station != WHOLE_ROOM else place.room


def moment(picture: BoardPicture, grid: Grid, slot: int) -> str:
    """The instant of a slot in the site's clock: the clock alone today, with its day else."""
    at, zone = grid.at(slot).timestamp(), picture.zone
    today = stamp(picture.now, zone).rsplit(" ", 2)[0] == stamp(at, zone).rsplit(" ", 2)[0]
    return clock(at, zone) if today else stamp(at, zone)


def verdict_words(picture: BoardPicture, problem: Problem, preview: Preview) -> str:
    """The verdict in one line."""
    if preview.verdict is Verdict.NO:
        return f"not allowed: {preview.words}" if preview.words else "not allowed"
    told = consequences(problem, preview)
    where = place_words(picture, preview.wish.place)
    start = f"from {moment(picture, problem.grid, preview.wish.start)}"
    if preview.verdict is Verdict.LAWFUL:
        said = f"OK, {where} {start}" if where else f"OK, {start}"
        return f"{said}: {', '.join(told)}" if told else said
    shown = told[:MOST] + ([f"{len(told) - MOST} more"] if len(told) > MOST else [])
    return f"allowed, {counted(len(told), 'consequence')}: {', '.join(shown)}"


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


def signed(grid: Grid, slots: int) -> str:
    """A length of time with its sign: +3 h, −40 min."""
    return f"{'+' if slots >= 0 else '−'}{lasting(slots * grid.minutes * 60)}"


def sign_of(problem: Problem, preview: Preview) -> str:
    """The mark of a verdict: 1 not allowed, 2 somebody would be late, 3 others move; empty when it is simply lawful."""
    if preview.verdict is Verdict.NO:
        return "1"
    if any(lateness(problem, effect) > 0 and shift(effect) > 0 for effect in preview.effects):
        return "2"
    return "3" if preview.verdict is Verdict.PUSHES else ""


def move_words(picture: BoardPicture, problem: Problem, move: Moved) -> str:
    """One moved step: Harvest and wash +3 h, to CR2 station 1."""
    to = place_words(picture, move.to) if move.to is not None and move.to != move.was else ""
    when = signed(problem.grid, move.after - move.before) if move.after != move.before else ""
    return f"{move.title} {', '.join(part for part in (when, f'to {to}' if to else '') if part)}".strip()
