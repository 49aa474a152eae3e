"""The planner process: what it tells of the plan, how it searches, what it answers, and what happens when it dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing import active_children
from queue import Empty, Queue
from threading import Event

import pytest

from console.domain import events as e
from console.domain.codec import floor_plain, to_wire
from console.domain.events.event import Event as Told
from console.domain.floor import Floor, RoomOut
from console.domain.refusal import Refusal
from console.planning.answers.plan_view import Foreseen, PlanView, WhatIf
from console.planning.answers.proposing import standing_of, view_of
from console.planning.build import Stop
from console.planning.improve import improve
from console.planning.optimise import Optimised
from console.planning.problem import Plan
from console.service.change import Change, EntryFact, Trouble
from console.service.clock import SetClock, SystemClock
from console.service.followed import Ask, Follower
from console.service.following import DEATHS_BORNE, Source
from console.service.planner import PlannerLink
from console.service.planner_process import SLICES, Hand, Handed, Look, Planner, Search, Searched, Take
from console.service.prover_process import BetterAsk, NotInstalled
from console.service.zones import zone_of
from tests.forecast.truth import after
from tests.planning.answers.test_proposing import one, put_off
from tests.planning.floor.test_nominal import ordered, site

OWN = "chain-1"
WAIT_S = 30.0
MONDAY = datetime(2026, 10, 12, 13, 30, tzinfo=UTC)
NOW = MONDAY - timedelta(days=2)


def two() -> Floor:
    """Two patients at one station: the plan has a conflict."""
    floor = ordered(ordered(site(), "B-1", MONDAY), "B-2", MONDAY + timedelta(hours=24))
    first, second = floor.batches["B-1"], floor.batches["B-2"]
    steps = {}
    for code, step in second.steps.items():
        there = first.steps[code].placement
        place = step.placement
        if place is not None and there is not None and place.station:
            place = replace(place, lane=there.lane, station=there.station, instrument=there.instrument)
        steps[code] = replace(step, placement=place)
    return replace(floor, batches={**floor.batches, "B-2": replace(second, steps=steps)})


def room_out(floor: Floor) -> list[Told]:
    room = next(s.placement.lane for s in floor.batches["B-1"].steps.values() if s.placement and s.placement.station)
    return [e.RoomTakenOut(by="o", at=NOW, room=room, out=RoomOut.OUT_OF_SERVICE, reason="pressure", expected_at=None)]


def change(floor: Floor, told: list[Told], chain: str = OWN) -> Change:
    facts = tuple(
        EntryFact(f"id-{floor.entries + n}", chain, floor.entries + n, floor.entries + n, floor.entries + n, to_wire(t), t.at, "00")
        for n, t in enumerate(told)
    )
    return Change(tuple(told), facts, floor, after(floor, told))


class Tick:
    """Nanoseconds that pass by themselves: each look is a tenth of a second later."""

    def __init__(self) -> None:
        self.at = 0

    def __call__(self) -> int:
        self.at += 100_000_000
        return self.at


class Console:
    """A console around the link: a floor, and what was told."""

    def __init__(self, floor: Floor, solver: Solver | None = None) -> None:
        self.floor = floor
        self.clock = SetClock(NOW)
        self.views: Queue[PlanView] = Queue()
        self.troubles: Queue[Trouble] = Queue()
        self.settled: Queue[str] = Queue()
        self.executor = ThreadPoolExecutor(1)
        source = Source(lambda: self.floor, OWN, self.clock, self.executor, self.troubles.put, self.settled.put)
        self.link = PlannerLink(source, self.views.put, solver)

    def happens(self, told: list[Told]) -> None:
        made = change(self.floor, told)
        self.floor = made.after
        self.link.feed(made)

    def until(self, holds: Callable[[PlanView], bool]) -> PlanView:
        while True:
            found = self.views.get(timeout=WAIT_S)
            if holds(found):
                return found


@contextmanager
def running(floor: Floor, solver: Solver | None = None) -> Iterator[Console]:
    console = Console(floor, solver)
    console.link.start()
    try:
        yield console
    finally:
        console.link.stop()
        console.executor.shutdown()


# ----------------------------------------------------------------------------------------------- what it answers


def test_it_tells_the_conflicts_of_the_plan_and_a_repair_that_has_none():
    floor = two()
    standing = standing_of(floor, NOW, zone_of)
    view, mended = view_of(standing, NOW)
    assert {"station", "instrument"} <= {conflict.rule for conflict in view.conflicts}
    assert view.conflicts_of("B-2") and view.repair is not None and view.repair.stuck == ()
    assert {move.batch for move in view.repair.moves} <= {"B-1", "B-2"} and view.repair.changes
    steps = {b: dict(floor.batches[b].steps) for b in ("B-1", "B-2")}
    for move in view.repair.changes:
        steps[move.batch][move.step] = replace(steps[move.batch][move.step], placement=move.placement)
    then = replace(floor, batches={b: replace(floor.batches[b], steps=s) for b, s in steps.items()})
    told = standing_of(then, NOW, zone_of)
    assert view_of(told, NOW)[0].conflicts == () and told.going.starts == mended.starts


def test_the_process_tells_what_the_console_would_find_itself():
    floor = two()
    teller = Follower(Planner(Tick()).answer)
    assert teller.answer(Ask(NOW, Look(), floor=floor_plain(floor))) == view_of(standing_of(floor, NOW, zone_of), NOW)[0]


def test_a_search_ends_when_it_finds_nothing_more_and_begins_again_when_something_happens():
    floor = two()
    teller = Follower(Planner(Tick()).answer)
    teller.answer(Ask(NOW, Look(), floor=floor_plain(floor)))
    slices = 0
    while True:
        answer = teller.answer(Ask(NOW, Search(0.5)))
        assert isinstance(answer, Searched)
        slices += 1
        if not answer.more:
            break
    assert SLICES <= slices < 20
    teller.answer(Ask(NOW, Look()))
    assert teller.answer(Ask(NOW, Search(0.5))).more


def test_a_question_it_cannot_read_is_refused_and_one_it_can_is_foreseen():
    floor = two()
    teller = Follower(Planner(Tick()).answer)
    teller.answer(Ask(NOW, Look(), floor=floor_plain(floor)))
    assert isinstance(teller.answer(Ask(NOW, WhatIf("moon out 3h"))), Refusal)
    assert isinstance(teller.answer(Ask(NOW, WhatIf("room CR1 out 12d"))), Foreseen)


def test_a_plan_the_solver_made_is_offered_only_if_it_is_lawful_and_still_fits():
    floor = put_off(one(), timedelta(hours=30))
    teller = Follower(Planner(Tick()).answer)
    teller.answer(Ask(NOW, Look(), floor=floor_plain(floor)))
    handed = teller.answer(Ask(NOW, Hand()))
    assert isinstance(handed, Handed)
    sooner = {key: at - 1000 for key, at in handed.plan.starts.items()}
    assert teller.answer(Ask(NOW, Take(Plan(sooner, handed.plan.places)))).view.better is None
    better = improve(handed.problem, handed.plan, 50).plan
    taken = teller.answer(Ask(NOW, Take(better)))
    assert taken.view.better is not None and taken.view.better.late_after_h < taken.view.better.late_before_h
    stale = Follower(Planner(Tick()).answer)
    stale.answer(Ask(NOW, Look(), floor=floor_plain(one())))
    assert stale.answer(Ask(NOW, Take(better))).view.better is None


# ----------------------------------------------------------------------------------------------- the link


class Solver:
    """A solver that looks on until it is told to stop, or says that it is not there."""

    def __init__(self, there: bool = True) -> None:
        self.there, self.asked, self.stopped, self.closed = there, 0, Event(), False

    def ask(self, question: BetterAsk, stop: Stop) -> object:
        self.asked += 1
        if not self.there:
            return NotInstalled()
        until = SystemClock().mono_ns() + int(WAIT_S * 1e9)
        while not stop() and SystemClock().mono_ns() < until:
            self.stopped.wait(0.01)
        self.stopped.set()
        return Optimised(question.plan, 0, 0, 0)

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("there", [True, False])
def test_the_solver_looks_on_in_quiet_and_leaves_at_once_when_somebody_asks(there: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("console.service.planner.SLICE_S", 0.01)
    monkeypatch.setattr("console.service.planner.REST_S", 0.01)
    monkeypatch.setattr("console.service.planner.QUIET_S", 0.05)
    solver = Solver(there)
    with running(one(), solver) as console:
        console.until(lambda view: view.entries == console.floor.entries)
        for _ in range(1000):
            if solver.asked:
                break
            solver.stopped.wait(0.02)
        assert solver.asked == 1
        assert isinstance(console.link.ask(WhatIf("room CR1 out 12d")).result(timeout=WAIT_S), Foreseen)
        assert solver.stopped.is_set() is there
    assert solver.closed


def test_it_tells_a_view_at_the_start_and_after_each_change_and_answers_in_between():
    with running(two()) as console:
        first = console.until(lambda view: view.entries == console.floor.entries)
        assert first.repair is not None
        asked = console.link.ask(WhatIf("room CR1 out 12d"))
        assert isinstance(asked.result(timeout=WAIT_S), Foreseen)
        console.happens(room_out(console.floor))
        then = console.until(lambda view: view.entries == console.floor.entries)
        assert any(conflict.rule == "closed" for conflict in then.conflicts)
        assert console.troubles.empty()


def test_a_planner_that_dies_is_said_and_started_again_and_misses_nothing():
    with running(two()) as console:
        console.until(lambda view: view.entries == console.floor.entries)
        first = console.link.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        console.happens(room_out(console.floor))
        found = console.until(lambda view: view.entries == console.floor.entries)
        assert any(conflict.rule == "closed" for conflict in found.conflicts)
        assert console.troubles.get(timeout=WAIT_S).kind == "plan"
        assert console.settled.get(timeout=WAIT_S) == "plan"


def test_questions_to_a_planner_that_cannot_live_or_has_stopped_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("console.service.planner.run_planner", os._exit)
    with running(two()) as console:
        for _ in range(DEATHS_BORNE):
            console.troubles.get(timeout=WAIT_S)
        assert isinstance(console.link.ask(WhatIf("room CR1 out 1d")).result(timeout=WAIT_S), Refusal)
    assert isinstance(console.link.ask(WhatIf("room CR1 out 1d")).result(timeout=WAIT_S), Refusal)
    with pytest.raises(Empty):
        console.views.get_nowait()


def test_it_closes_at_once_and_leaves_nothing():
    console = Console(two())
    console.link.start()
    asked = console.link.ask(WhatIf("room CR1 out 1d"))
    console.link.stop()
    console.link.stop()
    console.executor.shutdown()
    assert asked.done() and not active_children() and console.link.process_id is None
