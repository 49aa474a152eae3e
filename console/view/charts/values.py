"""What the charts are drawn from: live batches, forecasts as they were made, and the ages of past batches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

KEEP_LIMIT = 0.8
"""Chance of keeping the promise below which a batch is at risk (ux.md, words with one meaning)."""


class Standing(StrEnum):
    """How a batch stands against its promise; the words are those of the room."""

    LATE = "late"
    AT_RISK = "at risk"
    HELD = "on hold"
    ON_TIME = "on time"
    UNKNOWN = "no forecast"


SIGNS = {Standing.LATE: "1", Standing.AT_RISK: "2", Standing.HELD: "H"}
"""The sign of the mark each standing carries; the others are normal, hence grey."""


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """One forecast of one batch as it was made; quantiles of release, and of the promise's end, as instants."""

    made_at: datetime
    batch: str
    p10: datetime
    p25: datetime
    p50: datetime
    p75: datetime
    p90: datetime
    end_p10: datetime | None = None
    end_p50: datetime | None = None
    end_p90: datetime | None = None
    p_keep: float | None = None
    p_never: float = 0.0
    n_history: int = 0
    cause: str = ""


@dataclass(frozen=True, slots=True)
class LiveBatch:
    """One batch in process: where it is, when its leukapheresis ended, and what was promised."""

    batch: str
    title: str
    product: str
    recipe: str
    step: str
    step_title: str
    patient: bool = True
    leukapheresis_at: datetime | None = None
    promise_at: datetime | None = None
    promise_to: str = "infusion"
    standing: Standing = Standing.UNKNOWN


@dataclass(frozen=True, slots=True)
class PastAges:
    """Ages, in hours since leukapheresis, at which past batches finished one step of one recipe."""

    recipe: str
    step: str
    title: str
    ages_h: tuple[float, ...]


@dataclass(frozen=True)
class ChartsState:
    """Everything the charts show at one instant."""

    now: datetime
    zone: ZoneInfo
    live: tuple[LiveBatch, ...] = ()
    kept: Mapping[str, tuple[KeptForecast, ...]] = field(default_factory=dict)
    past: tuple[PastAges, ...] = ()


@dataclass(frozen=True, slots=True)
class SaveTable:
    """A wish of the screen: keep this text, a table in CSV, under a name the person chooses."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SavePicture:
    """A wish of the screen: keep this picture, PNG, under a name the person chooses."""

    name: str
    png: bytes


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """Where a person wants to go: the form of this batch."""

    batch: str


def standing(
    end_p50: datetime | None,
    promise_at: datetime | None,
    p_keep: float | None,
    held: bool = False,
    limit: float = KEEP_LIMIT,
) -> Standing:
    """How a batch stands: hold first, then late by the P50 of the promise's end, then at risk by its chance."""
    if held:
        return Standing.HELD
    if end_p50 is None:
        return Standing.UNKNOWN
    if promise_at is not None and end_p50 > promise_at:
        return Standing.LATE
    if p_keep is not None and promise_at is not None and p_keep < limit:
        return Standing.AT_RISK
    return Standing.ON_TIME


def sentence(live: tuple[LiveBatch, ...]) -> str:
    """The sentence above the list: patients first, other lots after them."""
    patients = [each for each in live if each.patient]
    others = len(live) - len(patients)
    if not live:
        return "No batch is in process."
    words = {Standing.ON_TIME: "on time", Standing.AT_RISK: "at risk", Standing.LATE: "late"}
    counts = {each: sum(one.standing is each for one in patients) for each in Standing}
    parts = [f"{len(patients)} in process"]
    parts += [f"{counts[each]} {word}" for each, word in words.items() if counts[each] or each is Standing.ON_TIME]
    parts += [f"{counts[Standing.HELD]} on hold"] if counts[Standing.HELD] else []
    parts += [f"{counts[Standing.UNKNOWN]} without forecast"] if counts[Standing.UNKNOWN] else []
    tail = f"; {others} other {'lot' if others == 1 else 'lots'}" if others else ""
    return " · ".join(parts) + tail
