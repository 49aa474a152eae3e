"""A year of a working plant, recorded as the console would: people come and go, log in, work, hand over, remark."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from console.cli.opened import Writing, create, writing
from console.cli.simulate import unlock_all
from console.domain.commands import AddNote, CloseSession, ComeOnDuty, FinishStep, LeaveDuty, OpenSession
from console.domain.decide import CONSOLE
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.service.clock import SetClock
from console.service.dispatcher import Asked
from console.service.founding import DEMO_PASSWORD
from console.service.library import shipped_facility, shipped_recipes
from console.simulation.history import Happened, happen, lived, opening
from console.simulation.plant import Plant
from console.simulation.stories import wishes_for
from db.chain import SiteClass
from db.secret_store import SecretStore

END = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
REMARKED = 3
"""Every third step is remarked upon when it is finished."""


def deeds(seed: int, days: int) -> Iterator[Happened]:
    """Everything the people of the plant do in so many days, with all their duty, sessions and handovers."""
    facility, recipes, start = shipped_facility(), shipped_recipes(), END - timedelta(days=days)
    floor = Floor()
    for command in opening(facility, recipes):
        happened = happen(floor, command, start, facility.zone)
        floor = happened.floor
        yield happened
    plant = Plant(facility, seed, ZoneInfo, wishes_for(facility, ZoneInfo, END, days), duty_from=start, handover_from=start)
    finished = 0
    for happened in lived(plant, floor, END):
        yield happened
        command = happened.asked.command
        finished += isinstance(command, FinishStep)
        match command:
            case ComeOnDuty():
                yield _also(happened, OpenSession(by=CONSOLE, user=command.user))
            case LeaveDuty():
                yield _also(happened, CloseSession(by=CONSOLE, user=command.user, why="logged out"))
            case FinishStep() if finished % REMARKED == 0:
                yield _also(happened, AddNote(by=command.by, batch=command.batch, text=f"{command.step} went as usual"))


def _also(happened: Happened, command: OpenSession | CloseSession | AddNote) -> Happened:
    return Happened(happened.at, Asked(command, (), happened.at), happened.floor)


def founded(folder: Path, seed: int, days: int, secrets: SecretStore) -> Writing:
    """The site before its first day, everybody's key unlocked."""
    facility, chance = shipped_facility(), random.Random(seed)
    zone, clock = ZoneInfo(facility.zone), SetClock(END - timedelta(days=days))
    opened = writing(create(folder, SiteClass.DEMO, clock, zone, secrets, chance.randbytes), clock, zone, random=chance.randbytes)
    for person in facility.people:
        opened.credentials.create(person.id, DEMO_PASSWORD)
    unlock_all(opened)
    return opened


def recorded(opened: Writing, chunk: list[Happened]) -> datetime:
    """Record these deeds in one transaction; the instant of the last."""
    clock = opened.clock
    assert isinstance(clock, SetClock)
    clock.put(chunk[-1].at)
    for happened, answer in zip(chunk, opened.dispatcher.submit_all([one.asked for one in chunk]).result(), strict=True):
        assert not isinstance(answer, Refusal), (happened.asked.command, answer)
    return chunk[-1].at
