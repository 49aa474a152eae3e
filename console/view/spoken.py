"""Clocks, ages and spans as people on the floor say them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MINUS = "−"


def offset(at: datetime, zone: ZoneInfo) -> str:
    """The zone's distance from UTC at an instant: UTC−05:00."""
    away = at.astimezone(zone).utcoffset() or timedelta()
    minutes = round(away.total_seconds() / 60)
    sign = MINUS if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def zone_name(at: datetime, zone: ZoneInfo) -> str:
    """The zone's short name at an instant, empty where the zone has only an offset."""
    name = at.astimezone(zone).tzname() or ""
    return "" if name[:1] in "+-" else name


def clock(now: datetime, zone: ZoneInfo) -> str:
    """The site's clock with day, zone and offset: Sun 22 Nov 14:05:09 EST (UTC−05:00)."""
    local = now.astimezone(zone)
    named = zone_name(now, zone)
    place = f"{named} ({offset(now, zone)})" if named else offset(now, zone)
    return f"{local:%a} {local.day} {local:%b %H:%M:%S} {place}"


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """An instant seen from now: today 16:40, tomorrow 09:30, Tue 24 Nov 09:30, 3 Jan 2027 09:30."""
    there, here = at.astimezone(zone), now.astimezone(zone)
    days = (there.date() - here.date()).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    if near:
        return f"{near} {there:%H:%M}{_which_hour(at, zone)}"
    year = f" {there.year}" if there.year != here.year else ""
    return f"{there:%a} {there.day} {there:%b}{year} {there:%H:%M}{_which_hour(at, zone)}"


def stamp(at: datetime, zone: ZoneInfo) -> str:
    """An instant whole, for the record: 2026-11-22 14:05 EST."""
    local = at.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} {zone_name(at, zone) or offset(at, zone)}"


def span(length: timedelta) -> str:
    """A length of time in its two largest parts: 3 d 4 h, 3 h 40 min, 25 min, 40 s."""
    seconds = round(abs(length.total_seconds()))
    sign = MINUS if length < timedelta() and seconds else ""
    if seconds < 60:
        return f"{sign}{seconds} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{sign}{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 72:
        return f"{sign}{hours} h {rest:02d} min" if rest else f"{sign}{hours} h"
    days, rest = divmod(round(minutes / 60), 24)
    return f"{sign}{days} d {rest} h" if rest else f"{sign}{days} d"


def age(length: timedelta) -> str:
    """How old something is, in words."""
    return "just now" if length < timedelta(seconds=2) else f"{span(length)} old"


def _which_hour(at: datetime, zone: ZoneInfo) -> str:
    """The zone's name where the wall clock shows the same time twice, nothing elsewhere."""
    local = at.astimezone(zone)
    first, second = local.replace(fold=0), local.replace(fold=1)
    twice = first.utcoffset() != second.utcoffset()
    return f" {zone_name(at, zone) or offset(at, zone)}" if twice else ""


def counted(count: int, one: str, many: str = "") -> str:
    """1 step, 3 steps."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def in_a_sentence(title: str) -> str:
    """A title as it stands in the middle of a sentence: expansion, but QC release panel and N-1 expansion."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title
