"""Waits without contention: what is learned of a wait is never that its room was in use or that nobody was on shift."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.batch import Batch, Step, StepState
from console.domain.durations import fixed
from console.domain.events.event import Event
from console.domain.facility import LaneKind, Role
from console.domain.floor import AppointmentKind, Floor
from console.domain.recipe import Recipe, RecipeKind, RecipeStep
from console.forecast.durations import learn
from console.forecast.learning.occupied import SOON_S, Bedside, Occupied, Staffing, occupied
from console.planning.floor.crews import Crews
from console.service.library import shipped_facility
from tests.forecast.truth import CART, HOUR, MONDAY, after, calm, ordered, site

MINUTE = timedelta(minutes=1)
TOLD = RecipeStep("WORK", "Work", LaneKind.ROOM, fixed("1"), people=2)
RECIPE = Recipe("R-v1", "R", 1, "R", RecipeKind.LOT, (TOLD,))
SECONDS = MONDAY.timestamp()


def at(minutes: float) -> datetime:
    return MONDAY + minutes * MINUTE


def stays(spans: list[tuple[int, int]]) -> list[tuple[float, float, str]]:
    return sorted((SECONDS + 60.0 * a, SECONDS + 60.0 * (a + length), "OTHER") for a, length in spans)


def staffing(levels: list[tuple[int, int]], used: list[tuple[int, int]]) -> Staffing:
    """A pool with levels from minutes on, one of its people busy over each used span."""
    moments = sorted({0, *(m for m, _ in levels), *(m for a, n in used for m in (a, a + n))})
    here = np.array([next((level for m, level in reversed(levels) if m <= t), 3) for t in moments])
    busy = np.array([sum(a <= t < a + n for a, n in used) for t in moments])
    return Staffing(np.array([SECONDS + 60.0 * m for m in moments]), here, here - busy)


class Crew(Crews):
    """Two operators for every step."""

    def of(self, recipe: Recipe, step: RecipeStep) -> tuple[tuple[str, int], ...]:
        return (("operator", 2),)


def batch() -> Batch:
    return Batch("OWN", RECIPE.id, steps={"WORK": Step("WORK", StepState.DONE, lane="CR1", station="1")})


SPANS = st.lists(st.tuples(st.integers(0, 1400), st.integers(10, 300)), max_size=5)
LEVELS = st.lists(st.tuples(st.integers(1, 1500), st.integers(0, 4)), max_size=5, unique_by=lambda x: x[0]).map(sorted)


@settings(max_examples=150)
@given(rooms=SPANS, levels=LEVELS, used=SPANS, ready=st.integers(60, 900), wait=st.integers(0, 400))
def test_the_wait_that_was_drawn_lies_where_it_is_said_to(
    rooms: list[tuple[int, int]], levels: list[tuple[int, int]], used: list[tuple[int, int]], ready: int, wait: int
):
    """By the dispatch rule, minute by minute: once its wait is over it starts as soon as room and people are there."""
    pool = staffing(levels, used)
    found = Occupied({"CR1": stays(rooms)}, {}, Crew((), frozenset()), {"operator": pool}, longest_work_s=300 * 60.0)
    length = 60 if pool._longest(2) >= 3600 else 0

    def here(minute: int) -> int:
        return next((level for m, level in reversed(levels) if m <= minute), 3)

    def can(minute: int) -> bool:
        free = here(minute) - sum(a <= minute < a + n for a, n in used)
        staffed = pool._longest(2) <= 0 or (free >= 2 and all(here(m) >= 2 for m in range(minute, minute + max(1, length))))
        return staffed and not any(a <= minute < a + n for a, n in rooms)

    start = next((m for m in range(ready + wait, ready + wait + 4000) if can(m)), None)
    if start is None:
        return
    held = found.held_up(RECIPE, batch(), TOLD, at(ready), at(start))
    if held is None or (at(start) - held[1]).total_seconds() > SOON_S:
        assert start - ready == pytest.approx(wait, abs=1)
    else:
        low = (held[0] - at(ready)) / MINUTE
        assert low - 1 <= wait <= start - ready + 1


def test_nothing_in_the_way_is_nothing_held_up():
    found = Occupied({"CR1": [(SECONDS, SECONDS + 3600, "OWN")]}, {}, Crew((), frozenset()), {}, longest_work_s=3600.0)
    assert found.held_up(RECIPE, batch(), TOLD, at(0), at(50)) is None


def test_people_who_are_never_there_for_so_long_are_waited_for_no_longer_than_they_come():
    pool = staffing([(0, 0), (600, 3), (630, 0), (2000, 3), (2030, 0)], [])
    found = Occupied({}, {}, Crew((), frozenset()), {"operator": pool})
    held = found.held_up(RECIPE, batch(), TOLD, at(100), at(600))
    assert held == (at(100), at(600))
    nobody = Occupied({}, {}, Crew((), frozenset()), {"operator": staffing([(0, 0)], [])})
    assert nobody.held_up(RECIPE, batch(), TOLD, at(100), at(600)) is None


def two_in_one_room(gap_h: float) -> Floor:
    """Two batches in one room: the second is ready at once and begins when the first one's hands have left."""
    floor = site(calm(shipped_facility()))
    for name in ("B-1", "B-2"):
        floor = ordered(floor, name, MONDAY)
    told: list[Event] = []
    for n, name in enumerate(("B-1", "B-2")):
        begins = MONDAY + 20 * HOUR + n * (3 + gap_h) * HOUR
        told += [
            e.StepStarted(by="o", at=MONDAY + 19 * HOUR, batch=name, step="LINE_CLEARANCE", lane="CR1", station=str(n)),
            e.StepFinished(by="o", at=MONDAY + 20 * HOUR, batch=name, step="LINE_CLEARANCE"),
            e.StepStarted(by="o", at=begins, batch=name, step="ENRICH", lane="CR1", station=str(n)),
            e.StepFinished(by="o", at=begins + 3 * HOUR, batch=name, step="ENRICH"),
        ]
    return after(floor, sorted(told, key=lambda event: event.at))


