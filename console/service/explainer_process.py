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
from console.forecast.expected import forecast_floor
from console.forecast.explained import Explain, Explained, Moved, Waterfall
from console.forecast.explaining import explained
from console.forecast.waterfall import RUNS, Expect, Known, Middle, Runs, Way, waterfall
from console.service.followed import Ask, answer_all
from console.service.outlook_process import Drawn, Foreteller
from console.service.past import Past, lived
from console.service.zones import zone_of

NICE = 5
"""How far it steps back behind the live outlook and the window; the planner's search steps back further."""

RUNS_KEPT = 2000
"""Forecasts of past instants that stay at hand, so that a waterfall asked for again costs only what is new."""


@dataclass(frozen=True, slots=True)
class Why:
    """A question: what drives a batch, or why it moved (then with what was held in the past), by how many scenarios."""

    wish: Explain | Moved
    past: Past | None = None
    drawn: Drawn = field(default_factory=Drawn)
    runs: int = RUNS


class Explainer:
    """What the process keeps between two questions: what was learned, and forecasts of past instants already run."""

    def __init__(self) -> None:
        self._now, self._then = Foreteller(), Foreteller()
        self._known: tuple[History, Drawn, Known] = (History(), Drawn(), {})

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
        runs = Runs(_expect(today, why.drawn), self._runs(today, why.drawn), why.runs)
        return waterfall(why.wish.batch, way, runs, _expect(then, why.drawn))

    def _runs(self, today: History, drawn: Drawn) -> Known:
        """The forecasts already run with the same model and draws; begun anew where either differs."""
        history, draws, runs = self._known
        if history is not today or draws != drawn or len(runs) > RUNS_KEPT:
            self._known = (today, drawn, {})
        return self._known[2]


def _expect(history: History, drawn: Drawn) -> Expect:
    def expect(floor: Floor, at: datetime) -> Mapping[str, Middle]:
        made = forecast_floor(floor, at, zone_of, history, drawn.scenarios, drawn.seed).forecasts
        return {batch: Middle.of(forecast) for batch, forecast in made.items()}

    return expect


def run_explainer(pipe: Connection) -> None:
    """The life of the process, a little behind the live outlook."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    answer_all(pipe, Explainer().answer)
