"""The outlook process: what it folds, what it answers, and what happens when it dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import active_children
from queue import Queue

import pytest

from console.domain import events as e
from console.domain.codec import floor_plain, from_wire, to_wire
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.forecast.baselines import recents, with_baselines
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.forecast.outlook import Outlook
from console.service.change import Change, EntryFact, Trouble
from console.service.clock import SetClock
from console.service.followed import Ask, Failed, Follower, entry_plain, entry_wire
from console.service.following import DEATHS_BORNE
from console.service.outlook import OutlookLink
from console.service.outlook_process import Drawn, Foreteller
from console.service.zones import zone_of
from tests.forecast.truth import HOUR, MONDAY, after, ordered, site

OWN = "chain-1"
WAIT_S = 30.0


def starts(n: int) -> list[Event]:
    return [e.NoteAdded(by="o", at=MONDAY + n * HOUR, batch="B", text=f"note {k}") for k in range(n)]


def change(floor: Floor, told: list[Event], chain: str = OWN) -> Change:
    facts = tuple(
        EntryFact(f"id-{floor.entries + n}", chain, floor.entries + n, floor.entries + n, floor.entries + n, to_wire(t), t.at, "00")
        for n, t in enumerate(told)
    )
    return Change(tuple(told), facts, floor, after(floor, told))


class Console:
    """A console around the link: a floor, and what was told."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.clock = SetClock(MONDAY)
        self.outlooks: Queue[Outlook] = Queue()
        self.troubles: Queue[Trouble] = Queue()
        self.settled: Queue[str] = Queue()
        self.executor = ThreadPoolExecutor(1)
        self.link = OutlookLink(
            lambda: self.floor,
            OWN,
            self.clock,
            self.executor,
            self.outlooks.put,
            self.troubles.put,
            self.settled.put,
            scenarios=50,
        )

    def happens(self, told: list[Event], chain: str = OWN) -> None:
        made = change(self.floor, told, chain)
        self.floor = made.after
        self.link.feed(made)

    def until(self, entries: int) -> Outlook:
        while True:
            found = self.outlooks.get(timeout=WAIT_S)
            if found.entries >= entries:
                return found


@contextmanager
def running(floor: Floor) -> Iterator[Console]:
    console = Console(floor)
    console.link.start()
    try:
        yield console
    finally:
        console.link.stop()
        console.executor.shutdown()


def planned() -> Floor:
    return ordered(site(), "B", MONDAY)


def here(floor: Floor) -> Outlook:
    learned = learn(floor)
    return with_baselines(forecast_floor(floor, MONDAY, zone_of, learned, 50), floor, zone_of, recents(floor), learned)


def test_an_entry_crosses_whole():
    for event in starts(1):
        wire = to_wire(event)
        assert entry_wire(entry_plain(wire)) == wire and from_wire(entry_wire(entry_plain(wire))) == event


def test_the_process_answers_what_the_console_would_find_itself():
    floor = planned()
    teller = Follower(Foreteller().answer)
    first = teller.answer(Ask(MONDAY, Drawn(50), floor=floor_plain(floor)))
    assert first == here(floor)
    told = starts(3)
    entries = tuple(entry_plain(to_wire(t)) for t in told)
    assert teller.answer(Ask(MONDAY, Drawn(50), after=floor.entries, entries=entries)) == here(after(floor, told))


def test_entries_sent_twice_are_folded_once_and_a_gap_is_noticed():
    floor, told = planned(), starts(4)
    entries = tuple(entry_plain(to_wire(t)) for t in told)
    teller = Follower(Foreteller().answer)
    assert isinstance(teller.answer(Ask(MONDAY, Drawn(50), after=0, entries=())), Failed)
    teller.answer(Ask(MONDAY, Drawn(50), floor=floor_plain(after(floor, told[:2]))))
    again = teller.answer(Ask(MONDAY, Drawn(50), after=floor.entries, entries=entries))
    assert isinstance(again, Outlook) and again.entries == floor.entries + 4
    gap = teller.answer(Ask(MONDAY, Drawn(50), after=floor.entries + 9, entries=entries))
    assert isinstance(gap, Failed) and gap.lost


def test_the_process_learns_again_when_a_finished_batch_has_changed():
    floor = planned()
    done = evolve(floor, e.BatchTerminated(by="q", at=MONDAY, batch="B", reason="r"))
    teller = Follower(Foreteller().answer)
    teller.answer(Ask(MONDAY, Drawn(50), floor=floor_plain(floor)))
    floor_then = ordered(done, "C", MONDAY)
    told = [e.BatchTerminated(by="q", at=MONDAY, batch="B", reason="r")]
    teller.answer(Ask(MONDAY, Drawn(50), after=floor.entries, entries=tuple(entry_plain(to_wire(t)) for t in told)))
    answer = teller.answer(Ask(MONDAY, Drawn(50), floor=floor_plain(floor_then)))
    assert isinstance(answer, Outlook) and answer == here(floor_then)


def test_the_link_tells_an_outlook_at_the_start_after_a_burst_and_when_time_passes():
    with running(planned()) as console:
        assert console.until(console.floor.entries) == here(console.floor)
        for n in range(40):
            console.happens(starts(1 + n % 3))
        burst = console.until(console.floor.entries)
        assert burst.forecasts == here(console.floor).forecasts
        assert console.outlooks.qsize() == 0
        console.clock.put(MONDAY + 5 * HOUR)
        console.link.refresh()
        assert console.until(console.floor.entries).made_at == MONDAY + timedelta(hours=5)
        assert console.troubles.empty()


def test_entries_from_elsewhere_make_the_process_take_the_whole_floor():
    with running(planned()) as console:
        console.until(console.floor.entries)
        elsewhere = change(console.floor, starts(2), "chain-2")
        console.floor = ordered(elsewhere.after, "C", MONDAY)  # as a fold in canonical order may leave it
        console.link.feed(elsewhere)
        assert set(console.until(console.floor.entries).forecasts) == {"B", "C"}


def test_a_process_that_dies_is_said_and_started_again_and_misses_nothing():
    with running(planned()) as console:
        console.until(console.floor.entries)
        first = console.link.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        console.happens(starts(2))
        found = console.until(console.floor.entries)
        assert found.forecasts == here(console.floor).forecasts
        assert console.troubles.get(timeout=WAIT_S).kind == "outlook"
        assert console.settled.get(timeout=WAIT_S) == "outlook"
        assert console.link.process_id != first


def test_a_process_that_cannot_live_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("console.service.outlook.run_outlook", os._exit)
    with running(planned()) as console:
        said = [console.troubles.get(timeout=WAIT_S) for _ in range(DEATHS_BORNE)]
        assert "stands still" in said[-1].why
        console.happens(starts(1))
        console.link.refresh()
    assert console.outlooks.empty() and console.troubles.empty()


def test_it_closes_at_once_even_while_it_is_being_started_and_leaves_nothing():
    console = Console(planned())
    console.link.start()
    console.link.start()
    console.happens(starts(1))
    console.link.stop()
    console.link.stop()
    console.executor.shutdown()
    assert not active_children() and console.link.process_id is None
