"""A whole small site to try the rules on: the shipped facility and recipes, its people, and a hand that drives commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from console.domain import commands as c
from console.domain.batch import Batch, BatchStatus, Placement, Step, StepState
from console.domain.commands.command import Command
from console.domain.decide import CONSOLE, decide
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.facility import LaneKind, Role
from console.domain.floor import Floor
from console.domain.quality import TestState, Verdict
from console.domain.recipe import DISPOSITION, QC_RELEASE, Edge, Gate, Limit, TestSpec
from console.domain.refusal import Refusal
from console.domain.timers import edge_at, hours
from console.planning.floor.nominal import nominal_plan
from console.service.library import shipped_facility, shipped_recipes

START = datetime(2026, 10, 12, 13, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OPERATOR, SECOND, THIRD = "areyes", "bokafor", "clindqvist"
SUPERVISOR, PLANNER = "jhart", "pshah"
ANALYST, ANALYST_2, REVIEWER = "ibrandt", "jcosta", "xbell"
QA, QA_2, QA_3 = "mkeller", "nrossi", "cday"
ADMIN, INSPECTOR = "ireed", "jstone"
BY_ROLE = {
    Role.OPERATOR: OPERATOR, Role.SUPERVISOR: SUPERVISOR, Role.PLANNER: PLANNER, Role.QC_ANALYST: ANALYST,
    Role.QC_REVIEWER: REVIEWER, Role.QA: QA, Role.ADMIN: ADMIN, Role.INSPECTOR: INSPECTOR,
}  # fmt: skip
CHECKS = {Role.OPERATOR: SECOND, Role.SUPERVISOR: OPERATOR, Role.QC_ANALYST: ANALYST_2, Role.QA: QA_2}
CART, LOT, BLOCK = "CART-7D-v1", "MRNA-IVT-1G-v1", "EM-REQUAL-v1"


def folded(floor: Floor, events: Sequence[Any]) -> Floor:
    """The floor after these events."""
    for event in events:
        floor = evolve(floor, event)
    return floor


@cache
def site() -> Floor:
    """The floor of a site that has its facility and its recipes, and no batch yet."""
    floor = Floor()
    founding: list[Command] = [c.AdoptFacility(by=CONSOLE, facility=shipped_facility())]
    founding += [c.ApproveRecipe(by=CONSOLE, recipe=recipe) for recipe in shipped_recipes().values()]
    for command in founding:
        answer = decide(floor, command, START - DAY)
        assert not isinstance(answer, Refusal), answer
        floor = folded(floor, answer)
    return floor


class House:
    """A floor, an instant, and a hand that asks."""

    def __init__(self, floor: Floor | None = None, now: datetime = START) -> None:
        self.floor = floor or site()
        self.now = now
        self.events: list[Event] = []

    def ask(self, command: Command) -> list[Event]:
        """Ask what must be answered yes."""
        answer = decide(self.floor, command, self.now)
        assert not isinstance(answer, Refusal), f"{command}: {answer}"
        self.floor = folded(self.floor, answer)
        self.events += answer
        return answer

    def no(self, command: Command) -> str:
        """Ask what must be refused; the rule that says no."""
        answer = decide(self.floor, command, self.now)
        assert isinstance(answer, Refusal), f"not refused: {command}"
        assert answer.why, answer
        return answer.rule

    def wait(self, span: timedelta) -> House:
        """Let time go by."""
        self.now += span
        return self

    def batch(self, batch: str) -> Batch:
        """The batch as it stands."""
        return self.floor.batches[batch]

    def step(self, batch: str, step: str) -> Step:
        """The step as it stands."""
        return self.floor.batches[batch].steps[step]

    def order(self, batch: str = "B-1", **changes: Any) -> str:
        """Order a patient's batch from now on, at the place the nominal plan gives it."""
        recipe = self.floor.recipes[changes.get("recipe", CART)]
        facility = self.floor.facility
        assert facility is not None
        made = [p for p in facility.products if p.recipe in (recipe.id, recipe.name)]
        product = made[0] if made else None
        patient = product is not None and product.patient
        clinic = facility.clinics[0].id if patient else ""
        told: dict[str, Any] = {
            "recipe": recipe.id, "product": product.id if product else "", "clinic": clinic,
            "coi": f"COI-{batch}" if patient else "",
            "placements": nominal_plan(self.floor, recipe, clinic, self.now, ZoneInfo),
        }  # fmt: skip
        self.ask(c.OrderBatch(**{"by": PLANNER, "batch": batch, **told, **changes}))
        return batch

    def start(self, batch: str, step: str, **changes: Any) -> list[Event]:
        """Start a step by someone of its role, where it is planned."""
        return self.ask(self.starting(batch, step, **changes))

    def starting(self, batch: str, step: str, **changes: Any) -> c.StartStep:
        """The command that starts a step."""
        told = self.floor.recipes[self.batch(batch).recipe].by_code[step]
        return c.StartStep(**{"by": BY_ROLE[told.role], "batch": batch, "step": step, **changes})

    def finish(self, batch: str, step: str, **changes: Any) -> list[Event]:
        """Finish a step with good values, checked by a second person where one is needed."""
        return self.ask(self.finishing(batch, step, **changes))

    def finishing(self, batch: str, step: str, **changes: Any) -> c.FinishStep:
        """The command that finishes a step as it should be finished."""
        told = self.floor.recipes[self.batch(batch).recipe].by_code[step]
        verifier = CHECKS[told.role] if told.verified else ""
        values = {limit.name: good(limit) for limit in told.limits}
        plain = {"by": BY_ROLE[told.role], "batch": batch, "step": step, "verifier": verifier, "values": values}
        return c.FinishStep(**{**plain, **changes})

    def do(self, batch: str, step: str, **changes: Any) -> None:
        """Live through one step: wait until it may begin, start, work, finish, take its samples."""
        recipe = self.floor.recipes[self.batch(batch).recipe]
        told = recipe.by_code[step]
        self.now = max(self.now, opens_at(self.floor, batch, step))
        for before in told.after:
            if self.step(batch, before).state is StepState.RUNNING:
                self._come_to_an_end(batch, before)
        self.start(batch, step)
        if not told.attended and told.lane is LaneKind.ROOM:
            return  # it goes on by itself while other things are done
        self.wait(timedelta(hours=told.law.typical_h))
        if step == QC_RELEASE:
            self.pass_tests(batch)
        self.finish(batch, step, **changes)
        if told.sample or any(spec.sample_step == step for spec in recipe.tests):
            self.sample(batch, step)

    def _come_to_an_end(self, batch: str, step: str) -> None:
        started = self.step(batch, step).started_at
        typical = self.floor.recipes[self.batch(batch).recipe].by_code[step].law.typical_h
        self.now = max(self.now, started + timedelta(hours=typical)) if started else self.now
        self.finish(batch, step)

    def sample(self, batch: str, step: str) -> str:
        """Take a sample at a step and bring it to the lab."""
        name = f"S-{batch}-{step}"
        self.ask(c.TakeSample(by=OPERATOR, batch=batch, step=step, sample=name))
        self.ask(c.ReceiveSample(by=ANALYST, batch=batch, sample=name))
        return name

    def test(self, batch: str, spec: TestSpec, verdict: Verdict = Verdict.PASS, attempt: int = 1) -> str:
        """Run one attempt at a test to its verdict."""
        name = f"T-{batch}-{spec.code}-{attempt}"
        self.ask(c.StartTest(by=ANALYST, batch=batch, code=spec.code, test=name, sample=f"S-{batch}-{spec.sample_step}"))
        value, text = passing(spec) if verdict is Verdict.PASS else failing(spec)
        self.ask(c.EnterResult(by=ANALYST, batch=batch, test=name, value=value, text=text))
        cause = "" if verdict is Verdict.PASS else "investigated"
        self.ask(c.ReviewResult(by=REVIEWER, batch=batch, test=name, verdict=verdict, comment=cause))
        return name

    def pass_tests(self, batch: str, gate: Gate = Gate.GATING) -> None:
        """Pass every test of this gate that has not passed."""
        have = self.batch(batch)
        for spec in self.floor.recipes[have.recipe].tests:
            last = have.last_test(spec.code)
            if spec.gate is gate and (last is None or last.state is TestState.INVALID):
                self.test(batch, spec, attempt=last.attempt + 1 if last else 1)

    def live(self, batch: str, until: str) -> None:
        """Live through every step that is not optional, in the recipe's order, up to and with this one."""
        recipe = self.floor.recipes[self.batch(batch).recipe]
        for told in recipe.steps:
            if told.code == DISPOSITION and not self.step(batch, told.code).over:
                self.release(batch)
            elif not told.optional and self.step(batch, told.code).state is StepState.PLANNED:
                self.do(batch, told.code)
            if told.code == until:
                return

    def release(self, batch: str, **changes: Any) -> list[Event]:
        """Sign the disposition, as QA who had no hand in the batch."""
        recipe = self.floor.recipes[self.batch(batch).recipe]
        confirm = any(spec.gate is Gate.CONFIRM for spec in recipe.tests)
        decision = "RELEASED_CONDITIONAL" if confirm else "RELEASED"
        from_name = {"by": QA_3, "batch": batch, "decision": BatchStatus(decision), **changes}
        return self.ask(c.SignDisposition(**from_name))


