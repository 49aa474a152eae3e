"""The rules for steps: whose turn, which order, what is recorded, who checks; each refuses and each lets pass."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from console.domain import commands as c
from console.domain.batch import Step
from console.domain.facility import Role
from tests.domain.builders import (
    ANALYST,
    CART,
    HOUR,
    INSPECTOR,
    MINUTE,
    OPERATOR,
    PLANNER,
    QA,
    QA_3,
    SECOND,
    SUPERVISOR,
    House,
    after,
    elsewhere,
    ordered,
)  # fmt: skip
from tests.domain.decide.case import Case, holds
from tests.domain.decide.houses import cancelled, early, held, reported, started, stuck_at_disposition

Start, Finish = c.StartStep, c.FinishStep
receiving = partial(started, "RECEIPT_COI", "COURIER_IN")
enriching = partial(started, "ENRICH", "LINE_CLEARANCE")


def first(by: str = SUPERVISOR, batch: str = "B-1", step: str = "APH_COLLECT") -> c.StartStep:
    return Start(by=by, batch=batch, step=step)


def lifted(house: House) -> c.StartStep:
    house.ask(c.LiftHold(by=QA, batch="B-1", hold="H-1", reason="labels agree"))
    return first()


def fresh(house: House) -> c.StartStep:
    house.order("B-2")
    return first(batch="B-2")


def moved(house: House, hours: int, step: str = "APH_COLLECT") -> c.MoveStep:
    planned = house.step("B-1", step).placement
    assert planned is not None
    later = elsewhere(planned, end=planned.start + hours * HOUR)
    return c.MoveStep(by=PLANNER, batch="B-1", step=step, placement=later, reason="clinic asked")


def recording(**values: str) -> c.RecordStep:
    return c.RecordStep(by=SUPERVISOR, batch="B-1", step="APH_COLLECT", values={k: Decimal(v) for k, v in values.items()})


def correcting(name: str, new: str, by: str = SUPERVISOR, batch: str = "B-1", step: str = "APH_COLLECT") -> c.CorrectStep:
    return c.CorrectStep(by=by, batch=batch, step=step, name=name, new=new, reason="misread")


def valued(house: House, **changes: str) -> c.FinishStep:
    command = house.finishing("B-1", "APH_COLLECT")
    return replace(command, values={**command.values, **{k: Decimal(v) for k, v in changes.items()}})


def waited(house: House, command: c.StartStep) -> c.StartStep:
    house.wait(20 * HOUR)
    return command


def skipped(reason: str = "patient fit", step: str = "CRYO_BACKUP") -> c.SkipStep:
    return c.SkipStep(by=SUPERVISOR, batch="B-1", step=step, reason=reason)


def panel_passed(house: House) -> c.FinishStep:
    house.pass_tests("B-1")
    return house.finishing("B-1", "QC_RELEASE")


CASES = [
    Case("batch-unknown", ordered, lambda h: first(batch="B-9"), lambda h: first()),
    Case("batch-ended", cancelled, lambda h: first(), fresh),
    Case("batch-reported", reported, lambda h: first(batch="B-0"), fresh),
    Case("step-unknown", ordered, lambda h: first(step="NOPE"), lambda h: first()),
    Case("step-role", ordered, lambda h: first(by=ANALYST), lambda h: first(by=SUPERVISOR)),
    Case(
        "step-role", started, lambda h: h.finishing("B-1", "APH_COLLECT", by=OPERATOR), lambda h: h.finishing("B-1", "APH_COLLECT")
    ),
    Case("step-running", started, lambda h: first(), lambda h: h.finishing("B-1", "APH_COLLECT")),
    Case("step-over", lambda: after("APH_COLLECT"), lambda h: first(), lambda h: h.starting("B-1", "COURIER_IN")),
    Case(
        "step-over",
        lambda: after("APH_COLLECT"),
        lambda h: h.finishing("B-1", "APH_COLLECT"),
        lambda h: h.starting("B-1", "COURIER_IN"),
    ),
    Case("hold", held, lambda h: first(), lifted),
    Case(
        "disposition",
        lambda: after("RECORD_REVIEW"),
        lambda h: first(by=QA, step="DISPOSITION"),
        lambda h: c.SignDisposition(by=QA_3, batch="B-1", decision=h.batch("B-1").status.RELEASED_CONDITIONAL),
    ),
    Case("order", ordered, lambda h: first(step="COURIER_IN"), lambda h: first()),
    Case(
        "order-time",
        lambda: after("APH_COLLECT"),
        lambda h: replace(h.starting("B-1", "COURIER_IN"), at=h.now - MINUTE),
        lambda h: h.starting("B-1", "COURIER_IN", at=h.now),
    ),
    Case(
        "not-released",
        stuck_at_disposition,
        lambda h: h.starting("B-1", "PACK_SHIP"),
        lambda h: c.AddNote(by=QA, batch="B-1", text="?"),
    ),
    Case("window-early", early, lambda h: h.starting("B-1", "TRANSDUCE"), lambda h: waited(h, h.starting("B-1", "TRANSDUCE"))),
    Case("not-started", ordered, lambda h: h.finishing("B-1", "APH_COLLECT"), lambda h: first()),
    Case(
        "ends-before-start",
        started,
        lambda h: replace(h.finishing("B-1", "APH_COLLECT"), at=h.now - MINUTE),
        lambda h: h.finishing("B-1", "APH_COLLECT", at=h.now),
    ),
    Case("ends-before-start", ordered, lambda h: moved(h, -1), lambda h: moved(h, 0)),
    Case(
        "verifier", receiving, lambda h: h.finishing("B-1", "RECEIPT_COI", verifier=""), lambda h: h.finishing("B-1", "RECEIPT_COI")
    ),
    Case(
        "verifier-same",
        receiving,
        lambda h: h.finishing("B-1", "RECEIPT_COI", verifier=OPERATOR),
        lambda h: h.finishing("B-1", "RECEIPT_COI", verifier=SECOND),
    ),
    Case(
        "verifier-same",
        receiving,
        lambda h: h.finishing("B-1", "RECEIPT_COI", by=SECOND, verifier=OPERATOR),
        lambda h: h.finishing("B-1", "RECEIPT_COI", by=SECOND, verifier=SUPERVISOR),
    ),
    Case(
        "verifier-right",
        receiving,
        lambda h: h.finishing("B-1", "RECEIPT_COI", verifier=INSPECTOR),
        lambda h: h.finishing("B-1", "RECEIPT_COI", verifier=SUPERVISOR),
    ),
    Case(
        "values-missing",
        started,
        lambda h: replace(h.finishing("B-1", "APH_COLLECT"), values={"tnc": Decimal(9)}),
        lambda h: h.finishing("B-1", "APH_COLLECT"),
    ),
    Case("value-unknown", started, lambda h: valued(h, mood="3"), lambda h: valued(h, tnc="3")),
    Case("value-wild", started, lambda h: valued(h, tnc="NaN"), lambda h: valued(h, tnc="0")),
    Case("value-wild", started, lambda h: recording(tnc="1E+999999"), lambda h: recording(tnc="999999999999999")),
    Case("values-none", started, lambda h: recording(), lambda h: recording(tnc="12.5")),
    Case(
        "tests-pending", partial(started, "QC_RELEASE", "SAMPLE_RELEASE"), lambda h: h.finishing("B-1", "QC_RELEASE"), panel_passed
    ),
    Case("step-needed", ordered, lambda h: skipped(step="ENRICH"), lambda h: skipped()),
    Case("reason", ordered, lambda h: skipped(reason="  "), lambda h: skipped()),
    Case("reason", ordered, lambda h: replace(moved(h, 2), reason=""), lambda h: moved(h, 2)),
    Case("nothing-recorded", ordered, lambda h: correcting("started_at", "2026-10-12T13:00:00Z"), lambda h: first()),
    Case(
        "nothing-recorded",
        lambda: after("APH_COLLECT"),
        lambda h: correcting("values.mood", "3"),
        lambda h: correcting("values.tnc", "3"),
    ),
    Case(
        "value-unreadable",
        lambda: after("APH_COLLECT"),
        lambda h: correcting("values.tnc", "twelve"),
        lambda h: correcting("values.tnc", "12"),
    ),
    Case(
        "value-unreadable",
        lambda: after("APH_COLLECT"),
        lambda h: correcting("values.tnc", "1e999999"),
        lambda h: correcting("comment", "x"),
    ),
    Case(
        "value-unreadable",
        lambda: after("APH_COLLECT"),
        lambda h: correcting("started_at", "2026-10-12T13:00"),
        lambda h: correcting("started_at", "2026-10-12T13:00-04:00"),
    ),
    Case(
        "value-unreadable",
        lambda: after("APH_COLLECT"),
        lambda h: correcting("finished_at", "0001-01-01T00:00+14:00"),
        lambda h: correcting("finished_at", "2026-10-12T19:00Z"),
    ),
    Case(
        "correct-own",
        lambda: after("RECEIPT_COI"),
        lambda h: correcting("values.bag_weight", "9", OPERATOR, step="RECEIPT_COI"),
        lambda h: correcting("values.bag_weight", "9", SUPERVISOR, step="RECEIPT_COI"),
    ),
    Case(
        "correct-own",
        lambda: after("APH_QC"),
        lambda h: correcting("values.hct", "1", "jcosta", step="APH_QC"),
        lambda h: correcting("values.hct", "1", ANALYST, step="APH_QC"),
    ),
    Case("batch-unknown", reported, lambda h: correcting("comment", "x", batch="B-0"), fresh),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


def test_a_started_step_names_who_started_it_and_where() -> None:
    house = after("LINE_CLEARANCE")
    planned = house.step("B-1", "ENRICH").placement
    house.start("B-1", "ENRICH")
    step = house.step("B-1", "ENRICH")
    assert planned is not None
    assert (step.lane, step.station, step.instrument) == (planned.lane, planned.station, planned.instrument)
    assert (step.performer, step.started_at) == (OPERATOR, house.now)


def test_who_began_and_who_ended_both_had_a_hand_in_it() -> None:
    house = receiving()
    house.finish("B-1", "RECEIPT_COI", by=SECOND, verifier=SUPERVISOR)
    assert house.step("B-1", "RECEIPT_COI").hands == {OPERATOR, SECOND, SUPERVISOR}


def test_a_value_recorded_while_the_step_ran_need_not_be_entered_again() -> None:
    house = started()
    house.ask(recording(tnc="12.5"))
    command = house.finishing("B-1", "APH_COLLECT")
    house.ask(replace(command, values={k: v for k, v in command.values.items() if k != "tnc"}))
    assert house.step("B-1", "APH_COLLECT").values["tnc"] == Decimal("12.5")


def test_a_value_beyond_its_action_limit_opens_one_major_deviation_and_is_still_recorded() -> None:
    house = enriching()
    command = house.finishing("B-1", "ENRICH")
    house.ask(replace(command, values={**command.values, "viability": Decimal("79.9")}))
    (found,) = house.floor.deviations.values()
    assert found.title == "Enrichment: Viability 79.9 % beyond the action limit"
    assert found.severity.value == "major" and found.batches == ("B-1",) and found.blocks_release
    assert house.step("B-1", "ENRICH").values["viability"] == Decimal("79.9")


def test_a_value_on_its_action_limit_opens_nothing() -> None:
    house = enriching()
    command = house.finishing("B-1", "ENRICH")
    house.ask(replace(command, values={**command.values, "viability": Decimal("80")}))
    assert not house.floor.deviations


def test_a_broken_hold_opens_its_deviation_by_itself() -> None:
    house = after("ENRICH").wait(4 * HOUR)
    assert len(house.start("B-1", "ACTIVATE_LOAD")) == 1
    house = after("ENRICH").wait(4 * HOUR + MINUTE)
    assert len(house.start("B-1", "ACTIVATE_LOAD")) == 2
    (found,) = house.floor.deviations.values()
    assert found.title == "Enriched cells to activation: limit of 4 h broken"


def test_a_correction_keeps_the_old_value_beside_the_new_one() -> None:
    house = after("APH_COLLECT")
    house.ask(correcting("values.tnc", "11.50"))
    step: Step = house.step("B-1", "APH_COLLECT")
    (noted,) = step.corrections
    assert (noted.old, noted.new, noted.by, noted.reason) == ("10", "11.50", SUPERVISOR, "misread")
    assert str(step.values["tnc"]) == "11.50"


def test_a_corrected_instant_is_utc_whatever_was_typed() -> None:
    house = after("APH_COLLECT")
    house.ask(correcting("started_at", "2026-10-12T09:10:00-04:00"))
    started_at = house.step("B-1", "APH_COLLECT").started_at
    assert started_at is not None and started_at.isoformat() == "2026-10-12T13:10:00+00:00"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.QA])
def test_supervisors_and_qa_decide_on_the_harvest(role: Role) -> None:
    house = after("IPC_SAMPLE_D5")
    by = SUPERVISOR if role is Role.SUPERVISOR else QA
    assert house.start("B-1", "HARVEST_DECISION", by=by)


def test_the_recipe_shipped_has_a_verified_and_an_unverified_step_so_that_these_tests_mean_something() -> None:
    recipe = ordered().floor.recipes[CART]
    assert {recipe.by_code["RECEIPT_COI"].verified, recipe.by_code["APH_COLLECT"].verified} == {True, False}
