"""A year lived by two consoles, its Floor noted at a thousand random instants and told again (docs/validation/replay.json)."""

from __future__ import annotations

import json
import platform
import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import pytest

from console import __version__
from console.cli.opened import Writing
from console.domain.codec import from_wire
from console.domain.commands import AddNote
from console.domain.events import NoteAdded
from console.domain.evolve import RULES, evolve
from console.domain.facility import Role
from console.domain.floor import Floor
from console.service.change import Change, EntryFact
from console.service.clock import SetClock
from console.simulation.history import Happened
from console.store.entries import facts
from console.store.floor_hash import FloorHash
from console.store.mason import Mason
from console.store.replay import Replay
from db import journal, stones
from db.secret_store import MemoryStore
from db.tables import arrival
from tests.db.test_absorb import second
from tests.store.place import Here, OpenSite, clock_of, dispatcher, reopened, workplace
from tests.store.scenes import someone
from tests.store.year import END, deeds, founded, recorded

FIGURES = Path(__file__).parents[2] / "docs" / "validation" / "replay.json"
SEED = 20261125
DAYS = 365
INSTANTS = 1000
MEETINGS = 24
"""How often in the year the two consoles hear each other."""
CHUNK = 400
UNAIDED = 20
"""So many instants are also told without any stone."""
START = END - timedelta(days=DAYS)

pytestmark = pytest.mark.timeout(7200)


def keep(name: str, figures: dict[str, int | float]) -> None:
    """Put a campaign's figures in the place of its last ones."""
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    kept[name] = {**figures, "seed": SEED, "machine": machine}
    FIGURES.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"\n{name}: {kept[name]}")


class Noted(NamedTuple):
    """What the console held at an instant, noted as it worked."""

    at: datetime
    floor: str
    entries: int


@dataclass
class Year:
    """The site after the year, where the other console wrote, and what was noted."""

    folder: Path
    secrets: MemoryStore
    noted: list[Noted] = field(default_factory=list)
    entries: int = 0
    absorbed: int = 0

    def opened(self, app: str) -> OpenSite:
        """The site as a program of this version opens it."""
        return reopened(self.folder, replace(workplace(self.secrets), app=app))


class Other:
    """The second console: it hears now and then what the first one recorded, and remarks upon what it knows."""

    def __init__(self, first: Writing, folder: Path) -> None:
        self._first = first
        first.writer.submit(first.journal.snapshot, first.dispatcher.floor).result()
        first.writer.submit(first.site.checkpoint).result()
        copied = second(first.site, folder)
        copied.close()
        self._work = workplace(copied.secrets, "console-2", 12)
        self.site = reopened(folder, self._work)
        self._run = dispatcher(self.site, self._work)

    def hear(self) -> None:
        """Take in what the first console recorded."""
        answer = self._run.absorb(self._first.journal.sealed(self.site.journal.heads())).result()
        assert isinstance(answer, Change)

    def remark(self, at: datetime, chance: random.Random) -> None:
        """Write something at an instant, without the network."""
        clock_of(self._work).put(at)
        batch = chance.choice(sorted(self._run.floor.batches))
        command = AddNote(by=someone(self._run, Role.SUPERVISOR), batch=batch, text=f"from the anteroom, {at:%d %b %H:%M}")
        assert isinstance(self._run.submit(command).result(), Change)

    def tell(self) -> int:
        """Give the first console what was written here; how many entries it took in."""
        sealed = self.site.journal.sealed(self._first.journal.heads())
        answer = self._first.dispatcher.absorb(sealed).result()
        assert isinstance(answer, Change)
        return len(answer.entries)


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> Year:
    folder = tmp_path_factory.mktemp("year")
    chance = random.Random(SEED)
    instants = sorted(START + timedelta(days=DAYS) * chance.random() for _ in range(INSTANTS))
    meetings = sorted(START + timedelta(days=3) + timedelta(days=DAYS - 3) * chance.random() for _ in range(MEETINGS))
    secrets = MemoryStore()
    first = founded(folder / "site", SEED % 1000, DAYS, secrets)
    first.dispatcher._tell = Mason(first.site, Here(), Here(), rest_s=0).hear
    made = Year(folder / "site", secrets)
    hashed = FloorHash()
    other: Other | None = None
    clock = first.clock
    assert isinstance(clock, SetClock)

    def note(at: datetime) -> None:
        clock.put(at)
        made.noted.append(Noted(at, hashed(first.dispatcher.floor), first.dispatcher.floor.entries))

    def meet(at: datetime) -> None:
        nonlocal other
        clock.put(at)
        if other is None:
            other = Other(first, folder / "other")
        else:
            made.absorbed += other.tell()
        other.hear()
        for n in range(chance.randrange(5, 20)):
            other.remark(at + n * timedelta(hours=3), chance)

    agenda: list[Due] = sorted([*((at, note) for at in instants), *((at, meet) for at in meetings)], key=lambda one: one[0])
    for chunk, due in timely(deeds(SEED % 1000, DAYS), agenda):
        if chunk:
            recorded(first, chunk)
        for at, what in due:
            what(at)
    assert other is not None
    made.entries = first.dispatcher.floor.entries
    other.site.db.close()
    first.close()
    return made


Due = tuple[datetime, Callable[[datetime], None]]


def timely(done: Iterator[Happened], due: list[Due]) -> Iterator[tuple[list[Happened], list[Due]]]:
    """Deeds in portions, and after each portion what is due before the next deed."""
    chunk: list[Happened] = []
    waiting = list(due)
    for happened in done:
        now: list[Due] = []
        while waiting and waiting[0][0] < happened.at:
            now.append(waiting.pop(0))
        if now or len(chunk) >= CHUNK:
            yield chunk, now
            chunk = []
        chunk.append(happened)
    yield chunk, waiting


