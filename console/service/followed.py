"""A floor folded in another process: what crosses to it, how it keeps up, and how it answers until the console closes."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

from console.domain.codec import Wire, floor_from_plain, from_wire
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.plain import PlainError, instant_text
from console.service.zones import ZoneUnknown


@dataclass(frozen=True, slots=True)
class Ask:
    """What the console sends: its wish and the instant, with a whole floor (plain) or entries that follow the first `after` ones.

    Nothing but plain values crosses: a floor is never pickled.
    """

    now: datetime
    wish: Any
    floor: Mapping[str, Any] | None = None
    after: int = 0
    entries: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """What the process answers when it cannot do what was asked: why, and whether a whole floor would help."""

    why: str
    lost: bool = False


Answer = Callable[[Floor, Ask], Any]


def entry_plain(wire: Wire) -> dict[str, Any]:
    """An entry's content as it crosses to the process."""
    return {
        "type": wire.type,
        "v": wire.v,
        "payload": dict(wire.payload),
        "entities": list(wire.entities),
        "by": wire.by,
        "at": instant_text(wire.at),
    }


def entry_wire(plain: Mapping[str, Any]) -> Wire:
    """The content of an entry that has crossed."""
    at = datetime.fromisoformat(plain["at"])
    return Wire(plain["type"], plain["v"], plain["payload"], tuple(plain["entities"]), plain["by"], at)


class Follower:
    """The process's own floor, and what it answers from it."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._floor: Floor | None = None

    def answer(self, ask: Ask) -> Any:
        """The answer after what was sent; Failed with `lost` when entries before it are missing."""
        if ask.floor is not None:
            self._floor = floor_from_plain(ask.floor)
        elif not self._fold(ask.after, ask.entries):
            return Failed("entries are missing", lost=True)
        assert self._floor is not None
        return self._answer(self._floor, ask)

    def _fold(self, after: int, entries: Sequence[Mapping[str, Any]]) -> bool:
        if self._floor is None or after > self._floor.entries:
            return False
        for plain in entries[self._floor.entries - after :]:
            self._floor = evolve(self._floor, from_wire(entry_wire(plain)))
        return True


def answer_all(pipe: Connection, answer: Answer) -> None:
    """The life of a process: answer until the console closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    follower = Follower(answer)
    while True:
        try:
            ask = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            made = follower.answer(ask)
        except (PlainError, ZoneUnknown, ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as wrong:
            made = Failed(f"{type(wrong).__name__}: {wrong}")
        try:
            pipe.send(made)
        except OSError:
            return
