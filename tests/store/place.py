"""A small real site in a folder, run through the dispatcher as the console does."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, event

from console import __version__
from console.domain.commands import AdoptFacility, ApproveRecipe
from console.domain.floor import Floor
from console.service.change import Change, Trouble
from console.service.clock import SetClock
from console.service.dispatcher import Asked, Dispatcher
from console.service.library import shipped_facility, shipped_recipes
from console.store.credentials import SiteCredentials
from console.store.desk import SiteDesk
from console.store.journal import SiteJournal, fold_all, rows_fault
from console.store.keys import certified_keys
from console.store.pages import SitePages
from db.chain import SiteClass
from db.engine import raw_of
from db.ids import uuid7
from db.opening import Workplace, create_site, open_site
from db.seal import SigningKey
from db.secret_store import DEVICE_KEY, HIGH_WATER, HighWater, MemoryStore, SecretStore
from db.site import Site
from db.verify import Verdict, verify

START = datetime(2026, 3, 2, 6, tzinfo=UTC)


class Here(Executor):
    """Runs what it is given at once, on this thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as wrong:  # noqa: BLE001 - an executor hands on whatever was raised
            future.set_exception(wrong)
        return future


def workplace(secrets: SecretStore | None = None, device: str = "console-1", seed: int = 7) -> Workplace:
    """A workplace with a set clock and seeded chance."""
    chance = random.Random(seed)
    return Workplace(device, SetClock(START), ZoneInfo("Europe/London"), __version__, secrets or MemoryStore(), chance.randbytes)


def clock_of(work: Workplace) -> SetClock:
    """The clock of a workplace, to be put forward."""
    assert isinstance(work.clock, SetClock)
    return work.clock


@dataclass(frozen=True)
class OpenSite:
    """One site, open: its record, its people's keys, its pages and its desk."""

    db: Site
    journal: SiteJournal
    credentials: SiteCredentials
    desk: SiteDesk

    def pages(self, floor: Callable[[], Floor]) -> SitePages:
        """What is paged; names of people come from the floor of the moment."""
        return SitePages(self.db, lambda user: floor().person_name(user))

    def verify(self) -> Verdict:
        """Walk the whole record, its seals, its rows and this computer's high-water mark."""
        site = self.db.identity.scope
        mark = self.db.secrets.get(site, HIGH_WATER)
        secret = self.db.secrets.get(site, DEVICE_KEY)
        with self.db.reading() as connection:
            return verify(
                connection,
                anchor=HighWater.from_bytes(mark) if mark else None,
                projections=rows_fault,
                knows_key=certified_keys(connection),
                device_key=SigningKey(secret).public if secret else None,
            )


def whole_fold(site: OpenSite) -> Floor:
    """The Floor that the whole journal makes."""
    with site.db.reading() as connection:
        return fold_all(connection)


class Struck:
    """Makes the next commits fail, before or after they reach the disk."""

    def __init__(self, site: OpenSite, after: bool) -> None:
        writing = site.db._writing
        assert writing is not None
        self.engine = writing[0]
        self.after = after
        self.on = True
        event.listen(self.engine, "commit", self._strike)

    def _strike(self, connection: Connection) -> None:
        if self.on:
            self.on = False
            if self.after:
                raw_of(connection).commit()
            raise OSError("the disk is gone")

    def mend(self) -> None:
        """Let commits be as they are."""
        event.remove(self.engine, "commit", self._strike)


class Told:
    """What the dispatcher told, and of which troubles."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.troubles: list[Trouble] = []


def dispatcher(
    site: OpenSite, work: Workplace, told: Told | None = None, new_id: Callable[[datetime], str] | None = None
) -> Dispatcher:
    """The dispatcher of an open site, on this thread."""
    told = told or Told()
    return Dispatcher(
        site.journal,
        site.credentials,
        work.clock,
        Here(),
        new_id or (lambda at: uuid7(at, work.random(10))),
        told.changes.append,
        told.troubles.append,
    )


def furnish(run: Dispatcher) -> None:
    """Give the site the shipped facility and recipes."""
    for recipe in shipped_recipes().values():
        done(run.submit(ApproveRecipe(by="console", recipe=recipe)))
    done(run.submit(AdoptFacility(by="console", facility=shipped_facility())))


def done(answer: Future[Any]) -> Change:
    """The change an answer must be."""
    change = answer.result()
    assert isinstance(change, Change), change
    return change


def made(folder: Path, work: Workplace, kind: str = "DEMO") -> OpenSite:
    """A new site."""
    return opened(create_site(folder, SiteClass(kind), work), work)


def reopened(folder: Path, work: Workplace, *, writes: bool = True) -> OpenSite:
    """The same site, opened again."""
    return opened(open_site(folder, work, writes=writes), work)


def opened(site: Site, work: Workplace) -> OpenSite:
    """Everything the rings above need of a site."""
    return OpenSite(site, SiteJournal(site, site.folder.name), SiteCredentials(site, work.random), SiteDesk(site))


__all__ = [
    "START", "Asked", "Here", "Struck", "Told", "clock_of", "dispatcher", "done", "furnish", "made", "reopened", "whole_fold",
    "workplace",
]  # fmt: skip
