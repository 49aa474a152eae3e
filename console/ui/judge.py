"""Who judges a move: the plan of today with a draft on it, made away from the screens and anew when the floor has gone on."""

from __future__ import annotations

from collections.abc import Callable

from console.domain.floor import Floor
from console.domain.plan import StepMove
from console.planning.answers.tried import Tried
from console.service.ports import Front

Then = Callable[[Tried], None]
Moves = tuple[StepMove, ...]


class Judge:
    """Keeps the last trial, and makes a new one when it is asked for and the old one no longer holds."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._last: Tried | None = None
        self._asked: tuple[Floor, Moves] | None = None
        self._waiting: list[Then] = []

    @property
    def last(self) -> Tried | None:
        """The last trial, whether or not it still holds."""
        return self._last

    def holds(self, moves: Moves) -> Tried | None:
        """The last trial if it is of these moves on the floor of now, in the same slot of time; else None."""
        last, front = self._last, self._front
        if last is None or last.floor is not front.floor or last.tried != moves:
            return None
        grid = last.problem.grid
        return last if grid.floor(front.now()) == grid.floor(last.at) else None

    def want(self, moves: Moves, then: Then) -> None:
        """Tell `then` a trial of these moves: at once when the last one holds, else when a new one is made."""
        holds = self.holds(moves)
        if holds is not None:
            then(holds)
            return
        if self._asked is not None and self._asked[0] is self._front.floor and self._asked[1] == moves:
            self._waiting.append(then)
            return
        wanted = (self._front.floor, moves)
        # What was asked of an older floor or another draft is answered by the newer trial.
        self._asked, self._waiting = wanted, [*self._waiting, then]
        self._front.try_moves(moves, lambda made: self._made(wanted, made))

    def _made(self, wanted: tuple[Floor, Moves], made: Tried) -> None:
        if wanted is not self._asked:
            return
        self._last, self._asked = made, None
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then(made)

