"""Reading a time written on a sheet of paper: a clock alone means the one instant in or beside the sheet's own hours."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from console.domain.refusal import Refusal
from console.view import instants, spoken

BESIDE = timedelta(hours=6)
"""How far before or after the sheet's hours a clock without a day is still believed: work runs over, it does not move a day."""

_FORM = "Write it as on the sheet, like 14:05; with its day like 2026-11-22 14:05, in site time."
_CLOCK = re.compile(r"^(?P<h>\d{1,2})[:.]?(?P<m>\d{2})(?: ?(?P<zone>[A-Za-z]{2,5}))?$")


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours a sheet was issued for, aware, and the zone of the clock on the wall beside it."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    def away(self, at: datetime) -> timedelta:
        """How far an instant lies outside these hours; nothing inside."""
        return max(self.start - at, at - self.end, timedelta())

    @property
    def words(self) -> str:
        """From when to when, as it stands on the sheet."""
        return f"{spoken.stamp(self.start, self.zone)} to {spoken.stamp(self.end, self.zone)}"


def read(text: str, hours: Hours, place: str) -> datetime | Refusal:
    """The UTC instant meant by 14:05, 1405, 01:30 EST or 2026-11-22 14:05; refused where it could be two, or is none."""
    written = " ".join(text.split())
    clock = _CLOCK.match(written)
    if clock is None or int(clock["h"]) > 23 or int(clock["m"]) > 59:
        found = instants.read(written, hours.start, hours.zone, place)
        return replace(found, instead=_FORM) if isinstance(found, Refusal) and found.rule == "form.time" else found
    wall = time(int(clock["h"]), int(clock["m"]))
    every, gap = _showing(wall, hours)
    named = [at for at in every if not clock["zone"] or at.astimezone(hours.zone).tzname() == clock["zone"].upper()]
    inside = [at for at in named if not hours.away(at)]
    meant = inside or named
    if len(meant) == 1:
        return meant[0]
    said = f"{wall:%H:%M}"
    if meant:
        return _which(said, meant, hours, place)
    if every:
        names = " or ".join(dict.fromkeys(str(at.astimezone(hours.zone).tzname()) for at in every))
        return Refusal("form.time-zone", f"At that time the site's clock is not on {clock['zone']}.", f"It is {names}.", place)
    if gap:
        words = f"{said} does not exist in the night of this sheet: the clocks go forward."
        return Refusal("form.time-skipped", words, "Look at the sheet again; take the time before or after.", place)
    words = f"{said} lies far from the hours of the sheet, {hours.words}."
    return Refusal("form.time-far", words, "If it is right, write the day in front: 2026-11-22 14:05.", place)


def _showing(wall: time, hours: Hours) -> tuple[list[datetime], bool]:
    """Every instant in or beside the hours at which the clock on the wall shows this; and whether a night leaves it out."""
    first, last = hours.start - BESIDE, hours.end + BESIDE
    day, end = first.astimezone(hours.zone).date(), last.astimezone(hours.zone).date()
    found: set[datetime] = set()
    gap = False
    while day <= end:
        local = datetime.combine(day, wall)
        both = [local.replace(tzinfo=hours.zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
        shown = [at for at in both if at.astimezone(hours.zone).replace(tzinfo=None) == local]
        found |= {at for at in shown if first <= at <= last}
        gap = gap or (not shown and first <= both[0] <= last)
        day += timedelta(days=1)
    return sorted(found), gap


def _which(said: str, found: list[datetime], hours: Hours, place: str) -> Refusal:
    """It comes more than once: what to write beside it tells which is meant."""
    local = [at.astimezone(hours.zone) for at in found]
    if len({at.date() for at in local}) == 1:
        names = " or ".join(str(at.tzname()) for at in local)
        words = f"{said} comes twice on {local[0]:%Y-%m-%d}: the clocks go back."
        return Refusal("form.time-twice", words, f"Write {names} behind it.", place)
    days = " or ".join(f"{at:%Y-%m-%d} {said}" for at in local)
    return Refusal("form.time-day", f"{said} may be of two days.", f"Write {days}.", place)
