"""Dragging a bar: where it may go, what follows it there, and who would have to give way; nothing is recorded by asking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from console.planning.clash import OWN, Clash, Kind, clashes
from console.planning.insert import Want
from console.planning.lawful import Lawful, lawful
from console.planning.problem import Place, Plan, PlanBatch, Problem
from console.planning.repair import Placing
from console.planning.sayings import Clock, saying, title_of
from console.planning.timetable import Booking, Timetable


class Verdict(StrEnum):
    """What the floor says to a wish before anything is asked of it."""

    LAWFUL = "ok"
    PUSHES = "pushes others"
    NO = "not allowed"


@dataclass(frozen=True, slots=True)
class Wish:
    """Where somebody wants a step: its start slot and, at a stand, the place (None: where it is told to be)."""

    batch: str
    code: str
    start: int
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A step that would start or stand elsewhere; slots, and the desk's lane for steps outside the cleanrooms."""

    batch: str
    code: str
    title: str
    before: int
    after: int
    duration: int
    was: Place | None
    to: Place | None
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """When a batch's promise would end before and after, in slots, and what that costs in per cent of slots."""

    batch: str
    before: int | None
    after: int | None
    cost_before: int = 0
    cost_after: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What a wish would do; `words` say why not, or who is pushed; `plan` is today's where it is not allowed."""

    verdict: Verdict
    wish: Wish
    moves: tuple[Moved, ...] = ()
    effects: tuple[Effect, ...] = ()
    words: str = ""
    plan: Plan = field(default_factory=Plan)


