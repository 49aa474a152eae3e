"""The values of the charts taken from the floor, the outlook and the forecasts kept by the site."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.batch import Batch, StepState
from console.domain.floor import Floor
from console.domain.promise import Zones, promise_of
from console.domain.recipe import Recipe, RecipeKind, RecipeStep
from console.forecast.outlook import Forecast, Outlook
from console.service.held import KeptForecast as KeptRow
from console.service.ports import HistoryRow
from console.view.charts.fan import NAMED_SHIFT_H
from console.view.charts.values import ChartsState, KeptForecast, LiveBatch, PastAges
from console.view.sentence import sentence
from console.view.standing import in_process, standing

MOST_KEPT = 2_000
"""Forecasts of one batch a chart holds; older ones stay in the database."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a batch, in words, when it was recorded: a line of its history."""

    at: datetime
    what: str


def happenings(rows: Iterable[HistoryRow]) -> tuple[Happening, ...]:
    """What may have moved a forecast, of a batch's history: that somebody printed it moves nothing."""
    return tuple(
        Happening(row.recorded_at, f"{row.what}: {row.reason or row.detail}".rstrip(": "))
        for row in rows
        if not row.what.startswith("Copy ")
    )


def charts_state(
    floor: Floor,
    outlook: Outlook | None,
    kept: Mapping[str, Sequence[KeptForecast]],
    now: datetime,
    zone: ZoneInfo,
    zones: Zones,
) -> ChartsState:
    """Everything the charts show; the newest forecast of a batch is the outlook's when it is not kept yet."""
    live = live_batches(floor, outlook, zones)
    newest = forecasts_made(outlook)
    series = {
        each.batch: merged(kept.get(each.batch, ()), [newest[each.batch]] if each.batch in newest else ())
        for each in live
    }
    return ChartsState(now, zone, live, series, past_ages(floor, zones), sentence(floor, outlook, now, zone))


def live_batches(floor: Floor, outlook: Outlook | None, zones: Zones) -> tuple[LiveBatch, ...]:
    """Every batch in process, blocks of rooms left out, with its promise as the outlook or the floor knows it."""
    found = []
    for batch in floor.batches.values():
        recipe = floor.recipe_of(batch)
        if recipe is None or recipe.kind is RecipeKind.BLOCK or not in_process(batch):
            continue
        forecast = outlook.forecasts.get(batch.id) if outlook else None
        found.append(_live(floor, batch, recipe, forecast, zones))
    return tuple(found)


def past_ages(floor: Floor, zones: Zones) -> tuple[PastAges, ...]:
    """Ages at which past patients' batches finished each step, by recipe and in its order.

    Past is what was released or has ended: steps of running batches would favour the quick ones.
    """
    ages: dict[str, dict[str, list[float]]] = {}
    recipes: dict[str, Recipe] = {}
    for batch in (*floor.batches.values(), *floor.left.values()):
        recipe = floor.recipe_of(batch)
        if recipe is None or recipe.kind is not RecipeKind.PATIENT or batch.reported:
            continue
        newest = recipes.get(recipe.name)
        recipes[recipe.name] = recipe if newest is None or newest.version < recipe.version else newest
        start = _leukapheresis(floor, batch, recipe, zones)
        if start is None or (batch.live and batch.released_at is None):
            continue
        here = ages.setdefault(recipe.name, {})
        for code, step in batch.steps.items():
            if step.state is StepState.DONE and step.finished_at is not None and step.finished_at > start:
                here.setdefault(code, []).append((step.finished_at - start) / timedelta(hours=1))
    return tuple(
        PastAges(name, step.code, step.title, tuple(sorted(ages.get(name, {}).get(step.code, ()))))
        for name, recipe in recipes.items()
        for step in recipe.steps
        if not step.optional or ages.get(name, {}).get(step.code)
    )


def forecasts_made(outlook: Outlook | None) -> dict[str, KeptForecast]:
    """The outlook's forecasts as the charts keep them; a batch already released has none."""
    made = {}
    for batch, forecast in (outlook.forecasts if outlook else {}).items():
        release, end = forecast.release, forecast.end
        if release is not None:
            made[batch] = KeptForecast(
                forecast.made_at, batch, release.p10, release.p25, release.p50, release.p75, release.p90,
                end.p10 if end else None, end.p50 if end else None, end.p90 if end else None,
                forecast.p_keep, forecast.p_never, forecast.n_history,
            )  # fmt: skip
    return made


