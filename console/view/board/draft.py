"""A draft: a private layer of moves over the live plan, done and undone, and kept true to a floor that goes on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from console.domain.batch import Placement, StepState
from console.domain.floor import Floor
from console.domain.plain import PlainError, from_plain, to_plain
from console.domain.plan import StepMove
from console.view.board.over import Ghost, Look, Over, is_inset
from console.view.board.picture import BoardPicture

Moves = tuple[StepMove, ...]
DEEP = 100
"""So many steps back are remembered."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Where steps would lie, each step once; `past` and `future` are what it was and will be again.

    `kept` is the number it is kept under once it was shown to others.
    """

    moves: Moves = ()
    past: tuple[Moves, ...] = ()
    future: tuple[Moves, ...] = ()
    kept: str = ""

    def do(self, moves: Iterable[StepMove]) -> Draft:
        """The draft as a whole is this from now on; what it was can be had back."""
        new = in_order(moves)
        return self if new == self.moves else replace(self, moves=new, past=(*self.past, self.moves)[-DEEP:], future=())

    def undo(self) -> Draft:
        """As it was before; unchanged when there is nothing before."""
        if not self.past:
            return self
        return replace(self, moves=self.past[-1], past=self.past[:-1], future=(self.moves, *self.future))

    def redo(self) -> Draft:
        """As it was before it was undone."""
        if not self.future:
            return self
        return replace(self, moves=self.future[0], past=(*self.past, self.moves), future=self.future[1:])

    def rebased(self, floor: Floor) -> tuple[Draft, tuple[str, ...]]:
        """The draft over a newer floor, and in words what it had to let go of: nobody moves what has begun."""
        said = tuple(why for move in self.moves if (why := why_gone(floor, move)))
        moves = _still(floor, self.moves)
        past = _distinct([moves, *(_still(floor, before) for before in reversed(self.past))])
        future = _distinct([moves, *(_still(floor, after) for after in self.future)])
        now = replace(self, moves=moves, past=tuple(reversed(past[1:])), future=tuple(future[1:]))
        return (self if now == self else now), said

    @property
    def empty(self) -> bool:
        """Whether it moves nothing and never did."""
        return not (self.moves or self.past or self.future)


def in_order(moves: Iterable[StepMove]) -> Moves:
    """Each step once (the last word on it), in order of batch and step."""
    last = {(move.batch, move.step): move for move in moves}
    return tuple(last[key] for key in sorted(last))


def why_gone(floor: Floor, move: StepMove) -> str:
    """Why a move of the draft means nothing any more; empty while it does, or once it is so already."""
    batch = floor.batches.get(move.batch)
    step = batch.steps.get(move.step) if batch is not None and batch.live else None
    if batch is None or step is None:
        return f"{move.batch} is no longer planned here: its move left the draft."
    if step.state is StepState.PLANNED:
        return ""
    recipe = floor.recipe_of(batch)
    told = recipe.by_code.get(move.step) if recipe else None
    word = {StepState.RUNNING: "has begun", StepState.DONE: "is done", StepState.SKIPPED: "was left out"}[step.state]
    return f"{move.batch} {told.title if told else move.step} {word}: its move left the draft."


def _still(floor: Floor, moves: Moves) -> Moves:
    return tuple(move for move in moves if not why_gone(floor, move) and told(floor, move) != move.placement)


def _distinct(ways: list[Moves]) -> list[Moves]:
    """Without those that are like the one before: nothing would be seen of undoing them."""
    return [moves for n, moves in enumerate(ways) if not n or moves != ways[n - 1]]


def told(floor: Floor, move: StepMove) -> Placement | None:
    """Where the step of a move is told to lie today."""
    batch = floor.batches.get(move.batch)
    step = batch.steps.get(move.step) if batch is not None else None
    return step.placement if step is not None else None


def written(draft: Draft) -> str:
    """A draft as text, to be remembered by this console until the next start."""
    return json.dumps(to_plain(draft), separators=(",", ":"))


def read(text: str) -> Draft:
    """The draft of such a text; an empty one where it cannot be read any more."""
    try:
        draft: Draft = from_plain(Draft, json.loads(text)) if text else Draft()
    except (PlainError, ValueError):
        return Draft()
    return draft


def draft_over(picture: BoardPicture, draft: Draft) -> Over:
    """The draft over the board: every bar where it would lie."""
    return Over(ghosts=tuple(ghost for move in draft.moves if (ghost := _ghost(picture, move)) is not None))


def _ghost(picture: BoardPicture, move: StepMove) -> Ghost | None:
    bar, tracks = picture.bars.find(move.batch, move.step), picture.tracks_of(move.placement.lane)
    lane = picture.lane_of(tracks[0]) if tracks else None
    if lane is None:
        return None
    # A desk's lines have no names: the bar stays on the line it lies on today.
    here = picture.bars.value(bar, "track") if bar is not None else -1
    track = here if here in tracks and not lane.exclusive else tracks[0]
    if lane.exclusive and move.placement.station in lane.stations:
        track = tracks[lane.stations.index(move.placement.station)]
    label = picture.bars.word(bar, "label") if bar is not None else f"{move.batch} {move.step}"
    start, end = int(move.placement.start.timestamp()), int(move.placement.end.timestamp())
    return Ghost(track, start, end, move.batch, move.step, label, Look.DRAFT, is_inset(picture, move.batch, move.step))
