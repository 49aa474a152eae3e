"""One plain sentence of a batch, safe to paste into a mail: facts and reviewed results, nobody's name, nobody else's batch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.batch import ENDED, BatchStatus, Step, StepState
from console.domain.facility import Measure
from console.domain.promise import PromiseNow, promise_of
from console.domain.quality import Test, TestState
from console.domain.recipe import Recipe, RecipeKind
from console.forecast.report_card import ENOUGH
from console.view import spoken
from console.view.batch.card import Seen, percent
from console.view.standing import Standing, standing

REVIEWED = frozenset({TestState.PASS, TestState.OOS, TestState.INVALID})
"""What a reviewer has said; anything before that is nobody's business outside the lab."""
TOLD_NEVER = 0.05
"""From this chance of no release on, a release is only told with it."""
_LOST = {
    BatchStatus.TERMINATED: "terminated",
    BatchStatus.REJECTED: "rejected at disposition",
    BatchStatus.CANCELLED: "called off",
}


def mail(seen: Seen, judged: int | None = None) -> str:
    """The sentence; `judged` is how many releases the forecasts have been judged by (None: nobody has counted them)."""
    batch = seen.batch
    name = f"{batch.id} ({batch.product})" if batch.product else batch.id
    recipe = seen.floor.recipe_of(batch)
    if recipe is not None and recipe.kind is RecipeKind.BLOCK:
        said = ["a room or an instrument out of production; no product is made"]
    elif batch.reported:
        said = ["as reported in a workbook, not recorded as it happened; nothing is forecast"]
    elif batch.status in _LOST:
        said = [f"{_LOST[batch.status]}{_when(seen, batch.status_at)}; there will be no {'infusion' if batch.coi else 'release'}"]
    else:
        said = [part for part in (_where(seen), _tests(seen), *_ahead(seen, judged)) if part]
    return f"{name}: {'; '.join(said)}. As of {_stamp(seen.now, seen.zone)}."


def _where(seen: Seen) -> str:
    """What has happened last that everybody may know: infused, released, harvested, the running step, or not begun."""
    batch, recipe = seen.batch, seen.floor.recipe_of(seen.batch)
    held = f"on hold since {seen.moment(min(hold.at for hold in batch.holds.values()))}; " if batch.held else ""
    failed = "failed a confirming test after its release; " if batch.status is BatchStatus.POST_RELEASE_FAILURE else ""
    if recipe is None:
        return f"{held}{batch.status.value.lower().replace('_', ' ')}"
    given = _reaching(seen, recipe, BatchStatus.ADMINISTERED)
    if given is not None:
        return f"{failed}infused {seen.moment(given)}"
    if batch.released_at is not None:
        return f"{failed}{held}released {seen.moment(batch.released_at)}"
    harvested = _reaching(seen, recipe, BatchStatus.HARVESTED)
    return held + (f"harvested {seen.moment(harvested)}" if harvested else _in_process(seen, recipe))


def _in_process(seen: Seen, recipe: Recipe) -> str:
    """The step that runs (the last one begun), else the last one done, else when the first is planned."""
    steps = [
        (spoken.in_a_sentence(told.title), step) for told in recipe.steps if (step := seen.batch.steps.get(told.code)) is not None
    ]
    running = [(step.started_at, title) for title, step in steps if step.state is StepState.RUNNING and step.started_at]
    if running:
        since, title = max(running)
        return f"in process, {title} since {seen.moment(since)}"
    done = [(step.finished_at, title) for title, step in steps if step.state is StepState.DONE and step.finished_at]
    if done:
        at, title = max(done)
        return f"in process, {title} done {seen.moment(at)}"
    first = next(((title, step) for title, step in steps if step.placement is not None), None)
    return f"not begun, {first[0]} planned {_planned(seen, first[1])}" if first else "not begun, not planned yet"


def _planned(seen: Seen, step: Step) -> str:
    return seen.moment(step.placement.start) if step.placement else "later"


def _tests(seen: Seen) -> str:
    """How many of the tests that release waits for have passed, by the latest result somebody reviewed."""
    recipe, batch = seen.floor.recipe_of(seen.batch), seen.batch
    if recipe is None or batch.released_at is not None or not recipe.gating:
        return ""
    latest = [_reviewed(batch.tests.values(), spec.code) for spec in recipe.gating]
    states = [test.state for test in latest if test is not None]
    if not states and _reaching(seen, recipe, BatchStatus.HARVESTED) is None:
        return ""
    passed, missed, void = (states.count(state) for state in (TestState.PASS, TestState.OOS, TestState.INVALID))
    said = f"{passed} of {len(latest)} release tests passed"
    said += f", {missed} out of specification" if missed else ""
    return said + (f", {void} to be repeated" if void else "")


def _reviewed(tests: Iterable[Test], code: str) -> Test | None:
    """The latest attempt at a test that has been reviewed: a repeat counts only once somebody has looked at it."""
    known = [test for test in tests if test.code == code and test.state in REVIEWED]
    return max(known, key=lambda test: test.attempt, default=None)


