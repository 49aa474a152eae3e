"""The floor as a planning problem: facts stay, clocks are local, what people are told is read to the minute, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.batch import Batch, Placement, StepState
from console.domain.facility import Role
from console.domain.floor import Appointment, AppointmentKind, Floor, InstrumentNow, RoomOut
from console.planning.build import build
from console.planning.check import Rule, check
from console.planning.floor.problem import Question, calendar_of, followed, placements_of, plan_of, problem_of
from console.planning.problem import WHOLE_ROOM, Place, Plan, Problem
from tests.planning.floor.test_nominal import ordered, site
from tests.simulation.lived import NOW, past

SITE = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 10, 12, 13, 30, tzinfo=UTC)


@cache
def empty() -> Floor:
    return site()


def one(start: datetime = MONDAY) -> Floor:
    return ordered(empty(), "B-1", start)


def lived(share: float, seed: int = 7) -> tuple[Floor, datetime]:
    """The floor of an invented plant after this share of its happenings."""
    happened = past(seed, 20)
    found = happened[int(share * (len(happened) - 1))]
    return found.floor, found.at


def applied(floor: Floor, told: Mapping[str, Mapping[str, Placement]]) -> Floor:
    """The floor as it would be if these placements were recorded."""
    batches = dict(floor.batches)
    for name, placements in told.items():
        steps = {c: replace(s, placement=placements.get(c, s.placement)) for c, s in batches[name].steps.items()}
        batches[name] = replace(batches[name], steps=steps)
    return replace(floor, batches=batches)


def with_batch(floor: Floor, batch: Batch) -> Floor:
    return replace(floor, batches={**floor.batches, batch.id: batch})


def local(problem: Problem, slot: int) -> datetime:
    return problem.grid.at(slot).astimezone(SITE)


# ----------------------------------------------------------------------------------------------- what is told


@given(st.integers(0, 3000))
@settings(max_examples=40)
def test_a_plan_told_to_the_minute_gains_no_conflict_by_the_grid(minutes: int) -> None:
    start = datetime(2026, 10, 12, 12, 0, tzinfo=UTC) + timedelta(minutes=minutes % 241 + 1440 * (minutes // 1000))
    floor = one(start)
    problem = problem_of(floor, start - timedelta(days=2), ZoneInfo)
    told = plan_of(floor, problem)
    assert all(told.holds(batch) for batch in problem.batches)
    assert check(problem, told) == ()
    assert followed(problem, told) == told
    assert placements_of(problem, told, floor) == {}


@pytest.mark.parametrize(
    "day",
    [date(2026, 3, 2), date(2026, 10, 26), date(2026, 12, 28), date(2028, 2, 23), date(2026, 10, 12)],
    ids=["clocks go forward", "clocks go back", "year end", "leap day", "plain"],
)
def test_clocks_are_local_on_every_day_of_the_week_that_holds_a_change(day: date) -> None:
    for later in range(5):
        start = datetime.combine(day + timedelta(days=later), time(9, 30), SITE)
        floor = one(start.astimezone(UTC))
        problem = problem_of(floor, start - timedelta(days=1), ZoneInfo)
        built = build(problem)
        assert built.unplaced == () and check(problem, built.plan) == () and check(problem, plan_of(floor, problem)) == ()
        batch = problem.batch_of["B-1"]
        d0 = local(problem, built.plan.start(batch, batch.step("APH_COLLECT"))).date()
        for code, days, clock in (("IPC_SAMPLE_D5", 5, time(7, 15)), ("HARVEST_WASH", 7, time(3))):
            began = local(problem, built.plan.start(batch, batch.step(code)))
            assert (began.date(), began.time()) == (d0 + timedelta(days=days), clock), code


def test_every_midnight_is_one_of_the_site() -> None:
    for now in (datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC), datetime(2028, 2, 27, tzinfo=UTC)):
        problem = problem_of(empty(), now, ZoneInfo)
        days = [local(problem, slot) for slot in problem.days]
        assert all(day.time() == time(0) for day in days)
        assert [d.date() for d in days] == [days[0].date() + timedelta(days=n) for n in range(len(days))]
        assert problem.days[0] == 0 and problem.days[-1] <= problem.horizon


def test_a_grid_of_five_minutes_says_the_same() -> None:
    floor = one()
    fine = problem_of(floor, MONDAY - timedelta(days=2), ZoneInfo, minutes=5)
    assert check(fine, plan_of(floor, fine)) == ()
    assert fine.grid.minutes == 5 and check(fine, build(fine).plan) == ()


# ----------------------------------------------------------------------------------------------- lived floors


@pytest.mark.parametrize("share", [0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0])
def test_plans_made_from_a_lived_floor_are_lawful_and_leave_facts_where_they_are(share: float) -> None:
    floor, now = lived(share)
    problem = problem_of(floor, now, ZoneInfo)
    built = build(problem)
    placed = replace(problem, batches=tuple(b for b in problem.batches if b.id not in built.unplaced))
    assert check(placed, built.plan) == ()
    assert len(built.unplaced) <= 1
    for batch in placed.batches:
        for step in batch.steps:
            if step.fact is not None:
                assert built.plan.start(batch, step) == step.fact.start
        for n, stand in enumerate(batch.stands):
            if stand.held is not None:
                assert built.plan.places[batch.id, n] == stand.held


@pytest.mark.parametrize("share", [0.3, 0.6, 1.0])
def test_what_a_plan_would_tell_people_is_read_back_as_that_plan(share: float) -> None:
    floor, now = lived(share)
    problem = problem_of(floor, now, ZoneInfo)
    built = build(problem)
    placed = replace(problem, batches=tuple(b for b in problem.batches if b.id not in built.unplaced))
    after = applied(floor, placements_of(placed, built.plan, floor))
    again = problem_of(after, now, ZoneInfo)
    told = plan_of(after, again)
    names = {b.id for b in placed.batches}
    kept = replace(again, batches=tuple(b for b in again.batches if b.id in names))
    assert check(kept, told) == ()
    shift = _shift(placed, kept)
    for batch in placed.batches:
        for step in batch.steps:
            if step.fact is None:
                assert told.starts[batch.id, step.code] == built.plan.starts[batch.id, step.code] + shift
    assert placements_of(kept, told, after) == {}


def _shift(before: Problem, after: Problem) -> int:
    return after.grid.ceil(before.grid.at(0))


def test_what_is_overdue_is_pushed_to_now_and_pushes_only_its_own_batch() -> None:
    floor, now = lived(1.0)
    problem = problem_of(floor, now + timedelta(hours=5), ZoneInfo)
    told = plan_of(floor, problem)
    rolled = followed(problem, told)
    own = {Rule.PAST, Rule.TOO_EARLY, Rule.PRECEDENCE, Rule.CLOCK}
    assert any(v.rule in own for v in check(problem, told))
    assert not any(v.rule in own for v in check(problem, rolled))
    assert rolled.places == told.places
    assert all(rolled.starts[key] >= told.starts[key] for key in told.starts)


# ----------------------------------------------------------------------------------------------- facts


def running(floor: Floor, code: str, started: datetime, place: Placement | None = None) -> Floor:
    """The batch with one step begun."""
    batch = floor.batches["B-1"]
    step = batch.steps[code]
    place = place or step.placement
    assert place is not None
    begun = replace(
        step, state=StepState.RUNNING, started_at=started, lane=place.lane, station=place.station, instrument=place.instrument
    )
    return with_batch(floor, replace(batch, steps={**batch.steps, code: begun}))


def test_a_running_step_ends_at_its_usual_time_and_soon_when_that_has_passed() -> None:
    floor = running(one(), "APH_COLLECT", MONDAY)
    for late, ends in ((0, 3.5), (3, 3.5), (4, 4.25), (9, 9.25)):
        now = MONDAY + timedelta(hours=late)
        problem = problem_of(floor, now, ZoneInfo)
        fact = problem.batch_of["B-1"].step("APH_COLLECT").fact
        assert fact is not None and not fact.over
        assert problem.grid.at(fact.end) == MONDAY + timedelta(hours=ends)


def test_a_stretch_stays_where_it_began_and_keeps_room_and_instrument_from_then_on() -> None:
    floor = one()
    clearance = floor.batches["B-1"].steps["LINE_CLEARANCE"].placement
    assert clearance is not None
    floor = running(floor, "LINE_CLEARANCE", clearance.start, replace(clearance, lane="CR3", station="2"))
    problem = problem_of(floor, clearance.start + timedelta(minutes=10), ZoneInfo)
    stand = problem.batch_of["B-1"].stands[0]
    assert stand.held == Place("CR3", "2", "CP6") and stand.places == (stand.held,)
    assert (stand.instrument_from, stand.instrument_until) == ("ENRICH", "FORMULATE_FILL")
    assert plan_of(floor, problem).places["B-1", 0] == stand.held


def test_the_day_the_cells_came_counts_once_it_is_a_fact() -> None:
    floor = running(one(), "APH_COLLECT", MONDAY)
    problem = problem_of(floor, MONDAY, ZoneInfo)
    batch = problem.batch_of["B-1"]
    assert not [a for a in batch.anchors if a.root == "APH_COLLECT"]
    assert local(problem, batch.step("HARVEST_WASH").earliest) == datetime(2026, 10, 19, 3, 0, tzinfo=SITE)


def test_what_people_put_off_stays_put_off_only_while_that_is_asked() -> None:
    floor = running(one(), "APH_COLLECT", MONDAY)
    batch = floor.batches["B-1"]
    harvest = batch.steps["HARVEST_WASH"]
    assert harvest.placement is not None
    later = replace(
        harvest.placement, start=harvest.placement.start + timedelta(days=1), end=harvest.placement.end + timedelta(days=1)
    )
    floor = with_batch(floor, replace(batch, steps={**batch.steps, "HARVEST_WASH": replace(harvest, placement=later)}))
    firm, free = (problem_of(floor, MONDAY, ZoneInfo, firm=firm) for firm in (True, False))
    assert local(firm, firm.batch_of["B-1"].step("HARVEST_WASH").earliest).day == 20
    assert local(free, free.batch_of["B-1"].step("HARVEST_WASH").earliest).day == 19


def test_release_waits_for_the_clock_at_which_sterility_is_read() -> None:
    floor = one()
    problem = problem_of(floor, MONDAY - timedelta(days=1), ZoneInfo)
    batch = problem.batch_of["B-1"]
    anchor = next(a for a in batch.anchors if a.root == "IPC_SAMPLE_D5")
    d5 = problem.day(plan_of(floor, problem).start(batch, batch.step("IPC_SAMPLE_D5")))
    assert anchor.step == "DISPOSITION"
    assert local(problem, anchor.opens[d5]) == datetime(2026, 10, 19, 8, 0, tzinfo=SITE)
    assert any(lag.before == "IPC_SAMPLE_D5" and lag.after == "DISPOSITION" and lag.least == 192 for lag in batch.lags)


# ----------------------------------------------------------------------------------------------- people, places, clinics


def test_pools_hold_as_many_as_are_on_shift_at_every_slot_of_the_week_in_which_the_clocks_go_back() -> None:
    floor = empty()
    facility = floor.facility
    assert facility is not None
    problem = problem_of(floor, datetime(2026, 10, 29, 12, tzinfo=UTC), ZoneInfo)
    people = {
        "dock": [p for p in facility.people if Role.OPERATOR in p.roles and "dock" in p.qualifications],
        "operator": [p for p in facility.people if Role.OPERATOR in p.roles and "dock" not in p.qualifications],
        "vector": [p for p in facility.people if "vector" in p.qualifications],
        "qc_analyst": [p for p in facility.people if Role.QC_ANALYST in p.roles],
        "qa": [p for p in facility.people if Role.QA in p.roles],
    }
    shifts = {s.id: s for s in facility.shifts}
    for name, members in people.items():
        levels = problem.pool_of[name].levels
        for slot in range(0, 7 * 96, 2):
            at = local(problem, slot)
            here = 0
            for person in members:
                shift = shifts[person.shift]
                for start_day in (at.date(), at.date() - timedelta(days=1)):
                    ends = start_day + timedelta(days=shift.end <= shift.start)
                    start = datetime.combine(start_day, shift.start, SITE).astimezone(UTC)
                    end = datetime.combine(ends, shift.end, SITE).astimezone(UTC)
                    here += start_day.isoweekday() in shift.days and start <= at.astimezone(UTC) < end
            assert max(entry for entry in levels if entry[0] <= slot)[1] == here, (name, at)


def test_somebody_away_is_missed_from_their_shifts_alone() -> None:
    floor = empty()
    now = datetime(2026, 10, 13, 12, tzinfo=UTC)
    gone = Question(away={"oberg": ((now, now + timedelta(hours=2)),)})
    before, after = (problem_of(floor, now, ZoneInfo, supposed=s).pool_of["dock"].levels for s in (Question(), gone))
    at = problem_of(floor, now, ZoneInfo).now

    def level(levels: tuple[tuple[int, int], ...], slot: int) -> int:
        return max(entry for entry in levels if entry[0] <= slot)[1]

    assert [level(before, at + n) - level(after, at + n) for n in (-1, 0, 7, 8)] == [0, 1, 1, 0]


def test_a_site_that_names_nobody_is_not_held_up_by_it() -> None:
    floor = one()
    assert floor.facility is not None
    bare = replace(floor, people={}, facility=replace(floor.facility, people=()))
    problem = problem_of(bare, MONDAY - timedelta(days=1), ZoneInfo)
    assert problem.pools == () and all(step.crew == () for b in problem.batches for step in b.steps)
    assert check(problem, build(problem).plan) == ()


def test_a_room_out_is_closed_until_it_is_expected_back_and_for_ever_when_nobody_knows() -> None:
    floor = one()
    out = replace(floor.rooms["CR2"], out=RoomOut.OUT_OF_SERVICE, out_reason="pressure", out_since=MONDAY)
    until = MONDAY + timedelta(hours=48)
    for expected, ends in ((None, None), (until, until), (MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1))):
        taken = replace(floor, rooms={**floor.rooms, "CR2": replace(out, out_until=expected)})
        problem = problem_of(taken, MONDAY, ZoneInfo)
        (closed,) = problem.room_of["CR2"].closed
        assert (closed.start, closed.why) == (problem.now, "pressure")
        assert closed.end == (problem.horizon if ends is None else problem.grid.ceil(ends))
        assert any(place.room == "CR2" for place in problem.batch_of["B-1"].stands[0].places)
        built = build(problem)
        assert check(problem, built.plan) == ()


def test_an_instrument_out_is_closed_and_its_room_is_not() -> None:
    floor = one()
    out = replace(floor, instruments={**floor.instruments, "CP1": InstrumentNow("CP1", out_reason="pump", out_since=MONDAY)})
    problem = problem_of(out, MONDAY, ZoneInfo)
    closed = {spec.id: spec.closed for spec in problem.instruments}
    assert closed["CP1"][0].end == problem.horizon and closed["CP2"] == ()
    assert problem.room_of["CR1"].closed == ()


def test_a_block_keeps_its_whole_room_until_qa_gives_it_back_and_is_never_moved() -> None:
    floor, now = lived(1.0)
    problem = problem_of(floor, now, ZoneInfo)
    blocks = [b for b in problem.batches if floor.recipes[floor.batches[b.id].recipe].kind.value == "block"]
    assert blocks and all(b.pinned for b in blocks)
    for block in blocks:
        assert [p.station for p in block.stands[0].places] == [WHOLE_ROOM]
        assert all(step.stand == 0 for step in block.steps)


def test_infusions_start_in_the_bedside_day_of_the_clinic_s_own_zone_and_not_before_the_patient_s_slot() -> None:
    floor = one()
    batch = replace(floor.batches["B-1"], clinic="LAKEMONT")
    slot = Appointment("INF", AppointmentKind.INFUSION, "LAKEMONT", datetime(2026, 10, 19, 20, 0, tzinfo=UTC), "B-1")
    problem = problem_of(replace(with_batch(floor, batch), appointments={"INF": slot}), MONDAY, ZoneInfo)
    windows = problem.batch_of["B-1"].step("INFUSE").windows
    assert windows is not None
    chicago = ZoneInfo("America/Chicago")
    first, *others = [[problem.grid.at(edge).astimezone(chicago).time() for edge in (a, b - 1)] for a, b in windows]
    assert first == [time(15), time(21)] and all(each == [time(8), time(21)] for each in others)
    assert problem.batch_of["B-1"].step("COURIER_OUT").duration == 13


def test_a_collection_stands_at_the_slot_the_clinic_gave_and_otherwise_on_a_weekday_morning() -> None:
    floor = one()
    free = problem_of(floor, MONDAY - timedelta(days=2), ZoneInfo).batch_of["B-1"].step("APH_COLLECT").windows
    assert free is not None and len(free) > 20
    slot = Appointment("APH", AppointmentKind.APHERESIS, "NORTHQUAY", MONDAY, "B-1")
    given_slot = replace(floor, appointments={"APH": slot})
    problem = problem_of(given_slot, MONDAY - timedelta(days=2), ZoneInfo)
    at = problem.grid.ceil(MONDAY)
    assert problem.batch_of["B-1"].step("APH_COLLECT").windows == ((at, at + 1),)
    late = problem_of(given_slot, MONDAY + timedelta(hours=1), ZoneInfo)
    assert late.batch_of["B-1"].step("APH_COLLECT").windows is None


def test_a_limit_that_has_its_way_out_taken_binds_no_more() -> None:
    floor = one()
    problem = problem_of(floor, MONDAY, ZoneInfo)
    assert any(lag.title == "Fresh shelf life" for lag in problem.batch_of["B-1"].lags)
    batch = floor.batches["B-1"]
    frozen = replace(batch.steps["CRYO_BACKUP"], placement=batch.steps["CHANGEOVER"].placement)
    spared = with_batch(floor, replace(batch, steps={**batch.steps, "CRYO_BACKUP": frozen}))
    assert not any(lag.title == "Fresh shelf life" for lag in problem_of(spared, MONDAY, ZoneInfo).batch_of["B-1"].lags)


def test_a_patient_s_lateness_weighs_more_with_acuity_and_the_promise_ends_at_the_bedside() -> None:
    floor = one()
    batch = floor.batches["B-1"]
    for acuity in (1, 3):
        found = problem_of(with_batch(floor, replace(batch, acuity=acuity)), MONDAY, ZoneInfo)
        planned = found.batch_of["B-1"]
        assert planned.weight == 4 * acuity
        assert (planned.promise_step, planned.promise_at_start) == ("INFUSE", True)
        assert planned.due is not None and local(found, planned.due) == datetime(2026, 10, 19, 21, 0, tzinfo=SITE)
        assert planned.penalty.cost(planned.due + 96) > planned.penalty.cost(planned.due) >= 0


def test_nothing_is_planned_of_what_is_over_reported_or_unknown() -> None:
    floor = one()
    batch = floor.batches["B-1"]
    over = {c: replace(s, state=StepState.DONE, started_at=MONDAY, finished_at=MONDAY) for c, s in batch.steps.items()}
    for odd in (replace(batch, reported=True), replace(batch, recipe="NONE-v1"), replace(batch, steps=over)):
        assert problem_of(with_batch(floor, odd), MONDAY, ZoneInfo).batches == ()
    assert plan_of(floor, problem_of(Floor(), MONDAY, ZoneInfo)) == Plan()


def test_the_calendar_reaches_beyond_what_is_planned() -> None:
    floor, now = lived(1.0)
    days = calendar_of(floor, now, ZoneInfo, 15)
    last = max(s.placement.end for b in floor.batches.values() for s in b.steps.values() if s.placement and b.live)
    assert days.grid.at(days.horizon) > min(last, now + timedelta(days=180)) and days.grid.at(0) < now
    assert now <= NOW


def test_a_start_that_stays_is_no_move_though_its_end_is_expected_anew() -> None:
    floor = ordered(site(), "B-1", MONDAY)
    batch = floor.batches["B-1"]
    code, step = next((c, s) for c, s in batch.steps.items() if s.placement is not None and s.placement.station)
    assert step.placement is not None
    longer = replace(step, placement=replace(step.placement, end=step.placement.end + timedelta(hours=1)))
    told = replace(floor, batches={"B-1": replace(batch, steps={**batch.steps, code: longer})})
    problem = problem_of(told, MONDAY - timedelta(days=2), ZoneInfo)
    assert placements_of(problem, plan_of(told, problem), told) == {}
