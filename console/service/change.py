"""What the rest of the console is told: entries as recorded, and changes of the floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.domain.codec import Unknown, Wire
from console.domain.events.event import Event
from console.domain.floor import Floor


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as recorded: who, in which role and meaning, over which content digest (hex), when, in which zone."""

    user: str
    name: str
    role: str
    meaning: str
    over: str
    at: datetime
    zone: str
    key: str = ""
    sig: str = ""


@dataclass(frozen=True, slots=True)
class EntryFact:
    """One entry of the journal as the console reads it; `n` is the order of arrival here."""

    id: str
    chain: str
    seq: int
    lamport: int
    n: int
    wire: Wire
    recorded_at: datetime
    hash: str
    signatures: tuple[Signed, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What happened and what it made of the floor; every screen decides whether it cares."""

    events: tuple[Event | Unknown, ...]
    entries: tuple[EntryFact, ...]
    before: Floor
    after: Floor

    def touched(self) -> frozenset[str]:
        """The batches this change speaks of."""
        return frozenset(e.removeprefix("batch:") for entry in self.entries for e in entry.wire.entities if e.startswith("batch:"))


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something outside the floor is wrong: disk, lock, clock, network; it stays on screen until it is gone."""

    kind: str
    why: str
    instead: str = ""
