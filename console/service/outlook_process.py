"""The outlook process: it folds a floor of its own from the entries it is sent, and answers each time with a frozen outlook."""

from __future__ import annotations

import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

from console.domain.codec import Wire, floor_from_plain, from_wire
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.plain import PlainError, instant_text
from console.forecast.durations import History, learn
from console.forecast.expected import forecast_floor
from console.forecast.outlook import Outlook
from console.service.zones import ZoneUnknown, zone_of


@dataclass(frozen=True, slots=True)
class Ask:
    """What the console sends: a whole floor (plain), or entries (plain) that follow the first `after` ones; and the instant.

    Nothing but plain values crosses: a floor is never pickled.
    """

    now: datetime
    scenarios: int
    seed: int
    floor: Mapping[str, Any] | None = None
    after: int = 0
    entries: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """What the process answers when it cannot make an outlook: why, and whether a whole floor would help."""

    why: str
    lost: bool = False


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


class Foreteller:
    """The process's own floor and what it has learned; it learns again only when a finished batch has changed."""

    def __init__(self) -> None:
        self._floor: Floor | None = None
        self._seen: tuple[int, ...] = ()
        self._history = History()

    def answer(self, ask: Ask) -> Outlook | Failed:
        """The outlook after what was sent; Failed with `lost` when entries before it are missing."""
        if ask.floor is not None:
            self._floor, self._seen = floor_from_plain(ask.floor), ()
        elif not self._fold(ask.after, ask.entries):
            return Failed("entries are missing", lost=True)
        assert self._floor is not None
        return forecast_floor(self._floor, ask.now, zone_of, self._learned(self._floor), ask.scenarios, ask.seed)

    def _fold(self, after: int, entries: Sequence[Mapping[str, Any]]) -> bool:
        if self._floor is None or after > self._floor.entries:
            return False
        for plain in entries[self._floor.entries - after :]:
            self._floor = evolve(self._floor, from_wire(entry_wire(plain)))
        return True

    def _learned(self, floor: Floor) -> History:
        done = [b for b in (*floor.batches.values(), *floor.left.values()) if b.released_at is not None or not b.live]
        steps = sum(s.over for b in done for s in b.steps.values())
        tests = sum(t.reviewed_at is not None for b in done for t in b.tests.values())
        corrections = sum(len(s.corrections) for b in done for s in b.steps.values())
        seen = (len(done), steps, tests, corrections, len(floor.recipes))
        if seen != self._seen:
            self._seen, self._history = seen, learn(floor)
        return self._history


def run_outlook(pipe: Connection) -> None:
    """The life of the process: answer until the console closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    teller = Foreteller()
    while True:
        try:
            ask = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            made: Outlook | Failed = teller.answer(ask)
        except (PlainError, ZoneUnknown, ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as wrong:
            made = Failed(f"{type(wrong).__name__}: {wrong}")
        try:
            pipe.send(made)
        except OSError:
            return
