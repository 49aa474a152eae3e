"""The explainer process: from its own floor it answers why a batch's release is where it is, and why it moved."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection

from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.forecast.durations import History
from console.forecast.expected import forecast_batch
from console.forecast.explained import Explain, Explained, Moved, Waterfall
from console.forecast.explaining import explained
from console.forecast.waterfall import RUNS, Expect, Known, Middle, Runs, Way, waterfall
from console.service.clock import SystemClock
from console.service.followed import Ask, answer_all
from console.service.outlook_process import Drawn, Foreteller
from console.service.past import Past, lived
from console.service.zones import zone_of

NICE = 5
"""How far it steps back behind the live outlook and the window; the planner's search steps back further."""

RUNS_KEPT = 2000
"""Forecasts of past instants that stay at hand, so that a waterfall asked for again costs only what is new."""
SECONDS = 4.0
"""How long one waterfall may take before it tells what it has found; asked again it goes on from there."""


@dataclass(frozen=True, slots=True)
class Why:
    """A question: what drives a batch, or why it moved (then with what was held in the past), by how many scenarios.

    A waterfall costs at most so many new `runs`, and is told after so many `seconds` as far as it has come.
    """

    wish: Explain | Moved
    past: Past | None = None
    drawn: Drawn = field(default_factory=Drawn)
    runs: int = RUNS
    seconds: float = SECONDS


class Explainer:
    """What the process keeps between two questions: what was learned, and forecasts of past instants already run."""

    def __init__(self) -> None:
        self._now, self._then = Foreteller(), Foreteller()
        self._clock = SystemClock()
        self._known: tuple[History, Drawn, str, Known] = (History(), Drawn(), "", {})

    def answer(self, floor: Floor, ask: Ask) -> Explained | Waterfall | Refusal:
        """The answer to one question on this floor at the asked instant."""
        why: Why = ask.wish
        if isinstance(why.wish, Explain):
            return self.explain(floor, ask.now, why)
        return self.moved(ask.now, why)

    def explain(self, floor: Floor, now: datetime, why: Why) -> Explained | Refusal:
        """What drives the batch, and what would help."""
        drawn = why.drawn
        return explained(floor, why.wish.batch, now, zone_of, self._now.learned(floor, drawn.kind), drawn.scenarios, drawn.seed)

    def moved(self, now: datetime, why: Why) -> Waterfall:
        """Why its forecast moved, replayed from what was held then."""
        assert isinstance(why.wish, Moved) and why.past is not None
        start, happened = lived(why.past)
        last = happened[-1].floor if happened else start
        way = Way(why.past.since, start, happened, max(now, happened[-1].at) if happened else now)
        kind = why.drawn.kind
        today, then = self._now.learned(last, kind), self._then.learned(start, kind)
        batch, until = why.wish.batch, self._clock.mono_ns() + int(why.seconds * 1e9)
        known = self._runs(today, why.drawn, batch)
        runs = Runs(_expect(batch, today, why.drawn), known, why.runs, lambda: self._clock.mono_ns() > until)
        return waterfall(batch, way, runs, _expect(batch, then, why.drawn))

    def _runs(self, today: History, drawn: Drawn, batch: str) -> Known:
        """The forecasts of this batch already run with the same model and draws; begun anew where anything differs."""
        history, draws, name, runs = self._known
        if history is not today or draws != drawn or name != batch or len(runs) > RUNS_KEPT:
            self._known = (today, drawn, batch, {})
        return self._known[3]


def _expect(batch: str, history: History, drawn: Drawn) -> Expect:
    def expect(floor: Floor, at: datetime) -> Mapping[str, Middle]:
        found = floor.batches.get(batch)
        made = forecast_batch(floor, found, at, zone_of, history, drawn.scenarios, drawn.seed) if found is not None else None
        return {} if made is None else {batch: Middle.of(made)}

    return expect


def run_explainer(pipe: Connection) -> None:
    """The life of the process, a little behind the live outlook."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    answer_all(pipe, Explainer().answer)
