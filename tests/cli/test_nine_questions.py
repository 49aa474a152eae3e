"""The supervisor's nine questions asked of the replayed board give the answers of that hour.

A plant lives through nine days; at some hours the questions are asked of the console as it stands. When the days are over they
are asked again of what replay shows of those hours.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from console.cli.opened import Writing, create, writing
from console.cli.places import STATE, store_for_new
from console.cli.simulate import unlock_all
from console.domain.decide.dispositions import blockers
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.domain.timers import timers_of
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.forecast.outlook import Outlook
from console.report.changes.lines import Since
from console.service.audited import AuditPage, AuditWish
from console.service.clock import SetClock
from console.service.dispatcher import Asked
from console.service.founding import DEMO_PASSWORD
from console.service.library import shipped_facility, shipped_recipes
from console.service.past_front import PastFront
from console.service.ports import HistoryRow
from console.service.recalled import recalled
from console.service.since import since_left
from console.service.still import Still
from console.simulation.history import history
from console.view.batch.card import Seen, card
from console.view.board.batch_marks import asked_of
from console.view.board.columns import State
from console.view.board.from_floor import make
from console.view.board.lanes import Group
from console.view.board.picture import BoardPicture
from console.view.rooms import room_views
from console.view.sentence import sentence
from console.view.standing import Standing, is_patient, standing, tally
from db.chain import SiteClass
from tests.service.test_past_front import ASKED, Told

SEED, DAYS = 2, 9
UNTIL = datetime(2026, 11, 13, 15, 0, tzinfo=UTC)
HOURS = tuple(UNTIL - timedelta(hours=hours) for hours in (96, 61, 30, 13, 1))
SCENARIOS = 60
LEFT = timedelta(hours=20)
"""How long the supervisor had been away when she asked what had changed."""

Answers = dict[str, Any]


@dataclass(frozen=True)
class Hour:
    """What was answered at an instant, and the floor and outlook it was answered from."""

    at: datetime
    answers: Answers
    floor: Floor
    outlook: Outlook


def nine(floor: Floor, outlook: Outlook | None, now: datetime, changed: Since | Refusal) -> Answers:
    """The nine questions of ux.md, answered from what a screen is given; what the forecast adds in words is left to it."""
    assert floor.facility is not None
    zone = ZoneInfo(floor.facility.zone)
    expected = outlook.forecasts if outlook else {}
    live = {name: batch for name, batch in floor.batches.items() if batch.live}
    seen = {name: Seen(floor, batch, expected.get(name), now, zone, ZoneInfo) for name, batch in live.items()}
    rooms = room_views(floor, now)
    timers = [timer for batch in live.values() for timer in timers_of(floor, batch, now) if timer.due_at is not None]
    recipes = {name: floor.recipe_of(batch) for name, batch in live.items()}
    return {
        "in each room now and next": (rooms, in_rooms(make(floor, outlook, now, zone, ZoneInfo).picture)),
        "late, by how much, who owns it": {name: late(each) for name, each in seen.items()},
        "misses the promise": [name for name, each in seen.items() if misses(each)],
        "breaks first": min(timers, key=lambda timer: (timer.due_at, timer.batch, timer.lag), default=None),
        "to be signed": {name: card(each).next_signature for name, each in seen.items()},
        "blocks release": {name: blockers(floor, live[name], recipe) for name, recipe in recipes.items() if recipe is not None},
        "idle but reserved": [room.room for room in rooms if room.reserved],
        "changed since I was here": changed,
        "held here, and not elsewhere": floor.entries,
        "the sentence of the day": sentence(floor, outlook, now, zone),
        "the head of every batch": {name: replace(card(each), blockers=(), milestones=()) for name, each in seen.items()},
    }


def late(seen: Seen) -> tuple[object, ...]:
    """The badge of a batch with its words (without what the forecast adds), its chance, and its owner."""
    badge, why = asked_of(seen.floor, seen.batch, seen.forecast, seen.now)
    told = card(seen)
    return badge, why.split(": ")[0], told.standing, told.chance, told.owner


def misses(seen: Seen) -> bool:
    """Whether this patient misses the promise if nothing changes."""
    return is_patient(seen.floor, seen.batch) and standing(seen.floor, seen.batch, seen.forecast) is Standing.LATE


def in_rooms(picture: BoardPicture) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """What the rows of the rooms say and what runs in them."""
    rooms = {n: lane for n, lane in enumerate(picture.lanes) if lane.group is Group.ROOMS}
    running: dict[str, list[tuple[str, int]]] = {lane.key: [] for lane in rooms.values()}
    for n in range(len(picture.bars)):
        bar = picture.bars.bar(n)
        lane = picture.lane_of(bar.track)
        if bar.state is State.RUNNING and lane.key in running:
            running[lane.key].append((bar.label, bar.start))
    return [(lane.state, lane.words, sorted(running[lane.key])) for lane in rooms.values()]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Writing, list[Hour]]]:
    """The site after its days, and what was answered while they went by."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STATE, str(tmp_path_factory.mktemp("state")))
        opened = founded(tmp_path_factory.mktemp("sites") / "demo")
        yield opened, list(live_through(opened))
        opened.close()