def told(site: OpenSite, noted: list[Noted]) -> tuple[int, list[float], list[float]]:
    """How many of the instants are told as they were noted, and what each took: CPU and wall, in milliseconds."""
    hashed, replay = FloorHash(), Replay(site.db)
    same, cpu, wall = 0, [], []
    for one in random.Random(SEED).sample(noted, len(noted)):
        began, looked = process_time(), perf_counter()
        with site.db.reading() as connection:
            _, floor = replay.at(connection, one.at)
        cpu.append(1000 * (process_time() - began))
        wall.append(1000 * (perf_counter() - looked))
        same += (hashed(floor), floor.entries) == (one.floor, one.entries)
    return same, sorted(cpu), sorted(wall)


def laid(site: OpenSite) -> tuple[int, float]:
    """How many stones are laid anew, and how many seconds of CPU that takes."""
    began = process_time()
    count = Mason(site.db, Here(), Here(), rest_s=0).start().result()
    return count, round(process_time() - began, 1)


def standing(site: OpenSite) -> int:
    """How many stones hold for the program that has the site open."""
    opening = site.db.opening
    with site.db.reading() as connection:
        return sum(1 for _ in stones.stones(connection, bytes.fromhex(opening.public_key), site.db.app, 10**12))


def p95(ranked: list[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return round(ranked[int(0.95 * (len(ranked) - 1))], 1)


def campaign(year: Year, app: str, noted: list[Noted], *, lay: bool) -> dict[str, int | float]:
    """Open the site with a program of this version, tell all instants, and say how that went; `lay` the stones before."""
    site = year.opened(app)
    if lay:
        assert standing(site) == 0, "stones of another program hold for nobody else"
        unaided, slow, _ = told(site, random.Random(SEED).sample(noted, UNAIDED))
        count, seconds = laid(site)
        assert standing(site) == count
    else:
        unaided, slow, count, seconds = UNAIDED, [0.0], standing(site), 0.0
    same, cpu, wall = told(site, noted)
    with site.db.reading() as connection:
        size = stones.size(connection)
    site.db.close()
    assert (same, unaided) == (len(noted), UNAIDED)
    figures: dict[str, int | float] = {
        "days": DAYS, "entries": year.entries, "absorbed": year.absorbed, "instants": len(noted), "same": same,
        "cpu_ms_p50": middle(cpu), "cpu_ms_p95": p95(cpu), "wall_ms_p50": middle(wall), "wall_ms_p95": p95(wall),
        "stones": count, "stones_bytes": size,
    }  # fmt: skip
    if lay:
        figures |= {"same_without_stones": unaided, "whole_fold_cpu_ms_p50": middle(slow), "laid_cpu_s": seconds}
    return figures


def middle(ranked: list[float]) -> float:
    """The median."""
    return round(ranked[len(ranked) // 2], 1)


def test_the_floor_of_a_thousand_random_instants_is_the_one_that_was_noted_then(year):
    assert len(year.noted) == INSTANTS and len({one.floor for one in year.noted}) > INSTANTS / 2
    keep("a year, a thousand instants", campaign(year, __version__, year.noted, lay=False))


def test_it_is_the_same_after_an_upgrade_that_folds_alike(year):
    keep("after an upgrade that folds alike", campaign(year, "98.0", year.noted, lay=True))


def test_after_an_upgrade_of_evolve_it_is_what_was_held_then_folded_by_the_new_one(year, monkeypatch):
    old = RULES[NoteAdded]

    def shorter(floor: Floor, event: NoteAdded) -> Floor:
        return old(floor, replace(event, text=event.text[:8]))

    monkeypatch.setitem(RULES, NoteAdded, shorter)
    expected = folded_by_hand(year)
    changed = sum(one.floor != new.floor for one, new in zip(year.noted, expected, strict=True))
    assert changed > INSTANTS / 2
    keep(
        "after an upgrade that folds otherwise",
        {**campaign(year, "99.0", expected, lay=True), "floors_that_differ_from_the_old": changed},
    )


def folded_by_hand(year: Year) -> list[Noted]:
    """What was held at each noted instant, folded by the evolve of now: arrival by arrival, whatever came late from the start."""
    site = year.opened("99.0")
    with site.db.reading() as connection:
        entries = facts(journal.arrived_after(connection, 0))
        came = {n: row.at for row in connection.execute(arrival.select()) for n in range(row.upto - row.count + 1, row.upto + 1)}
    site.db.close()
    hashed, floor, held, found = FloorHash(), Floor(), list[EntryFact](), []
    waiting = deque(entries)
    for one in year.noted:
        fresh = []
        while waiting and came.get(waiting[0].n, waiting[0].recorded_at) <= one.at:
            fresh.append(waiting.popleft())
        fresh.sort(key=place)
        late = bool(held and fresh) and place(fresh[0]) < place(held[-1])
        held = sorted([*held, *fresh], key=place) if late else [*held, *fresh]
        for entry in held if late else fresh:
            floor = evolve(Floor() if late and entry is held[0] else floor, from_wire(entry.wire))
        found.append(Noted(one.at, hashed(floor), floor.entries))
    return found


def place(entry: EntryFact) -> tuple[int, str, int]:
    """Where an entry stands in canonical order."""
    return entry.lamport, entry.chain, entry.seq
