"""A site's own journal walked without look-ahead: what would have been forecast at every step, against what came.

At the start of each step on a batch's way to release (and when it was first planned) its forecast is made from the floor as it
stood then, with what had been learned from batches finished by then. Nothing later is looked at: the walk holds one floor at a
time, and the outcomes are read from the last one when it is over. It learns on a RECORD site, too, where the live forecast rests on
the promoted version alone: it tells what learning along the way would have been worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from console.domain.batch import Batch
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import RecipeKind
from console.forecast.backtest.activities import Activities, Usual
from console.forecast.baselines import NOT_BEGUN, planned_release, recents, standing_at, with_baselines
from console.forecast.durations import History, history_of
from console.forecast.expected import forecast_batch
from console.forecast.judged import Outcome, Stood, outcomes
from console.forecast.learning.learner import Learner
from console.forecast.outlook import Forecast, Outlook

NEVER = datetime.min.replace(tzinfo=UTC)
SCENARIOS = 300
"""Enough for quantiles within a few minutes of those of a thousand."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at which a batch began a step on its way to release (NOT_BEGUN: was first planned), and the floor just then."""

    at: datetime
    floor: Floor
    batch: Batch
    step: str


@dataclass(frozen=True, slots=True)
class Made:
    """A forecast as it would have been made, from how many finished batches, and what a log's plain averages said then."""

    stood: Stood
    n_history: int
    usual: Usual


@dataclass(frozen=True, slots=True)
class Walked:
    """A journal walked to its end: every forecast made on the way, and what became of each batch."""

    until: datetime
    made: tuple[Made, ...] = ()
    known: Mapping[str, Outcome] = field(default_factory=dict)


def moments(held: Iterable[tuple[datetime, Floor]], apart: timedelta = timedelta(0)) -> Iterator[Moment]:
    """The instants at which a forecast is made, from the floors as they were held one after another; a batch's lie so far apart."""
    before: Mapping[str, Batch] = {}
    stood: dict[str, str] = {}
    made: dict[str, datetime] = {}
    for at, floor in held:
        for batch in floor.batches.values():
            if batch is before.get(batch.id) or not _forecast(floor, batch):
                continue
            step = _standing(floor, batch)
            if step is not None and stood.get(batch.id) != step:
                stood[batch.id] = step
                if batch.id in made and at - made[batch.id] < apart:
                    continue
                made[batch.id] = at
                yield Moment(at, floor, batch, step)
        before = floor.batches


def _forecast(floor: Floor, batch: Batch) -> bool:
    recipe = floor.recipe_of(batch)
    return recipe is not None and recipe.kind is not RecipeKind.BLOCK and batch.unreleased


def _standing(floor: Floor, batch: Batch) -> str | None:
    """Where a batch stands; None before anything is planned of it."""
    recipe = floor.recipes[batch.recipe]
    step = standing_at(recipe, batch)
    return None if step == NOT_BEGUN and planned_release(recipe, batch) is None else step


class Walk:
    """Makes forecasts moment by moment; what was learned is learned again only when a batch has finished."""

    def __init__(self, zones: Zones, scenarios: int = SCENARIOS, seed: int = 0) -> None:
        self._zones, self._scenarios, self._seed = zones, scenarios, seed
        self._learner = Learner(zones)
        self._history, self._recent = History(), recents(Floor())
        self._finished: frozenset[str] = frozenset()
        self._activities = Activities()

    def made(self, moment: Moment) -> Made | None:
        """What would have been forecast at this moment; None where nothing can be."""
        floor, at, batch = moment.floor, moment.at, moment.batch
        self._learn(floor)
        forecast = forecast_batch(floor, batch, at, self._zones, self._history, self._scenarios, self._seed)
        if forecast is None or forecast.release is None:
            return None
        outlook = Outlook(at, floor.entries, {batch.id: forecast}, self._scenarios, self._seed)
        noted = with_baselines(outlook, floor, self._zones, self._recent, self._history).forecasts[batch.id]
        usual = self._activities.usual(floor.recipes[batch.recipe].name, moment.step)
        return Made(_stood(noted, moment.step), self._history.n(floor.recipes[batch.recipe].name), usual)

    def _learn(self, floor: Floor) -> None:
        every = (*floor.batches.values(), *floor.left.values())
        finished = frozenset(b.id for b in every if b.released_at is not None or not b.live)
        if finished != self._finished:
            self._finished = finished
            self._history, self._recent = history_of(floor, self._learner.read(floor)), recents(floor)
            self._activities.take(floor)


def _stood(forecast: Forecast, step: str) -> Stood:
    release = forecast.release
    assert release is not None
    quantiles = (release.p10, release.p25, release.p50, release.p75, release.p90)
    noted = Stood(forecast.batch, forecast.made_at, quantiles, forecast.p_keep, forecast.p_never, forecast.product, step)
    return replace(
        noted,
        plan_at=forecast.plan_at,
        nominal_at=forecast.nominal_at,
        recent_at=forecast.recent_at,
        model=forecast.model,
    )


def walk(
    held: Iterable[tuple[datetime, Floor]],
    zones: Zones,
    until: datetime | None = None,
    scenarios: int = SCENARIOS,
    apart: timedelta = timedelta(0),
) -> Iterator[Made | Walked]:
    """Every forecast that would have been made, as it is made, and at the end the whole walk with what became of each batch.

    It is judged as of `until`, or of the last instant held: what has not come by then is running, or overdue.
    """
    walking, made, last, end = Walk(zones, scenarios), list[Made](), Floor(), NEVER

    def passed() -> Iterator[tuple[datetime, Floor]]:
        nonlocal last, end
        for at, floor in held:
            last, end = floor, at
            yield at, floor

    for moment in moments(passed(), apart):
        one = walking.made(moment)
        if one is not None:
            made.append(one)
            yield one
    yield Walked(until or end, tuple(made), outcomes(last, until or end, zones))


def walk_to_the_end(
    held: Iterable[tuple[datetime, Floor]], zones: Zones, until: datetime | None, scenarios: int, apart: timedelta
) -> Walked:
    """The whole walk, at once."""
    *_, last = walk(held, zones, until, scenarios, apart)
    assert isinstance(last, Walked)
    return last
