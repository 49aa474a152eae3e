"""Forecasts at random moments of each batch's life, from as many past batches as asked, scored against what came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from console.domain.batch import Batch
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.forecast.durations import History, history_of
from console.forecast.expected import forecast_floor
from console.forecast.learning.learner import Learner
from tests.forecast.truth import HOUR, zones

LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90)
WEIGHTS = (0.175, 0.2, 0.25, 0.2, 0.175)
"""How much of all levels each told one stands for: up to the middle between it and its neighbours."""
DESK = frozenset({"DISPOSITION", "CRYO_BACKUP"})

Asked = tuple[datetime, str, Floor]
"""When which batch is asked for, and the floor of that instant."""
Before = Callable[[Floor, int], tuple[Floor, list[str]]]
"""From a floor and a count the floor with that many finished batches, and their names."""
Believes = Callable[[Floor, list[str], str, History], History]
"""What a teller believes: from the floor so far, its finished batches, the product asked for, and what was learned."""


@dataclass(frozen=True)
class Scored:
    """One forecast and what came; hours from when it was made, at LEVELS; `at_work` are the steps that ran then."""

    batch: str
    teller: str
    past: int
    made_at: datetime
    left: float
    told: tuple[float, ...]
    at_work: tuple[str, ...]

    @property
    def inside(self) -> bool:
        """Whether it came within the 80 % interval."""
        return self.told[0] <= self.left <= self.told[-1]

    @property
    def crps(self) -> float:
        """The continuous ranked probability score (hours): twice the pinball loss over all levels, by those that were told."""
        return 2.0 * sum(w * pinball(q, self.left, p) for p, q, w in zip(LEVELS, self.told, WEIGHTS, strict=True))


def pinball(told: float, came: float, level: float) -> float:
    """The loss of a quantile (hours)."""
    return (level if came >= told else level - 1.0) * (came - told)


@dataclass
class Walk:
    """A plant's entries walked in time order; `moments` are the instants at which a batch is asked for."""

    floor: Floor
    events: Sequence[Event]
    moments: Sequence[tuple[datetime, str]]
    gone: dict[str, Batch] = field(default_factory=dict)

    def floors(self) -> Iterator[Asked]:
        """Each moment with the batch asked for and the floor of that instant, finished batches kept aside."""
        n = 0
        for at, batch in self.moments:
            while n < len(self.events) and self.events[n].at <= at:
                self.floor = evolve(self.floor, self.events[n])
                n += 1
            self._clear()
            yield at, batch, self.floor

    def past(self, floor: Floor, most: int) -> tuple[Floor, list[str]]:
        """The floor as if the site had begun with the last so many finished batches, and their names."""
        kept = {b.id: b for b in list(self.gone.values())[-most:]}
        return replace(floor, batches={**kept, **floor.batches}, left={}), list(kept)

    def _clear(self) -> None:
        over = [b for b in self.floor.batches.values() if b.released_at is not None and _left(b)]
        for batch in sorted(over, key=lambda b: b.released_at or b.opened_at or self.moments[0][0]):
            self.gone[batch.id] = batch
        if over:
            self.floor = replace(self.floor, batches={i: b for i, b in self.floor.batches.items() if i not in self.gone})


def _left(batch: Batch) -> bool:
    return all(s.over or s.code in DESK for s in batch.steps.values())


def moments_of(spans: Mapping[str, tuple[datetime, datetime]], skipped: int, seed: int) -> list[tuple[datetime, str]]:
    """One random moment of every batch's life between start and release but the first `skipped`, in the order of time."""
    rng = np.random.default_rng([seed, 77])
    names = sorted(spans, key=lambda b: spans[b][0])
    found = [(spans[b][0] + float(rng.uniform(0.02, 0.98)) * (spans[b][1] - spans[b][0]), b) for b in names[skipped:]]
    return sorted(found)


def ours(floor: Floor, past: list[str], product: str, history: History) -> History:
    """What the console itself has learned."""
    return history


def scored(
    asked: Iterable[Asked],
    before: Before,
    came: Mapping[str, tuple[datetime, datetime]],
    pasts: Mapping[int, Mapping[str, Believes]],
    scenarios: int,
) -> list[Scored]:
    """Every moment forecast from each length of history by its tellers; moments with too few finished batches are skipped."""
    found: list[Scored] = []
    learners = {past: Learner(zones) for past in pasts}
    for at, batch, floor in asked:
        for past, tellers in pasts.items():
            known, names = before(floor, past)
            if len(names) < past:
                continue
            history = history_of(known, learners[past].read(known))
            for name, believes in tellers.items():
                believed = believes(known, names, floor.batches[batch].product, history)
                told = _told(floor, at, believed, batch, scenarios)
                if told:
                    at_work = tuple(s.code for s in floor.batches[batch].steps.values() if s.started_at and not s.over)
                    found.append(Scored(batch, name, past, at, (came[batch][1] - at) / HOUR, told, at_work))
    return found


def _told(floor: Floor, at: datetime, history: History, batch: str, scenarios: int) -> tuple[float, ...]:
    """The hours told at LEVELS, the whole floor forecast; nothing where no release is forecast."""
    forecast = forecast_floor(floor, at, zones, history, scenarios, seed=1).forecasts.get(batch)
    if forecast is None or forecast.release is None:
        return ()
    release = forecast.release
    return tuple((q - at) / HOUR for q in (release.p10, release.p25, release.p50, release.p75, release.p90))


def figures(found: Sequence[Scored]) -> dict[str, float]:
    """What a group of forecasts was worth; nothing without any."""
    if not found:
        return {"n": 0}
    inside = float(np.mean([s.inside for s in found]))
    below = np.array([[s.left <= q for q in s.told] for s in found]).mean(axis=0)
    error = np.array([s.left - s.told[2] for s in found])
    width: NDArray[np.float64] = np.array([s.told[-1] - s.told[0] for s in found])
    return {
        "n": len(found),
        "cover80": round(inside, 4),
        "cover80_sd": round(sqrt(inside * (1.0 - inside) / len(found)), 4),
        "crps_h": round(float(np.mean([s.crps for s in found])), 4),
        "mae_h": round(float(np.abs(error).mean()), 4),
        "bias_h": round(float(error.mean()), 4),
        "width80_h": round(float(width.mean()), 4),
        **{f"below_p{round(100 * p)}": round(float(share), 4) for p, share in zip(LEVELS, below, strict=True)},
    }
