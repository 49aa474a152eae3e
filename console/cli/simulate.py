"""`simulate`: a demo site made as fast as the machine can, with its past, its people and its forecasts as they were made."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import Writing, create, writing
from console.cli.places import store_for_new
from console.domain.commands import ApproveRecipe, CertifyKey
from console.domain.decide import CONSOLE
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.forecast.baselines import recents, with_baselines
from console.forecast.durations import history_of
from console.forecast.expected import forecast_floor
from console.forecast.learning.learner import Learner
from console.service.clock import SetClock, SystemClock
from console.service.dispatcher import Asked
from console.service.founding import DEMO_PASSWORD
from console.service.library import shipped_facility, shipped_recipes
from console.simulation.history import Happened, history
from db.chain import SiteClass

CHUNK = 400
"""How many commands one transaction of a simulated past holds."""

KEPT_FOR = timedelta(days=8)
KEPT_EVERY = timedelta(hours=4)
KEPT_SCENARIOS = 400
"""How far back, how often and how finely a simulated past keeps the forecasts it would have made."""

Progress = Callable[[datetime], None]


def simulate(asked: argparse.Namespace) -> int:
    """Make a DEMO site in a folder; the same seed and end give the same payloads to the byte."""
    if not 1 <= asked.days <= 3660:
        print("cleanroom-console: --days must lie between 1 and 3660.", file=sys.stderr)
        return Exit.USAGE
    until = (asked.until or SystemClock().now()).astimezone(UTC).replace(microsecond=0)
    opened = make_demo(asked.db, asked.seed, asked.days, until)
    floor = opened.dispatcher.floor
    opened.close()
    print(f"{asked.days} days up to {until:%Y-%m-%d %H:%M} UTC: {floor.entries} entries in {asked.db}")
    return Exit.WELL


def make_demo(folder: Path, seed: int, days: int, until: datetime, progress: Progress = lambda _: None) -> Writing:
    """The demo site, still open for writing, with everybody's key unlocked."""
    facility = shipped_facility()
    zone = ZoneInfo(facility.zone)
    clock = SetClock(until - timedelta(days=days))
    chance = random.Random(seed)
    site = create(folder, SiteClass.DEMO, clock, zone, store_for_new(real=False), chance.randbytes)
    opened = writing(site, clock, zone, random=chance.randbytes)
    keys = {person.id: opened.credentials.create(person.id, DEMO_PASSWORD) for person in facility.people}
    unlock_all(opened)
    past = history(facility, shipped_recipes(), ZoneInfo, seed, until, days)
    live_through(opened, clock, past, {user: key for user, key in keys.items() if isinstance(key, str)}, until, progress)
    clock.put(until)
    return opened


def unlock_all(opened: Writing) -> None:
    """Unlock every demo person's key, so that the simulated people can sign."""
    for user in opened.dispatcher.floor.people or {person.id for person in shipped_facility().people}:
        opened.credentials.unlock(user, DEMO_PASSWORD, opened.clock.now())


def live_through(
    opened: Writing, clock: SetClock, past: Iterable[Happened], keys: dict[str, str], until: datetime, progress: Progress
) -> None:
    """Record a past, chunk by chunk, and keep the forecasts that would have been made in its last days."""
    keeping, learner = until - KEPT_FOR, Learner(ZoneInfo)
    chunk: list[Asked] = []
    for happened in past:
        while keeping <= happened.at and keeping <= until:
            _flush(opened, chunk)
            clock.put(keeping)
            _keep(opened, keeping, learner)
            keeping += KEPT_EVERY
        clock.put(happened.at)
        chunk.append(happened.asked)
        chunk += _certified(happened, keys)
        if len(chunk) >= CHUNK:
            _flush(opened, chunk)
            progress(happened.at)
    _flush(opened, chunk)
    clock.put(until)
    _keep(opened, until, learner)


def _certified(happened: Happened, keys: dict[str, str]) -> Iterator[Asked]:
    """Once the last recipe is approved, the people's keys are certified."""
    if keys and isinstance(happened.asked.command, ApproveRecipe) and len(happened.floor.recipes) == len(shipped_recipes()):
        for user, key in keys.items():
            yield Asked(CertifyKey(by=CONSOLE, user=user, public_key=key), (), happened.at)
        keys.clear()


def _flush(opened: Writing, chunk: list[Asked]) -> None:
    if chunk:
        for asked, answer in zip(chunk, opened.dispatcher.submit_all(chunk).result(), strict=True):
            if isinstance(answer, Refusal):
                raise RuntimeError(f"the plant was refused: {type(asked.command).__name__} {answer}")
        chunk.clear()


def _keep(opened: Writing, at: datetime, learner: Learner) -> None:
    floor: Floor = opened.dispatcher.floor
    if floor.facility is not None:
        learned = history_of(floor, learner.read(floor))
        outlook = forecast_floor(floor, at, ZoneInfo, learned, KEPT_SCENARIOS)
        outlook = with_baselines(outlook, floor, ZoneInfo, recents(floor), learned)
        opened.writer.submit(opened.journal.keep, outlook).result()
