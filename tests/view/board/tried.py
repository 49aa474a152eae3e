"""A small floor on which moves are tried: two rooms, three batches, and a hand-written judge of wishes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from console.planning.lawful import Lawful
from console.planning.moves import Effect, Moved, Preview, Verdict, Wish
from console.planning.problem import Grid, Place, Plan, PlanBatch, PlanStep, Problem, RoomSpec, Stand
from console.view.board.columns import Bar, Bars, State
from console.view.board.lanes import Group, Lane
from console.view.board.picture import BoardPicture
from tests.view.board.invented import HOUR, NOW, ZONE

ORIGIN = NOW - 12 * HOUR - 5 * 60
GRID = Grid(datetime.fromtimestamp(ORIGIN, UTC), 15)
QUARTER = 15 * 60
CR1_1, CR1_2, CR2 = Place("CR1", "S1"), Place("CR1", "S2"), Place("CR2", "S1", "I1")
SHUT = (56, 74)
"""Slots in which the judge lets nothing start at CR2."""


def slot(at: float) -> int:
    return round((at - ORIGIN) / QUARTER)


STEP, LENGTH = "HARVEST", 12
STARTS = {"B-1": slot(NOW) + 8, "B-2": slot(NOW) + 40, "B-3": slot(NOW) - 8}
PLACES = {"B-1": CR1_1, "B-2": CR2, "B-3": CR1_2}


def problem() -> Problem:
    def batch(name: str) -> PlanBatch:
        step = PlanStep(STEP, LENGTH, "Harvest", stand=0)
        test = PlanStep("QC", 4, "Flow", lane="QC")
        stand = Stand("room", (CR1_1, CR1_2, CR2))
        return PlanBatch(name, (step, test), stands=(stand,), due=STARTS[name] + 30, promise_step="QC")

    rooms = (RoomSpec("CR1", stations=("S1", "S2")), RoomSpec("CR2", stations=("S1",)))
    return Problem(GRID, 400, rooms, batches=tuple(batch(name) for name in STARTS))


def plan() -> Plan:
    starts = {(name, STEP): at for name, at in STARTS.items()} | {(name, "QC"): at + 20 for name, at in STARTS.items()}
    return Plan(starts, {(name, 0): place for name, place in PLACES.items()})


def picture() -> BoardPicture:
    """B-1 and B-2 planned, B-3 running, and a room that none of them may use."""
    lanes = (
        Lane("CR1", "CR1 CAR-T A", stations=("S1", "S2")), Lane("CR2", "CR2 CAR-T B", stations=("S1",)),
        Lane("CR3", "CR3 Fill", stations=("S1",)), Lane("I1", "Processor 1", Group.INSTRUMENTS),
        Lane("QC", "QC bench", Group.QC, exclusive=False),
    )  # fmt: skip
    tracks = {"B-1": 0, "B-2": 2, "B-3": 1}
    bars = []
    for name, at in STARTS.items():
        start = ORIGIN + at * QUARTER
        state = State.RUNNING if name == "B-3" else State.PLANNED
        end = start + LENGTH * QUARTER
        bars.append(Bar(tracks[name], start, end, name, STEP, f"{name} Harvest", state=state))
        bars.append(Bar(5, start + 20 * QUARTER, start + 24 * QUARTER, name, "QC", f"{name} Flow"))
    return BoardPicture(ZONE, NOW, lanes, Bars.of(bars, 6))


@dataclass
class Judge:
    """Shut at SHUT in CR2; whoever stands in the way is pushed behind; each wish it was asked is remembered."""

    problem: Problem = field(default_factory=problem)
    plan: Plan = field(default_factory=plan)
    asked: list[Wish] = field(default_factory=list)

    def lawful(self, batch: str, code: str, first: int = 0, last: int | None = None) -> tuple[Lawful, ...]:
        whole: tuple[Lawful, ...] = (Lawful(None, ((slot(NOW), 400),)),)
        if code != "QC":
            whole = (Lawful(CR1_1, ((slot(NOW), 300),)), Lawful(CR2, ((slot(NOW), SHUT[0]), (SHUT[1], 300))))
        beyond = 400 if last is None else last
        cut = [(each.place, [(max(a, first), min(b, beyond)) for a, b in each.spans]) for each in whole]
        return tuple(Lawful(place, tuple((a, b) for a, b in spans if a < b)) for place, spans in cut)

    def preview(self, wish: Wish) -> Preview:
        self.asked.append(wish)
        if wish.place == CR2 and SHUT[0] <= wish.start < SHUT[1]:
            return Preview(Verdict.NO, wish, (), (), "CR2 in changeover to 16:00", self.plan)
        moves = [self._moved(wish.batch, wish.code, wish.start, wish.place)]
        effects = []
        for other, at in STARTS.items():
            here = self.plan.places[other, 0] == wish.place and wish.code == STEP
            if other != wish.batch and here and at < wish.start + LENGTH and wish.start < at + LENGTH:
                moves.append(self._moved(other, STEP, wish.start + LENGTH, wish.place))
                effects.append(Effect(other, at + 24, at + 24 + wish.start + LENGTH - at))
        verdict = Verdict.PUSHES if effects else Verdict.LAWFUL
        starts = dict(self.plan.starts) | {(move.batch, move.code): move.after for move in moves}
        return Preview(verdict, wish, tuple(moves), tuple(effects), "", replace(self.plan, starts=starts))

    def _moved(self, batch: str, code: str, after: int, to: Place | None) -> Moved:
        title, length = ("Harvest", LENGTH) if code == STEP else ("Flow", 4)
        was = self.plan.places[batch, 0] if code == STEP else None
        return Moved(batch, code, title, self.plan.starts[batch, code], after, length, was, to, "")
