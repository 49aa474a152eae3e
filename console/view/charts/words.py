"""Numbers of the charts as people on the floor say them."""

from datetime import UTC, datetime, timedelta
from math import isnan
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from console.view.spoken import moment

Hours = NDArray[np.float64]
HOUR_S = 3_600.0


def hours_from(origin_s: float, at: datetime | None) -> float:
    """Hours from the chart's own origin (seconds UTC) to an instant; NaN for none."""
    return float("nan") if at is None else (at.timestamp() - origin_s) / HOUR_S


def instant(origin_s: float, hours: float) -> datetime:
    """The instant that lies so many hours after the chart's own origin."""
    return datetime.fromtimestamp(origin_s, UTC) + timedelta(hours=hours)


def hours_text(hours: float) -> str:
    """A length in hours, as short as it may be read: 40 min, 6.5 h, 31 h, 4.2 d."""
    if isnan(hours):
        return "–"
    size = abs(hours)
    sign = "−" if hours < 0 and round(size * 60) else ""
    if size < 0.995:
        return f"{sign}{round(size * 60)} min"
    if size < 9.95:
        return f"{sign}{size:.1f} h"
    if size < 95.5:
        return f"{sign}{round(size)} h"
    return f"{sign}{size / 24:.1f} d"


def spread_text(low: float, middle: float, high: float) -> str:
    """A P50 with its range, all in the unit that suits the longest: 31 h (24–40 h), 3.8 d (3.5–4.3 d)."""
    if isnan(low) or isnan(middle) or isnan(high):
        return "–"
    if high < 0.995:
        return f"{round(middle * 60)} min ({round(low * 60)}–{round(high * 60)} min)"
    if high < 9.95:
        return f"{middle:.1f} h ({low:.1f}–{high:.1f} h)"
    if high < 95.5:
        return f"{round(middle)} h ({round(low)}–{round(high)} h)"
    return f"{middle / 24:.1f} d ({low / 24:.1f}–{high / 24:.1f} d)"


def local_text(at: datetime | None, zone: ZoneInfo) -> str:
    """An instant for a table: local date and time with the offset, readable by people and programs."""
    return "" if at is None else at.astimezone(zone).isoformat(sep=" ", timespec="minutes")


def near(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """An instant beside an axis that names the month: today 16:40, Wed 25 06:12."""
    text = moment(at, now, zone)
    if abs(at - now) > timedelta(days=14):
        return text
    return text.replace(f" {at.astimezone(zone):%b} ", " ", 1)


def frozen(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same numbers, which nobody can write to any more."""
    made = np.ascontiguousarray(values, dtype=np.float64)
    if made is values:
        made = made.copy()
    made.setflags(write=False)
    return made
