"""The instants since which a person may ask why a forecast moved: the shift's start, this morning, a day ago, the last look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from console.domain.facility import Shift
from console.view.charts.words import near
from console.view.spoken import moment

MORNING = time(7)
SHIFT, TODAY, DAY, LAST, CHOSEN = "shift", "today", "day", "last", "chosen"


@dataclass(frozen=True, slots=True)
class Since:
    """One choice: its key, how it is called, and the instant it means now."""

    key: str
    title: str
    at: datetime


def choices(shifts: Sequence[Shift], last_here: datetime | None, now: datetime, zone: ZoneInfo) -> tuple[Since, ...]:
    """The choices there are now; no shift, or no earlier visit, is left out rather than guessed."""
    found = []
    shift = shift_start(shifts, now, zone)
    if shift is not None:
        found.append(Since(SHIFT, "Shift start", shift))
    found.append(Since(TODAY, "This morning", morning(now, zone)))
    found.append(Since(DAY, "24 h", now - timedelta(hours=24)))
    if last_here is not None and last_here < now:
        found.append(Since(LAST, "Last here", last_here))
    return tuple(found)


def shift_start(shifts: Sequence[Shift], now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the shift that runs now began, the latest one where shifts overlap; else the last one that began."""
    local = now.astimezone(zone)
    begun = [
        datetime.combine(day, shift.start, tzinfo=zone)
        for shift in shifts
        for day in (local.date() - timedelta(days=back) for back in range(8))
        if day.isoweekday() in shift.days
    ]
    return max((each for each in begun if each <= now), default=None)


def morning(now: datetime, zone: ZoneInfo) -> datetime:
    """The last 07:00 of the site's clock: today's, or yesterday's before it."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), MORNING, tzinfo=zone)
    return today if today <= now else datetime.combine(local.date() - timedelta(days=1), MORNING, tzinfo=zone)


def words(choice: Since, now: datetime, zone: ZoneInfo) -> str:
    """The choice in full: Shift start, today 06:00."""
    return f"{choice.title}: {moment(choice.at, now, zone)}"


def short(choice: Since, now: datetime, zone: ZoneInfo) -> str:
    """The choice as short as a button may say it: Shift start 06:00, Last here Sun 22 14:12."""
    if choice.key == DAY:
        return choice.title
    at = near(choice.at, now, zone).removeprefix("today ")
    return at if choice.key == TODAY else f"{choice.title} {at}"
