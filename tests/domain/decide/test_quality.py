"""The rules of the lab and of deviations: the right sample, a second pair of eyes, no testing into compliance."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from console.domain import commands as c
from console.domain import events as e
from console.domain.evolve import evolve
from console.domain.quality import DeviationState, Impact, Severity, TestState, Verdict
from tests.domain.builders import ANALYST, ANALYST_2, CART, OPERATOR, QA, REVIEWER, SUPERVISOR, House, after, ordered, site
from tests.domain.decide.case import Case, holds
from tests.domain.decide.houses import reported, started

SPEC = site().recipes[CART].test("COUNT_VIAB")
assert SPEC is not None
SAMPLE = f"S-B-1-{SPEC.sample_step}"
sampled = partial(after, "SAMPLE_RELEASE")


def take(name: str = "S-2", step: str = "APH_COLLECT", batch: str = "B-1") -> c.TakeSample:
    return c.TakeSample(by=OPERATOR, sample=name, batch=batch, step=step)


def taken() -> House:
    house = started()
    house.ask(take())
    return house


def receive(name: str = "S-2") -> c.ReceiveSample:
    return c.ReceiveSample(by=ANALYST, batch="B-1", sample=name)


def again(house: House) -> c.ReceiveSample:
    house.ask(take("S-3"))
    return receive("S-3")


def begin(name: str = "T-1", code: str = "COUNT_VIAB", sample: str = SAMPLE) -> c.StartTest:
    return c.StartTest(by=ANALYST, batch="B-1", test=name, code=code, sample=sample)


def in_test() -> House:
    house = sampled()
    house.ask(begin())
    return house


def enter(value: str | None = "82", text: str = "", by: str = ANALYST, test: str = "T-1") -> c.EnterResult:
    number = None if value is None else Decimal(value)
    return c.EnterResult(by=by, batch="B-1", test=test, value=number, text=text)


def entered(value: str = "82", by: str = ANALYST) -> House:
    house = in_test()
    house.ask(enter(value, by=by))
    return house


def review(verdict: Verdict = Verdict.PASS, by: str = REVIEWER, comment: str = "") -> c.ReviewResult:
    return c.ReviewResult(by=by, batch="B-1", test="T-1", verdict=verdict, comment=comment)


def judged(verdict: Verdict, value: str = "82") -> House:
    house = entered(value)
    house.ask(review(verdict, comment="control failed"))
    return house


def deviation(name: str = "DV-2", title: str = "Clamp closed late", batches: tuple[str, ...] = ("B-1",)) -> c.OpenDeviation:
    return c.OpenDeviation(by=OPERATOR, deviation=name, title=title, severity=Severity.MINOR, batches=batches)


def departed() -> House:
    house = ordered()
    house.ask(deviation("DV-1"))
    return house


def assess(name: str = "DV-1", impact: Impact = Impact.ASSESSED_OK) -> c.AssessDeviation:
    return c.AssessDeviation(by=QA, deviation=name, impact=impact)


def close(name: str = "DV-1") -> c.CloseDeviation:
    return c.CloseDeviation(by=QA, deviation=name)


def assessed() -> House:
    house = departed()
    house.ask(assess())
    return house


def closed() -> House:
    house = assessed()
    house.ask(close())
    return house


CASES = [
    Case("batch-reported", reported, lambda h: take(batch="B-0"), lambda h: deviation(batches=("B-0",))),
    Case("step-unknown", started, lambda h: take(step="NOPE"), lambda h: take()),
    Case("not-started", ordered, lambda h: take(), lambda h: h.starting("B-1", "APH_COLLECT")),
    Case("sample-known", taken, lambda h: take(), lambda h: take("S-3")),
    Case("sample-batch", taken, lambda h: receive("S-9"), lambda h: receive()),
    Case("sample-received", lambda: after("RECEIPT_COI"), lambda h: receive("S-B-1-RECEIPT_COI"), again),
    Case("test-unknown", sampled, lambda h: begin(code="NOPE"), lambda h: begin()),
    Case("sample-missing", sampled, lambda h: begin(sample=""), lambda h: begin()),
    Case("sample-step", sampled, lambda h: begin(sample="S-B-1-IPC_SAMPLE_D5"), lambda h: begin()),
    Case("test-known", in_test, lambda h: begin(code="GRAM"), lambda h: begin("T-2", "GRAM")),
    Case("retest", in_test, lambda h: begin("T-2"), lambda h: enter()),
    Case("retest", lambda: judged(Verdict.PASS), lambda h: begin("T-2"), lambda h: begin("T-2", "GRAM")),
    Case("retest", lambda: judged(Verdict.OOS, "60"), lambda h: begin("T-2"), lambda h: begin("T-2", "GRAM")),
    Case("test-unknown", in_test, lambda h: enter(test="T-9"), lambda h: enter()),
    Case("result-known", entered, lambda h: enter("83"), lambda h: review()),
    Case("result-empty", in_test, lambda h: enter(None, " "), lambda h: enter(None, "clumps")),
    Case("value-wild", in_test, lambda h: enter("Infinity"), lambda h: enter("0.000001")),
    Case("value-wild", in_test, lambda h: enter("1E+99999"), lambda h: enter("1E+9")),
    Case("no-result", in_test, lambda h: review(), lambda h: enter()),
    Case("reviewer-same", lambda: entered(by=REVIEWER), lambda h: review(), lambda h: review(by="ycruz")),
    Case("out-of-specification", lambda: entered("69.9"), lambda h: review(), lambda h: review(Verdict.OOS, comment="no cause")),
    Case(
        "verdict-cause", lambda: entered("69.9"), lambda h: review(Verdict.INVALID), lambda h: review(Verdict.INVALID, comment="x")
    ),
    Case("deviation-known", departed, lambda h: deviation("DV-1"), lambda h: deviation()),
    Case("deviation-title", ordered, lambda h: deviation(title=" "), lambda h: deviation()),
    Case("batch-unknown", ordered, lambda h: deviation(batches=("B-1", "B-9")), lambda h: deviation(batches=())),
    Case("deviation-unknown", departed, lambda h: assess("DV-9"), lambda h: assess()),
    Case("deviation-unknown", closed, lambda h: assess(), lambda h: deviation()),
    Case("deviation-unknown", closed, lambda h: close(), lambda h: deviation()),
    Case("not-assessed", departed, lambda h: close(), lambda h: assess()),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


def test_a_sample_that_is_not_in_the_lab_is_not_tested() -> None:
    house = started("SAMPLE_RELEASE", "FORMULATE_FILL")
    house.ask(take(SAMPLE, "SAMPLE_RELEASE"))
    assert house.no(begin()) == "sample-missing"
    house.ask(receive(SAMPLE))
    assert house.ask(begin())


def test_a_repeat_after_an_invalid_attempt_is_a_new_attempt_and_the_old_one_stays() -> None:
    house = judged(Verdict.INVALID)
    house.ask(begin("T-2"))
    tests = house.batch("B-1").tests
    assert (tests["T-1"].state, tests["T-1"].value, tests["T-1"].attempt) == (TestState.INVALID, Decimal(82), 1)
    assert (tests["T-2"].state, tests["T-2"].attempt) == (TestState.IN_TEST, 2)


@pytest.mark.parametrize(("verdict", "state"), [(v, TestState[v.name]) for v in Verdict])
def test_a_test_goes_from_running_through_entered_to_its_verdict(verdict: Verdict, state: TestState) -> None:
    house = in_test()
    assert house.batch("B-1").tests["T-1"].state is TestState.IN_TEST
    house.ask(enter())
    assert house.batch("B-1").tests["T-1"].state is TestState.RESULT_ENTERED
    house.ask(review(verdict, comment="seen"))
    test = house.batch("B-1").tests["T-1"]
    assert (test.state, test.entered_by, test.reviewed_by, test.comment) == (state, ANALYST, REVIEWER, "seen")


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (Verdict.PASS, Verdict.OOS, TestState.OOS),
        (Verdict.OOS, Verdict.PASS, TestState.OOS),
        (Verdict.INVALID, Verdict.PASS, TestState.INVALID),
        (Verdict.PASS, Verdict.INVALID, TestState.PASS),
    ],
)
def test_of_two_verdicts_given_apart_the_safe_one_stands(first: Verdict, second: Verdict, stands: TestState) -> None:
    house = judged(first)
    late = e.ResultReviewed(by=ANALYST_2, at=house.now, test="T-1", batch="B-1", verdict=second)
    assert evolve(house.floor, late).batches["B-1"].tests["T-1"].state is stands


def test_text_results_pass_whatever_their_case_and_only_as_told() -> None:
    house = sampled()
    house.ask(begin(code="GRAM"))
    house.ask(enter(None, " No Organisms "))
    assert house.ask(review())
    house = sampled()
    house.ask(begin(code="GRAM"))
    house.ask(enter(None, "organisms"))
    assert house.no(review()) == "out-of-specification"


def test_a_deviation_goes_from_open_through_assessed_to_closed() -> None:
    house = departed()
    seen = [house.floor.deviations["DV-1"].state]
    for command in (assess(), close()):
        house.ask(command)
        seen.append(house.floor.deviations["DV-1"].state)
    assert seen == [DeviationState.OPEN, DeviationState.ASSESSED, DeviationState.CLOSED]


def test_a_closed_deviation_is_not_opened_again_by_a_late_assessment() -> None:
    house = closed()
    late = e.DeviationAssessed(by=QA, at=house.now, deviation="DV-1", impact=Impact.BLOCKS_RELEASE)
    found = evolve(house.floor, late).deviations["DV-1"]
    assert found.state is DeviationState.CLOSED and found.impact is Impact.BLOCKS_RELEASE


def test_the_same_sample_number_from_two_consoles_is_one_sample() -> None:
    house = taken()
    house.ask(receive())
    twice = e.SampleTaken(by=SUPERVISOR, at=house.now, sample="S-2", batch="B-1", step="APH_COLLECT")
    assert evolve(house.floor, twice).batches["B-1"].samples["S-2"] == house.batch("B-1").samples["S-2"]


def test_a_command_that_says_nothing_of_the_time_happens_now() -> None:
    house = in_test()
    assert replace(enter(), at=house.now) != enter()
    assert house.ask(enter())[0].at == house.now
