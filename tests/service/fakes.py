"""A journal, credentials and a writer that live in memory, and can be told to fail at any point."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from console.domain.blanks import OriginalKind
from console.domain.codec import Wire, floor_from_plain, floor_plain, from_wire
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.domain.signing import Consent
from console.forecast.outlook import Outlook
from console.service.change import Change, EntryFact, Signed, Trouble
from console.service.clock import SetClock
from console.service.dispatcher import Dispatcher
from console.service.ports import SiteFacts, StoreTrouble, ToRecord
from console.service.session import Session

PASSWORD = "a long enough one"
Place = tuple[int, str, int]


class Here(Executor):
    """Runs what it is given at once, on this thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as wrong:  # noqa: BLE001 - the future carries it
            future.set_exception(wrong)
        return future


def place_of(entry: EntryFact) -> Place:
    return entry.lamport, entry.chain, entry.seq


class FakeJournal:
    """Entries in a list; a snapshot when asked; rows as a mapping; it fails before or after its commit when told to."""

    def __init__(self, clock: SetClock, chain: str = "A") -> None:
        self.clock = clock
        self.chain = chain
        self.kind = "DEMO"
        self.entries: list[EntryFact] = []
        self.snapshots: list[tuple[Place, str]] = []
        self.rows: dict[str, Any] = {}
        self.fails_before = 0
        self.fails_after = 0
        self.unreadable = False
        self.kept: list[Outlook] = []

    @property
    def site(self) -> SiteFacts:
        return SiteFacts("site", "Site", self.kind, "", self.chain)

    def in_order(self) -> list[EntryFact]:
        return sorted(self.entries, key=place_of)

    def load(self) -> Floor:
        floor, tail = self.fold_from(None)
        return fold(floor, tail)

    def append(self, records: Sequence[ToRecord], floor: Floor, touched: Iterable[str]) -> tuple[EntryFact, ...]:
        self._fail("fails_before")
        made: list[EntryFact] = []
        lamport = max((e.lamport for e in self.entries), default=0)
        own = [e for e in self.entries if e.chain == self.chain]
        for n, record in enumerate(records, 1):
            wire = replace(record.wire, payload=json.loads(json.dumps(record.wire.payload)))
            at = record.recorded_at or self.clock.now()
            digest = hashlib.sha256(record.id.encode()).hexdigest()
            arrived = len(self.entries) + n
            made.append(EntryFact(record.id, self.chain, len(own) + n, lamport + n, arrived, wire, at, digest, record.signatures))
        self.entries += made
        self._write(floor, touched)
        self._fail("fails_after")
        return tuple(made)

    def absorb(self, entries: Sequence[EntryFact | bytes]) -> tuple[EntryFact, ...]:
        self._fail("fails_before")
        known = {e.id for e in self.entries}
        fresh = [e for e in entries if isinstance(e, EntryFact) and e.id not in known]
        if len(fresh) != len({e.id for e in fresh}) or any(isinstance(e, bytes) for e in entries):
            raise StoreTrouble("the same entry came twice, or as bytes")
        here = [replace(e, n=len(self.entries) + n) for n, e in enumerate(fresh, 1)]
        self.entries += here
        overtaken = min(map(place_of, here), default=None)
        self.snapshots = [(at, body) for at, body in self.snapshots if overtaken is None or at < overtaken]
        self._fail("fails_after")
        return tuple(sorted(here, key=place_of))

    def holds(self, ids: Sequence[str]) -> bool:
        self._read()
        return set(ids) <= {e.id for e in self.entries}

    def place(self) -> Place:
        self._read()
        return place_of(self.in_order()[-1]) if self.entries else (0, "", 0)

    def fold_from(self, place: Place | None) -> tuple[Floor, tuple[EntryFact, ...]]:
        self._read()
        before = [(at, body) for at, body in self.snapshots if place is None or at < place]
        start, floor = ((0, "", 0), Floor()) if not before else (before[-1][0], floor_from_plain(json.loads(before[-1][1])))
        return floor, tuple(e for e in self.in_order() if place_of(e) > start)

    def snapshot(self, floor: Floor) -> None:
        self.snapshots.append((self.place(), json.dumps(floor_plain(floor))))
        self.snapshots.sort()

    def rewrite(self, floor: Floor, batches: Iterable[str]) -> None:
        self._write(floor, batches)

    def keep(self, outlook: Outlook) -> None:
        self.kept.append(outlook)

    def _write(self, floor: Floor, batches: Iterable[str]) -> None:
        for batch in batches:
            found = floor.batches.get(batch) or floor.left.get(batch)
            if found is None:
                self.rows.pop(batch, None)  # an entry may name a batch that is not there
            else:
                self.rows[batch] = found

    def _fail(self, when: str) -> None:
        if getattr(self, when):
            setattr(self, when, getattr(self, when) - 1)
            raise OSError("the disk is full")

    def _read(self) -> None:
        if self.unreadable:
            raise OSError("the disk is gone")


