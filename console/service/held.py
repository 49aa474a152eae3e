"""What this console held at an instant (law 8): the floor of that hour, the forecasts as they stood, the instants to go to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.domain.floor import Floor


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """A forecast as it was made; instants of release and of the promise's end, None where there was none."""

    made_at: datetime
    batch: str
    p10: datetime | None
    p25: datetime | None
    p50: datetime | None
    p75: datetime | None
    p90: datetime | None
    end_p10: datetime | None
    end_p50: datetime | None
    end_p90: datetime | None
    p_keep: float | None
    p_never: float
    n_history: int


@dataclass(frozen=True, slots=True)
class Held:
    """What was held at `at`: the floor, and of each batch the last forecast kept by then, never made anew.

    `first` is when the record here begins; `entries` is how many entries had come by then, and `latest` when the last of
    them came: both none before the first.
    """

    at: datetime
    floor: Floor
    kept: tuple[KeptForecast, ...]
    first: datetime
    entries: int
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry to jump to: its number here, when it was recorded (or came, where it was recorded elsewhere), and what it says.

    `kind` is its wire name and `what` the same in words; `subject` is the first thing it speaks of, like `batch:B-0412`;
    `who` the printed name of the person it was by.
    """

    n: int
    at: datetime
    kind: str
    what: str
    subject: str
    who: str
