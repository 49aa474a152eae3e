"""What the one search costs in a million entries, beside a plain LIKE: `python -m tests.benchmarks.journal.search [N]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from time import perf_counter, process_time

from sqlalchemy import text

from console.service.found import MOST_ENTRIES
from console.service.spelling import asked
from console.store.pages import SitePages
from console.view.search.floor_index import FloorIndex, far, near
from console.view.search.seen import Seen
from tests.benchmarks.journal.audit import MILLION, flooded, wall
from tests.benchmarks.journal.measures import Figure
from tests.store.place import OpenSite
from tests.view.search.crowd import crowded

BUDGET_MS = 300.0
KEY_BUDGET_MS = 5.0

TYPED = (
    ("a word of every entry", "remark"),
    ("the beginning of a word of every entry", "rem"),
    ("one letter", "r"),
    ("a word of one in a thousand", "rattles"),
    ("two words, the second begun", "remark ratt"),
    ("three beginnings of words of every entry", "rema shif th"),
    ("a batch, misspelt", "b7O2"),
    ("a batch and a word", "B-702 remark"),
    ("a person and a word of every entry", "u7 remark"),
    ("figures in every thousandth entry", "123"),
    ("a word of no entry", "nowhere"),
    ("the number of an entry", "#777"),
    ("six words of every entry", "re rem rema remark sh shif"),
)


def figures(pages: SitePages) -> Iterator[tuple[Figure, int]]:
    """Every kind of wish, with its budget and how many entries answered; the worst of five."""
    for what, words in TYPED:
        found = pages.find(asked(words), MOST_ENTRIES)
        yield Figure(f"{what} ({words})", wall(lambda words=words: pages.find(asked(words), MOST_ENTRIES)), BUDGET_MS), len(found)  # type: ignore[misc]


def like(site: OpenSite, word: str) -> float:
    """Milliseconds of a plain look through every entry for a word that one in a thousand holds."""
    began = perf_counter()
    with site.db.reading() as connection:
        query = text("SELECT n FROM entry WHERE CAST(payload AS TEXT) LIKE :word ORDER BY n DESC")
        connection.execute(query, {"word": f"%{word}%"}).all()
    return (perf_counter() - began) * 1000


def on_the_floor() -> Iterator[Figure]:
    """What a key costs the screens' thread: 200 live batches; and what the readers' thread looks through: 5,000 that left."""
    seen: Seen = crowded(200, 5000)
    for where, sought, budget in (("live", near, KEY_BUDGET_MS), ("left", far, BUDGET_MS)):
        index = FloorIndex(sought)
        began = process_time()
        index.things(seen)
        yield Figure(f"{where}: put into words, once", (process_time() - began) * 1000, BUDGET_MS)
        for words in ("b-01", "cart harvest", "zzz"):
            best = min(_cpu(index, seen, words) for _ in range(5))
            yield Figure(f"{where}: one key ({words})", best, budget)


def _cpu(index: FloorIndex, seen: Seen, words: str) -> float:
    began = process_time()
    index.find(seen, asked(words))
    return (process_time() - began) * 1000


def main() -> None:
    """Build the journal in a folder of its own, measure and print."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    for figure in on_the_floor():
        print(f"{figure.what:<72}{figure.ms:>9.1f}{figure.budget_ms or '':>9}  {figure.verdict}")
    with flooded(many) as (site, floor):
        rare = 0.0
        for figure, count in figures(site.pages(lambda: floor)):
            rare = figure.ms if "one in a thousand" in figure.what else rare
            print(f"{figure.what + f': {count} entries':<72}{figure.ms:>9.1f}{figure.budget_ms or '':>9}  {figure.verdict}")
        plain = like(site, "rattles")
        print(f"{'the same word by LIKE':<72}{plain:>9.1f}           {plain / rare:,.0f} x as long as the index")


if __name__ == "__main__":
    main()
