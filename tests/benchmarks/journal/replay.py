"""What it costs to look back at a random instant of a year: `python -m tests.benchmarks.journal.replay [DAYS]`."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from console.cli.opened import Writing
from console.domain.commands import AddNote
from console.service.change import Change
from console.store.held import held
from console.store.mason import EVERY, Mason
from console.store.replay import Replay
from db import journal, stones
from db.secret_store import MemoryStore
from db.site import Site
from tests.store.place import Here
from tests.store.year import END, deeds, founded, recorded

SEED = 7
ASKED = 400
COLD = 20
WHOLE = 5
CHUNK = 400
BUDGET_MS = 300


class Took(NamedTuple):
    """Milliseconds of this process, and of the wall."""

    cpu: float
    wall: float


def timed(work: Callable[[], object]) -> Took:
    """What this costs."""
    cpu, wall = process_time(), perf_counter()
    work()
    return Took(1000 * (process_time() - cpu), 1000 * (perf_counter() - wall))


def line(what: str, took: Sequence[Took]) -> str:
    """Median, 95th percentile and worst, CPU and wall."""
    shown = []
    for each in ([one.cpu for one in took], [one.wall for one in took]):
        ranked = sorted(each)
        shown.append(f"{median(ranked):>9.1f}{ranked[int(0.95 * (len(ranked) - 1))]:>9.1f}{ranked[-1]:>9.1f}")
    return f"{what:<52}{len(took):>5}{shown[0]}  {shown[1]}"


def filled(folder: Path, days: int) -> Writing:
    """The site after so many days."""
    opened = founded(folder, SEED, days, MemoryStore())
    chunk = []
    for deed in deeds(SEED, days):
        chunk.append(deed)
        if len(chunk) == CHUNK:
            recorded(opened, chunk)
            chunk = []
    if chunk:
        recorded(opened, chunk)
    return opened


def laid(site: Site) -> tuple[int, Took, list[Took]]:
    """All the stones laid anew: how many, what it cost in all, and each of the writer's turns."""
    turns: list[Took] = []

    class Timed(Here):
        """A writer whose turns are measured."""

        def submit(self, fn, /, *args, **kwargs):
            """Do it here and now."""
            turns.append(timed(lambda: fn(*args, **kwargs)))
            return super().submit(lambda: None)

    mason = Mason(site, Here(), Timed(), rest_s=0)
    count = [0]
    whole = timed(lambda: count.__setitem__(0, mason.start().result()))
    return count[0], whole, turns


def main(days: int = 365) -> None:
    """Record the days, look back with and without stones, and print what was found."""
    with tempfile.TemporaryDirectory() as folder:
        opened = filled(Path(folder) / "site", days)
        site = opened.site
        with site.reading() as connection:
            many = journal.last_number(connection)
        chance = random.Random(SEED)
        start = END - timedelta(days=days)
        instants = [start + timedelta(days=days) * chance.random() for _ in range(ASKED)]

        def ask(replay: Replay, at: datetime) -> Took:
            return timed(lambda: held(site, replay, at))

        print(f"{days} days, {many} entries, {Path(folder, 'site', 'journal.db').stat().st_size / 1e6:.0f} MB, seed {SEED}")
        print(f"{'ms':<52}{'n':>5}{'cpu p50':>9}{'p95':>9}{'worst':>9}  {'wall p50':>9}{'p95':>9}{'worst':>9}")
        without = [ask(Replay(site), at) for at in instants[:WHOLE]]
        print(line("without stones: the whole fold", without))
        count, whole, turns = laid(site)
        print(line(f"with a stone every {EVERY} entries", [ask(Replay(site), at) for at in instants[:COLD]]))
        replay = Replay(site)
        warm = [ask(replay, at) for at in instants]
        print(line("the same, one after another", warm))
        middle = start + timedelta(days=days / 2)
        print(line("a hand that moves on by ten minutes", [ask(replay, middle + n * timedelta(minutes=10)) for n in range(100)]))
        p95 = sorted(one.wall for one in warm)[int(0.95 * (len(warm) - 1))]
        ratio = median(one.cpu for one in without) / median(one.cpu for one in warm)
        print(f"95 of 100 within {p95:.0f} ms (wall; aim {BUDGET_MS}); the whole fold takes {ratio:.0f} times as long (median CPU)")
        with site.reading() as connection:
            size = stones.size(connection)
        each = f"{size / 1e6:.1f} MB on the disk, {size / count / 1000:.0f} kB each"
        print(f"{count} stones laid in {whole.cpu / 1000:.1f} s of CPU; {each}")
        print(line("the writer's turns while they were laid", turns))
        commits(opened)
        opened.close()


def commits(opened: Writing) -> None:
    """What a commit costs while a mason listens, and without one: the last day's deeds once more, as notes."""
    batch = next(iter(opened.dispatcher.floor.batches))
    who = next(iter(opened.dispatcher.floor.people))
    thread = ThreadPoolExecutor(1)
    for what, mason in (
        ("a commit without a mason", None),
        ("a commit while a mason listens", Mason(opened.site, thread, opened.writer, 50)),
    ):
        listen: Callable[[Change], None] = mason.hear if mason is not None else lambda _: None
        opened.dispatcher._tell = listen
        took = [timed(lambda: opened.dispatcher.submit(AddNote(by=who, batch=batch, text="as usual")).result()) for _ in range(300)]
        print(line(what, took))
        if mason is not None:
            mason.stop()
    thread.shutdown()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
