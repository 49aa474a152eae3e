"""From plans to what people are told of them: conflicts with their times, and proposals with who moves, gains and loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.refusal import Refusal
from console.planning.answers.differences import effects_of, late_h, moves_to
from console.planning.answers.plan_view import Conflict, Decision, Foreseen, PlanView, Proposal, Stuck
from console.planning.answers.whatif import read_question, suppose
from console.planning.build import Stop, never
from console.planning.check import check
from console.planning.faults import Fault, faults
from console.planning.floor.problem import NOTHING, Question, followed, plan_of, problem_of
from console.planning.improve import improve
from console.planning.problem import Plan, Problem, moved
from console.planning.repair import Unresolved, repair
from console.planning.rules.violation import Violation

REPAIR = "repair"
FORESEEN = "what if"
BETTER = "better"
IMPOSSIBLE = "impossible"
"""The rule of what no plan could satisfy: a step longer than any shift, a room no recipe may use."""

WORTH_H = 1.0
"""Expected hours of lateness below which no better plan is offered: people are not told anew for less."""


@dataclass(frozen=True)
class Standing:
    """The floor's problem, what people are told, and how that will go if everybody goes on as soon as they can."""

    floor: Floor
    problem: Problem
    told: Plan
    going: Plan


def standing_of(floor: Floor, now: datetime, zones: Zones, minutes: int = 15, supposed: Question = NOTHING) -> Standing:
    """How the plan stands at this instant; searches start from here and undo nothing that people put off on purpose."""
    problem = problem_of(floor, now, zones, minutes, firm=True, supposed=supposed)
    told = plan_of(floor, problem)
    return Standing(floor, problem, told, followed(problem, told))


def conflicts_of(problem: Problem, plan: Plan) -> tuple[Conflict, ...]:
    """What no plan could satisfy, named with its culprit, then every rule this plan breaks, with instants."""
    impossible = tuple(_impossible(problem, fault) for fault in faults(problem))
    return (*impossible, *(_conflict(problem, violation) for violation in check(problem, plan)))


def _impossible(problem: Problem, fault: Fault) -> Conflict:
    """Input that no plan can satisfy, on the bar of its culprit where that is a step of a batch."""
    name, _, code = fault.culprit.partition(" ")
    batch = problem.batch_of.get(name)
    steps = () if batch is None else ((name, code if code in batch.index else batch.steps[0].code),)
    return Conflict(IMPOSSIBLE, fault.words, steps, problem.grid.at(problem.now), problem.grid.at(problem.now))


def _conflict(problem: Problem, found: Violation) -> Conflict:
    steps = ((found.batch, found.step), *found.others)
    return Conflict(found.rule.value, found.words, steps, problem.grid.at(found.start), problem.grid.at(found.end))


def late_by_batch(problem: Problem, plan: Plan) -> dict[str, float]:
    """Expected hours of lateness of every batch that is expected to be late at all."""
    ends = ((batch, plan.completion(batch)) for batch in problem.batches if plan.holds(batch))
    return {batch.id: hours for batch, end in ends if (hours := late_h(problem, batch, end)) > 0.0}


def view_of(standing: Standing, made_at: datetime, stop: Stop = never) -> tuple[PlanView, Plan]:
    """The plan with its conflicts and, where it has any, a repair; and the plan that a search for a better one starts from."""
    conflicts = conflicts_of(standing.problem, standing.going)
    late = late_by_batch(standing.problem, standing.going)
    if not conflicts:
        return PlanView(made_at, standing.floor.entries, late_h=late), standing.going
    mended = repair(standing.problem, standing.going, stop)
    mend = proposal_of(standing, mended.plan, REPAIR, mended.unresolved, conflicts)
    return PlanView(made_at, standing.floor.entries, conflicts, mend, late_h=late), mended.plan


@dataclass(frozen=True)
class Better:
    """A plan that is expected to be less late, and what it means to take it over."""

    plan: Plan
    proposal: Proposal


def better_than(standing: Standing, base: Plan, iterations: int, seed: int = 0, stop: Stop = never) -> Better | None:
    """A plan expected to be less late than the mended one by enough to be worth telling people anew; None when none is found."""
    return worth_telling(standing, base, improve(standing.problem, base, iterations, seed, stop).plan)


def worth_telling(standing: Standing, base: Plan, plan: Plan) -> Better | None:
    """The plan as a proposal, if it is expected to be less late than the mended one by enough; else None."""
    found = proposal_of(standing, plan, BETTER, against=base)
    worth = found.moves and found.late_before_h - found.late_after_h >= WORTH_H
    return Better(plan, found) if worth else None