class Mover:
    """A plan ready to be asked what a wish would do; made once for a state of the floor, asked on every frame of a drag."""

    def __init__(self, problem: Problem, plan: Plan, clock: Clock = str) -> None:
        self.problem, self.plan, self._clock = problem, plan, clock
        self._bare = Timetable(problem)
        self._table = self._bare.fork()
        for batch in problem.batches:
            if plan.holds(batch):
                self._table.add(self._table.booking(batch, plan))
        self._without: tuple[str, Timetable] = ("", self._table)

    def lawful(self, batch: str, code: str, first: int = 0, last: int | None = None) -> tuple[Lawful, ...]:
        """Where and when a step may start, all others staying and its own batch following; within [first, last) slots."""
        return lawful(self._others(batch), batch, code, first, last)

    def preview(self, wish: Wish) -> Preview:
        """What this wish would do: to its own batch, to others, or why it is not allowed."""
        batch = self.problem.batch_of.get(wish.batch)
        if batch is None or wish.code not in batch.index:
            return Preview(Verdict.NO, wish, words=f"{wish.batch} has nothing left to plan here", plan=self.plan)
        n = batch.index[wish.code]
        if batch.steps[n].fact is not None:
            return Preview(Verdict.NO, wish, words=f"{title_of(batch, n)} has begun: it is a fact", plan=self.plan)
        others, fixed = self._others(wish.batch), self._fixed(batch, n, wish)
        booking = Placing(others, self._bare, self.plan, {batch.id: fixed}).best(others, batch)
        if booking is not None:
            return self._told(wish, Verdict.LAWFUL, [booking])
        pushed = self._pushing(others, batch, fixed)
        if pushed is not None:
            return self._told(wish, Verdict.PUSHES, pushed.values())
        return Preview(Verdict.NO, wish, words=self._why_not(others, batch, n, fixed), plan=self.plan)

    def _others(self, batch: str) -> Timetable:
        """The timetable without what is planned of one batch; kept while the same bar is held."""
        if self._without[0] != batch:
            table = self._table.fork()
            if batch in table.booked:
                table.remove(batch)
            self._without = (batch, table)
        return self._without[1]

    def _fixed(self, batch: PlanBatch, n: int, wish: Wish) -> Want:
        stand = batch.steps[n].stand
        place = self._table.there(wish.place or self.plan.places.get((batch.id, -1 if stand is None else stand)))
        places = {stand: (place,)} if stand is not None and place is not None else {}
        return Want({n: wish.start}, {n: wish.start}, places, draw_later=False)

    def _pushing(self, others: Timetable, batch: PlanBatch, fixed: Want) -> Mapping[str, Booking] | None:
        placing = Placing(others, self._bare, self.plan, {batch.id: fixed})
        alone = placing.best(self._bare, batch)
        return None if alone is None else placing.giving_way(batch, alone, None)

    def _told(self, wish: Wish, verdict: Verdict, bookings: Iterable[Booking]) -> Preview:
        starts, places = dict(self.plan.starts), dict(self.plan.places)
        moves: list[Moved] = []
        effects: list[Effect] = []
        for booking in bookings:
            batch = booking.batch
            moves += self._moves(booking)
            had = self._table.booked.get(batch.id)
            before, cost = (None, 0) if had is None else (had.goal(), had.cost())
            if batch.promise_step in batch.index and (before != booking.goal() or batch.id == wish.batch):
                effects.append(Effect(batch.id, before, booking.goal(), cost, booking.cost()))
            starts |= {(batch.id, step.code): at for step, at in zip(batch.steps, booking.starts, strict=True)}
            places |= {(batch.id, k): place for k, place in enumerate(booking.places) if place is not None}
        pushed = [effect.batch for effect in effects if effect.batch != wish.batch]
        others = list(dict.fromkeys(move.batch for move in moves if move.batch != wish.batch)) or pushed
        words = f"moves {', '.join(others)}" if others else ""
        return Preview(verdict, wish, tuple(moves), tuple(effects), words, Plan(starts, places))

    def _moves(self, booking: Booking) -> list[Moved]:
        batch, found = booking.batch, []
        for n in booking.network.free:
            step = batch.steps[n]
            was, to = (
                (None, None) if step.stand is None else (self.plan.places.get((batch.id, step.stand)), booking.places[step.stand])
            )
            before = self.plan.starts.get((batch.id, step.code), booking.starts[n])
            if before != booking.starts[n] or was != to:
                found.append(
                    Moved(batch.id, step.code, title_of(batch, n), before, booking.starts[n], step.duration, was, to, step.lane)
                )
        return found

    def _why_not(self, others: Timetable, batch: PlanBatch, n: int, fixed: Want) -> str:
        """The nearest reason: what stands at the wished start itself, else what keeps the rest of the batch from following."""
        told = self._as_wished(batch, n, fixed)
        found = list(clashes(others, told)) if told is not None else []
        mine = [clash for clash in found if clash.step == n and clash.kind not in OWN]
        hard = [clash for clash in found if clash.step == n and self._is_bound(others, told, clash)]
        if hard or mine:
            return saying(self.problem, batch, (hard or mine)[0], self._clock)
        stand = batch.steps[n].stand
        at_stand = [c for c in found if c.kind in PLACES and batch.steps[c.step].stand == stand]
        if at_stand:
            return saying(self.problem, batch, at_stand[0], self._clock)
        return self._nothing_follows(others, batch, n, fixed, found)

    def _as_wished(self, batch: PlanBatch, n: int, fixed: Want) -> Booking | None:
        if not self.plan.holds(batch):
            return None
        booking = self._table.booking(batch, self.plan)
        places = tuple(fixed.places[k][0] if k in fixed.places else place for k, place in enumerate(booking.places))
        starts = tuple(fixed.least.get(m, at) for m, at in enumerate(booking.starts))
        return replace(booking, starts=starts, places=places)

    def _is_bound(self, others: Timetable, told: Booking | None, clash: Clash) -> bool:
        """Whether a broken limit is one against facts or the present: no following step could mend it."""
        if told is None or clash.kind not in (Kind.PAST, Kind.BEFORE, Kind.LATEST):
            return False
        at = told.starts[clash.step]
        return not others.least(told.network, clash.step) <= at <= others.most(told.network, clash.step)

    def _nothing_follows(self, others: Timetable, batch: PlanBatch, n: int, fixed: Want, found: list[Clash]) -> str:
        """Which limit to another step of the batch gives out: the first lawful start of this step says from when on it holds."""
        later = lawful(others, batch.id, batch.steps[n].code, fixed.least[n], fixed.least[n] + NEAR)
        stand = batch.steps[n].stand
        here = fixed.places.get(-1 if stand is None else stand)
        fitting = [one for one in later if here is None or one.place in here]
        first = min((span[0] for one in fitting for span in one.spans), default=None)
        limits = [clash for clash in found if clash.kind in OWN]
        why = saying(self.problem, batch, limits[0], self._clock) if limits else "another step of the batch finds no place"
        return why if first is None else f"{why}; the next lawful start is {self._clock(first)}"


NEAR = 672
"""How far ahead (slots; a week of quarter hours) the next lawful start is looked for when a wish is not allowed."""
PLACES = (Kind.STATION, Kind.CLOSED, Kind.INSTRUMENT, Kind.OPEN, Kind.PLACE)
