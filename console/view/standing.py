"""How each batch stands: on time, at risk, late or held, in the one meaning those words have (ux.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from console.domain.batch import Batch, BatchStatus
from console.domain.floor import Floor
from console.domain.recipe import RecipeKind
from console.forecast.outlook import Forecast, Outlook


class Standing(IntEnum):
    """How a batch stands towards its promise, the gravest first."""

    LATE = 1
    AT_RISK = 2
    HELD = 3
    ON_TIME = 4
    NO_PROMISE = 5
    UNKNOWN = 6


WORDS = {
    Standing.LATE: "late",
    Standing.AT_RISK: "at risk",
    Standing.HELD: "on hold",
    Standing.ON_TIME: "on time",
    Standing.NO_PROMISE: "no promise",
    Standing.UNKNOWN: "no forecast yet",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one kind of batch are in process, by standing."""

    in_process: int
    by: Mapping[Standing, int]


def in_process(batch: Batch) -> bool:
    """Whether the batch counts as in process: it has started, lives, and its promise is still open."""
    if not batch.live or batch.status in (BatchStatus.PLANNED, BatchStatus.ADMINISTERED):
        return False
    return batch.released_at is None or bool(batch.coi)  # a lot's promise ends with its release, a patient's at the bedside


def standing(floor: Floor, batch: Batch, forecast: Forecast | None) -> Standing:
    """Late: P50 of the promise's end lies after the promise; at risk: the chance of keeping it is under the site's bar."""
    if batch.held:
        return Standing.HELD
    if forecast is None:
        return Standing.UNKNOWN
    if forecast.promise_at is None:
        return Standing.NO_PROMISE
    end = forecast.end
    if end is not None and end.p50 > forecast.promise_at:
        return Standing.LATE
    bar = float(floor.facility.at_risk_below) if floor.facility else 0.8
    if forecast.p_keep is not None and forecast.p_keep < bar:
        return Standing.AT_RISK
    return Standing.ON_TIME


def is_patient(floor: Floor, batch: Batch) -> bool:
    """Whether a patient waits behind this batch."""
    recipe = floor.recipe_of(batch)
    return recipe is not None and recipe.kind is RecipeKind.PATIENT


def tally(floor: Floor, outlook: Outlook | None, patients: bool) -> Tally:
    """The batches in process, patients' or others', counted by standing; blocks of rooms are no batches."""
    found: dict[Standing, int] = dict.fromkeys(Standing, 0)
    for batch in floor.batches.values():
        recipe = floor.recipe_of(batch)
        if (
            not in_process(batch)
            or recipe is None
            or recipe.kind is RecipeKind.BLOCK
            or (recipe.kind is RecipeKind.PATIENT) != patients
        ):
            continue
        found[standing(floor, batch, outlook.forecasts.get(batch.id) if outlook else None)] += 1
    return Tally(sum(found.values()), found)


def lateness(forecast: Forecast) -> timedelta | None:
    """By how much the median end lies after the promise; negative is time in hand; None without a promise."""
    if forecast.end is None or forecast.promise_at is None:
        return None
    return forecast.end.p50 - forecast.promise_at


def next_release(floor: Floor, outlook: Outlook | None, now: datetime) -> Forecast | None:
    """The forecast of the patient's batch expected to be released next; None when none is under way."""
    ahead = [
        f
        for f in (outlook.forecasts.values() if outlook else ())
        if f.release is not None
        and (b := floor.batches.get(f.batch)) is not None
        and is_patient(floor, b)
        and in_process(b)
        and not b.held
    ]
    return min(ahead, key=lambda f: f.release.p50 if f.release else now, default=None)


def most_urgent(floor: Floor, outlook: Outlook | None) -> str:
    """The patient's batch that needs most care: late, then at risk, then least likely to keep its promise; empty for none."""
    found = []
    for batch in floor.batches.values():
        if in_process(batch) and is_patient(floor, batch):
            found.append((*_care(floor, batch, outlook.forecasts.get(batch.id) if outlook else None), batch.id))
    return min(found)[-1] if found else ""


def _care(floor: Floor, batch: Batch, forecast: Forecast | None) -> tuple[bool, Standing, float]:
    """Smaller is more urgent; a batch whose release lies behind has nothing left that the floor could hasten."""
    stand = standing(floor, batch, forecast)
    endangered = stand if stand in (Standing.LATE, Standing.AT_RISK) else Standing.UNKNOWN
    chance = forecast.p_keep if forecast is not None and forecast.p_keep is not None else 1.0
    return (forecast is None or forecast.release is None, endangered, chance)
