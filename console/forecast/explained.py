"""Why a batch will be released when it will: what drives it, what would buy hours, and what moved its forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from console.forecast.report_card import ReportCard


class DriverKind(StrEnum):
    """What a release can hang on."""

    STEP = "step"
    TEST = "test"
    REVIEW = "review"
    ROOM = "room"
    INSTRUMENT = "instrument"
    CREW = "crew"
    OTHER_BATCH = "other batch"
    CLOCK = "clock"
    WAIT = "wait"
    HOLD = "hold"
    MISHAP = "mishap"


@dataclass(frozen=True, slots=True)
class Driver:
    """One thing on the way to release: in which share (0..1) of the futures it binds, and how many hours it holds there.

    `key` is the step, test, room, instrument or pool it names; `batch` another patient's batch, where that is what binds;
    `hours` is what it adds on the way, on average over the futures in which it binds.
    """

    kind: DriverKind
    key: str
    title: str
    share: float
    hours: float
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Lever:
    """What one could do, with the gain of running the same futures again with it done (common random numbers).

    `gained` is how much earlier the P50 of release comes, `keep` the gain in the chance (0..1) of keeping the promise, None
    where there is none; `p50` is the release with it.
    """

    title: str
    gained: timedelta
    keep: float | None
    p50: datetime
    kind: DriverKind
    key: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """What one batch's release hangs on, as of one instant; drivers by share, levers by gain, from so many scenarios."""

    batch: str
    made_at: datetime
    p50: datetime | None
    drivers: tuple[Driver, ...] = ()
    levers: tuple[Lever, ...] = ()
    scenarios: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a forecast's movement: what happened, when, and by how much it moved the P50 (later is positive).

    `at` is None for what has no instant of its own: time passing, small events taken together. `entries` are the journal
    entries in it; every entry since the chosen instant is in exactly one part.
    """

    title: str
    moved: timedelta
    at: datetime | None = None
    entries: tuple[str, ...] = ()
    batch: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Why a batch's forecast moved between two instants: `before` + the parts = `after`, to the microsecond.

    `of` says what is forecast: "release", or "promise" once it is released. None where either end had no forecast; `why_not`
    then says so.
    """

    batch: str
    since: datetime
    made_at: datetime
    of: str
    before: datetime | None
    after: datetime | None
    parts: tuple[Part, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Explain:
    """The wish to know what drives one batch, and what would help."""

    batch: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The wish to know why one batch's forecast moved since an instant."""

    batch: str
    since: datetime


@dataclass(frozen=True, slots=True)
class CardWish:
    """The wish for the report card of the forecasts kept, `since` an instant or ever.

    With `journal` also for what the backtest of the site's journal says, while what was kept proves nothing yet; that takes a
    minute or two of a process of its own, and its answer comes after the first one.
    """

    since: datetime | None = None
    journal: bool = False


ForecastWish = Explain | Moved | CardWish
ForecastAnswer = Explained | Waterfall | ReportCard
