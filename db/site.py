"""A site: its folder, opened for writing by one console or for reading by any verb."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from db import journal
from db.chain import Opening, Parent, SiteClass
from db.engine import fold_log
from db.entry import Draft, Entry
from db.identity import Identity
from db.pen import Pen
from db.seal import Checkpoint
from db.secret_store import HIGH_WATER, HighWater, SecretStore
from db.trouble import SiteTrouble
from db.writerlock import WriterLock

After = Callable[[Connection, Sequence[Entry]], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the site was found at opening.

    `restored` is set when an older copy was in its place and a new chain was opened; `unclean` when the last console
    stopped without closing; `rolled_back` when this is an older copy opened for reading.
    """

    unclean: bool = False
    rolled_back: str = ""
    restored: Parent | None = None


class Work(Protocol):
    """What an open site needs to know of its computer."""

    @property
    def app(self) -> str:
        """The version of the program."""

    @property
    def secrets(self) -> SecretStore:
        """Where the site's keys and its high-water mark are kept."""


class ReadOnly(SiteTrouble):
    """The site was opened for reading; nothing can be recorded."""


class Site:
    """An open site. One thread at a time may write; any may read."""

    def __init__(
        self,
        folder: Path,
        identity: Identity,
        opening: Opening,
        standing: Standing,
        readers: Engine,
        work: Work,
        writing: tuple[Engine, Pen, WriterLock] | None,
    ) -> None:
        self.folder = folder
        self.identity = identity
        self.class_: SiteClass = opening.class_
        self.opening = opening
        self.standing = standing
        self.secrets = work.secrets
        self.app = work.app
        self._readers = readers
        self._writing = writing

    @property
    def writes(self) -> bool:
        """Whether this console may record here."""
        return self._writing is not None

    @property
    def pen(self) -> Pen:
        """What this console writes with; raises ReadOnly."""
        return self._writer()[1]

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the site and never holds up the writer."""
        with self._readers.connect() as connection:
            connection.begin()  # let go at the end, never committed: a damaged page must not raise a second time
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The writing connection in one transaction: committed at the end, taken back on any error."""
        with self._writer()[0].begin() as connection:
            yield connection

    def record(self, drafts: Sequence[Draft], also: After | None = None, floor: Callable[[], str] | None = None) -> list[Entry]:
        """Append drafts and do what belongs to them (`also`: projections) in one transaction.

        When this returns, the entries are on the disk. When it raises from the commit itself, nobody knows: look an
        entry's name up before believing either.
        """
        with self.writing() as connection:
            entries = journal.append(connection, self.pen, drafts, floor)
            if also is not None:
                also(connection, entries)
        self._note_hundred(entries)
        return entries

    def checkpoint(self, floor: str = "") -> Checkpoint | None:
        """Seal the head now and note it as the high-water mark; None when it was sealed already."""
        with self.writing() as connection:
            made = journal.make_checkpoint(connection, self.pen, floor)
        if made is not None:
            note_high_water(self.secrets, self.identity.scope, made.chain, made.seq, made.head)
        return made

    def close(self, floor: str = "") -> None:
        """Seal the head, fold the write-ahead log into the file, and give the lock back."""
        self._readers.dispose()
        if self._writing is None:
            return
        engine, _, lock = self._writing
        try:
            self.checkpoint(floor)
            fold_log(engine)
        finally:
            self._writing = None
            engine.dispose()
            lock.release()

    def _note_hundred(self, entries: Sequence[Entry]) -> None:
        sealed = [item for item in entries if item.seq % journal.CHECKPOINT_EVERY == 0]
        if sealed:
            last = sealed[-1]
            note_high_water(self.secrets, self.identity.scope, last.chain, last.seq, last.hash)

    def _writer(self) -> tuple[Engine, Pen, WriterLock]:
        if self._writing is None:
            raise ReadOnly(f"{self.folder.name} is open for reading only.")
        return self._writing


def note_high_water(secrets: SecretStore, scope: str, chain: str, seq: int, head: bytes) -> None:
    """Keep a sealed head outside the folder: an older file put back is known by it."""
    secrets.put(scope, HIGH_WATER, HighWater(chain, seq, head.hex()).to_bytes())
