"""The sample workbook's week: taken in, its conflicts named, mended, and given back as a workbook that holds no conflict."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.floor import Floor
from console.exchange.history import floor_rows
from console.exchange.workbook import write_csv, write_xlsx
from console.planning.check import check
from console.planning.floor.problem import followed, plan_of
from console.planning.floor.reported import reported_plan, told_anew
from console.planning.problem import Plan, Problem
from console.planning.repair import repair
from tests.exchange.test_history import ZONE, reading_of, sample, taken_in

NOW = datetime(2026, 11, 18, 14, 10, tzinfo=ZONE)
"""The afternoon at which the workbook was left: B-0419 waits for its disposition, three patients are in culture."""


@pytest.fixture(scope="module")
def week() -> Floor:
    return taken_in(sample("whiteboard.xlsx"))


def going(problem: Problem, plan: Plan) -> Plan:
    return followed(problem, plan)


def test_its_open_batches_stand_as_the_workbook_says_in_the_rooms_it_names(week: Floor) -> None:
    floor, problem, plan = reported_plan(week, NOW, ZoneInfo)
    assert [b.id for b in problem.batches] == [
        "B-0419", "B-0420", "LVV-005", "B-0421", "B-0422", "B-0423", "FILL-005", "B-0424", "MRNA-005",
    ]  # fmt: skip
    assert all(plan.holds(batch) for batch in problem.batches)
    rooms = {row.lane for b in problem.batches for row in week.batches[b.id].rows if row.lane.startswith("CR")}
    assert rooms == {place.room for place in plan.places.values()}
    culture = problem.batch_of["LVV-005"].step("CULTURE")
    assert culture.fact is not None and not culture.fact.over
    thaw, transduce = (problem.batch_of["B-0424"].step(code) for code in ("VECTOR_THAW", "TRANSDUCE"))
    starts = [plan.starts["B-0424", code] for code in ("VECTOR_THAW", "TRANSDUCE")]
    assert starts[0] + thaw.duration == starts[1] and transduce.duration == 4
    assert floor.batches["B-0424"].steps["VECTOR_THAW"].placement is not None


def test_its_conflicts_are_named_and_a_repair_has_none(week: Floor) -> None:
    _, problem, plan = reported_plan(week, NOW, ZoneInfo)
    broken = check(problem, going(problem, plan))
    assert [(v.rule.value, v.batch, v.step) for v in broken] == [("people", "LVV-005", "HARVEST_CLARIFY")]
    assert {batch for batch, _ in broken[0].others} == {"B-0421", "FILL-005"}
    mended = repair(problem, going(problem, plan))
    assert mended.unresolved == () and mended.moved == (("FILL-005", "SET_UP"),)
    assert check(problem, mended.plan) == ()


@pytest.mark.parametrize(("name", "write"), [("board.xlsx", write_xlsx), ("board.csv", write_csv)])
def test_the_mended_week_comes_back_from_its_workbook_without_a_conflict(week: Floor, name: str, write) -> None:
    open_floor, problem, plan = reported_plan(week, NOW, ZoneInfo)
    mended = repair(problem, going(problem, plan)).plan
    rows = floor_rows(told_anew(week, open_floor, problem, mended))
    again = reading_of(write(rows, ZONE), name)
    assert again.errors == () and [r.facts for r in again.rows] == [r.facts for r in rows]
    assert len(rows) == 381
    _, back, told = reported_plan(taken_in(again), NOW, ZoneInfo)
    assert check(back, going(back, told)) == ()
    assert told.starts["FILL-005", "SET_UP"] > plan.starts["FILL-005", "SET_UP"]
    before = {
        (r.batch, r.label): (r.started_at, r.finished_at) for b in week.batches.values() for r in floor_rows(_only(week, b.id))
    }
    assert all(before[r.batch, r.label] == (r.started_at, r.finished_at) for r in again.rows)


def _only(floor: Floor, batch: str) -> Floor:
    return Floor(facility=floor.facility, recipes=floor.recipes, batches={batch: floor.batches[batch]})


def test_whenever_it_is_read_its_plan_can_be_mended_or_says_who_has_no_place(week: Floor) -> None:
    for days in range(0, 8):
        now = NOW + timedelta(days=days)
        floor, problem, plan = reported_plan(week, now, ZoneInfo)
        mended = repair(problem, going(problem, plan))
        lost = {one.batch for one in mended.unresolved}
        assert all(v.batch in lost for v in check(problem, mended.plan))
        assert plan_of(floor, problem) == plan


def test_a_floor_without_reported_batches_has_nothing_to_plan() -> None:
    _, problem, plan = reported_plan(Floor(), datetime(2026, 11, 18, tzinfo=UTC), ZoneInfo)
    assert problem.batches == () and plan == Plan()