def kept_forecasts(rows: Iterable[KeptRow]) -> tuple[KeptForecast, ...]:
    """The site's kept rows as the charts want them; rows without a release to come are left out."""
    made = []
    for row in rows:
        if row.p10 and row.p25 and row.p50 and row.p75 and row.p90:
            made.append(
                KeptForecast(
                    row.made_at, row.batch, row.p10, row.p25, row.p50, row.p75, row.p90,
                    row.end_p10, row.end_p50, row.end_p90, row.p_keep, row.p_never, row.n_history,
                )
            )
    return tuple(made)


def merged(old: Sequence[KeptForecast], new: Iterable[KeptForecast]) -> tuple[KeptForecast, ...]:
    """Both in the order made, one of each instant; the newer word on an instant counts."""
    later = {each.made_at: each for each in new}
    if old and len(later) == 1 and min(later) > old[-1].made_at:
        return (*old, *later.values())[-MOST_KEPT:]
    by_instant = {each.made_at: each for each in old} | later
    return tuple(by_instant[at] for at in sorted(by_instant))[-MOST_KEPT:]


def named(kept: Sequence[KeptForecast], happened: Iterable[Happening]) -> tuple[KeptForecast, ...]:
    """Each forecast that moved the P50 notably, with the last thing that happened to the batch since the one before."""
    told = sorted(happened, key=lambda each: each.at)
    made, place, least = [], 0, timedelta(hours=NAMED_SHIFT_H)
    for index, each in enumerate(kept):
        cause = ""
        while place < len(told) and told[place].at <= each.made_at:
            cause = told[place].what
            place += 1
        moved = index > 0 and abs(each.p50 - kept[index - 1].p50) >= least
        made.append(replace(each, cause=cause) if moved and cause else each)
    return tuple(made)


def current_step(batch: Batch, recipe: Recipe) -> RecipeStep:
    """Where the batch stands: its running step (the attended one first), else the first that is not over."""
    steps = [(step, batch.steps.get(step.code)) for step in recipe.steps]
    running = [step for step, done in steps if done is not None and done.state is StepState.RUNNING]
    if running:
        return min(running, key=lambda step: (not step.attended, -recipe.order[step.code]))
    ahead = [step for step, done in steps if not step.optional and (done is None or not done.over)]
    return ahead[0] if ahead else recipe.steps[-1]


def _live(floor: Floor, batch: Batch, recipe: Recipe, forecast: Forecast | None, zones: Zones) -> LiveBatch:
    promise = promise_of(floor, batch, zones)
    product, step = floor.product_of(batch), current_step(batch, recipe)
    to_step = forecast.promise_to if forecast else promise.to_step if promise else ""
    return LiveBatch(
        batch=batch.id,
        title=batch.id,
        product=product.title if product else recipe.title,
        recipe=recipe.name,
        step=step.code,
        step_title=step.title,
        patient=recipe.kind is RecipeKind.PATIENT,
        leukapheresis_at=_leukapheresis(floor, batch, recipe, zones),
        promise_at=forecast.promise_at if forecast else promise.by if promise else None,
        promise_to=_end_word(recipe, to_step),
        standing=standing(floor, batch, forecast),
        released_at=batch.released_at,
    )


def _end_word(recipe: Recipe, to_step: str) -> str:
    """What the promise ends with, as a word in a sentence."""
    if not to_step or to_step == recipe.release_step:
        return "release"
    step = recipe.by_code.get(to_step)
    return step.title.lower() if step else to_step.lower()


def _leukapheresis(floor: Floor, batch: Batch, recipe: Recipe, zones: Zones) -> datetime | None:
    """When the promise's first step ended, as a fact; None for lots and for batches still waiting for it."""
    if recipe.kind is not RecipeKind.PATIENT:
        return None
    promise = promise_of(floor, batch, zones)
    return promise.from_at if promise is not None and promise.from_is_fact else None
