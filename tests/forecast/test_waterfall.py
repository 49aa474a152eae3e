"""The waterfall: its parts are the movement, every entry is in one of them, and what moved most is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.batch import BatchStatus
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.floor import Floor, RoomOut
from console.forecast.durations import History, learn
from console.forecast.expected import forecast_floor
from console.forecast.explained import Waterfall
from console.forecast.waterfall import LEARNED, NAMED, SMALL, Expect, Happened, Known, Middle, Runs, Way, waterfall
from console.service.library import shipped_facility
from tests.forecast.truth import HOUR, MONDAY, Life, after, calm, ordered, site, zones

MINUTE = timedelta(minutes=1)
NONE = timedelta(0)


def way_of(start: Floor, told: list[Event], since: datetime, now: datetime) -> Way:
    floor, happened = start, []
    for n, event in enumerate(told):
        floor = evolve(floor, event)
        happened.append(Happened((f"e{n}",), event.at, event, floor))
    return Way(since, start, happened, now)


def parts_hold(found: Waterfall, way: Way) -> None:
    assert found.before is not None and found.after is not None
    assert sum((part.moved for part in found.parts), NONE) == found.after - found.before
    told = [name for part in found.parts for name in part.entries]
    assert sorted(told) == sorted(name for one in way.happened for name in one.ids)


class Invented:
    """Forecasts that somebody invented, one for each floor and instant; now and then none."""

    def __init__(self, seed: int, silent: float) -> None:
        self.seed, self.silent, self.asked = seed, silent, list[tuple[int, datetime]]()

    def __call__(self, floor: Floor, at: datetime) -> Mapping[str, Middle]:
        self.asked.append((floor.entries, at))
        rng = np.random.default_rng([self.seed, floor.entries, int(at.timestamp())])
        if rng.random() < self.silent:
            return {}
        return {"B": Middle(MONDAY + timedelta(days=9, microseconds=int(rng.integers(-(10**11), 10**11))))}


PLANNED = ordered(site(), "B", MONDAY)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**20),
    gaps=st.lists(st.integers(0, 90), max_size=60),
    runs=st.integers(1, 200),
    silent=st.sampled_from([0.0, 0.0, 0.2]),
)
def test_the_parts_are_the_movement_and_every_entry_is_in_one(seed: int, gaps: list[int], runs: int, silent: float) -> None:
    rng = np.random.default_rng(seed)
    told: list[Event] = []
    at = MONDAY
    for gap in gaps:
        at += gap * MINUTE
        kind = rng.integers(3)
        note = e.NoteAdded(by="o", at=at, batch="B", text="x")
        out = e.RoomTakenOut(by="o", at=at, room="CR3", out=RoomOut.OUT_OF_SERVICE, reason="pressure")
        told.append((note, out, e.BatchHeld(by="q", at=at, batch="B", hold=f"H{len(told)}", reason="r"))[kind])
    way = way_of(PLANNED, told, MONDAY - HOUR, at + HOUR)
    invented = Invented(seed, silent)
    found = waterfall("B", way, Runs(invented, left=runs), Invented(seed + 1, 0.0))
    if found.after is None:
        assert found.why_not and not found.parts
    else:
        parts_hold(found, way)
    assert len(invented.asked) <= max(runs, 4) + 40


def lived_site(seed: int, batches: int = 2) -> tuple[Floor, list[Event]]:
    """A calm site with one finished batch, and what happens to the others, in the order of time."""
    floor = site(calm(shipped_facility()))
    told: list[Event] = []
    for n in range(batches):
        floor = ordered(floor, f"B-{n}", MONDAY + n * 24 * HOUR)
    for n in range(batches):
        told += Life(floor, f"B-{n}", np.random.default_rng([seed, n]), factor=1.0 + 0.1 * n).lived().events
    return floor, sorted(told, key=lambda event: event.at)


def expect_of(history: History, scenarios: int = 60) -> Expect:
    def expect(floor: Floor, at: datetime) -> Mapping[str, Middle]:
        made = forecast_floor(floor, at, zones, history, scenarios, 7).forecasts
        return {batch: Middle.of(forecast) for batch, forecast in made.items()}

    return expect


@pytest.mark.parametrize("seed", [1, 2])
def test_real_forecasts_of_a_lived_floor_sum_too_and_only_what_moved_is_named(seed: int) -> None:
    floor, told = lived_site(seed)
    since, now = MONDAY + 60 * HOUR, MONDAY + 130 * HOUR
    start = after(floor, [event for event in told if event.at <= since])
    way = way_of(start, [event for event in told if since < event.at <= now], since, now)
    found = waterfall("B-0", way, Runs(expect_of(learn(way.floor(len(way.happened))))), expect_of(learn(start)))
    assert found.of == "release" and found.parts
    parts_hold(found, way)
    named = [part for part in found.parts if part.at is not None]
    assert len(named) <= NAMED and all(abs(part.moved) >= SMALL for part in named)
    assert [abs(part.moved) for part in found.parts] == sorted((abs(part.moved) for part in found.parts), reverse=True)


def test_a_single_entry_moved_the_p50_by_what_it_did_at_its_own_instant() -> None:
    floor, told = lived_site(3, 1)
    since = MONDAY + 30 * HOUR
    start = after(floor, [event for event in told if event.at <= since])
    held = e.BatchHeld(by="q", at=since + HOUR, batch="B-0", hold="H-1", reason="two labels")
    way = way_of(start, [held], since, since + 2 * HOUR)
    expect = expect_of(learn(start))
    found = waterfall("B-0", way, Runs(expect), expect)
    just_before, just_after = (expect(one, held.at)["B-0"].release for one in (start, way.floor(1)))
    assert just_before is not None and just_after is not None
    by_title = {part.title: part for part in found.parts}
    part = by_title["Put on hold: two labels"]
    assert part.moved == just_after - just_before > NONE and part.at == held.at and part.entries == ("e0",)
    assert LEARNED not in by_title


def test_what_was_learned_since_is_a_part_of_its_own() -> None:
    floor, told = lived_site(4, 1)
    since = MONDAY + 30 * HOUR
    start = after(floor, [event for event in told if event.at <= since])
    way = way_of(start, [], since, since)
    later = {"B-0": Middle(MONDAY + 200 * HOUR)}
    expect = expect_of(learn(start))
    found = waterfall("B-0", way, Runs(lambda floor, at: later), expect)
    assert found.before == expect(start, since)["B-0"].release
    assert [(part.title, part.moved) for part in found.parts] == [(LEARNED, MONDAY + 200 * HOUR - (found.before or MONDAY))]


def test_another_patients_entry_is_told_with_its_batch_and_a_room_by_its_name() -> None:
    floor = ordered(PLANNED, "C", MONDAY)
    first = floor.recipes["CART-7D-v1"].steps[0]
    told: list[Event] = [
        e.RoomTakenOut(by="o", at=MONDAY, room="CR3", out=RoomOut.OUT_OF_SERVICE, reason="pressure"),
        e.StepStarted(by="o", at=MONDAY + HOUR, batch="C", step=first.code, lane="CLINIC"),
    ]
    way = way_of(floor, told, MONDAY - HOUR, MONDAY + 2 * HOUR)
    moved = {0: NONE, 1: 3 * HOUR, 2: 5 * HOUR}

    def expect(at_floor: Floor, at: datetime) -> Mapping[str, Middle]:
        return {"B": Middle(MONDAY + 200 * HOUR + moved[at_floor.entries - floor.entries])}

    found = waterfall("B", way, Runs(expect), expect)
    assert [(part.title, part.moved, part.batch) for part in found.parts] == [
        ("CR3 taken out of service", 3 * HOUR, ""),
        (f"C: {first.title} started 1 h late", 2 * HOUR, "C"),
    ]


def test_asked_again_it_runs_only_what_is_new_and_goes_on_where_it_ended() -> None:
    told: list[Event] = [e.NoteAdded(by="o", at=MONDAY + n * MINUTE, batch="B", text="x") for n in range(64)]
    way = way_of(PLANNED, told, MONDAY - HOUR, MONDAY + 3 * HOUR)
    invented, known = Invented(5, 0.0), Known()
    coarse = waterfall("B", way, Runs(invented, known, left=30), invented)
    parts_hold(coarse, way)
    assert any("not told apart" in part.title for part in coarse.parts)
    for _ in range(8):
        fine = waterfall("B", way, Runs(invented, known, left=30), invented)
    assert not any("not told apart" in part.title for part in fine.parts)
    asked = len(invented.asked)
    assert waterfall("B", way, Runs(invented, known, left=30), invented) == fine
    assert len(invented.asked) == asked + 1  # what had been expected then


def moves_nothing(floor: Floor, at: datetime) -> Mapping[str, Middle]:
    made = {name: Middle(MONDAY + 200 * HOUR, MONDAY + 220 * HOUR) for name in floor.batches}
    return {name: Middle(None, middle.end) if floor.batches[name].released_at else middle for name, middle in made.items()}


def test_of_a_released_batch_the_end_of_its_promise_is_explained() -> None:
    signed = e.DispositionSigned(by="q", at=MONDAY, batch="B", decision=BatchStatus.RELEASED)
    found = waterfall("B", way_of(PLANNED, [signed], MONDAY - HOUR, MONDAY), Runs(moves_nothing), moves_nothing)
    assert (found.of, found.before, found.after) == ("promise", MONDAY + 220 * HOUR, MONDAY + 220 * HOUR)


@pytest.mark.parametrize(
    ("batch", "told", "words"),
    [
        ("nobody's", [], "knows no batch"),
        ("C", [e.BatchOrdered(by="p", at=MONDAY, batch="C", recipe="CART-7D-v1", product="AV-119")], "not ordered yet"),
        ("B", [e.BatchTerminated(by="q", at=MONDAY, batch="B", reason="r")], "has ended"),
    ],
)
def test_without_a_forecast_at_either_end_it_says_why(batch: str, told: list[Event], words: str) -> None:
    expect = expect_of(History(), 20)
    found = waterfall(batch, way_of(PLANNED, told, MONDAY - HOUR, MONDAY + HOUR), Runs(expect), expect)
    assert words in found.why_not and not found.parts
