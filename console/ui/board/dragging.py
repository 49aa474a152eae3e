"""A bar in the hand, by mouse or by keyboard: taken, pulled, judged at every step, dropped or forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint

from console.ui.board.asked import Asked
from console.view.board.draft import Draft, draft_over
from console.view.board.drag import Aim, Drag, Foresees, grip, why_fast
from console.view.board.nudge import planned
from console.view.board.over import NOTHING_OVER, Ghost, Over, laid

Nudge = Callable[[Drag], Drag]


class Dragging:
    """Holds at most one bar; what is shown of it lies over the draft, if there is one."""

    def __init__(self, board: Asked) -> None:
        self._board = board
        self._drag: Drag | None = None
        self._mover: Foresees | None = None
        self._draft = Draft()
        self._laid: Over = NOTHING_OVER
        self._waiting: list[Nudge] = []
        self._pointer: tuple[int, int] | None = None
        self._stuck = ""
        self._let_go = False
        self.fixed = ""
        """Why nothing on this board can be moved at all; empty where bars can."""

    @property
    def drag(self) -> Drag | None:
        """What is in the hand, or lies dropped and waits for its reason."""
        return self._drag

    @property
    def holding(self) -> bool:
        """Whether a bar is in the hand."""
        return self._drag is not None and not self._let_go

    @property
    def laid(self) -> bool:
        """Whether a bar lies dropped and waits for its reason."""
        return self._let_go

    def judge(self, mover: Foresees | None) -> None:
        """Judge by this mover from now on; None while a new one is being made."""
        self._mover = mover
        if mover is None or self._drag is None or self._let_go:
            return
        self._drag = self._drag.known(mover, self._look())
        for nudge in self._waiting:
            self._drag = nudge(self._drag)
        if self._waiting:
            self._waiting.clear()
            self._follow()
        self._show()

    def lay(self, draft: Draft) -> None:
        """Show the bars of a draft beneath whatever is in the hand."""
        self._draft, self._laid = draft, draft_over(self._board.picture(), draft)
        self._show()

    def show_picture(self) -> None:
        """The floor changed under the hand: what began meanwhile is let go of."""
        picture = self._board.picture()
        if self._draft.moves:
            self.lay(self._draft)
        if self._drag is None:
            return
        bar = picture.bars.find(self._drag.grip.batch, self._drag.grip.step)
        why = why_fast(picture, bar) if bar is not None else f"{self._drag.grip.label} is gone."
        if why:
            self._stay(why)
        else:
            self._drag = self._drag.on(picture)
            self._show()

    def take(self, bar: int, at: float | None = None, ghost: Ghost | None = None, nudges: Sequence[Nudge] = ()) -> None:
        """Take a bar (or the ghost a draft made of it) into the hand at an instant; nudge it as soon as it is judged."""
        self.forget()
        picture = self._board.picture()
        why = self.fixed or why_fast(picture, bar)
        if why:
            self._stay(why)
            return
        track, start = (ghost.track, ghost.start) if ghost else (picture.bars.value(bar, "track"), picture.bars.value(bar, "start"))
        self._drag = Drag(picture, grip(picture, bar, 0.0 if at is None else at - start), Aim(float(start), (track,)))
        self._waiting = list(nudges)
        self._board.lift()
        if self._mover is not None and self._drag.mover is None:
            self.judge(self._mover)
        self._show()

    def pull(self, point: QPoint) -> None:
        """Wish it where the hand is, a point of the viewport."""
        self._pointer = (point.x(), point.y())
        if self._drag is None or self._let_go:
            self._show()
            return
        sight = self._board.sight()
        strip = sight.pointing(point).strip
        tracks = strip.tracks if strip is not None else self._drag.aim.tracks
        start = sight.scale.at(point.x() - sight.side) - self._drag.grip.offset
        self._drag = self._drag.looking(self._look()).to(Aim(start, tracks))
        self._show()

    def nudge(self, how: Nudge) -> None:
        """Move the ghost by keyboard; the first nudge takes the chosen bar into the hand where it is planned."""
        if self._stuck or self._let_go:
            self.forget()
        self._pointer = None
        bar = self._board.sight().spot.bar
        if self._drag is None and bar is not None:
            self.take(bar, nudges=(planned, how))
        elif self._drag is not None and self._drag.mover is None:
            self._waiting.append(how)
        elif self._drag is not None:
            self._drag = how(self._drag.looking(self._look()))
            self._follow()
            self._show()

    def drop(self) -> bool:
        """Let go; says whether there was anything in the hand."""
        drag = self._drag
        if self._stuck:
            self.forget()
            return True
        if drag is None or self._let_go:
            return False
        if drag.preview is None or not drag.allowed:
            words = drag.words
            self.forget()
            self._board.refuse(words)
            return True
        self._let_go = True
        self._pointer = None
        self._show()
        self._board.drop(drag)
        return True

    def forget(self) -> bool:
        """Nothing is in the hand any more; says whether there was."""
        had = self._drag is not None or bool(self._stuck)
        self._drag, self._stuck, self._pointer, self._let_go = None, "", None, False
        self._waiting = []
        self._show()
        return had

    def _follow(self) -> None:
        """What the keyboard moves stays in sight."""
        if self._drag is not None:
            here = self._board.sight().window
            self._board.look(here.with_sight_of(self._drag.aim.start), "reveal")

    def _look(self) -> tuple[float, float]:
        window = self._board.sight().window
        return window.start, window.end

    def _stay(self, why: str) -> None:
        self.forget()
        self._stuck = why
        self._show()
        self._board.refuse(why)

    def _show(self) -> None:
        if self._drag is not None:
            over = self._drag.over(self._pointer)
        else:
            over = Over(words=self._stuck, pointer=self._pointer) if self._stuck else NOTHING_OVER
        self._board.show_over(laid(self._laid, over))
