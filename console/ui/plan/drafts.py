"""The draft of whoever is logged in: private, remembered by this console until the next start, shown or hidden by one key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from console.domain.floor import Floor
from console.domain.plan import StepMove
from console.service.ports import Front
from console.view.board.draft import Draft, read, written

SETTING = "draft of "


class Drafts:
    """Holds one draft; `told` is called whenever it is another one, or shown, or hidden."""

    def __init__(self, front: Front, told: Callable[[], None]) -> None:
        self._front, self._told = front, told
        self._user = front.user
        self.draft = read(front.setting(SETTING + self._user))
        self.shown = True

    @property
    def user(self) -> str:
        """Whose draft it is."""
        return self._user

    @property
    def laid(self) -> tuple[StepMove, ...]:
        """The moves that lie over the board now: those of the draft while it is shown."""
        return self.draft.moves if self.shown else ()

    def do(self, moves: Iterable[StepMove]) -> None:
        """The draft is this from now on, and shown."""
        self._put(self.draft.do(moves), shown=True)

    def undo(self) -> bool:
        """As it was before; says whether there was anything to undo."""
        return self._put(self.draft.undo(), shown=True)

    def redo(self) -> bool:
        """As it was before it was undone; says whether there was anything."""
        return self._put(self.draft.redo(), shown=True)

    def drop(self) -> None:
        """Nothing is left of it."""
        self._put(Draft(), shown=True)

    def keep_as(self, number: str) -> None:
        """It was shown to others under this number."""
        self._put(replace(self.draft, kept=number), self.shown)

    def take(self, moves: Iterable[StepMove], number: str) -> None:
        """Work on a draft that somebody showed, from its beginning."""
        self._put(replace(Draft().do(moves), kept=number), shown=True)

    def toggle(self) -> None:
        """Show it or hide it."""
        self.shown = not self.shown
        self._told()

    def follow(self, floor: Floor) -> tuple[str, ...]:
        """Follow the floor and whoever is logged in; in words what the draft had to let go of."""
        if self._front.user != self._user:
            self._change_hands()
        rebased, said = self.draft.rebased(floor)
        self._put(rebased, self.shown)
        return said

    def _change_hands(self) -> None:
        """Everybody has their own; what was begun before anybody logged in belongs to who logs in, unless they left one."""
        before, mine, self._user = self._user, self.draft, self._front.user
        theirs = read(self._front.setting(SETTING + self._user))
        self.draft = theirs
        if theirs.empty and not before and not mine.empty:
            self._front.remember(SETTING, "")
            self._put(mine, self.shown)
        self._told()

    def _put(self, draft: Draft, shown: bool) -> bool:
        if draft == self.draft and shown == self.shown:
            return False
        changed = draft != self.draft
        self.draft, self.shown = draft, shown
        if changed:
            self._front.remember(SETTING + self._user, "" if draft.empty else written(draft))
        self._told()
        return changed
