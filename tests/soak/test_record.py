"""Long campaigns against the record; each writes its figures into docs/validation/record.json."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import pytest
from sqlcipher3 import dbapi2

from db import journal
from db.chain import SiteClass
from db.engine import Unreadable, connect
from db.opening import create_site, open_site
from db.secret_store import PrivateFolderStore
from db.verify import verify
from tests.db.killing import SmallSite, campaign
from tests.db.place import draft, workplace
from tests.db.tamper import ATTACKS, Attack, File, closed_site, cut_at_checkpoint, rows
from tests.db.test_kill import child
from tests.store.killing import SmallPlant

FIGURES = Path(__file__).parents[2] / "docs" / "validation" / "record.json"
ENTRIES = 331
SEED = 20260302

T = TypeVar("T")

pytestmark = pytest.mark.timeout(7200)


def keep(name: str, figures: dict[str, int | float]) -> None:
    """Put a campaign's figures in the place of its last ones."""
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    kept[name] = figures
    FIGURES.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"\n{name}: {figures}")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return closed_site(tmp_path_factory.mktemp("soak") / "site", ENTRIES)


def test_a_thousand_kills_of_a_writing_journal(tmp_path):
    place = SmallSite(tmp_path)
    figures = campaign(place.write, place.check, 1000, SEED)
    keep("kill -9 while entries are written", figures)
    assert figures["lost"] == 0


def test_three_hundred_kills_of_a_console_that_takes_commands(tmp_path):
    place = SmallPlant(tmp_path)
    figures = campaign(place.write, place.check, 300, SEED)
    keep("kill -9 while commands are taken", figures)
    assert figures["lost"] == 0


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hundred_attacks(file, tmp_path, attack):
    alone, anchored = matrix(file, tmp_path, ATTACKS[attack], 100)
    keep(f"attack: {attack}", {"trials": 100, "seed": SEED, "caught_alone": alone, "caught_anchored": anchored})
    assert (alone, anchored) == (100, 100)


def test_an_old_copy_put_back(file, tmp_path):
    alone, anchored = matrix(file, tmp_path, cut_at_checkpoint, 100)
    keep("attack: an old copy put back", {"trials": 100, "seed": SEED, "caught_alone": alone, "caught_anchored": anchored})
    assert (alone, anchored) == (0, 100)


def matrix(file: File, folder: Path, attack: Attack, trials: int) -> tuple[int, int]:
    """How many of the trials were caught by the file alone, and with what is kept outside it."""
    chance = random.Random(SEED)
    alone = anchored = 0
    for _ in range(trials):
        copy = file.copy(folder)
        with copy.opened() as raw:
            attack(raw, chance.randint(2, ENTRIES), chance.randint(2, ENTRIES))
        alone += not copy.verdict().whole
        anchored += not copy.verdict(anchored=True).whole
    return alone, anchored


def test_a_thousand_flipped_bits(file, tmp_path):
    chance = random.Random(SEED)
    began = perf_counter()
    whole, true = file.path.read_bytes(), _read(file)
    caught = 0
    for _ in range(1000):
        harmed = bytearray(whole)
        harmed[chance.randrange(len(harmed))] ^= 1 << chance.randrange(8)
        copy = File(tmp_path / "journal.db", file.key, file.anchor, file.public)
        copy.path.write_bytes(harmed)
        found = _read(copy)
        assert found is None or found == true, "a flipped bit was shown"
        caught += found is None or not copy.verdict().whole
    seconds = round(perf_counter() - began, 1)
    keep("flipped bits", {"trials": 1000, "caught": caught, "shown": 0, "seconds": seconds, "seed": SEED})
    assert caught == 1000


def test_forty_full_disks(tmp_path):
    chance = random.Random(SEED)
    recorded = 0
    for n in range(40):
        folder, state = tmp_path / str(n), tmp_path / "state"
        create_site(folder, SiteClass.DEMO, workplace(PrivateFolderStore(state), seed=n + 1)).close()
        ran = child("-m", "tests.db.full_disk", str(folder), str(state), str(chance.randrange(400_000, 6_000_000)))
        assert ran.returncode == 0, ran.stderr
        names = ran.stdout.split()
        recorded += len(names)
        site = open_site(folder, workplace(PrivateFolderStore(state)), writes=True)
        with site.reading() as connection:
            assert all(journal.by_id(connection, name) is not None for name in names)
            assert verify(connection).whole
        site.close()
    keep("full disks", {"runs": 40, "seed": SEED, "acknowledged": recorded, "lost": 0})


def test_a_hundred_thousand_entries(tmp_path):
    work = workplace(PrivateFolderStore(tmp_path / "state"))
    site = create_site(tmp_path / "site", SiteClass.DEMO, work)
    for first in range(0, 100_000, 500):
        site.record([draft(n, f"B-{n // 200}") for n in range(first, first + 500)])
    site.close()
    size = round((tmp_path / "site" / "journal.db").stat().st_size / 1_000_000)
    opened, site = _timed(lambda: open_site(tmp_path / "site", work, writes=True))
    with site.reading() as connection:
        paged, page = _timed(lambda: journal.by_entity(connection, "batch:B-250", 50))
        walked, verdict = _timed(lambda: verify(connection))
    site.close()
    assert verdict.whole and len(page) == 50
    figures = {"entries": verdict.entries, "file_MB": size, "open_ms": opened, "page_ms": paged, "verify_ms": walked}
    keep("a hundred thousand entries", figures)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds of this process, and what came of it."""
    began = process_time()
    result = work()
    return round((process_time() - began) * 1000, 1), result


def _read(file: File) -> list[tuple[object, ...]] | None:
    try:
        raw = connect(file.path, file.key, writes=False)
        try:
            return rows(raw)
        finally:
            raw.close()
    except (dbapi2.DatabaseError, Unreadable):
        return None
