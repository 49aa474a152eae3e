"""The rules of release: what blocks it, who may sign it, what is confirmed afterwards."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from console.domain import commands as c
from console.domain import events as e
from console.domain.batch import BatchStatus
from console.domain.decide.dispositions import blockers, outstanding_tests
from console.domain.floor import Floor
from console.domain.quality import Impact, Severity, Verdict
from console.domain.recipe import Gate
from tests.domain.builders import CART, HOUR, LOT, OPERATOR, QA, QA_2, QA_3, REVIEWER, House, after, folded, site
from tests.domain.decide.case import Case, holds

Status = BatchStatus
ready = partial(after, "RECORD_REVIEW")
released = partial(after, "DISPOSITION")


def sign(decision: BatchStatus = Status.RELEASED_CONDITIONAL, by: str = QA_3, batch: str = "B-1") -> c.SignDisposition:
    return c.SignDisposition(by=by, batch=batch, decision=decision)


def confirm() -> c.ConfirmBatch:
    return c.ConfirmBatch(by=QA_3, batch="B-1")


def confirmed_tests(house: House) -> c.ConfirmBatch:
    house.pass_tests("B-1", Gate.CONFIRM)
    return confirm()


def given() -> House:
    """A batch that reached its patient."""
    return after("INFUSE")


def on_its_way() -> House:
    """Released, every test in, and the courier under way."""
    house = after("PACK_SHIP")
    house.pass_tests("B-1", Gate.CONFIRM)
    return house


def at_the_bedside(house: House) -> c.ConfirmBatch:
    house.live("B-1", "INFUSE")
    return confirm()


def without_recipe() -> House:
    house = ready()
    house.floor = replace(house.floor, recipes={})
    return house


def with_recipe(house: House) -> c.SignDisposition:
    house.floor = replace(house.floor, recipes=site().recipes)
    return sign()


def deviating(impact: Impact | None = None, closes: bool = False) -> House:
    """Ready for release but for one deviation."""
    house = ready()
    house.ask(c.OpenDeviation(by=OPERATOR, deviation="DV-1", title="Weld repeated", severity=Severity.MAJOR, batches=("B-1",)))
    if impact is not None:
        house.ask(c.AssessDeviation(by=QA, deviation="DV-1", impact=impact))
    if closes:
        house.ask(c.CloseDeviation(by=QA, deviation="DV-1"))
    return house


def settled(house: House) -> c.SignDisposition:
    house.ask(c.AssessDeviation(by=QA, deviation="DV-1", impact=Impact.ASSESSED_OK))
    return sign()


def held() -> House:
    house = ready()
    house.ask(c.PlaceHold(by=OPERATOR, batch="B-1", hold="H-1", reason="seal number differs"))
    return house


def lifted(house: House) -> c.SignDisposition:
    house.ask(c.LiftHold(by=QA, batch="B-1", hold="H-1", reason="seal found"))
    return sign()


def one_left(done: str, step: str) -> House:
    """Everything but one step of the release done."""
    house = after(done)
    house.start("B-1", step)
    return house


def reviewed(house: House) -> c.SignDisposition:
    house.finish("B-1", "RECORD_REVIEW")
    return sign()


def by_their_hand() -> House:
    """Ready for release, and someone of QA checked the incoming cells."""
    house = ready()
    batch = house.batch("B-1")
    checked = replace(batch.steps["APH_QC"], verifier=QA)
    house.floor = replace(house.floor, batches={"B-1": replace(batch, steps={**batch.steps, "APH_QC": checked})})
    return house


CASES = [
    Case("batch-unknown", ready, lambda h: sign(batch="B-9"), lambda h: sign()),
    Case("recipe-unknown", without_recipe, lambda h: sign(), with_recipe),
    Case("decision", ready, lambda h: sign(Status.SHIPPED), lambda h: sign()),
    Case("released-already", released, lambda h: sign(Status.REJECTED), lambda h: h.starting("B-1", "PACK_SHIP")),
    Case("own-work", by_their_hand, lambda h: sign(by=QA), lambda h: sign()),
    Case("release-blocked", deviating, lambda h: sign(), settled),
    Case("release-blocked", partial(deviating, Impact.BLOCKS_RELEASE), lambda h: sign(), settled),
    Case("release-blocked", partial(deviating, Impact.BLOCKS_RELEASE, True), lambda h: sign(), lambda h: sign(Status.REJECTED)),
    Case("release-blocked", held, lambda h: sign(), lifted),
    Case("release-blocked", partial(one_left, "QC_RELEASE", "RECORD_REVIEW"), lambda h: sign(), reviewed),
    Case("outstanding", ready, lambda h: sign(Status.RELEASED), lambda h: sign(Status.RELEASED_CONDITIONAL)),
    Case("not-released", ready, lambda h: confirm(), lambda h: sign()),
    Case("outstanding", given, lambda h: confirm(), confirmed_tests),
    Case("underway", on_its_way, lambda h: confirm(), at_the_bedside),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


def blocked_by(house: House) -> tuple[str, ...]:
    batch = house.batch("B-1")
    return blockers(house.floor, batch, house.floor.recipes[CART])


def test_nothing_blocks_a_batch_that_went_well() -> None:
    assert blocked_by(ready()) == ()


def test_every_blocker_is_named_the_gravest_first() -> None:
    house = after("SAMPLE_RELEASE")
    house.ask(c.PlaceHold(by=OPERATOR, batch="B-1", hold="H-1", reason="seal number differs"))
    found = blocked_by(house)
    assert found[0] == "on hold: seal number differs"
    assert "CAR+ of CD3+: not started" in found
    assert found[-1] == "Record review not done"


@pytest.mark.parametrize("decision", [Status.RELEASED, Status.RELEASED_CONDITIONAL, Status.RELEASED_EXCEPTIONAL])
@pytest.mark.parametrize("spec", list(site().recipes[CART].gating), ids=lambda s: s.code)
def test_no_release_button_gets_past_a_gating_test_out_of_specification(decision: BatchStatus, spec: object) -> None:
    house = ready()
    floor = with_verdict(house.floor, spec.code, Verdict.OOS)  # type: ignore[attr-defined]  # a test specification
    assert House(floor, house.now).no(sign(decision)) == "release-blocked"


def with_verdict(floor: Floor, code: str, verdict: Verdict) -> Floor:
    """The floor after another console judged this test otherwise."""
    test = floor.batches["B-1"].last_test(code)
    assert test is not None and floor.latest is not None
    return folded(floor, [e.ResultReviewed(by=REVIEWER, at=floor.latest, test=test.id, batch="B-1", verdict=verdict)])


def test_a_confirming_test_that_failed_before_release_blocks_it() -> None:
    house = ready()
    spec = house.floor.recipes[CART].test("VCN")
    assert spec is not None
    house.test("B-1", spec, Verdict.OOS)
    assert blocked_by(house) == ("Vector copy number: out of specification",)
    assert house.no(sign()) == "release-blocked"


@pytest.mark.parametrize("step", ["APH_COLLECT", "ENRICH", "LABEL_COI"])
@pytest.mark.parametrize("hand", ["performer", "finisher", "verifier"])
def test_nobody_releases_or_rejects_a_batch_they_had_a_hand_in(step: str, hand: str) -> None:
    house = ready()
    batch = house.batch("B-1")
    mine = replace(batch.steps[step], **{hand: QA_3})  # type: ignore[arg-type]  # three fields of the same kind
    house.floor = replace(house.floor, batches={"B-1": replace(batch, steps={**batch.steps, step: mine})})
    for decision in (Status.RELEASED_CONDITIONAL, Status.REJECTED):
        assert house.no(sign(decision)) == "own-work"
    assert house.ask(sign(by=QA_2))


def test_a_conditional_release_names_what_is_still_running() -> None:
    house = ready()
    (told,) = house.ask(sign())
    assert isinstance(told, e.DispositionSigned)
    assert set(told.outstanding) == {"VCN", "RCL", "POTENCY", "EM_VIABLE", "STER_FINAL"}
    assert house.batch("B-1").status is Status.RELEASED_CONDITIONAL
    assert house.batch("B-1").released_at == house.now
    assert house.step("B-1", "DISPOSITION").over


def test_a_rejected_batch_ends_frees_its_place_and_takes_no_more_work() -> None:
    house = ready()
    house.ask(sign(Status.REJECTED))
    batch = house.batch("B-1")
    assert (batch.status, batch.live, batch.released_at) == (Status.REJECTED, False, None)
    assert house.no(house.starting("B-1", "CHANGEOVER")) == "batch-ended"
    assert not any(now.batch for room in house.floor.rooms.values() for now in room.stations.values())


def test_a_rejection_beats_a_release_and_a_shipment_recorded_elsewhere() -> None:
    house = ready()
    house.ask(sign(Status.REJECTED))
    late = [
        e.DispositionSigned(by=QA_2, at=house.now, batch="B-1", decision=Status.RELEASED_CONDITIONAL),
        e.StepStarted(by=OPERATOR, at=house.now, batch="B-1", step="PACK_SHIP", lane="DOCK"),
        e.StepFinished(by=OPERATOR, at=house.now + HOUR, batch="B-1", step="PACK_SHIP"),
    ]
    batch = folded(house.floor, late).batches["B-1"]
    assert (batch.status, batch.live, batch.released_at) == (Status.REJECTED, False, None)


def test_a_sterility_growth_after_infusion_is_a_failure_after_release() -> None:
    house = given()
    spec = house.floor.recipes[CART].test("STER_FINAL")
    assert spec is not None
    house.test("B-1", spec, Verdict.OOS)
    (told,) = house.ask(confirm())
    assert isinstance(told, e.BatchFailed)
    assert house.batch("B-1").status is Status.POST_RELEASE_FAILURE


def test_a_lot_is_released_outright_only_when_nothing_is_outstanding() -> None:
    house = House()
    house.order("L-1", recipe=LOT)
    house.live("L-1", "RECORD_REVIEW")
    recipe = house.floor.recipes[LOT]
    left = outstanding_tests(house.batch("L-1"), recipe)
    decision = Status.RELEASED_CONDITIONAL if left else Status.RELEASED
    house.ask(sign(decision, batch="L-1"))
    assert house.batch("L-1").released_at == house.now


STATUS_AFTER: list[tuple[str, BatchStatus]] = [
    ("APH_COLLECT", Status.STARTED), ("RECEIPT_COI", Status.STARTED), ("ENRICH", Status.IN_PROCESS),
    ("IPC_SAMPLE_D5", Status.IN_PROCESS), ("HARVEST_WASH", Status.HARVESTED), ("FORMULATE_FILL", Status.QUARANTINE),
    ("RECORD_REVIEW", Status.QUARANTINE), ("DISPOSITION", Status.RELEASED_CONDITIONAL), ("PACK_SHIP", Status.SHIPPED),
    ("COURIER_OUT", Status.SHIPPED), ("INFUSE", Status.ADMINISTERED),
]  # fmt: skip


@pytest.mark.parametrize(("step", "status"), STATUS_AFTER)
def test_a_batch_goes_through_its_statuses_in_order(step: str, status: BatchStatus) -> None:
    assert after(step).batch("B-1").status is status
