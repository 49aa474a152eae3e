"""Whether a plan is lawful, found out in minutes by plain search: every rule it breaks, for whoever made the plan.

Written to be believed where solvers are not: it knows nothing of how a plan is made, and no solver asks it.
"""

from __future__ import annotations

from collections.abc import Iterator

from console.planning.problem import Anchor, Lag, Plan, PlanBatch, PlanStep, Problem
from console.planning.rules.sharing import hours, shared
from console.planning.rules.uses import step_name, times_of, uses_of
from console.planning.rules.violation import Rule, Violation

__all__ = ["Rule", "Violation", "check"]


def check(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Every violated rule, by time; empty when the plan is lawful. Facts are believed: what they alone break is none."""
    found: list[Violation] = []
    for batch in problem.batches:
        found += _own(problem, plan, batch)
    found += shared(problem, uses_of(problem, plan))
    return tuple(sorted(found, key=lambda v: (v.start, list(Rule).index(v.rule), v.batch, v.step, v.words)))


def _own(problem: Problem, plan: Plan, batch: PlanBatch) -> Iterator[Violation]:
    """What a batch's own times and places break."""
    own = _Own(problem, batch, dict(times_of(problem, plan, batch)))
    missing = [step for step in batch.steps if step.code not in own.times]
    if missing:
        whole = not any((batch.id, step.code) in plan.starts for step in batch.steps if step.fact is None)
        words = "is not in the plan" if whole else f"has no time for {step_name(missing[0])}"
        named = "" if whole else missing[0].code
        yield Violation(Rule.MISSING, batch.id, named, f"{batch.id} {words}.", batch.release, batch.release)
    for step in batch.steps:
        if step.fact is None and step.code in own.times:
            yield from own.step(step)
    for lag in batch.lags:
        if lag.before in own.times and lag.after in own.times and not (own.fact(lag.before) and own.fact(lag.after)):
            yield from own.lag(lag)
    for anchor in batch.anchors:
        if anchor.root in own.times and anchor.step in own.times and not (own.fact(anchor.root) and own.fact(anchor.step)):
            yield from own.anchor(anchor)
    yield from own.places(plan)


class _Own:
    """One batch with its times, in minutes, and the rules nobody else takes part in."""

    def __init__(self, problem: Problem, batch: PlanBatch, times: dict[str, tuple[int, int]]) -> None:
        self.problem, self.batch, self.times = problem, batch, times
        self.minutes = problem.grid.minutes

    def fact(self, code: str) -> bool:
        """Whether a step has started."""
        return self.batch.step(code).fact is not None

    def step(self, step: PlanStep) -> Iterator[Violation]:
        """Now, release, earliest, latest, windows and horizon of one planned step."""
        start, end = self.times[step.code]
        m = self.minutes
        if start < self.problem.now * m:
            yield self._broken(Rule.PAST, step, "is planned in the past", start, self.problem.now * m)
        if start < self.batch.release * m:
            yield self._broken(Rule.TOO_EARLY, step, "starts before the batch is released for work", start, self.batch.release * m)
        if start < step.earliest * m:
            yield self._broken(Rule.TOO_EARLY, step, "starts before it may", start, step.earliest * m)
        if step.latest is not None and start > step.latest * m:
            yield self._broken(Rule.TOO_LATE, step, "starts later than it may", step.latest * m, start)
        if step.windows is not None and not any(opens * m <= start < closes * m for opens, closes in step.windows):
            yield self._broken(Rule.WINDOW, step, "starts outside the hours in which it may", start, end)
        if end > self.problem.horizon * m:
            yield self._broken(Rule.HORIZON, step, "ends beyond the time that is planned", self.problem.horizon * m, end)

    def lag(self, lag: Lag) -> Iterator[Violation]:
        """The least and the most between two edges."""
        before, after = self.times[lag.before][lag.from_end], self.times[lag.after][lag.to_end]
        least, apart = lag.least * self.minutes, after - before
        named = self.batch.step(lag.after if not self.fact(lag.after) else lag.before)
        first = step_name(self.batch.step(lag.before)) + (" has ended" if lag.from_end else " has started")
        verb = step_name(self.batch.step(lag.after)) + (" ends" if lag.to_end else " starts")
        others = ((self.batch.id, lag.before if named.code == lag.after else lag.after),)
        limit = f" ({lag.title})" if lag.title else ""
        if apart < least:
            words = f"before {first}" if least <= 0 else f"less than {hours(least)} after {first}"
            text = f"{self.batch.id}: {verb} {words}{limit}."
            yield self._violation(Rule.PRECEDENCE, named.code, text, after, before + least, others)
        elif lag.most is not None and apart > lag.most * self.minutes:
            text = f"{self.batch.id}: {verb} more than {hours(lag.most * self.minutes)} after {first}{limit}."
            yield self._violation(Rule.HOLD_LIMIT, named.code, text, before + lag.most * self.minutes, after, others)

    def anchor(self, anchor: Anchor) -> Iterator[Violation]:
        """The clock a step waits for, counted from the day on which another starts."""
        root = self.times[anchor.root][0]
        day = max((n for n, at in enumerate(self.problem.days) if at * self.minutes <= root), default=0)
        opens, start = anchor.opens[day] * self.minutes, self.times[anchor.step][0]
        if start < opens:
            named = anchor.step if not self.fact(anchor.step) else anchor.root
            words = f"starts before the hour at which it opens, counted from {step_name(self.batch.step(anchor.root))}"
            yield self._violation(
                Rule.CLOCK, named, f"{self.batch.id}: {step_name(self.batch.step(anchor.step))} {words}.", start, opens
            )

    def places(self, plan: Plan) -> Iterator[Violation]:
        """Each stand with work ahead is at one of its places; a held one where it is."""
        for number, stand in enumerate(self.batch.stands):
            steps = [step for step in self.batch.steps if step.stand == number and step.code in self.times]
            ahead = [step for step in steps if step.fact is None]
            place = plan.places.get((self.batch.id, number), stand.held)
            if not ahead:
                continue
            if place is None:
                words = "has no place in the plan"
            elif stand.held is not None and place != stand.held:
                words = f"is planned elsewhere than in {self._room(stand.held.room)}, where it is"
            elif stand.held is None and place not in stand.places:
                words = f"is planned in {self._room(place.room)}, where it may not be"
            else:
                continue
            start, end = self.times[ahead[0].code]
            yield self._broken(Rule.PLACE, ahead[0], words, start, end)

    def _room(self, room: str) -> str:
        spec = self.problem.room_of.get(room)
        return spec.title or room if spec is not None else room

    def _broken(self, rule: Rule, step: PlanStep, words: str, start: int, end: int) -> Violation:
        return self._violation(rule, step.code, f"{self.batch.id} {step_name(step)} {words}.", start, end)

    def _violation(
        self, rule: Rule, step: str, words: str, start: int, end: int, others: tuple[tuple[str, str], ...] = ()
    ) -> Violation:
        return Violation(rule, self.batch.id, step, words, start // self.minutes, end // self.minutes, others)
