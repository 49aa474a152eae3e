"""`self-test`: the installation proves itself on a temporary site, one line a check; it ships in the program (IQ)."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Queue

from sqlcipher3 import dbapi2 as sqlite

from console import __version__
from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.places import STATE
from console.cli.simulate import make_demo
from console.cli.verify import walk_site
from console.exchange.floor_words import words_of
from console.exchange.history import floor_rows
from console.exchange.workbook.limited import read_file
from console.exchange.workbook.reader import Wish
from console.exchange.workbook.writing import write_xlsx
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.forecast.outlook import Outlook
from console.planning.answers.plan_view import PlanView
from console.service.change import Trouble
from console.service.clock import SetClock
from console.service.following import Source
from console.service.library import shipped_facility, shipped_recipes
from console.service.outlook import OutlookLink
from console.service.planner import PlannerLink
from console.service.still import Still
from console.service.zones import zone_of
from db.engine import SQLITE_FLOOR

AT = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
"""Where the temporary site stands: two days after a change night."""

DAYS, SEED = 9, 11


class Failed(Exception):
    """A check that did not hold; the text says what was seen."""


def self_test(asked: argparse.Namespace) -> int:
    """Run every check; the first that fails names itself, and the exit code is 1."""
    failed = 0
    with _site(asked.keep) as folder:
        for name, check in CHECKS.items():
            try:
                print(f"well    {name}: {check(folder)}", flush=True)
            except Failed as wrong:
                failed += 1
                print(f"FAILED  {name}: {wrong}", flush=True)
            except Exception as wrong:  # noqa: BLE001 - whatever a broken installation raises is the answer here
                failed += 1
                print(f"FAILED  {name}: {type(wrong).__name__}: {wrong}", flush=True)
    print(f"cleanroom-console {__version__}: {len(CHECKS) - failed} passed, {failed} failed")
    return Exit.BROKEN if failed else Exit.WELL


@contextmanager
def _site(keep: Path | None) -> Iterator[Path]:
    folder = keep or Path(tempfile.mkdtemp(prefix="self-test-"))
    before = os.environ.get(STATE)
    os.environ[STATE] = str(folder / "state")
    try:
        yield folder
    finally:
        if before is None:
            del os.environ[STATE]
        else:
            os.environ[STATE] = before
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _libraries(_: Path) -> str:
    version = tuple(int(part) for part in sqlite.sqlite_version.split("."))
    if version < SQLITE_FLOOR:
        raise Failed(f"SQLite {sqlite.sqlite_version} is too old to be trusted with a record")
    return f"SQLite {sqlite.sqlite_version}"


def _masters(_: Path) -> str:
    recipes, facility = shipped_recipes(), shipped_facility()
    if not recipes or not facility.rooms:
        raise Failed("the recipes or the facility file did not come along")
    return f"{len(recipes)} recipes, {len(facility.rooms)} rooms, {len(facility.people)} people"


def _record(folder: Path) -> str:
    opened = make_demo(folder / "site", SEED, DAYS, AT)
    entries = opened.dispatcher.floor.entries
    opened.close()
    with reading(folder / "site") as seen:
        verdict = walk_site(seen.site)
    if not verdict.whole:
        raise Failed(str(verdict.first_break))
    return f"{entries} events recorded, {verdict.signatures} signatures and {verdict.checkpoints} seals hold"


def _tampering(folder: Path) -> str:
    broken = folder / "broken"
    shutil.copytree(folder / "site", broken)
    path = broken / "journal.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    try:
        with reading(broken) as seen:
            whole = walk_site(seen.site).whole
    except Exception:  # noqa: BLE001 - a file that does not even open has been seen through
        whole = False
    if whole:
        raise Failed("a flipped bit went unseen")
    return "a flipped bit was seen"


def _forecast(folder: Path) -> str:
    with reading(folder / "site") as seen:
        outlook = forecast_floor(seen.floor, AT, zone_of, learn(seen.floor))
    if not outlook.forecasts:
        raise Failed("no batch was forecast")
    return f"{len(outlook.forecasts)} batches"


def _outlook_process(folder: Path) -> str:
    told: Queue[Outlook | Trouble] = Queue()
    with reading(folder / "site") as seen, ThreadPoolExecutor(1) as executor:
        link = OutlookLink(lambda: seen.floor, seen.journal.site.chain, SetClock(AT), executor, told.put, told.put)
        link.start()
        try:
            answer = told.get(timeout=60)
        except Empty:
            raise Failed("it did not answer within a minute") from None
        finally:
            link.stop()
    if not isinstance(answer, Outlook):
        raise Failed(answer.why)
    return "it answers"


def _planner_process(folder: Path) -> str:
    told: Queue[PlanView | Trouble] = Queue()
    with reading(folder / "site") as seen, ThreadPoolExecutor(1) as executor:
        source = Source(lambda: seen.floor, seen.journal.site.chain, SetClock(AT), executor, told.put)
        link = PlannerLink(source, told.put)
        link.start()
        try:
            answer = told.get(timeout=60)
        except Empty:
            raise Failed("it did not answer within a minute") from None
        finally:
            link.stop()
    if not isinstance(answer, PlanView):
        raise Failed(answer.why)
    stuck = answer.repair.stuck if answer.repair is not None else ()
    return f"it answers: {len(answer.conflicts)} conflicts, {len(stuck)} batches without a lawful place"


def _workbook(folder: Path) -> str:
    with reading(folder / "site") as seen:
        rows, floor, zone = floor_rows(seen.floor), seen.floor, seen.zone
    path = folder / "board.xlsx"
    path.write_bytes(write_xlsx(rows, zone))
    read = read_file(path, Wish(words_of(floor), zone))
    if read.errors:
        raise Failed(read.errors[0].sentence)
    if len(read.rows) != len(rows):
        raise Failed(f"{len(rows)} rows written, {len(read.rows)} read")
    return f"{len(rows)} rows written and read again"


def _screens(folder: Path) -> str:
    from console.cli.pictures import Camera

    with reading(folder / "site") as seen:
        outlook = forecast_floor(seen.floor, AT, zone_of, learn(seen.floor))
        front = Still(seen.journal.site, seen.floor, outlook, seen.pages, AT)
        sizes = []
        camera = Camera(front)
        for screen in ("board", "batch", "charts"):
            out = folder / f"{screen}.png"
            camera.take(screen, (1366, 768), "light", "", out)
            sizes.append(out.stat().st_size)
        camera.put_away()
    if min(sizes) < 10_000:
        raise Failed("a screen is empty")
    return "board, batch and charts were drawn"


CHECKS: dict[str, Callable[[Path], str]] = {
    "libraries": _libraries,
    "recipes and facility": _masters,
    "record": _record,
    "tampering": _tampering,
    "forecast": _forecast,
    "outlook process": _outlook_process,
    "planner process": _planner_process,
    "workbook": _workbook,
    "screens": _screens,
}
"""Every check by name; each returns what it saw or raises Failed."""
