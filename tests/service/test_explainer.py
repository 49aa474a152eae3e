"""The explainer process: what it answers, that it keeps up, and what happens when it dies or is closed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing import active_children
from queue import Queue
from typing import Any

import pytest

from console.domain import events as e
from console.domain.codec import floor_plain, to_wire
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.forecast.explained import Explain, Explained, Moved, Waterfall
from console.service.change import Change, EntryFact, Trouble
from console.service.clock import SetClock
from console.service.explainer import CHANGES_KEPT, ExplainerLink
from console.service.followed import entry_plain
from console.service.following import DEATHS_BORNE, Source
from console.service.outlook_process import Drawn
from console.service.past import Past, PastEntry, lived, until
from console.service.zones import zone_of
from tests.forecast.truth import HOUR, MONDAY, after, ordered, site

OWN = "chain-1"
WAIT_S = 30.0
DRAWN = Drawn(50)


def planned() -> Floor:
    return ordered(site(), "B", MONDAY)


def held(batch: str = "B", at: datetime = MONDAY) -> Event:
    return e.BatchHeld(by="qa", at=at, batch=batch, hold="H-1", reason="two labels")


def change(floor: Floor, told: list[Event], chain: str = OWN) -> Change:
    facts = tuple(
        EntryFact(f"id-{floor.entries + n}", chain, floor.entries + n, floor.entries + n, floor.entries + n, to_wire(t), t.at, "00")
        for n, t in enumerate(told)
    )
    return Change(tuple(told), facts, floor, after(floor, told))


def p50(floor: Floor, batch: str = "B", now: datetime = MONDAY) -> datetime | None:
    made = forecast_floor(floor, now, zone_of, learn(floor), DRAWN.scenarios).forecasts[batch]
    return made.release.p50 if made.release is not None else None


class Console:
    """A console around the link: a floor, and what was told."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.clock = SetClock(MONDAY)
        self.troubles: Queue[Trouble] = Queue()
        self.executor = ThreadPoolExecutor(1)
        self.link = ExplainerLink(Source(lambda: self.floor, OWN, self.clock, self.executor, self.troubles.put), DRAWN)

    def happens(self, told: list[Event]) -> None:
        made = change(self.floor, told)
        self.floor = made.after
        self.link.feed(made)

    def ask(self, wish: Any, past: Past | None = None) -> Any:
        return self.link.ask(wish, past).result(timeout=WAIT_S)


@contextmanager
def running(floor: Floor) -> Iterator[Console]:
    console = Console(floor)
    console.link.start()
    try:
        yield console
    finally:
        console.link.stop()
        console.executor.shutdown()


def past(floor: Floor, told: list[Event]) -> Past:
    entries = tuple(PastEntry(f"e{n}", (n, OWN, n), t.at, entry_plain(to_wire(t))) for n, t in enumerate(told))
    return Past(MONDAY, floor_plain(floor), entries)


def test_no_process_runs_before_somebody_asks_and_then_it_knows_what_was_recorded():
    with running(planned()) as console:
        console.happens([held()])
        assert console.link.process_id is None
        answer = console.ask(Explain("B"))
        assert isinstance(answer, Explained) and answer.p50 == p50(console.floor)
        console.happens([e.BatchResumed(by="qa", at=MONDAY, batch="B", hold="H-1", reason="settled")])
        assert console.ask(Explain("B")).p50 == p50(console.floor)
        assert console.troubles.empty()


def test_more_changes_than_are_kept_make_the_process_take_the_whole_floor(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("console.service.explainer.CHANGES_KEPT", 2)
    assert CHANGES_KEPT > 2
    with running(planned()) as console:
        console.ask(Explain("B"))
        console.happens([held()])
        for n in range(4):
            console.happens([e.NoteAdded(by="o", at=MONDAY, batch="B", text=f"note {n}")])
        assert console.ask(Explain("B")).p50 == p50(console.floor)
        assert console.troubles.empty()


def test_questions_asked_together_are_all_answered():
    floor = planned()
    asked: list[Explain | Moved] = [Explain("B"), Moved("B", MONDAY), Explain("nobody's")]
    with running(floor) as console:
        futures = [console.link.ask(wish, past(floor, [held()]) if isinstance(wish, Moved) else None) for wish in asked]
        found = [future.result(timeout=WAIT_S) for future in futures]
    assert [type(one) for one in found] == [Explained, Waterfall, Refusal]


def test_a_process_that_dies_is_started_again_and_the_question_answered():
    with running(planned()) as console:
        console.ask(Explain("B"))
        first = console.link.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        console.happens([held()])
        assert console.ask(Explain("B")).p50 == p50(console.floor)
        assert console.troubles.get(timeout=WAIT_S).kind == "explain" and console.link.process_id != first


def test_questions_to_a_process_that_cannot_live_or_has_stopped_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("console.service.explainer.run_explainer", os._exit)
    with running(planned()) as console:
        answer = console.ask(Explain("B"))
        assert isinstance(answer, Refusal) and answer.instead
        assert console.troubles.qsize() == DEATHS_BORNE
        assert isinstance(console.ask(Explain("B")), Refusal)
    assert isinstance(console.ask(Explain("B")), Refusal)


def test_it_closes_at_once_and_leaves_nothing():
    console = Console(planned())
    console.link.start()
    asked = console.link.ask(Explain("B"))
    console.link.stop()
    console.link.stop()
    console.executor.shutdown()
    assert asked.done() and not active_children() and console.link.process_id is None


def test_the_past_is_folded_to_what_was_held_and_each_entry_after():
    floor = planned()
    told = [held(at=MONDAY - HOUR), e.NoteAdded(by="o", at=MONDAY + HOUR, batch="B", text="called")]
    start, happened = lived(past(floor, told))
    assert start == after(floor, told[:1])
    assert [(one.ids, one.at, one.floor) for one in happened] == [(("e1",), MONDAY + HOUR, after(floor, told))]
    assert lived(until(past(floor, told), MONDAY))[1] == ()


def test_entries_from_elsewhere_that_belong_earlier_refold_the_floor_when_they_come():
    floor = planned()
    lifted = e.BatchResumed(by="qa", at=MONDAY + HOUR, batch="B", hold="H-1", reason="settled")
    made = past(floor, [lifted, held(at=MONDAY)])
    late = replace(made.entries[1], place=(-1, "chain-2", 0), came=MONDAY + timedelta(hours=2))
    start, happened = lived(replace(made, entries=(made.entries[0], late)))
    assert start == floor and happened[0].floor == after(floor, [lifted])
    assert happened[1].floor == after(floor, [held(at=MONDAY), lifted]) and not happened[1].floor.batches["B"].held