def test_a_wait_for_the_room_teaches_nothing_of_the_steps_own_wait():
    floor = two_in_one_room(0.0)
    recipe = floor.recipes[CART]
    alone = replace(recipe, steps=tuple(replace(s, after=("LINE_CLEARANCE",)) if s.code == "ENRICH" else s for s in recipe.steps))
    floor = replace(floor, recipes={**floor.recipes, CART: alone})
    waited = learn(floor).waited[recipe.name, "ENRICH"]
    assert np.exp(waited.mean) - 0.1 < 0.5
    room = occupied(floor, floor.batches.values(), ZoneInfo, MONDAY, MONDAY + 40 * HOUR).rooms["CR1"]
    assert len(room) == 4


def infused(ready_h: float, start_h: float, slot_h: float | None = None) -> tuple[datetime, datetime] | None:
    """What held an infusion up: hours from Monday noon in New York, bedside 08:00 to 21:00."""
    noon = datetime(2026, 9, 7, 16, 0, tzinfo=UTC)
    told = RecipeStep("INFUSE", "Infuse", LaneKind.CLINIC, fixed("1"), after=("COURIER_OUT",))
    own = Batch("OWN", RECIPE.id, clinic="C", steps={"INFUSE": Step("INFUSE", StepState.DONE)})
    slots = {} if slot_h is None else {("OWN", AppointmentKind.INFUSION): (noon + slot_h * HOUR).timestamp()}
    bedside = Bedside(ZoneInfo("America/New_York"), time(8), time(21))
    held = Occupied(bedsides={"C": bedside}, slots=slots).held_up(RECIPE, own, told, noon + ready_h * HOUR, noon + start_h * HOUR)
    return None if held is None else (at((held[0] - MONDAY) / MINUTE), at((held[1] - MONDAY) / MINUTE))


def test_a_clinics_night_and_its_slot_are_no_wait_of_the_infusion():
    noon = datetime(2026, 9, 7, 16, 0, tzinfo=UTC)
    assert infused(1, 3) is None
    assert infused(10, 20) == (noon + 10 * HOUR, noon + 20 * HOUR)  # it came at 22:00 and was begun at 08:00
    assert infused(8, 21) == (noon + 9 * HOUR, noon + 20 * HOUR)  # it came at 20:00; from 21:00 on the night was in the way
    assert infused(1, 4, 4) == (noon + 1 * HOUR, noon + 4 * HOUR)
    assert infused(1, 6, 4) == (noon + 1 * HOUR, noon + 4 * HOUR)  # two hours later than its slot: the wait was its own


def test_the_days_of_the_clinics_and_the_slots_of_batches_are_read_from_the_floor():
    floor = ordered(site(calm(shipped_facility())), "B", MONDAY)
    slot = MONDAY + 170 * HOUR
    made = e.AppointmentMade(
        by="p", at=MONDAY, appointment="A", kind=AppointmentKind.INFUSION, clinic="NORTHQUAY", slot_at=slot, batch="B"
    )
    found = occupied(after(floor, [made]), floor.batches.values(), ZoneInfo, MONDAY, MONDAY + 10 * HOUR)
    assert found.slots == {("B", AppointmentKind.INFUSION): slot.timestamp()}
    assert found.bedsides["NORTHQUAY"].closes.hour == 21


def test_a_signature_that_waited_for_the_morning_took_no_night():
    told = RecipeStep("DISPOSITION", "Release", LaneKind.QA, fixed("0.5"), role=Role.QA)
    found = Occupied({}, {}, QaOnly((), frozenset()), {"qa": staffing([(0, 0), (600, 2)], [])})
    own = Batch("OWN", CART, steps={"DISPOSITION": Step("DISPOSITION")})
    assert found.free_from(RECIPE, own, told, at(120), at(630)) == at(600)
    assert found.free_from(RECIPE, own, told, at(700), at(730)) == at(700)
    assert found.free_from(RECIPE, own, told, at(120), at(500)) == at(120)  # called in at night


class QaOnly(Crews):
    """One of QA for every step."""

    def of(self, recipe: Recipe, step: RecipeStep) -> tuple[tuple[str, int], ...]:
        return (("qa", 1),)
