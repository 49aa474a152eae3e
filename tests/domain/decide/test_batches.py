"""The rules for ordering, planning, holding and ending batches, for slots, notes, owners and imported history."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from console.domain import commands as c
from console.domain import events as e
from console.domain.batch import BatchStatus, ReportedRow
from console.domain.decide import CONSOLE
from console.domain.evolve import evolve
from console.domain.floor import AppointmentKind
from tests.domain.builders import CART, DAY, HOUR, OPERATOR, PLANNER, QA, START, SUPERVISOR, House, after, elsewhere, ordered
from tests.domain.decide.case import Case, holds
from tests.domain.decide.houses import cancelled, held, reported, started


def order(batch: str = "B-2", **changes: object) -> c.OrderBatch:
    told: dict[str, object] = {"recipe": CART, "product": "AV-119", "clinic": "NORTHQUAY", "coi": f"COI-{batch}"}
    return c.OrderBatch(**{"by": PLANNER, "batch": batch, **told, **changes})  # type: ignore[arg-type]  # any field may change


def planned(house: House, step: str = "HARVEST_WASH", reason: str = "slip", hours: int = 2, code: str = "") -> c.PlanBatch:
    placement = house.step("B-1", step).placement
    assert placement is not None
    moved = elsewhere(placement, start=placement.start + hours * HOUR, end=placement.start + 2 * HOUR)
    return c.PlanBatch(by=PLANNER, batch="B-1", placements={code or step: moved}, reason=reason)


def placed_order(house: House, code: str = "ENRICH", hours: int = 1) -> c.OrderBatch:
    placement = house.step("B-1", "ENRICH").placement
    assert placement is not None
    return order(placements={code: elsewhere(placement, end=placement.start + hours * HOUR)})


def hold(reason: str = "two labels", name: str = "H-2") -> c.PlaceHold:
    return c.PlaceHold(by=OPERATOR, batch="B-1", hold=name, reason=reason)


def lift(reason: str = "settled", name: str = "H-1") -> c.LiftHold:
    return c.LiftHold(by=QA, batch="B-1", hold=name, reason=reason)


def history(*batches: str, recipe: str = CART, rows: int = 1) -> c.ReportHistory:
    told = tuple(ReportedRow(n + 2, "Enrichment") for n in range(rows))
    taken = tuple(c.ReportedBatch(batch=b, recipe=recipe, rows=told) for b in batches)
    return c.ReportHistory(by=SUPERVISOR, file="board.xlsx", sha256="a" * 64, batches=taken)


def slot(house: House, name: str = "AP-2", clinic: str = "NORTHQUAY", batch: str = "B-1") -> c.MakeAppointment:
    return c.MakeAppointment(
        by=PLANNER, appointment=name, kind=AppointmentKind.INFUSION, clinic=clinic, slot_at=house.now + 7 * DAY, batch=batch
    )


def booked() -> House:
    house = ordered()
    house.ask(slot(house, "AP-1"))
    return house


def move_slot(house: House, name: str = "AP-1", reason: str = "clinic asked") -> c.MoveAppointment:
    return c.MoveAppointment(by=PLANNER, appointment=name, slot_at=house.now + 8 * DAY, reason=reason)


def drop_slot(name: str = "AP-1", reason: str = "clinic asked") -> c.CancelAppointment:
    return c.CancelAppointment(by=PLANNER, appointment=name, reason=reason)


def cancel(reason: str = "withdrawn") -> c.CancelBatch:
    return c.CancelBatch(by=PLANNER, batch="B-1", reason=reason)


def terminate(reason: str = "withdrawn") -> c.TerminateBatch:
    return c.TerminateBatch(by=QA, batch="B-1", reason=reason)


def terminate_second(house: House) -> c.TerminateBatch:
    house.order("B-2")
    return replace(terminate(), batch="B-2")


def leave(batch: str = "B-1") -> c.LeaveFloor:
    return c.LeaveFloor(by=CONSOLE, batch=batch)


def left() -> House:
    house = cancelled()
    house.ask(leave())
    return house


def note(text: str = "clinic called", batch: str = "B-1") -> c.AddNote:
    return c.AddNote(by=OPERATOR, batch=batch, text=text)


def own(owner: str = SUPERVISOR) -> c.SetOwner:
    return c.SetOwner(by=OPERATOR, subject="batch:B-1", owner=owner, what="call the clinic", due=START + DAY)


after_collection = partial(after, "APH_COLLECT")
CASES = [
    Case("batch-number", House, lambda h: order("  "), lambda h: order("B" * 40)),
    Case("batch-number", House, lambda h: order("B" * 41), lambda h: order()),
    Case("batch-known", ordered, lambda h: order("B-1"), lambda h: order("B-2")),
    Case("batch-known", left, lambda h: order("B-1"), lambda h: order("B-2")),
    Case("recipe-unknown", House, lambda h: order(recipe="CART-7D-v9"), lambda h: order()),
    Case("product-unknown", House, lambda h: order(product="XX"), lambda h: order()),
    Case("product-recipe", House, lambda h: order(product="QM-7"), lambda h: order(product="HL-22")),
    Case("identity", House, lambda h: order(coi=""), lambda h: order()),
    Case("identity", House, lambda h: order(clinic="NOWHERE"), lambda h: order(clinic="STBRIDE")),
    Case("coi-twice", ordered, lambda h: order(coi="COI-B-1"), lambda h: order()),
    Case("step-unknown", ordered, lambda h: placed_order(h, "NOPE"), placed_order),
    Case("ends-before-start", ordered, lambda h: placed_order(h, hours=-1), lambda h: placed_order(h, hours=0)),
    Case("step-unknown", ordered, lambda h: planned(h, code="NOPE"), planned),
    Case("ends-before-start", ordered, lambda h: planned(h, hours=3), planned),
    Case("step-begun", after_collection, lambda h: planned(h, "APH_COLLECT"), planned),
    Case("reason", ordered, lambda h: planned(h, reason=" "), planned),
    Case("batch-started", after_collection, lambda h: cancel(), lambda h: terminate()),
    Case("reason", ordered, lambda h: cancel(""), lambda h: cancel()),
    Case("batch-released", partial(after, "DISPOSITION"), lambda h: terminate(), terminate_second),
    Case("reason", ordered, lambda h: terminate(""), lambda h: terminate()),
    Case("batch-ended", cancelled, lambda h: hold(), lambda h: note()),
    Case("hold-known", held, lambda h: hold(name="H-1"), lambda h: hold()),
    Case("reason", ordered, lambda h: hold(reason=""), lambda h: hold()),
    Case("hold-unknown", held, lambda h: lift(name="H-9"), lambda h: lift()),
    Case("reason", held, lambda h: lift(reason=""), lambda h: lift()),
    Case("batch-live", ordered, lambda h: leave(), lambda h: note()),
    Case("batch-live", reported, lambda h: leave("B-0"), lambda h: note(batch="B-0")),
    Case("batch-known", ordered, lambda h: history("B-0", "B-1"), lambda h: history("B-0")),
    Case("batch-known", reported, lambda h: history("B-0"), lambda h: history("B-00")),
    Case("batch-known", left, lambda h: history("B-1"), lambda h: history("B-0")),
    Case("recipe-unknown", House, lambda h: history("B-0", recipe="NOPE"), lambda h: history("B-0")),
    Case("import-empty", House, lambda h: history(), lambda h: history("B-0")),
    Case("import-empty", House, lambda h: history("B-0", rows=0), lambda h: history("B-0", rows=9)),
    Case("batch-twice", House, lambda h: history("B-0", "B-0"), lambda h: history("B-0", "B-00")),
    Case("clinic-unknown", ordered, lambda h: slot(h, clinic="NOWHERE"), slot),
    Case("appointment-known", booked, lambda h: slot(h, "AP-1"), slot),
    Case("batch-unknown", ordered, lambda h: slot(h, batch="B-9"), lambda h: slot(h, batch="")),
    Case("appointment-unknown", booked, lambda h: move_slot(h, "AP-9"), move_slot),
    Case("reason", booked, lambda h: move_slot(h, reason=""), move_slot),
    Case("appointment-unknown", booked, lambda h: drop_slot("AP-9"), lambda h: drop_slot()),
    Case("reason", booked, lambda h: drop_slot(reason=""), lambda h: drop_slot()),
    Case("batch-unknown", ordered, lambda h: note(batch="B-9"), lambda h: note()),
    Case("note-text", ordered, lambda h: note(" "), lambda h: note("x" * 4000)),
    Case("note-text", ordered, lambda h: note("x" * 4001), lambda h: note()),
    Case("person-unknown", ordered, lambda h: own("nobody"), lambda h: own()),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


def test_the_first_placement_a_step_gets_is_its_baseline_for_ever() -> None:
    house = ordered()
    first = house.step("B-1", "HARVEST_WASH").placement
    house.ask(planned(house))
    step = house.step("B-1", "HARVEST_WASH")
    assert step.baseline == first
    assert step.placement != first


def test_a_called_off_batch_gives_its_clinic_slots_back() -> None:
    house = booked()
    told = house.ask(cancel())
    assert [type(event) for event in told] == [e.BatchCancelled, e.AppointmentCancelled]
    assert house.floor.appointments["AP-1"].cancelled
    assert house.no(move_slot(house)) == "appointment-unknown"


def test_a_cancelled_patient_may_be_ordered_again_under_the_same_identity_but_a_new_number() -> None:
    house = cancelled()
    assert house.ask(order(coi="COI-B-1"))


@pytest.mark.parametrize("status", list(BatchStatus))
def test_an_ended_batch_stays_ended_whatever_comes_late(status: BatchStatus) -> None:
    house = cancelled()
    late = e.DispositionSigned(by=QA, at=house.now, batch="B-1", decision=status)
    after_it = evolve(house.floor, late)
    assert after_it.batches["B-1"].status is (status if status is BatchStatus.POST_RELEASE_FAILURE else BatchStatus.CANCELLED)
    assert after_it.batches["B-1"].released_at is None


def test_a_batch_that_left_comes_back_with_a_late_entry() -> None:
    house = left()
    assert "B-1" not in house.floor.batches and "B-1" in house.floor.left
    back = evolve(house.floor, e.NoteAdded(by=OPERATOR, at=house.now, batch="B-1", text="late"))
    assert back.batches["B-1"].notes and "B-1" not in back.left


def test_reported_history_satisfies_no_gate_and_starts_no_step() -> None:
    house = reported()
    batch = house.batch("B-0")
    assert (batch.live, batch.steps, batch.file_sha256) == (False, {}, "0" * 64)
    assert batch.rows[0].label == "Enrichment"
    assert house.no(c.SignDisposition(by=QA, batch="B-0", decision=BatchStatus.RELEASED)) == "batch-reported"


def test_history_reported_says_how_many_rows_and_findings() -> None:
    house = House()
    told = house.ask(replace(history("B-0", "B-00", rows=3), findings=4))
    assert isinstance(told[0], e.HistoryReported)
    assert (told[0].rows, told[0].findings, len(told)) == (6, 4, 3)


def test_a_reported_batch_opens_with_its_earliest_row() -> None:
    house = House()
    early = datetime.fromisoformat("2026-01-01T08:00:00+00:00")
    rows = (ReportedRow(2, "a", planned_start=early + HOUR), ReportedRow(3, "b", started_at=early))
    told = c.ReportedBatch(batch="B-0", recipe=CART, rows=rows)
    house.ask(replace(history("B-0"), batches=(told,)))
    assert house.batch("B-0").opened_at == early


def test_a_block_needs_no_product_and_ends_by_itself() -> None:
    house = House()
    house.order("Q-1", recipe="CAL-v1", product="")
    for code in list(house.batch("Q-1").steps):
        house.do("Q-1", code)
    batch = house.batch("Q-1")
    assert batch.status is BatchStatus.FINAL_CONFIRMED and not batch.live
    assert not any(now.batch for room in house.floor.rooms.values() for now in room.stations.values())


def test_work_on_a_started_batch_is_not_cancelled_even_while_its_first_step_runs() -> None:
    assert started().no(cancel()) == "batch-started"