def _ahead(seen: Seen, judged: int | None) -> list[str]:
    """What is expected: release, or the promise's end once released; then the promise itself."""
    batch, forecast = seen.batch, seen.forecast
    promise = promise_of(seen.floor, batch, seen.zones)
    ended = batch.status in ENDED or (promise is not None and _promise_end(seen, promise) is not None)
    if ended:
        return [_kept(seen, promise)] if promise is not None else []
    if forecast is None:
        return ["no forecast yet", _promised(seen, promise)]
    said = []
    if forecast.release is not None and batch.released_at is None:
        unsure = f", if it is released at all ({percent(1 - forecast.p_never)})" if forecast.p_never >= TOLD_NEVER else ""
        said.append(_expected(seen, "release", forecast.release.p10, forecast.release.p50, forecast.release.p90) + unsure)
    elif forecast.end is not None and batch.released_at is not None:
        end = spoken.in_a_sentence(seen.title_of(forecast.promise_to))
        said.append(_expected(seen, end, forecast.end.p10, forecast.end.p50, forecast.end.p90))
    said.append(_promised(seen, promise))
    proven = judged is not None and judged >= ENOUGH
    return [*said, "" if proven else "the forecast is an estimate, not yet proven on this site"]


def _expected(seen: Seen, what: str, low: datetime, middle: datetime, high: datetime) -> str:
    """Between P10 and P90, the day named once when it is one day."""
    if high <= seen.now:
        return f"{what} expected any moment"
    first, last = seen.moment(max(low, seen.now)), seen.moment(high)
    day, _, clock = last.rpartition(" ")
    same = max(low, seen.now).astimezone(seen.zone).date() == high.astimezone(seen.zone).date() and first.startswith(f"{day} ")
    names = {spoken.zone_name(at, seen.zone) for at in (low, middle, high)}
    one_zone = len(names) == 1
    if same and one_zone and len(clock) == len("00:00"):
        span = f"{day} between {first.removeprefix(f'{day} ')} and {clock}"
        near = f"{middle.astimezone(seen.zone):%H:%M}"
    else:
        span, near = f"between {first} and {last}", seen.moment(max(middle, seen.now))
    zone = f" {_zone(high, seen.zone)}" if one_zone else ""
    held = ", if the hold is lifted in time" if seen.batch.held else ""
    return f"{what} expected {span}{zone} (8 chances in 10), most likely about {near}{held}"


def _promised(seen: Seen, promise: PromiseNow | None) -> str:
    """Whether the promise is expected to be kept, and how likely that is; a promise is named by its last day or instant."""
    if promise is None:
        return ""
    if promise.by is None or not promise.from_is_fact:
        return "its promise does not run yet"
    named, forecast = f"the promise ({_day(seen, promise.by)})", seen.forecast
    if seen.now > promise.by:
        return f"{named} is missed"
    if forecast is None or forecast.p_keep is None:
        return f"{named} is open"
    how = standing(seen.floor, seen.batch, forecast) if not seen.batch.held else _unheld(seen, promise.by)
    words = {Standing.LATE: "is expected to be missed; chance of keeping it", Standing.AT_RISK: "is at risk; chance of keeping it"}
    if how in words:
        return f"{named} {words[how]} {percent(forecast.p_keep)}"
    return f"{named} is expected to be kept ({percent(forecast.p_keep)})"


def _unheld(seen: Seen, by: datetime) -> Standing:
    """How a batch on hold would stand without the hold's own word for it."""
    forecast, site = seen.forecast, seen.floor.facility
    if forecast is None or (forecast.end is not None and forecast.end.p50 > by):
        return Standing.LATE
    bar = float(site.at_risk_below) if site else 0.8
    return Standing.AT_RISK if (forecast.p_keep or 0.0) < bar else Standing.ON_TIME


def _kept(seen: Seen, promise: PromiseNow) -> str:
    if promise.by is None:
        return ""
    end = _promise_end(seen, promise)
    return f"the promise ({_day(seen, promise.by)}) was {'kept' if end is not None and end <= promise.by else 'missed'}"


def _promise_end(seen: Seen, promise: PromiseNow) -> datetime | None:
    recipe = seen.floor.recipe_of(seen.batch)
    if recipe is not None and promise.to_step == recipe.release_step:
        return seen.batch.released_at
    step = seen.batch.steps.get(promise.to_step)
    return step.finished_at if step is not None and step.state is StepState.DONE else None


def _reaching(seen: Seen, recipe: Recipe, status: BatchStatus) -> datetime | None:
    """When the step that brings the batch to this status ended; None before."""
    for told in recipe.steps:
        step = seen.batch.steps.get(told.code)
        if told.reaches == status and step is not None and step.state is StepState.DONE:
            return step.finished_at
    return None


def _day(seen: Seen, by: datetime) -> str:
    """The promise's last day at its clinic, or its last instant where it is counted by hours."""
    product, site = seen.floor.product_of(seen.batch), seen.floor.facility
    promise = product.promise if product is not None else None
    if promise is None or promise.measure is Measure.HOURS or site is None:
        return seen.moment(by)
    clinic = site.clinic(seen.batch.clinic)
    # Without a clinic the deadline is the midnight that ends the day.
    local = by.astimezone(seen.zones(clinic.zone)) if clinic else (by - timedelta(seconds=1)).astimezone(seen.zone)
    return f"{local.day} {local:%b}"


def _when(seen: Seen, at: datetime | None) -> str:
    return f" {seen.moment(at)}" if at else ""


def _zone(at: datetime, zone: ZoneInfo) -> str:
    """The zone with its offset as people write it in a mail: EST (UTC-5)."""
    offset = spoken.offset(at, zone).replace(spoken.MINUS, "-")
    short = offset.removesuffix(":00").replace("-0", "-").replace("+0", "+")
    name = spoken.zone_name(at, zone)
    short = "UTC" if short in ("UTC+", "UTC-") else short
    return f"{name} ({short})" if name and name != short else short


def _stamp(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y %H:%M} {_zone(at, zone)}"
