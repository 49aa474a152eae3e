"""Forecasts as they stood against what came: which of them are judged, and when, without hindsight.

**Which.** Of each batch the forecast that stood when a step on its way to release had begun (the first that was kept there), and
the first whose stated time left, P50 minus made, fell under each of the MARKS_H. Both are chosen by what was known when they
were made. Counting back from the release that came ("24 h before release") would not be: of the batches then in the last day,
those that were going to be late stand under other forecasts than those that were not, and a forecast that is right would look
wrong (a forecast is calibrated at any instant chosen from what was known by then; at one chosen from the outcome it need not be).

**When.** As soon as its P90 has passed, however it went: whether a case counts must not depend on what came, or the quick batches
would be judged and the slow ones still be running. A batch that is not released by then is overdue: later than all that was stated.

**Apart.** Quantiles are given that release happens: a batch that ended without it says nothing about them, and everything about
the chance of never. A withdrawn batch (cancelled) says nothing about either. A block of a room is no release. Reported batches
were not forecast here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from console.domain.batch import Batch, BatchStatus
from console.domain.facility import Measure
from console.domain.floor import Floor
from console.domain.promise import Zones, promise_of
from console.domain.recipe import RecipeKind
from console.forecast.scores import Floats, pit_of_quantiles

LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90)
MARKS_H = (168.0, 96.0, 48.0, 24.0, 12.0, 4.0)
"""Hours of stated time left at which a forecast is judged: when it first falls under one, and not under the next as well."""
HOUR = timedelta(hours=1)
ENDED = frozenset({BatchStatus.REJECTED, BatchStatus.TERMINATED})


@dataclass(frozen=True, slots=True)
class Stood:
    """A forecast of release as it stood when it was made, with what one would have used instead of it then.

    `release` holds its quantiles by LEVELS; `step` is None where nobody noted it (kept before revision 0002), `p_keep` without a
    promise.
    """

    batch: str
    made_at: datetime
    release: tuple[datetime, ...]
    p_keep: float | None
    p_never: float
    product: str = ""
    step: str | None = None
    plan_at: datetime | None = None
    nominal_at: datetime | None = None
    recent_at: datetime | None = None
    model: str = ""

    @property
    def left_h(self) -> float:
        """The time left as stated, in hours: to the P50."""
        return (self.release[2] - self.made_at) / HOUR


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch so far: released when, or `never`; `kept` its promise or not, None while open or without one."""

    batch: str
    product: str
    titles: Mapping[str, str]
    released: datetime | None = None
    never: bool = False
    kept: bool | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One forecast to be judged by what became of its batch; `mark_h` the mark of stated time left it was the first under."""

    stood: Stood
    outcome: Outcome
    at_step: bool
    mark_h: float | None = None

    @property
    def came(self) -> datetime | None:
        """When release came; None for a batch that is overdue or never came."""
        return self.outcome.released


def outcomes(floor: Floor, now: datetime, zones: Zones) -> dict[str, Outcome]:
    """What became of every batch that can be judged, those that left the floor included."""
    found = {}
    for batch in (*floor.batches.values(), *floor.left.values()):
        recipe = floor.recipe_of(batch)
        if batch.reported or recipe is None or recipe.kind is RecipeKind.BLOCK or batch.status is BatchStatus.CANCELLED:
            continue
        never = batch.released_at is None and batch.status in ENDED
        titles = {step.code: step.title for step in recipe.steps}
        kept = _kept(floor, batch, never, now, zones)
        found[batch.id] = Outcome(batch.id, batch.product, titles, batch.released_at, never, kept)
    return found


def _kept(floor: Floor, batch: Batch, never: bool, now: datetime, zones: Zones) -> bool | None:
    """Whether the promise was kept, once its last instant has passed: never getting there is missing it."""
    promise, product = promise_of(floor, batch, zones), floor.product_of(batch)
    if promise is None or promise.by is None or now < promise.by:
        return None
    bedside = product is not None and product.promise is not None and product.promise.measure is Measure.CALENDAR
    by_start = bedside and floor.facility is not None and floor.facility.clinic(batch.clinic) is not None
    step = batch.steps.get(promise.to_step)
    ended = None if step is None else step.started_at if by_start else step.finished_at
    return not never and ended is not None and ended <= promise.by


def cases_of(stood: Iterable[Stood], known: Mapping[str, Outcome], now: datetime) -> list[Case]:
    """The cases to be judged as of now, oldest forecast first; `stood` may hold any forecasts among which these are."""
    by_batch: dict[str, list[Stood]] = {}
    for each in stood:
        if each.batch in known:
            by_batch.setdefault(each.batch, []).append(each)
    found = [case for batch, those in by_batch.items() for case in _chosen(sorted(those, key=lambda s: s.made_at), known[batch])]
    return sorted((c for c in found if is_due(c.stood, now)), key=lambda c: (c.stood.made_at, c.stood.batch))


def is_due(stood: Stood, now: datetime) -> bool:
    """Whether a forecast can be judged whatever came: its P90 has passed."""
    return stood.release[4] <= now


def _chosen(those: Sequence[Stood], outcome: Outcome) -> list[Case]:
    """Of one batch's forecasts in order the first at each step and the first under each mark; some are both."""
    steps: set[str | None] = set()
    under = len(MARKS_H) + 1
    found = []
    for stood in those:
        at_step = stood.step not in steps
        steps.add(stood.step)
        mark = mark_of(stood.left_h)
        first = mark < under
        under = min(under, mark)
        if at_step or first:
            found.append(Case(stood, outcome, at_step, _mark_h(mark) if first else None))
    return found


def mark_of(left_h: float) -> int:
    """How many marks lie at or above so many hours of stated time left, counted from below: 0 is under the lowest."""
    return sum(left_h > mark for mark in MARKS_H)


def _mark_h(mark: int) -> float:
    return float("inf") if mark == len(MARKS_H) else sorted(MARKS_H)[mark]


def decided(cases: Iterable[Case]) -> list[Case]:
    """Those that say something of the quantiles: released, or overdue."""
    return [case for case in cases if not case.outcome.never]


def hours_of(cases: Sequence[Case], now: datetime) -> tuple[Floats, Floats]:
    """Stated quantiles (case x level) and what came, in hours after each forecast was made; what is overdue comes now."""
    quantiles = np.array([[(at - c.stood.made_at) / HOUR for at in c.stood.release] for c in cases]).reshape(-1, len(LEVELS))
    came = np.array([((c.came or now) - c.stood.made_at) / HOUR for c in cases])
    return quantiles, came


def pits(cases: Sequence[Case], now: datetime) -> Floats:
    """Where in its stated distribution (0..1) each decided case came, in their order: even where the forecast is calibrated.

    An overdue batch stands at the middle of what lies beyond the P90.
    """
    quantiles, came = hours_of(cases, now)
    found = pit_of_quantiles(LEVELS, quantiles, came)
    overdue = np.array([case.came is None for case in cases], bool)
    return np.asarray(np.where(overdue, (1.0 + LEVELS[-1]) / 2, found))