def foresee(text: str, floor: Floor, now: datetime, zones: Zones, stop: Stop = never) -> Foreseen | Refusal:
    """What would be if what the text supposes were so: the conflicts it adds, and what a repair would move, save and lose."""
    supposed = read_question(text, floor, now)
    if isinstance(supposed, Refusal):
        return supposed
    today = standing_of(floor, now, zones)
    base = repair(today.problem, today.going, stop).plan
    problem = suppose(problem_of(floor, now, zones, firm=True, supposed=supposed.question), base, supposed)
    then = Standing(floor, problem, today.told, followed(problem, base))
    known = {(c.rule, c.steps) for c in conflicts_of(today.problem, base)}
    new = tuple(c for c in conflicts_of(problem, then.going) if (c.rule, c.steps) not in known)
    mended = repair(problem, then.going, stop)
    made = proposal_of(then, mended.plan, FORESEEN, mended.unresolved, new)
    anew = set(moved(problem, base, mended.plan))
    moves = tuple(move for move in made.moves if (move.batch, move.code) in anew)
    before, after = _lates(problem, base, mended.plan)
    words = _words(FORESEEN, len(moves), before - after, [stuck.batch for stuck in made.stuck])
    effects = effects_of(problem, base, mended.plan)
    told = replace(made, words=words, moves=moves, effects=effects, late_before_h=before, late_after_h=after)
    return Foreseen(text, new, told)


def late_sum(problem: Problem, plan: Plan) -> float:
    """Expected hours of lateness of all batches."""
    return sum(late_by_batch(problem, plan).values())


def _lates(problem: Problem, before: Plan, after: Plan) -> tuple[float, float]:
    """Expected hours of lateness under both plans, of the batches that both place: what has no place saves nothing."""
    both = replace(problem, batches=tuple(b for b in problem.batches if before.holds(b) and after.holds(b)))
    return late_sum(both, before), late_sum(both, after)


def proposal_of(
    standing: Standing,
    plan: Plan,
    kind: str,
    lost: Sequence[Unresolved] = (),
    conflicts: tuple[Conflict, ...] = (),
    against: Plan | None = None,
) -> Proposal:
    """What taking over this plan would mean; batches that only go on late as they do anyhow are not told anew.

    Gains and losses are counted against the plan as it goes, or against another one.
    """
    problem, going = standing.problem, standing.going
    first = going if against is None else against
    touched = {batch for batch, _ in moved(problem, going, plan)} | {b.id for b in problem.batches if not going.holds(b)}
    moves = moves_to(standing.floor, problem, plan, touched)
    before, after = _lates(problem, first, plan)
    words = _words(kind, len(moves), before - after, [one.batch for one in lost])
    decisions = tuple(decision for one in lost for decision in _decisions(problem, one))
    stuck = tuple(_stuck(one, conflicts) for one in lost)
    return Proposal(kind, words, moves, effects_of(problem, first, plan), before, after, decisions, stuck)


def _stuck(found: Unresolved, conflicts: tuple[Conflict, ...]) -> Stuck:
    words = next((c.words for c in conflicts if found.batch in c.batches), f"{found.batch} finds no place that keeps every limit.")
    return Stuck(found.batch, words)


def _decisions(problem: Problem, found: Unresolved) -> tuple[Decision, ...]:
    ends = [None if tried.end is None else problem.grid.at(tried.end) for tried in found.decisions]
    return tuple(
        Decision(found.batch, tried.choice.value, tried.words, tried.cost is not None, end)
        for tried, end in zip(found.decisions, ends, strict=True)
    )


def _words(kind: str, moves: int, saved_h: float, stuck: Sequence[str]) -> str:
    """One line: what it brings, and how many commitments it moves."""
    count = f"{moves} move{'' if moves == 1 else 's'}"
    change = f"{abs(saved_h):.0f} h {'less' if saved_h >= 0 else 'more'} expected lateness"
    if kind == BETTER:
        return f"Better plan available: {change}, {count}"
    told = [count] if moves else []
    told += [change] if abs(saved_h) >= 0.5 else []
    told += [f"no lawful place for {', '.join(stuck)}"] if stuck else []
    head = "Repair" if kind == REPAIR else "It would take"
    return f"{head}: {', '.join(told) or 'nothing to move'}"
