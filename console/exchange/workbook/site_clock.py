"""The site's wall clock and the instants it shows: the repeated hour twice, the missing hour never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from datetime import tzinfo as Zone

from console.exchange.workbook.clocks import Stated, Unreadable


def instants(local: datetime, zone: Zone) -> tuple[datetime, ...]:
    """The instants (UTC) at which the clock shows this naive time: none in the missing hour, two in the repeated one."""
    found = []
    for fold in (0, 1):
        at = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if at not in found and at.astimezone(zone).replace(tzinfo=None, fold=0) == local:
            found.append(at)
    return tuple(sorted(found))


def instant(stated: Stated, zone: Zone) -> datetime:
    """The one instant (UTC) a stated day and time mean; raises Unreadable when they mean two or none."""
    if stated.day is None or stated.clock is None:
        raise Unreadable("time.no_clock", "no time of day", "a start or an end needs one", "Write it like 2026-11-25 14:30")
    local = datetime.combine(stated.day, stated.clock)
    if stated.midnight:
        local += timedelta(days=1)
    if stated.offset is not None:
        return (local - stated.offset).replace(tzinfo=UTC)
    found = instants(local, zone)
    if not found:
        why = f"the clocks of {zone} go forward over {local:%H:%M} that night"
        raise Unreadable("time.missing_hour", "an hour that does not exist", why, "Write the time the clock showed")
    if stated.abbreviation:
        found = _named(found, stated.abbreviation, zone)
    if len(found) > 1:
        first, second = (offset_text(at, zone) for at in found)
        why = f"the clocks of {zone} show {local:%H:%M} twice that night"
        instead = f"Add the offset: {local:%Y-%m-%d %H:%M} {first} or {second}"
        raise Unreadable("time.repeated_hour", "repeated hour of the DST night", why, instead)
    return found[0]


def _named(found: tuple[datetime, ...], abbreviation: str, zone: Zone) -> tuple[datetime, ...]:
    named = tuple(at for at in found if at.astimezone(zone).tzname() == abbreviation)
    if not named:
        held = " or ".join(dict.fromkeys(str(at.astimezone(zone).tzname()) for at in found))
        why = f"the clock of {zone} is on {held} then"
        raise Unreadable("time.offset", f"{abbreviation} is not the site's time then", why, "Write the offset, such as +02:00")
    return named


def offset_text(at: datetime, zone: Zone) -> str:
    """The zone's offset from UTC at an instant, such as -04:00."""
    return at.astimezone(zone).isoformat()[-6:]


def local_text(at: datetime, zone: Zone) -> str:
    """An instant as the site's clock shows it, with its offset where that time is shown twice."""
    local = at.astimezone(zone)
    plain = local.replace(tzinfo=None, fold=0)
    text = plain.isoformat(" ", "seconds" if plain.second else "minutes")
    return f"{text} {offset_text(at, zone)}" if len(instants(plain, zone)) > 1 else text
