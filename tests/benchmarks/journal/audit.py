"""What a page of the audit costs in a journal of a million entries: `python -m tests.benchmarks.journal.audit [N]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, insert

from console.domain.floor import Floor
from console.service.audited import AuditPage, AuditWish
from console.store.pages import SitePages
from console.store.words import names_of
from db.canonical import canonical
from db.clock import to_micros
from db.entry import Entry
from db.ids import uuid7
from db.journal import tail
from db.tables import entry, entry_entity, entry_search
from tests.benchmarks.journal.measures import Figure
from tests.store.place import START, OpenSite, dispatcher, furnish, made, workplace
from tests.store.scenes import note, order

MILLION = 1_000_000
AT_ONCE = 20_000
BATCHES = 2000
PEOPLE = 40
RUNS = 5
STEPS = ("thaw", "seed", "feed", "harvest", "wash", "fill")


def fill(site: OpenSite, many: int) -> None:
    """Put so many entries behind those of the site, straight into its tables: readable, but sealed by nobody."""
    with site.db.writing() as connection:
        model = tail(connection, 1)[0]
        for first in range(1, many + 1, AT_ONCE):
            made = [_made(model, model.n + place, place) for place in range(first, min(first + AT_ONCE, many + 1))]
            _store(connection, made)


def _store(connection: Connection, made: list[tuple[dict[str, Any], list[str], str]]) -> None:
    connection.execute(insert(entry), [row for row, _, _ in made])
    links = [{"entity": about, "lamport": row["lamport"], "n": row["n"]} for row, names, _ in made for about in names]
    connection.execute(insert(entry_entity), links)
    connection.execute(
        insert(entry_search),
        [{"rowid": row["n"], "words": words, "named": names_of(names, row["actor"])} for row, names, words in made],
    )


def _made(model: Entry, n: int, place: int) -> tuple[dict[str, Any], list[str], str]:
    """The row of one entry, what it speaks of, and its words; each third moves a step, one in a hundred thousand is rare."""
    at = START + timedelta(days=1, seconds=30 * place)
    batch, who = f"B-{place % BATCHES}", f"u{place % PEOPLE}"
    if place % 100_000 == 1:
        who = "rare"
    words = f"remark {place} of the shift" + (" centrifuge rattles" if place % 1000 == 0 else "")
    if place % 3 == 0:
        start = at.isoformat(timespec="microseconds").replace("+00:00", "Z")
        where = {"lane": f"R{place % 12}", "start": start, "end": start}
        kind, payload = "step.moved", {"batch": batch, "step": STEPS[place % 5], "placement": where, "reason": words}
    else:
        kind, payload = "note.added", {"batch": batch, "text": words}
    names = [f"batch:{batch}"]
    header = dict(model.words)
    name = uuid7(at, place.to_bytes(10, "big"))
    seq, lamport = model.seq + place, model.lamport + place
    header |= {
        "type": kind, "entities": names, "actor": who, "occurred_at": to_micros(at), "recorded_at": to_micros(at),
        "seq": seq, "lamport": lamport, "id": name,
    }  # fmt: skip
    row = {
        "n": n, "chain": model.chain, "seq": seq, "lamport": lamport, "id": name, "type": kind, "v": 1, "actor": who,
        "occurred_at": at, "recorded_at": at, "header": canonical(header), "payload": canonical(payload),
        "hash": n.to_bytes(32, "big"),
    }  # fmt: skip
    return row, names, words


def wall(work: Callable[[], object]) -> float:
    """The worst of five runs, in milliseconds as a person waits for it; the first finds nothing in the cache of SQLite."""
    worst = 0.0
    for _ in range(RUNS):
        began = perf_counter()
        work()
        worst = max(worst, perf_counter() - began)
    return worst * 1000


def figures(pages: SitePages, many: int) -> Iterator[Figure]:
    """Every kind of page, with its budget."""
    middle = START + timedelta(days=1, seconds=15 * many)
    asked: list[tuple[str, AuditWish, int | None, float]] = [
        ("the first page", AuditWish(), None, 150.0),
        ("a page from the middle", AuditWish(), many // 2, 150.0),
        ("a day in the middle", AuditWish(since=middle - timedelta(days=1), until=middle), None, 150.0),
        ("until the middle", AuditWish(until=middle), None, 150.0),
        ("since the first hour", AuditWish(since=START), None, 150.0),
        ("one batch", AuditWish(about="B-7"), None, 300.0),
        ("one batch since the middle", AuditWish(about="B-7", since=middle), None, 300.0),
        ("one batch, by one person", AuditWish(about="B-7", who="u7"), None, 300.0),
        ("a busy person", AuditWish(who="u7"), None, 300.0),
        ("a person seldom seen", AuditWish(who="rare"), None, 300.0),
        ("a kind that never was", AuditWish(kind="batch.failed"), None, 300.0),
        ("a word of every entry", AuditWish(words="remark"), None, 300.0),
        ("a word of one in a thousand", AuditWish(words="rattles"), None, 300.0),
        ("both words", AuditWish(words="remark rattles"), None, 300.0),
        ("a word of no entry", AuditWish(words="nowhere"), None, 300.0),
        ("a word and a batch", AuditWish(words="rattles", about="B-1000"), None, 300.0),
        ("a word of every entry and a batch", AuditWish(words="remark", about="B-7"), None, 300.0),
        ("a word of every entry and a person seldom seen", AuditWish(words="remark", who="rare"), None, 300.0),
    ]
    for what, wish, before, budget in asked:
        found: list[AuditPage] = []
        taken = wall(lambda wish=wish, before=before, found=found: found.append(pages.audit(wish, before, 50)))  # type: ignore[misc]
        yield Figure(f"{what} ({len(found[-1].rows)} lines{', goes on' if found[-1].further else ''})", taken, budget)


@contextmanager
def flooded(many: int) -> Iterator[tuple[OpenSite, Floor]]:
    """A site in a folder of its own with so many entries behind its first ones; says how long that took."""
    with tempfile.TemporaryDirectory() as folder:
        work = workplace()
        site = made(Path(folder) / "site", work)
        run = dispatcher(site, work)
        furnish(run)
        order(run, "B-1")
        note(run, "B-1", "before the flood")
        began = perf_counter()
        fill(site, many)
        print(f"{many:,} entries made in {perf_counter() - began:.0f} s, {_size(Path(folder)) / 1e6:,.0f} MB")
        yield site, run.floor
        site.db.close()


def main() -> None:
    """Build the journal in a folder of its own, measure and print."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    with flooded(many) as (site, floor):
        for figure in figures(site.pages(lambda: floor), many):
            print(f"{figure.what:<72}{figure.ms:>9.1f}{figure.budget_ms or '':>9}  {figure.verdict}")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
