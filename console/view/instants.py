"""Reading what people write for a time: 14:05, tomorrow 09:30, 2026-11-22 14:05, never guessed where it is unclear."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from console.domain.refusal import Refusal

_FORM = "Write it like 14:05, tomorrow 09:30 or 2026-11-22 14:05, in site time."
_WRITTEN = re.compile(
    r"^(?:(?P<day>today|tomorrow|yesterday|\d{4}-\d{2}-\d{2})[ T]+)?(?P<h>\d{1,2}):(?P<m>\d{2})"
    r"(?: (?P<zone>[A-Za-z]{2,5}|[+-]\d{2,4}))?$"
)
_NEAR = {"": 0, "today": 0, "tomorrow": 1, "yesterday": -1}
_SPAN = re.compile(r"^(?P<sign>[+−-]?)\s*(?:(?P<d>\d+)\s*d)?\s*(?:(?P<h>\d+)\s*h)?\s*(?:(?P<m>\d+)\s*(?:m|min)?)?$")


def write(at: datetime, zone: ZoneInfo) -> str:
    """An instant as a person would write it, in site time; in the repeated hour with the zone's name."""
    local = at.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local:%Y-%m-%d %H:%M}" + (f" {local:%Z}" if twice else "")


def read(text: str, now: datetime, zone: ZoneInfo, place: str = "at") -> datetime | Refusal:
    """The UTC instant of a written site time, or why it cannot be read or could be read in two ways."""
    found = _WRITTEN.match(" ".join(text.split()))
    if found is None:
        return Refusal("form.time", f"“{text}” is not a time.", _FORM, place)
    try:
        day = _day(found["day"] or "", now, zone)
        wall = datetime.combine(day, time(int(found["h"]), int(found["m"])))
        if not 1 < wall.year < 9999:
            raise ValueError  # at the ends of the calendar other zones have no such day
    except ValueError:
        return Refusal("form.time", f"“{text}” is not a day and time that exist.", _FORM, place)
    return _settle(wall, zone, found["zone"] or "", place)


def read_span(text: str, place: str = "by") -> timedelta | Refusal:
    """A length of time such as 40, 40 min, 1 h 20, +3h or -2d; a bare number is minutes."""
    found = _SPAN.match(text.strip().lower())
    if found is None or not any(found[part] for part in "dhm"):
        way = "Write it like 40 min, 1 h 20 min, +3 h or -1 d."
        return Refusal("form.span", f"“{text}” is not a length of time.", way, place)
    told = [found[part] or "0" for part in "dhm"]
    days, hours, minutes = (int(one) if len(one) < 7 else 10**6 for one in told)
    length = timedelta(days=days, hours=hours, minutes=minutes)
    if length > timedelta(days=366):
        return Refusal("form.span", f"“{text}” is longer than a year.", "Write a shorter time.", place)
    return length if found["sign"] in ("", "+") else -length


def _day(word: str, now: datetime, zone: ZoneInfo) -> date:
    near = _NEAR.get(word)
    return date.fromisoformat(word) if near is None else now.astimezone(zone).date() + timedelta(days=near)


def _settle(wall: datetime, zone: ZoneInfo, name: str, place: str) -> datetime | Refusal:
    """The one instant that shows this wall time: none in the hour that is skipped, two in the one that is repeated."""
    both = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    fitting = sorted({at for at in both if at.astimezone(zone).replace(tzinfo=None) == wall})
    if not fitting:
        words = f"{wall:%H:%M} does not exist on {wall:%Y-%m-%d}: the clocks go forward."
        return Refusal("form.time-skipped", words, "Take the time before or after.", place)
    if name:
        fitting = [at for at in fitting if at.astimezone(zone).tzname() == name.upper()]
    if len(fitting) == 1:
        return fitting[0]
    names = " or ".join(str(at.astimezone(zone).tzname()) for at in sorted(set(both)))
    if not fitting:
        return Refusal("form.time-zone", f"At that time the site's clock is not on {name}.", f"It is {names}.", place)
    words = f"{wall:%H:%M} comes twice on {wall:%Y-%m-%d}: the clocks go back."
    return Refusal("form.time-twice", words, f"Write {names} behind it.", place)
