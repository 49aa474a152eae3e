"""Kills a writing process at random moments and looks at what it left: run as a program of its own, since it forks.

`python -m tests.db.killing FOLDER KILLS SEED` prints one line of JSON with the figures, or ends with what was lost.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy import select as query
from sqlalchemy.dialects.sqlite import insert

from db import journal
from db.chain import SiteClass
from db.opening import Workplace, create_site, open_site
from db.secret_store import HIGH_WATER, HighWater, PrivateFolderStore
from db.site import Site
from db.tables import setting
from db.verify import verify
from tests.db.place import START, draft, workplace

Writer = Callable[[Callable[[str], None], random.Random], None]
Check = Callable[[list[str]], int]

LONGEST_S = 0.05


def campaign(write: Writer, check: Check, kills: int, seed: int) -> dict[str, int | float]:
    """Fork a writer, kill it at a random moment, check every name it had acknowledged; returns the figures."""
    chance = random.Random(seed)
    began = time.perf_counter()
    acknowledged = entries = 0
    for _ in range(kills):
        names = _one_life(write, chance)
        acknowledged += len(names)
        entries = check(names)
    seconds = round(time.perf_counter() - began, 1)
    return {
        "kills": kills,
        "seed": seed,
        "acknowledged": acknowledged,
        "entries": entries,
        "lost": 0,
        "seconds": seconds,
    }


def _one_life(write: Writer, chance: random.Random) -> list[str]:
    moment, seed, early = chance.uniform(0, LONGEST_S), chance.randrange(2**32), chance.random() < 0.2
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            write(lambda name: _say(said, name), random.Random(seed))
        finally:
            os._exit(0)
    os.close(said)
    if not early:  # most die while they write, some while they open; a slow machine must not change which
        select.select([heard], [], [], 30)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(heard, "rb") as pipe:
        words = pipe.read().decode("ascii").split("\n")
    return words[:-1]


def _say(pipe: int, name: str) -> None:
    os.write(pipe, f"{name}\n".encode("ascii"))


class SmallSite:
    """The journal alone: entries with a row that counts them, checkpoints and closings in between."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        self.state = folder / "state"
        create_site(self.folder, SiteClass.DEMO, self.work(0)).close()
        self.lives = 0

    def work(self, seed: int) -> Workplace:
        """A fresh workplace on the same secrets."""
        return workplace(PrivateFolderStore(self.state), seed=seed + 1)

    def write(self, acknowledge: Callable[[str], None], chance: random.Random) -> None:
        """Write until killed, acknowledging each entry only after its commit."""
        while True:
            site = open_site(self.folder, self.work(chance.randrange(2**31)), writes=True)
            for _ in range(chance.randrange(1, 60)):
                drafts = [draft(chance.randrange(1000)) for _ in range(chance.choice((1, 1, 1, 3, 40)))]
                for item in site.record(drafts, self._count):
                    acknowledge(item.id)
            if chance.random() < 0.5:
                site.checkpoint("floor")
            site.close()

    def _count(self, connection: Connection, entries: object) -> None:
        row = {"name": "count", "value": str(journal.count(connection)), "changed_at": START}
        connection.execute(insert(setting).on_conflict_do_update(set_=row, index_elements=["name"]), [row])

    def check(self, names: list[str]) -> int:
        """Every acknowledged entry is there, in an unbroken chain, with its row; returns how many entries there are."""
        self.lives += 1
        site = open_site(self.folder, self.work(self.lives), writes=False)
        with site.reading() as connection:
            for name in names:
                assert journal.by_id(connection, name) is not None, f"life {self.lives}: {name} was lost"
            found = journal.count(connection)
            row = connection.execute(query(setting.c.value).where(setting.c.name == "count")).scalar()
            assert row is None or int(row) == found, f"life {self.lives}: the row says {row}, the journal {found}"
            assert not site.standing.rolled_back, site.standing.rolled_back
            if self.lives % 25 == 0:
                self._walk(site, connection)
        site.close()
        return found

    def _walk(self, site: Site, connection: Connection) -> None:
        kept = site.secrets.get(site.identity.scope, HIGH_WATER)
        assert kept is not None
        verdict = verify(connection, HighWater.from_bytes(kept))
        assert verdict.whole, str(verdict.first_break)
        assert verdict.chains == 1


if __name__ == "__main__":
    place = SmallSite(Path(sys.argv[1]))
    print(json.dumps(campaign(place.write, place.check, int(sys.argv[2]), int(sys.argv[3]))))
