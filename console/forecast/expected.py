"""The forecast itself: for every live batch when it will be released, when its promise ends, and the chance of keeping it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from console.domain.batch import Batch, StepState
from console.domain.facility import Measure
from console.domain.floor import Floor
from console.domain.promise import PromiseNow, Zones, promise_of
from console.forecast.blockers import blockers_of
from console.forecast.durations import History
from console.forecast.floorwide import compile_floor, run, seen_from
from console.forecast.latest import latest_start
from console.forecast.network import Network
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.forecast.passage import Futures
from console.forecast.seen import Seen
from console.forecast.spread import FAR_H, Hours, Normals
from console.planning.answers.milestones import harvest_of

SCENARIOS = 1000
MEDIANS_OF = 2000
"""Scenarios from which the medians of single steps are taken."""
LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90)


def forecast_floor(
    floor: Floor, now: datetime, zones: Zones, history: History, scenarios: int = SCENARIOS, seed: int = 0
) -> Outlook:
    """The forecast of every live batch whose recipe the site holds; the same floor, instant and seed give the same numbers."""
    seen = seen_from(floor, now, zones, history)
    network = compile_floor(seen)
    drawn = run(network, scenarios, seed)
    made = {batch: forecast_of(seen, network.networks[batch], drawn[batch], seed) for batch in floor.batches if batch in drawn}
    return Outlook(now, floor.entries, made, scenarios, seed)


def forecast_batch(
    floor: Floor, batch: Batch, now: datetime, zones: Zones, history: History, scenarios: int = SCENARIOS, seed: int = 0
) -> Forecast | None:
    """The forecast of one batch among all the others; None when it does not live or the site does not hold its recipe."""
    seen = seen_from(floor, now, zones, history)
    network = compile_floor(seen)
    if batch.id not in network.networks:
        return None
    return forecast_of(seen, network.networks[batch.id], run(network, scenarios, seed)[batch.id], seed)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A batch run through: what was drawn, the chance of no release, and whether the promise ends at a bedside start."""

    drawn: Futures
    never: float
    starts: bool

    def spared(self, network: Network) -> float:
        """The chance that nothing but the tests' verdict keeps the promise from being kept in time."""
        unfit = network.mishaps.unfit if self.starts else 0.0
        return min(1.0, (1.0 - self.never) / max(float(self.drawn.passes.mean()), 1e-9)) * (1.0 - unfit)


def forecast_of(seen: Seen, network: Network, drawn: Futures, seed: int) -> Forecast:
    """What one batch's futures (in hours from the origin) say of it."""
    batch = seen.floor.batches[network.batch]
    recipe = seen.floor.recipe_of(batch)
    assert recipe is not None
    promise = promise_of(seen.floor, batch, seen.zones)
    released = batch.released_at is not None
    release = None if released else drawn.ends.get(network.release)
    counted = _Counted(drawn, 0.0 if released else _never(seen, network, drawn, release), _at_bedside(seen, batch))
    at_end = _promised_end(counted, promise, batch)
    return Forecast(
        batch=batch.id,
        product=batch.product,
        made_at=seen.now,
        promise_to=promise.to_step if promise else "",
        promise_at=promise.by if promise else None,
        release=None if release is None else _quantiles(seen, release[drawn.passes]),
        end=None if at_end is None else _quantiles(seen, at_end[drawn.passes]),
        p_keep=_kept(seen, batch, network, promise, counted, at_end),
        p_never=counted.never,
        n_history=seen.history.n(recipe.name),
        steps=_medians(seen, drawn),
        blockers=blockers_of(seen, batch, recipe),
        harvest_by=_harvest_by(seen, batch, network, promise, counted, seed),
    )


def _at_bedside(seen: Seen, batch: Batch) -> bool:
    """Whether the promise is kept by a bedside start: its last instant is then the last start of the clinic's day (ux.md)."""
    product, facility = seen.floor.product_of(batch), seen.floor.facility
    if product is None or product.promise is None or facility is None:
        return False
    return product.promise.measure is Measure.CALENDAR and facility.clinic(batch.clinic) is not None


