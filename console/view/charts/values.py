"""What the charts are drawn from: live batches, forecasts as they were made, and the ages of past batches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.facility import Shift
from console.view.standing import Standing

SIGNS = {Standing.LATE: "1", Standing.AT_RISK: "2", Standing.HELD: "H"}
"""The sign of the mark each standing carries; the others are normal, hence grey."""


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """One forecast of one batch as it was made; quantiles of release, and of the promise's end, as instants.

    `cause` names what happened since the forecast before, when that moved it.
    """

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
    released_at: datetime | None = None


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
    sentence: str = ""
    site: str = ""
    site_class: str = ""
    shifts: tuple[Shift, ...] = ()
    last_here: datetime | None = None


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
class SaveDrawing:
    """A wish of the screen: keep this drawing, SVG, under a name the person chooses."""

    name: str
    svg: bytes