class FakeCredentials:
    """Everyone's password is the same; five wrong tries lock for fifteen minutes."""

    def __init__(self) -> None:
        self.open: set[str] = set()
        self.tries: dict[str, int] = {}
        self.until: dict[str, datetime] = {}

    def create(self, user: str, password: str) -> str | Refusal:
        return "0a" * 32 if len(password) > 3 else Refusal("password-short", "Too short.", "Choose a longer one.")

    def unlock(self, user: str, password: str, at: datetime) -> Refusal | None:
        if self.until.get(user, at) > at:
            return Refusal("locked-out", "Five wrong tries.", "Wait 15 minutes.", "user")
        if password == PASSWORD:
            self.open.add(user)
            self.tries[user] = 0
            return None
        self.tries[user] = self.tries.get(user, 0) + 1
        if self.tries[user] >= 5:
            self.until[user] = at + timedelta(minutes=15)
        return Refusal("login", "This id and password do not belong together.", "Try again.", "user")

    def lock(self, user: str) -> None:
        self.open.discard(user)

    def unlocked(self, user: str) -> bool:
        return user in self.open

    def sign(self, wire: Wire, consent: Consent, name: str, role: str) -> Signed:
        if consent.user not in self.open:
            raise KeyError(consent.user)
        over = hashlib.sha256(json.dumps(wire.payload, sort_keys=True).encode()).hexdigest()
        return Signed(consent.user, name, role, consent.meaning.value, over, consent.at, consent.zone, "key", "sig")


def fold(floor: Floor, entries: Iterable[EntryFact]) -> Floor:
    for entry in entries:
        floor = evolve(floor, from_wire(entry.wire))
    return floor


class Console:
    """One console: dispatcher, session, clock and what it was told, on one thread and in memory."""

    def __init__(self, chain: str = "A", clock: SetClock | None = None, journal: FakeJournal | None = None) -> None:
        from_start = datetime.fromisoformat("2026-10-12T13:30:00+00:00")
        self.clock = clock or SetClock(from_start)
        self.journal = journal or FakeJournal(self.clock, chain)
        self.credentials = FakeCredentials()
        self.changes: list[Change] = []
        self.troubles: list[Trouble] = []
        self._ids = 0
        self.dispatcher = Dispatcher(
            self.journal, self.credentials, self.clock, Here(), self._new_id, self.changes.append, self.troubles.append
        )
        self.session = Session(self.credentials, self.clock, lambda: self.floor, self.dispatcher.submit, "America/New_York")

    def _new_id(self, at: datetime) -> str:
        self._ids += 1
        return f"{self.journal.chain}-{len(self.journal.entries)}-{self._ids}"

    @property
    def floor(self) -> Floor:
        return self.dispatcher.floor

    def started_again(self) -> Console:
        """The same console after it was closed and opened again."""
        return Console(clock=self.clock, journal=self.journal)


class ScansInMemory:
    """Scans that lie in memory as soon as they are read."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def stage(self, body: bytes, kind: OriginalKind) -> None:
        self.held[hashlib.sha256(body).hexdigest()] = body

    def original(self, digest: str) -> bytes | None:
        return self.held.get(digest)
