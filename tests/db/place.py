"""A small site in a folder, with a clock that is put and chance that is seeded."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from db.chain import SiteClass
from db.entry import Draft
from db.identity import read_identity
from db.opening import Workplace, create_site, open_site
from db.secret_store import DATABASE_KEY, MemoryStore, SecretStore
from db.site import Site

START = datetime(2026, 3, 2, 6, tzinfo=UTC)


class StepClock:
    """A clock that goes on by one second each time it is asked."""

    boot = "boot-1"

    def __init__(self, at: datetime = START, status: str = "set") -> None:
        self.at = at
        self.status = status

    def now(self) -> datetime:
        """The next second."""
        self.at += timedelta(seconds=1)
        return self.at

    def mono_ns(self) -> int:
        """Nanoseconds since the start."""
        return (self.at - START) // timedelta(microseconds=1) * 1000

    def standing(self) -> Mapping[str, int | str]:
        """How the clock stands."""
        return {"status": self.status}


def workplace(secrets: SecretStore | None = None, device: str = "console-1", seed: int = 1, status: str = "set") -> Workplace:
    """A workplace of a test."""
    chance = random.Random(seed)
    return Workplace(
        device, StepClock(status=status), ZoneInfo("Europe/London"), "0.1.0", secrets or MemoryStore(), chance.randbytes
    )


def made(folder: Path, work: Workplace | None = None, class_: SiteClass = SiteClass.DEMO) -> Site:
    """A new site, open for writing."""
    return create_site(folder, class_, work or workplace())


def reopened(folder: Path, work: Workplace) -> Site:
    """The same site, opened for writing again."""
    return open_site(folder, work, writes=True)


def draft(n: int, batch: str = "B-1", **more: object) -> Draft:
    """The n-th step of a batch begins."""
    payload = {"batch": batch, "step": f"S{n}", "values": {"viability": "92.5"}, **more}
    return Draft("step.started", 1, payload, (f"batch:{batch}", "room:R1"), "mia", START + timedelta(minutes=n))


def fill(site: Site, count: int, batch: str = "B-1") -> None:
    """Record so many entries, in transactions of ten."""
    for first in range(0, count, 10):
        site.record([draft(n, batch) for n in range(first, min(first + 10, count))])


def key_of(folder: Path, work: Workplace) -> bytes:
    """The key of a site's file."""
    key = work.secrets.get(read_identity(folder).scope, DATABASE_KEY)
    assert key is not None
    return key