def founded(folder: Path) -> Writing:
    facility, chance = shipped_facility(), random.Random(SEED)
    clock = SetClock(UNTIL - timedelta(days=DAYS))
    zone = ZoneInfo(facility.zone)
    opened = writing(create(folder, SiteClass.DEMO, clock, zone, store_for_new(real=False), chance.randbytes), clock, zone)
    for person in facility.people:
        opened.credentials.create(person.id, DEMO_PASSWORD)
    unlock_all(opened)
    return opened


def live_through(opened: Writing) -> Iterator[Hour]:
    """Record the days, and ask at the hours."""
    clock, chunk, hours = opened.clock, list[Asked](), list(HOURS)
    assert isinstance(clock, SetClock)
    for happened in history(shipped_facility(), shipped_recipes(), ZoneInfo, SEED, UNTIL, DAYS):
        while hours and hours[0] < happened.at:
            record(opened, chunk)
            clock.put(hours[0])
            yield asked_live(opened, hours.pop(0))
        clock.put(happened.at)
        chunk.append(happened.asked)
        if len(chunk) >= 400:
            record(opened, chunk)
    record(opened, chunk)


def record(opened: Writing, chunk: list[Asked]) -> None:
    answers = opened.dispatcher.submit_all(chunk).result() if chunk else []
    assert not [answer for answer in answers if isinstance(answer, Refusal)]
    chunk.clear()


def asked_live(opened: Writing, at: datetime) -> Hour:
    floor = opened.dispatcher.floor
    outlook = forecast_floor(floor, at, ZoneInfo, learn(floor), SCENARIOS)
    opened.writer.submit(opened.journal.keep, outlook).result()
    changed = since_left(opened.pages, floor, "", at, at - LEFT)
    return Hour(at, nine(floor, outlook, at, changed), floor, outlook)


def test_the_hours_have_something_of_everything(lived: tuple[Writing, list[Hour]]) -> None:
    """Else the same answers would prove little."""
    _, hours = lived
    assert [hour.at for hour in hours] == list(HOURS)
    last = hours[-1]
    assert last.answers["misses the promise"] and last.answers["breaks first"] is not None
    assert tally(last.floor, last.outlook, patients=True).in_process >= 4
    assert any(last.answers["to be signed"].values()) and any(last.answers["blocks release"].values())
    for question in ("in each room now and next", "late, by how much, who owns it", "breaks first", "the sentence of the day"):
        said = [repr(hour.answers[question]) for hour in hours]
        assert len(set(said)) == len(said), f"{question}: each hour has its own answer"


@pytest.mark.parametrize("nth", range(len(HOURS)))
def test_the_nine_questions_asked_of_the_replayed_board_give_the_answers_of_that_hour(
    lived: tuple[Writing, list[Hour]], nth: int
) -> None:
    opened, hours = lived
    hour, held = hours[nth], opened.pages.held(hours[nth].at)
    assert held.floor == hour.floor
    changed = since_left(opened.pages, held.floor, "", held.at, held.at - LEFT)
    answers = nine(held.floor, recalled(held, ZoneInfo), held.at, changed)
    for question, answer in hour.answers.items():
        assert answers[question] == answer, question


@pytest.mark.parametrize("nth", range(len(HOURS)))
def test_the_replayed_board_is_the_board_of_that_hour_without_what_was_not_kept(
    lived: tuple[Writing, list[Hour]], nth: int
) -> None:
    """Every bar, flag and badge: gone are the expected times of single steps, the harvest's last start, a forecast's words."""
    opened, hours = lived
    hour, held = hours[nth], opened.pages.held(hours[nth].at)
    bare = {n: replace(f, steps={}, blockers=(), harvest_by=None) for n, f in hour.outlook.forecasts.items()}
    assert hour.floor.facility is not None
    zone = ZoneInfo(hour.floor.facility.zone)
    then = make(hour.floor, replace(hour.outlook, forecasts=bare), hour.at, zone, ZoneInfo).picture
    replayed = make(held.floor, recalled(held, ZoneInfo), held.at, zone, ZoneInfo).picture
    assert (then.lanes, then.marks, then.shifts, then.closed) == (replayed.lanes, replayed.marks, replayed.shifts, replayed.closed)
    assert [then.bars.bar(n) for n in range(len(then.bars))] == [replayed.bars.bar(n) for n in range(len(replayed.bars))]


def test_whatever_is_asked_of_the_past_the_journals_head_stays_where_it_was(lived: tuple[Writing, list[Hour]]) -> None:
    """Every way of the front that would do something, over the real record."""
    opened, hours = lived
    before, floor = opened.pages.head(), opened.dispatcher.floor
    front = Still(opened.journal.site, floor, None, opened.pages, UNTIL, user="jhart")
    past = PastFront(front, opened.pages.held(hours[0].at))
    for ask, refusal in ASKED.values():
        told = Told()
        ask(past, told)
        assert told.answers == [refusal]
    rows: list[HistoryRow] = []
    past.history(next(iter(past.floor.batches)), None, rows.extend)
    assert rows and all(row.recorded_at <= hours[0].at for row in rows)
    pages: list[AuditPage] = []
    past.audit(AuditWish(), None, pages.append)
    assert pages[0].rows[0].n == past.shown.entries == pages[0].last
    assert (opened.pages.head(), opened.dispatcher.floor) == (before, floor)
