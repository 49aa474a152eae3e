"""What the form says of a batch is true to the floor: times, lateness, clocks, blockers, people."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.batch import BatchStatus
from console.domain.commands import AddNote, CancelAppointment, MakeAppointment, PlaceHold, SetOwner
from console.domain.floor import AppointmentKind, Floor
from console.service.ports import HistoryRow
from console.view.batch.card import Seen, card, grouped, percent
from console.view.batch.clocks import LATEST_START, clocks_table
from console.view.batch.lab import lab_table
from console.view.batch.people import history_row, notes_table, open_table, people_table
from console.view.batch.steps import HEADINGS, steps_table
from tests.ui.front import DAY0, NOW, ZONE, expected, floor_of, ordered, person, run_until, site_floor

START = DAY0 + timedelta(days=3)


@pytest.fixture(scope="module")
def floor() -> Floor:
    return run_until(ordered(site_floor(), "B-0415", START, "W1234561234"), "B-0415", NOW)


def seen(floor: Floor, now: datetime = NOW, keep: float = 0.31) -> Seen:
    forecast = expected("B-0415", now, 96, now + timedelta(hours=80), keep)
    return Seen(floor, floor.batches["B-0415"], forecast, now, ZONE, ZoneInfo)


def test_the_card_answers_promise_chance_and_standing(floor: Floor) -> None:
    found = card(seen(floor))
    assert (found.standing, found.sign) == ("late", "1")
    assert found.chance == "31 %"
    assert "n = 84" in found.chance_note
    assert found.promise == "Thu 26 Nov 21:00"
    assert "7 calendar days at the collection site" in found.promise_note
    assert "COI …1234" in found.identity
    assert "W1234561234" not in str(found)


def test_without_a_forecast_the_card_says_so(floor: Floor) -> None:
    bare = Seen(floor, floor.batches["B-0415"], None, NOW, ZONE, ZoneInfo)
    assert card(bare).release == "no forecast yet"
    assert card(bare).standing == "no forecast yet"


@pytest.mark.parametrize(("chance", "words"), [(0.0, "0 %"), (0.001, "<1 %"), (0.914, "91 %"), (0.999, ">99 %"), (1.0, "100 %")])
def test_a_chance_is_never_certain_where_it_is_not(chance: float, words: str) -> None:
    assert percent(chance) == words


def test_blockers_of_one_kind_are_said_in_one_breath() -> None:
    found = grouped(("on hold: label: torn", "A: not started", "B: not started", "C: running", "Review not done"))
    assert found == ("on hold: label: torn", "Review not done", "not started: A, B", "running: C")


def test_steps_stand_in_the_order_of_the_recipe_with_both_times(floor: Floor) -> None:
    table = steps_table(seen(floor))
    recipe = floor.recipe_of(floor.batches["B-0415"])
    assert recipe is not None
    assert [row.key for row in table.rows] == [step.code for step in recipe.steps]
    assert all(len(row.cells) == len(HEADINGS) for row in table.rows)
    running = next(row for row in table.rows if row.key == "EXPAND")
    assert running.cells[1].startswith("running for 40 h")
    assert running.tone == "strong"


def test_a_step_that_should_have_started_says_so_and_is_watched(floor: Floor) -> None:
    late = NOW + timedelta(days=4)
    row = next(row for row in steps_table(seen(floor, late)).rows if row.key == "HARVEST_DECISION")
    assert row.cells[1].startswith("should have started")
    assert row.sign == "3"


def test_clocks_count_down_and_break(floor: Floor) -> None:
    early = run_until(ordered(site_floor(), "B-0415", START, "W1234561234"), "B-0415", START + timedelta(hours=11))
    opened = START + timedelta(hours=11)
    words = [row.cells[1] for row in clocks_table(seen(early, opened)).rows]
    assert any("left" in word or "too early" in word for word in words)
    broken = clocks_table(seen(early, opened + timedelta(days=9))).rows
    assert broken and all(row.sign == "1" and "broken" in row.cells[1] for row in broken if row.cells[2])


def test_the_lab_lists_every_test_of_the_recipe_before_any_is_begun(floor: Floor) -> None:
    recipe = floor.recipe_of(floor.batches["B-0415"])
    assert recipe is not None
    table = lab_table(seen(floor))
    assert [row.key for row in table.rows] == [test.code for test in recipe.tests]


def test_hold_note_and_owner_reach_the_form(floor: Floor) -> None:
    who = person(floor, "supervisor")
    after = floor_of(
        (PlaceHold(by=who, batch="B-0415", hold="H1", reason="label torn"), NOW),
        (AddNote(by=who, batch="B-0415", text="courier called"), NOW),
        (SetOwner(by=who, subject="batch:B-0415", owner=who, what="call QA", due=NOW - timedelta(minutes=5)), NOW),
        start=floor,
    )
    found = seen(after)
    assert card(found).sign == "H"
    assert "overdue" in card(found).owner and "call QA" in card(found).owner
    assert open_table(found).rows[0].sign == "H"
    assert notes_table(found).rows[0].cells[2] == "courier called"
    assert "on hold: label torn" in card(found).blockers


def test_booked_slots_are_named_and_given_back_ones_are_not(floor: Floor) -> None:
    who, clinic = person(floor, "supervisor"), floor.batches["B-0415"].clinic
    kinds = (AppointmentKind.INFUSION, AppointmentKind.APHERESIS)
    booked = [
        MakeAppointment(by=who, appointment=k.value, kind=k, clinic=clinic, slot_at=NOW, batch="B-0415") for k in kinds
    ]
    after = floor_of(*((each, NOW) for each in booked), start=floor)
    back = floor_of((CancelAppointment(by=who, appointment="apheresis", reason="febrile"), NOW), start=after)
    assert card(seen(after)).slots == "infusion today 14:05; apheresis today 14:05"
    assert card(seen(back)).slots == "infusion today 14:05"


def test_people_are_counted_by_what_they_did(floor: Floor) -> None:
    rows = people_table(seen(floor)).rows
    assert rows[0].key == person(floor, "operator")
    assert rows[0].cells[1].startswith("performed")


def test_history_shows_when_it_was_recorded_only_where_it_was_late(floor: Floor) -> None:
    row = HistoryRow(7, NOW, NOW, person(floor, "operator"), "Step started", "Expansion in CR1/1")
    late = HistoryRow(8, NOW, NOW + timedelta(minutes=40), "x", "Step started", "", "gloves")
    assert history_row(seen(floor), row).cells[:2] == ("2026-11-22 14:05 EST", "at once")
    assert history_row(seen(floor), late).cells[1] == "2026-11-22 14:45 EST"


def with_latest(floor: Floor, hours: float, harvest_in: float = 80) -> Seen:
    told = seen(floor)
    assert told.forecast is not None
    start = NOW + timedelta(hours=harvest_in)
    steps = {"HARVEST_WASH": (start, start + timedelta(hours=2))}
    return replace(told, forecast=replace(told.forecast, harvest_by=NOW + timedelta(hours=hours), steps=steps))


LATEST = [(90, "", "3 d 18 h left"), (70, "2", "70 h left"), (-1, "2", "passed 1 h ago")]


@pytest.mark.parametrize(("hours", "sign", "words"), LATEST)
def test_the_latest_safe_start_is_a_clock_among_the_others(floor: Floor, hours: float, sign: str, words: str) -> None:
    table = clocks_table(with_latest(floor, hours)).rows
    row = next(row for row in table if row.key == LATEST_START)
    assert row.cells[0] == "Latest safe start → Harvest and wash"
    assert (row.sign, row.cells[1]) == (sign, words)
    assert not [r for r in clocks_table(seen(floor)).rows if r.key == LATEST_START]


def test_clocks_stand_in_the_order_in_which_they_break(floor: Floor) -> None:
    early = run_until(ordered(site_floor(), "B-0415", START, "W1234561234"), "B-0415", START + timedelta(hours=11))
    told = replace(seen(early, START + timedelta(hours=11)), forecast=with_latest(floor, -200).forecast)
    rows = clocks_table(told).rows
    assert len(rows) > 1 and rows[0].key == LATEST_START
    later = replace(told, forecast=with_latest(floor, 2000).forecast)
    assert [r.key for r in clocks_table(later).rows if r.cells[2]][-1] == LATEST_START


def test_milestones_say_when_they_were_reached_or_what_they_wait_for(floor: Floor) -> None:
    first, second, third = card(seen(floor)).milestones
    assert first[0].startswith("Lymphodepletion go done ") and not first[1]
    assert second == ("Infusion go planned Wed 25 Nov 15:30", "waits for In-process sample D5 and more")
    assert third[0].startswith("Harvest planned ") and third[1] == "waits for Harvest and wash"
    forecast = with_latest(floor, 0).forecast
    assert forecast is not None
    told = replace(seen(floor), forecast=replace(forecast, steps={"HARVEST": (NOW, NOW)}))
    assert card(told).milestones[2][0].startswith("Harvest expected "), "a forecast said so; the plan only plans"
    ended = replace(floor.batches["B-0415"], status=BatchStatus.TERMINATED)
    assert card(replace(seen(floor), batch=ended)).milestones == ()