def opens_at(floor: Floor, batch: str, step: str) -> datetime:
    """When every window into this step, or into the one right after it, is open, and its planned clock has come."""
    have, recipe = floor.batches[batch], floor.recipes[floor.batches[batch].recipe]
    found = [START]
    for lag in recipe.lags:
        into = lag.to_step == step or lag.to_step in recipe.followers[step][:1]
        opened = edge_at(have, lag.from_step, lag.from_edge)
        if lag.min_h is not None and lag.to_edge is Edge.START and into and opened is not None:
            found.append(opened + hours(lag.min_h))
    planned = have.steps[step].placement
    if recipe.by_code[step].day and planned is not None:
        found.append(planned.start)
    return max(found)


def good(limit: Limit) -> Decimal:
    """A value well inside its limits."""
    low = limit.alert_low if limit.alert_low is not None else limit.action_low
    high = limit.alert_high if limit.alert_high is not None else limit.action_high
    if low is not None and high is not None:
        return (low + high) / 2
    if low is not None:
        return low + 1
    return high / 2 if high is not None else Decimal(10)


def passing(spec: TestSpec) -> tuple[Decimal | None, str]:
    """A result that lies within the specification."""
    if spec.text_pass:
        return None, spec.text_pass
    if spec.low is not None and spec.high is not None:
        return (spec.low + spec.high) / 2, ""
    if spec.low is not None:
        return spec.low, ""
    return (spec.high if spec.high is not None else Decimal(1)), ""