def _promised_end(counted: _Counted, promise: PromiseNow | None, batch: Batch) -> Hours | None:
    """The instants at which the promise ends, in each scenario; None where it has ended or there is none."""
    if promise is None or _ended_at(promise, batch, counted.starts) is not None:
        return None
    return (counted.drawn.starts if counted.starts else counted.drawn.ends).get(promise.to_step)


def _ended_at(promise: PromiseNow, batch: Batch, by_start: bool) -> datetime | None:
    step = batch.steps.get(promise.to_step)
    return None if step is None else step.started_at if by_start else step.finished_at


def _kept(
    seen: Seen, batch: Batch, network: Network, promise: PromiseNow | None, counted: _Counted, at_end: Hours | None
) -> float | None:
    """The unconditional chance of keeping the promise: never getting there is missing it."""
    if promise is None or promise.by is None:
        return None
    if at_end is None:
        ended = _ended_at(promise, batch, counted.starts)
        return float(ended is not None and ended <= promise.by)
    by = seen.since_origin(promise.by)
    return float(np.mean(counted.drawn.passes & (at_end <= by))) * counted.spared(network)


def _harvest_by(
    seen: Seen, batch: Batch, network: Network, promise: PromiseNow | None, counted: _Counted, seed: int
) -> datetime | None:
    """The latest safe start of a harvest that lies ahead, once the promise runs: before that its day itself can still move."""
    code = harvest_of(seen.floor.recipe_of(batch))
    step = batch.steps.get(code)
    if promise is None or promise.by is None or not promise.from_is_fact or step is None or step.state is not StepState.PLANNED:
        return None
    bar = float(seen.floor.facility.at_risk_below) if seen.floor.facility else 0.0
    share = bar / max(counted.spared(network), 1e-9)
    found = latest_start(network, counted.drawn, code, seen.since_origin(promise.by), counted.starts, share, seed, seen.at)
    return None if found is None else seen.clocks.origin + timedelta(hours=found)


def _never(seen: Seen, network: Network, drawn: Futures, release: Hours | None) -> float:
    """The chance of no release: a result that rejects it, or a loss spread evenly over the run and not yet survived."""
    mishaps = network.mishaps
    age = mishaps.age + seen.at - network.seen_at if mishaps.age > 0.0 else 0.0
    left = _median(release) - seen.at if release is not None else 0.0
    share = left / (left + age) if left > 0.0 else 0.0
    return 1.0 - float(drawn.passes.mean()) * float((1.0 - mishaps.lost) ** share)


def _quantiles(seen: Seen, hours: Hours) -> Quantiles | None:
    """Quantiles that are themselves among the drawn instants, so that none lies where nothing can happen (a clinic's night)."""
    if not len(hours):
        return None
    ordered = np.sort(hours)
    at = [seen.clocks.origin + _span(float(ordered[max(0, int(np.ceil(p * len(ordered))) - 1)])) for p in LEVELS]
    return Quantiles(*at)


def _medians(seen: Seen, drawn: Futures) -> dict[str, tuple[datetime, datetime]]:
    """The median start and end of every step; of very many scenarios the first ones will do for that."""
    codes = list(drawn.starts)
    if not codes:
        return {}
    told = [edges[code][:MEDIANS_OF] for edges in (drawn.starts, drawn.ends) for code in codes]
    short = np.empty((len(told), len(told[0])), dtype=np.float32)
    for row, edge in zip(short, told, strict=True):
        np.subtract(edge, seen.at, out=row, casting="same_kind")
    at = [seen.now + _span(hours) for hours in _middles(short)]
    return {code: (at[n], at[n + len(codes)]) for n, code in enumerate(codes)}


def _median(hours: Hours) -> float:
    """The median, between the two in the middle of an even number."""
    low, high = (len(hours) - 1) // 2, len(hours) // 2
    ordered = np.partition(hours, (low, high))
    return float(ordered[low] + ordered[high]) / 2.0


def _middles(rows: Normals) -> list[float]:
    """The lower median of each row, which is put out of order; a row of one value has it without looking."""
    middle = (rows.shape[1] - 1) // 2
    for row in rows:
        if row[0] != row[-1] or row[0] != row[middle] or not (row == row[0]).all():
            row.partition(middle)
    found: list[float] = rows[:, middle].tolist()
    return found


def _span(hours: float) -> timedelta:
    return timedelta(hours=min(hours, FAR_H))
