"""Change sets: all moves or none, one signature, one entry; what was moved can be moved back; drafts stay where others saw them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import commands as c
from console.domain import events as e
from console.domain.audit import audit
from console.domain.batch import Placement, StepState
from console.domain.codec import entities, floor_from_plain, floor_plain
from console.domain.decide import decide
from console.domain.decide.plan import MOST_MOVES
from console.domain.evolve import evolve
from console.domain.evolve.plan import CHANGES_KEPT, DRAFTS_KEPT
from console.domain.floor import Floor
from console.domain.moving_back import move_back
from console.domain.plan import PlanChange, Showing, StepMove, next_number
from console.domain.refusal import Refusal
from tests.domain.builders import HOUR, PLANNER, START, SUPERVISOR, House, after, elsewhere, folded, ordered
from tests.domain.decide.case import Case, holds
from tests.domain.decide.houses import cancelled, reported, started


def two() -> House:
    """Two batches, both planned."""
    house = ordered()
    house.order("B-2")
    return house


def placed(house: House, step: str = "HARVEST_WASH", batch: str = "B-1") -> Placement:
    placement = house.step(batch, step).placement
    assert placement is not None
    return placement


def later(house: House, step: str = "HARVEST_WASH", batch: str = "B-1", by: timedelta = HOUR, **changes: object) -> StepMove:
    was = placed(house, step, batch)
    return StepMove(batch, step, elsewhere(was, start=was.start + by, end=was.end + by, **changes))


def change(
    *moves: StepMove,
    number: str = "PC-1",
    title: str = "Harvest later",
    reason: str = "courier late",
    undoes: str = "",
    draft: str = "",
) -> c.ChangePlan:
    return c.ChangePlan(by=PLANNER, change=number, title=title, moves=moves, reason=reason, undoes=undoes, draft=draft)


def draft(*moves: StepMove, number: str = "DR-1", title: str = "What if", why: Showing = Showing.SHOWN) -> c.KeepDraft:
    return c.KeepDraft(by=PLANNER, draft=number, title=title, moves=moves, why=why)


def drop(number: str) -> c.DropDraft:
    return c.DropDraft(by=SUPERVISOR, draft=number)


def backwards(house: House) -> StepMove:
    was = placed(house)
    return StepMove("B-1", "HARVEST_WASH", elsewhere(was, end=was.start - HOUR))


def changed() -> House:
    house = two()
    house.ask(change(later(house)))
    return house


def with_draft() -> House:
    house = two()
    house.ask(draft(later(house)))
    return house


def many(count: int) -> tuple[StepMove, ...]:
    return tuple(StepMove("B-1", f"STEP-{n}", Placement("CR1", START, START)) for n in range(count))


CASES = [
    Case("change-known", changed, lambda h: change(later(h)), lambda h: change(later(h), number="PC-2")),
    Case("change-unknown", changed, lambda h: change(later(h), number="PC-2", undoes="PC-9"),
         lambda h: change(later(h), number="PC-2", undoes="PC-1")),
    Case("plan-number", two, lambda h: change(later(h), number=" "), lambda h: change(later(h), number="P" * 40)),
    Case("plan-number", two, lambda h: change(later(h), number="P" * 41), lambda h: change(later(h))),
    Case("plan-title", two, lambda h: change(later(h), title=""), lambda h: change(later(h), title="x" * 200)),
    Case("plan-title", two, lambda h: draft(later(h), title="x" * 201), lambda h: draft(later(h))),
    Case("plan-empty", two, lambda h: change(), lambda h: change(later(h))),
    Case("plan-empty", two, lambda h: draft(), lambda h: draft(later(h))),
    Case("plan-size", two, lambda h: draft(*many(MOST_MOVES + 1)), lambda h: draft(*many(MOST_MOVES))),
    Case("step-twice", two, lambda h: change(later(h), later(h)), lambda h: change(later(h), later(h, batch="B-2"))),
    Case("reason", two, lambda h: change(later(h), reason=" "), lambda h: change(later(h))),
    Case("batch-unknown", two, lambda h: change(later(h), replace(later(h), batch="B-9")), lambda h: change(later(h))),
    Case("batch-ended", cancelled, lambda h: change(later(h)), lambda h: draft(later(h))),
    Case("batch-reported", reported, lambda h: change(StepMove("B-0", "ENRICH", Placement("CR1", START, START))),
         lambda h: draft(StepMove("B-0", "ENRICH", Placement("CR1", START, START)))),
    Case("step-unknown", two, lambda h: change(replace(later(h), step="NOPE")), lambda h: change(later(h))),
    Case("step-running", started, lambda h: change(later(h, "APH_COLLECT")), lambda h: change(later(h, "COURIER_IN"))),
    Case("step-over", lambda: after("APH_COLLECT"), lambda h: change(later(h, "APH_COLLECT")), lambda h: change(later(h))),
    Case("ends-before-start", two, lambda h: change(backwards(h)), lambda h: change(later(h, by=-HOUR))),
    Case("room-unknown", two, lambda h: change(later(h, lane="CR99")), lambda h: change(later(h, lane="CR2", station="1"))),
    Case("station-unknown", two, lambda h: change(later(h, station="9")), lambda h: change(later(h, station="1"))),
    Case("lane", two, lambda h: change(later(h, "INFUSE", lane="CR1")), lambda h: change(later(h, "INFUSE"))),
    Case("draft-unknown", with_draft, lambda h: drop("DR-9"), lambda h: drop("DR-1")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


def test_one_step_in_the_way_stops_them_all_and_is_named() -> None:
    house = two()
    house.start("B-2", "APH_COLLECT")
    before = house.floor
    answer = decide(house.floor, change(later(house), later(house, "APH_COLLECT", "B-2")), house.now)
    assert isinstance(answer, Refusal)
    assert answer.why.startswith("B-2, APH_COLLECT: ") and answer.place == "moves"
    assert house.floor is before


def test_a_change_set_is_one_entry_that_touches_every_batch_it_moves() -> None:
    house = two()
    (told,) = house.ask(change(later(house), later(house, "ENRICH"), later(house, batch="B-2")))
    assert entities(told) == ("change:PC-1", "batch:B-1", "batch:B-2")


def test_a_change_set_moves_every_step_keeps_each_baseline_and_remembers_where_it_lay() -> None:
    house = two()
    wished = (later(house), later(house, batch="B-2"))
    lay = {m.batch: placed(house, m.step, m.batch) for m in wished}
    house.ask(change(*wished))
    for move in wished:
        step = house.step(move.batch, move.step)
        assert (step.placement, step.baseline) == (move.placement, lay[move.batch])
    kept = house.floor.changes["PC-1"]
    assert (kept.title, kept.by, kept.at, kept.reason) == ("Harvest later", PLANNER, house.now, "courier late")
    assert [(m.before, m.after) for m in kept.moves] == [(lay[m.batch], m.placement) for m in wished]


def test_a_step_without_a_place_gets_its_baseline_from_a_change_set() -> None:
    house = House()
    house.order("B-1", placements={})
    place = Placement("CR1", START, START + HOUR, "1")
    house.ask(change(StepMove("B-1", "ENRICH", place)))
    assert (house.step("B-1", "ENRICH").placement, house.step("B-1", "ENRICH").baseline) == (place, place)
    assert house.floor.changes["PC-1"].moves[0].before is None


def test_a_draft_moves_nothing_stands_until_it_is_dropped_or_carried_out() -> None:
    house = two()
    lay = placed(house)
    house.ask(draft(later(house)))
    assert placed(house) == lay
    assert house.floor.drafts["DR-1"].why is Showing.SHOWN
    house.ask(draft(later(house, by=2 * HOUR), title="Another", why=Showing.PRINTED))
    assert [(d.title, d.why) for d in house.floor.drafts.values()] == [("Another", Showing.PRINTED)]
    house.ask(drop("DR-1"))
    assert not house.floor.drafts
    house.ask(draft(later(house)))
    house.ask(change(later(house), draft="DR-1"))
    assert not house.floor.drafts


def test_the_floor_remembers_the_latest_and_the_journal_all() -> None:
    house = two()
    for n in range(CHANGES_KEPT + 3):
        house.wait(timedelta(minutes=1))
        house.ask(change(later(house), number=f"PC-{n}"))
        house.ask(draft(later(house), number=f"DR-{n}"))
    assert list(house.floor.changes) == [f"PC-{n}" for n in range(3, CHANGES_KEPT + 3)]
    assert list(house.floor.drafts) == [f"DR-{n}" for n in range(CHANGES_KEPT + 3 - DRAFTS_KEPT, CHANGES_KEPT + 3)]
    assert floor_from_plain(json.loads(json.dumps(floor_plain(house.floor), sort_keys=True))) == house.floor
    again = floor_from_plain(json.loads(json.dumps(floor_plain(house.floor), sort_keys=True)))
    assert list(again.changes) == list(house.floor.changes)


def test_what_is_remembered_does_not_hang_on_the_order_in_which_it_came() -> None:
    told = [
        e.DraftKept(by=PLANNER, at=START + timedelta(minutes=n), draft=f"DR-{n}", title="t", moves=many(1))
        for n in range(DRAFTS_KEPT + 5)
    ]
    assert folded(Floor(), told).drafts == folded(Floor(), told[::-1]).drafts


def test_a_change_set_from_elsewhere_is_taken_and_flagged_where_it_breaks_a_rule() -> None:
    house = changed()
    house.start("B-2", "APH_COLLECT")
    where = placed(house, "APH_COLLECT", "B-2")
    told = e.PlanChanged(
        by=PLANNER, at=house.now, change="PC-7", title="t", reason="r",
        moves=(StepMove("B-2", "APH_COLLECT", where), StepMove("B-9", "NOPE", where)),
    )  # fmt: skip
    assert audit(house.floor, told) == ("step-running",)
    assert audit(house.floor, replace(told, change="PC-1")) == ("change-known",)
    after_it = evolve(house.floor, told)
    assert after_it.batches["B-2"].steps["APH_COLLECT"].state is StepState.RUNNING
    assert [m.batch for m in after_it.changes["PC-7"].moves] == ["B-2"]


def test_numbers_go_on_from_the_highest() -> None:
    assert next_number({}, "PC-") == "PC-1"
    known = {name: PlanChange(name, "t", PLANNER, START, "r", ()) for name in ("PC-9", "PC-10", "XX-77", "PC-odd")}
    assert next_number(known, "PC-") == "PC-11"


# ------------------------------------------------------------------------------------------------------------ move back


def test_moving_back_is_a_new_signed_change_set_and_the_identity() -> None:
    house = two()
    before = house.floor
    house.ask(change(later(house), later(house, batch="B-2")))
    back = move_back(house.floor, "PC-1", PLANNER, "back as it was")
    assert isinstance(back, c.ChangePlan)
    assert (back.change, back.undoes, back.signs) == ("PC-2", "PC-1", c.ChangePlan.signs)
    house.ask(back)
    assert house.floor.batches == before.batches


def test_moving_back_leaves_what_has_begun_or_was_moved_again() -> None:
    house = two()
    house.ask(change(later(house, "APH_COLLECT"), later(house), later(house, batch="B-2"), later(house, "ENRICH", "B-2")))
    house.start("B-1", "APH_COLLECT")
    again = later(house)
    house.ask(c.MoveStep(by=PLANNER, batch="B-1", step="HARVEST_WASH", placement=again.placement, reason="again"))
    house.floor = evolve(house.floor, e.BatchHeld(by=PLANNER, at=house.now, batch="B-2", hold="H-1", reason="r"))
    back = move_back(house.floor, "PC-1", PLANNER, "back")
    assert isinstance(back, c.ChangePlan)
    assert {(m.batch, m.step) for m in back.moves} == {("B-2", "HARVEST_WASH"), ("B-2", "ENRICH")}
    assert house.ask(back)


def test_moving_back_is_refused_in_words_when_nothing_is_left_to_move_back() -> None:
    house = changed()
    assert isinstance(move_back(house.floor, "PC-9", PLANNER, "back"), Refusal)
    first = move_back(house.floor, "PC-1", PLANNER, "back")
    assert isinstance(first, c.ChangePlan)
    house.ask(first)
    again = move_back(house.floor, "PC-1", PLANNER, "back")
    assert isinstance(again, Refusal) and again.why


def test_a_step_that_had_no_place_before_stays_where_it_was_put() -> None:
    house = House()
    house.order("B-1", placements={})
    house.ask(change(StepMove("B-1", "ENRICH", Placement("CR1", START, START + HOUR, "1"))))
    assert isinstance(move_back(house.floor, "PC-1", PLANNER, "back"), Refusal)


MOVES = st.dictionaries(
    st.tuples(st.sampled_from(["B-1", "B-2"]), st.sampled_from(["ENRICH", "HARVEST_WASH", "INFUSE", "QC_RELEASE"])),
    st.integers(-600, 600),
    min_size=1,
)


@settings(max_examples=40)
@given(told=MOVES)
def test_there_and_back_is_the_identity_whatever_moves(told: dict[tuple[str, str], int]) -> None:
    house = House(*planned_two())
    before = house.floor
    wished = [later(house, step, batch, timedelta(minutes=by)) for (batch, step), by in told.items()]
    house.ask(change(*wished))
    assert {(m.batch, m.step): m.placement for m in wished} == {(b, s): placed(house, s, b) for b, s in told}
    back = move_back(house.floor, "PC-1", PLANNER, "back")
    if all(by == 0 for by in told.values()):
        assert isinstance(back, Refusal)
    else:
        assert isinstance(back, c.ChangePlan)
        house.ask(back)
    assert house.floor.batches == before.batches


@cache
def planned_two() -> tuple[Floor, datetime]:
    house = two()
    return house.floor, house.now