def failing(spec: TestSpec) -> tuple[Decimal | None, str]:
    """A result that lies outside the specification."""
    if spec.text_pass:
        return None, "something else"
    return (spec.low - 1, "") if spec.low is not None else ((spec.high or Decimal(1)) + 1, "")


def elsewhere(placement: Placement, **changes: Any) -> Placement:
    """The placement with something changed."""
    return replace(placement, **changes)


@cache
def lived(until: str, batch: str = "B-1") -> tuple[Floor, datetime]:
    """The floor and the instant after one patient's batch went well up to and with this step."""
    house = House()
    house.order(batch)
    house.live(batch, until)
    return house.floor, house.now


def after(until: str, batch: str = "B-1") -> House:
    """A house in which one patient's batch went well up to and with this step."""
    return House(*lived(until, batch))


def ordered(batch: str = "B-1") -> House:
    """A house in which one patient's batch is ordered and planned."""
    house = House()
    house.order(batch)
    return house


def running_steps(floor: Floor) -> list[tuple[str, str]]:
    """Every step that runs now."""
    return [(b.id, s.code) for b in floor.batches.values() for s in b.steps.values() if s.state is StepState.RUNNING]


def room_steps(floor: Floor, recipe: str = CART) -> list[str]:
    """The codes of the steps of a recipe that are done in a cleanroom."""
    return [s.code for s in floor.recipes[recipe].steps if s.lane is LaneKind.ROOM]
