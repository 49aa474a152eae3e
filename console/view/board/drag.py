"""A planned bar in the hand: where it is wished, whether that is lawful, and who would have to give way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from console.planning.lawful import Lawful
from console.planning.moves import Moved, Preview, Verdict, Wish
from console.planning.problem import Grid, Place, Plan, Problem, Span
from console.view.board.columns import Kind, State
from console.view.board.over import Band, Ghost, Look, Over, is_inset, stations, tracks_at, tracks_of_step
from console.view.board.picture import BoardPicture
from console.view.board.verdict import WORKING, Here, sign_of, verdict_words


class Foresees(Protocol):
    """Whoever tells at once what a move would do: console.planning.moves.Mover."""

    @property
    def problem(self) -> Problem:
        """What is reckoned with."""

    @property
    def plan(self) -> Plan:
        """What is planned before the move."""

    def lawful(self, batch: str, code: str, first: int = 0, last: int | None = None) -> tuple[Lawful, ...]:
        """Where and when a step may start, within [first, last) slots."""

    def preview(self, wish: Wish) -> Preview:
        """What a wish would do."""


@dataclass(frozen=True, slots=True)
class Grip:
    """What is in the hand: a step, its name, how long its bar is, and how far behind its start it was taken (seconds)."""

    batch: str
    step: str
    label: str
    length: int
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Aim:
    """Where it is wished: the start in seconds since 1970 UTC, and the tracks meant (a folded line means several)."""

    start: float
    tracks: tuple[int, ...]


STAYS = {
    State.RUNNING: "has begun: started work stays where it is",
    State.DONE: "is done: what has happened stays where it is",
    State.REPORTED: "was only reported from a workbook: it is no part of the plan",
}


def why_fast(picture: BoardPicture, bar: int) -> str:
    """Why a bar cannot be taken into the hand; empty when it can."""
    bars = picture.bars
    label, state, kind = bars.word(bar, "label"), State(bars.value(bar, "state")), Kind(bars.value(bar, "kind"))
    if state in STAYS:
        return f"{label} {STAYS[state]}."
    if kind is Kind.MILESTONE:
        return f"{label} follows its steps: move those."
    return f"{label} follows its sample: move that step." if kind is Kind.TEST else ""


def grip(picture: BoardPicture, bar: int, offset: float = 0.0) -> Grip:
    """Take a bar into the hand, so many seconds behind its start."""
    bars = picture.bars
    length = bars.value(bar, "end") - bars.value(bar, "start")
    return Grip(bars.word(bar, "batch"), bars.word(bar, "step"), bars.word(bar, "label"), length, offset)


@dataclass(frozen=True, eq=False)
class Drag:
    """One bar in the hand; without a mover (it is being made) the ghost follows and nothing is said yet."""

    picture: BoardPicture
    grip: Grip
    aim: Aim
    mover: Foresees | None = None
    lawful: tuple[Lawful, ...] = ()
    seen: Span = (0, 0)
    bands: tuple[Band, ...] = ()
    preview: Preview | None = None
    why: str = ""

    def known(self, mover: Foresees, look: tuple[float, float] | None = None) -> Drag:
        """The same drag with a mover that can judge it; its lawful places are told near what is looked at (all time else)."""
        batch = mover.problem.batch_of.get(self.grip.batch)
        if batch is None or self.grip.step not in batch.index:
            return replace(self, why=f"{self.grip.label} is no part of the plan.")
        return replace(self, mover=mover, seen=(0, 0), preview=None, why="").looking(look).to(self.aim)

    def looking(self, look: tuple[float, float] | None) -> Drag:
        """The same drag while another time is looked at: lawful places are found as far as one sees, and that far again."""
        if self.mover is None:
            return self
        problem = self.mover.problem
        first, last = (problem.now, problem.horizon) if look is None else (snapped(problem.grid, at) for at in look)
        first, last = max(problem.now, first), min(problem.horizon, max(last, problem.now + 1))
        if self.seen[0] <= first and last <= self.seen[1]:
            return self
        reach = last - first
        seen = (max(problem.now, first - reach), min(problem.horizon, last + reach))
        lawful = self.mover.lawful(self.grip.batch, self.grip.step, *seen)
        return replace(self, seen=seen, lawful=lawful, bands=tuple(self._bands(self.mover, lawful)))

    def on(self, picture: BoardPicture) -> Drag:
        """The same drag over a newer picture."""
        there = replace(self, picture=picture)
        return replace(there, bands=tuple(there._bands(self.mover, self.lawful))) if self.mover is not None else there

    def to(self, aim: Aim) -> Drag:
        """Wished elsewhere; the same slot and place are not judged twice."""
        there = replace(self, aim=aim)
        if self.mover is None:
            return there
        wish = there.wish
        if wish is None:
            lanes = " / ".join(dict.fromkeys(lane for lane, _ in stations(self.picture, aim.tracks)))
            return replace(there, preview=None, why=f"not allowed: {lanes} is no place for {self.grip.label}")
        if self.preview is not None and self.preview.wish == wish:
            return replace(there, why="")
        return replace(there, preview=self.mover.preview(wish), why="")

    @property
    def wish(self) -> Wish | None:
        """The wish in slots; None without a mover, or where the step has no place at all."""
        if self.mover is None:
            return None
        problem = self.mover.problem
        here = place_now(self.mover, self.grip)
        slot = snapped(problem.grid, self.aim.start)
        if here is None:
            return Wish(self.grip.batch, self.grip.step, slot, None)
        found = place_on(self.picture, places(problem, self.grip), self.aim.tracks, here)
        return None if found is None else Wish(self.grip.batch, self.grip.step, slot, found)

    @property
    def allowed(self) -> bool:
        """Whether it may be dropped here."""
        return self.preview is not None and self.preview.verdict is not Verdict.NO

    @property
    def words(self) -> str:
        """The verdict of this moment."""
        if self.why:
            return self.why
        if self.mover is None or self.preview is None:
            return f"{self.grip.label}: {WORKING}"
        here = Here(self.mover.problem, self.picture.zone, self.picture.now)
        return verdict_words(here, self.preview)

    @property
    def sign(self) -> str:
        """The mark of the verdict."""
        if self.why:
            return "1"
        return sign_of(self.mover.problem, self.preview) if self.mover is not None and self.preview is not None else ""

    def over(self, pointer: tuple[int, int] | None = None) -> Over:
        """Everything that lies over the board now."""
        return Over(self.bands, tuple(self._ghosts()), self.words, self.sign, pointer)

    def _bands(self, mover: Foresees, lawful: Sequence[Lawful]) -> Iterator[Band]:
        """Where the whole bar may lie: worked out once, they stay while it is held."""
        grid = mover.problem.grid
        length = mover.problem.batch_of[self.grip.batch].step(self.grip.step).duration
        for each in lawful:
            tracks = tracks_of_step(self.picture, each.place, "", self.grip.batch, self.grip.step)
            spans = merged(tuple((first, beyond - 1 + length) for first, beyond in each.spans))
            yield from (Band(track, seconds(grid, a), seconds(grid, b)) for track in tracks for a, b in spans)

    def _ghosts(self) -> Iterator[Ghost]:
        preview, mover = self.preview, self.mover
        moves = preview.moves if preview is not None and preview.verdict is not Verdict.NO else ()
        mine = any((move.batch, move.code) == (self.grip.batch, self.grip.step) for move in moves)
        if mover is not None:
            yield from ghosts_of(self.picture, mover.problem.grid, moves, self._look)
        if not mine:
            start = self.aim.start if mover is None else seconds(mover.problem.grid, snapped(mover.problem.grid, self.aim.start))
            held, first = self.grip, round(start)
            for track in self.aim.tracks[:1]:
                inset = is_inset(self.picture, held.batch, held.step)
                yield Ghost(track, first, first + held.length, held.batch, held.step, held.label, Look.MINE, inset)

    def _look(self, move: Moved) -> Look:
        return Look.MINE if (move.batch, move.code) == (self.grip.batch, self.grip.step) else Look.PUSHED


def ghosts_of(picture: BoardPicture, grid: Grid, moves: Sequence[Moved], look: Callable[[Moved], Look]) -> Iterator[Ghost]:
    """Where moved steps would lie."""
    for move in moves:
        inset = is_inset(picture, move.batch, move.code)
        for track in tracks_of_step(picture, move.to, move.lane, move.batch, move.code):
            start, end = seconds(grid, move.after), seconds(grid, move.after + move.duration)
            yield Ghost(track, start, end, move.batch, move.code, f"{move.batch} {move.title}", look(move), inset)


def seconds(grid: Grid, slot: int) -> int:
    """The second since 1970 UTC at which a slot begins."""
    return int(grid.origin.timestamp()) + 60 * grid.minutes * slot


def merged(spans: Sequence[Span]) -> list[Span]:
    """Spans in order of start, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def snapped(grid: Grid, at: float) -> int:
    """The slot whose beginning lies nearest to an instant."""
    return round((at - grid.origin.timestamp()) / (60 * grid.minutes))


def places(problem: Problem, grip: Grip) -> tuple[Place, ...]:
    """Every place the step's stand may be at: the one it is held at, else those its recipe allows."""
    batch = problem.batch_of[grip.batch]
    number = batch.step(grip.step).stand
    if number is None:
        return ()
    stand = batch.stands[number]
    return (stand.held,) if stand.held is not None else stand.places


def place_now(mover: Foresees, grip: Grip) -> Place | None:
    """Where the step is planned; None outside the cleanrooms."""
    number = mover.problem.batch_of[grip.batch].step(grip.step).stand
    if number is None:
        return None
    return mover.plan.places.get((grip.batch, number)) or next(iter(places(mover.problem, grip)), None)


def place_on(picture: BoardPicture, choices: Sequence[Place], tracks: tuple[int, ...], here: Place) -> Place | None:
    """The place meant by some tracks (a station's line, or its instrument's): the present one first; None for none."""
    lanes = {lane for lane, _ in stations(picture, tracks)}
    fitting = [p for p in choices if p.instrument in lanes or any(t in tracks for t in tracks_at(picture, p))]
    return here if here in fitting else next(iter(fitting), None)
