"""Kills a console at random moments while it takes commands: run as a program of its own, since it forks.

`python -m tests.store.killing FOLDER KILLS SEED` prints one line of JSON with the figures, or ends with what was lost.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

from console.domain.commands import AddNote
from console.domain.facility import Role
from console.domain.floor import Floor
from console.service.change import Change
from console.store.journal import fold_all
from db.ids import uuid7
from db.opening import Workplace
from db.secret_store import PrivateFolderStore
from tests.db.killing import campaign
from tests.store.place import OpenSite, dispatcher, furnish, made, reopened, workplace
from tests.store.scenes import order, someone


class SmallPlant:
    """The shipped plant with three batches; commands are notes, each with rows and a search index of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        self.state = folder / "state"
        work = self.work(0)
        site = made(self.folder, work)
        run = dispatcher(site, work)
        furnish(run)
        for batch in ("B-1", "B-2", "B-3"):
            order(run, batch)
        self.author = someone(run, Role.SUPERVISOR)
        site.journal.close(run.floor)
        self.lives = 0

    def work(self, seed: int) -> Workplace:
        """A fresh workplace on the same secrets."""
        return workplace(PrivateFolderStore(self.state), seed=seed + 1)

    def write(self, acknowledge: Callable[[str], None], chance: random.Random) -> None:
        """Take commands until killed, acknowledging each one only after the dispatcher answered."""
        while True:
            seed = chance.randrange(2**31)
            work = self.work(seed)
            site = reopened(self.folder, work)
            run = dispatcher(site, work, new_id=lambda at: uuid7(at, chance.randbytes(10)))
            for _ in range(chance.randrange(1, 40)):
                batch = f"B-{chance.randrange(1, 4)}"
                answer = run.submit(AddNote(by=self.author, batch=batch, text=f"note {seed}")).result()
                assert isinstance(answer, Change)
                for entry in answer.entries:
                    acknowledge(entry.id)
            if chance.random() < 0.3:
                run.snapshot().result()
            site.journal.close(run.floor)

    def check(self, names: list[str]) -> int:
        """Every acknowledged command is there; the snapshot's Floor, the whole fold and the rows are one (law 2)."""
        self.lives += 1
        site = reopened(self.folder, self.work(self.lives), writes=False)
        assert site.journal.holds(names), f"life {self.lives}: of {len(names)} commands some were lost"
        assert not site.db.standing.rolled_back, site.db.standing.rolled_back
        entries = site.pages(Floor).entries()
        if self.lives % 20 == 0:
            self._fold(site)
        site.db.close()
        return entries

    def _fold(self, site: OpenSite) -> None:
        with site.db.reading() as connection:
            assert fold_all(connection) == site.journal.load()
        verdict = site.verify()
        assert verdict.whole, str(verdict.first_break)
        assert verdict.chains == 1


if __name__ == "__main__":
    place = SmallPlant(Path(sys.argv[1]))
    print(json.dumps(campaign(place.write, place.check, int(sys.argv[2]), int(sys.argv[3]))))
