"""The instants of a log: ISO 8601 and the forms that programs write, read in one way or refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from console.exchange.workbook.clocks import DayOrder

EARLIEST, LATEST = 1900, 2200
"""Years outside are a clock that was never set."""

_CLOCK = r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK)
_FIGURES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})" + _CLOCK)
_LETTERS = re.compile(r"(\d{1,2})[-\s./]([A-Za-z]{3,9})[-\s./](\d{4})" + _CLOCK)
_EPOCH = re.compile(r"\d{10}(?:\.\d{1,6})?|\d{13}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def order_of(texts: Iterable[str], said: DayOrder) -> DayOrder:
    """Whether dates in figures are day or month first: as said, else as the whole column shows; UNSAID when it does not."""
    if said is not DayOrder.UNSAID:
        return said
    day = month = dots = False
    for text in texts:
        found = _FIGURES.fullmatch(text)
        if found:
            day, month, dots = day or int(found[1]) > 12, month or int(found[3]) > 12, dots or found[2] == "."
    if day != month:
        return DayOrder.DAY_FIRST if day else DayOrder.MONTH_FIRST
    return DayOrder.DAY_FIRST if dots and not month else DayOrder.UNSAID


def instant_of(text: str, order: DayOrder) -> datetime:
    """The instant in UTC; a text without an offset is taken as UTC. Raises ValueError with the reason in plain words."""
    at = _iso(text) or _spelt(text, order)
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    if not EARLIEST <= at.year <= LATEST:
        raise ValueError(f"the year {at.year} cannot be right")
    return at.astimezone(UTC)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text[4:5] == "-" else None
    except ValueError:
        return None


def _spelt(text: str, order: DayOrder) -> datetime:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(float(text) / (1000 if len(text) == 13 and "." not in text else 1), UTC)
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first:
        return _clocked(int(year_first[1]), int(year_first[2]), int(year_first[3]), year_first.groups()[3:])
    letters = _LETTERS.fullmatch(text)
    if letters and letters[2][:3].lower() in _MONTHS:
        return _clocked(int(letters[3]), 1 + _MONTHS.index(letters[2][:3].lower()), int(letters[1]), letters.groups()[3:])
    figures = _FIGURES.fullmatch(text)
    if not figures:
        raise ValueError(f"{text[:40]!r} is no instant, such as 2026-11-23T14:05:00Z" if text else "it is empty")
    if order is DayOrder.UNSAID:
        raise ValueError(f"{text[:40]!r} may be day or month first; say which with --dates day-first or --dates month-first")
    first, second = int(figures[1]), int(figures[3])
    day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
    return _clocked(int(figures[4]), month, day, figures.groups()[4:])


def _clocked(year: int, month: int, day: int, rest: tuple[str | None, ...]) -> datetime:
    hour, minute, second, fraction, half, offset = rest
    h = int(hour or 0)
    if half:
        if not 1 <= h <= 12:
            raise ValueError(f"there is no {h} o'clock {half}")
        h = h % 12 + (12 if half.lower() == "pm" else 0)
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    return datetime(year, month, day, h, int(minute or 0), int(second or 0), micro, _zone(offset))


def _zone(offset: str | None) -> timezone | None:
    if offset is None:
        return None
    if offset in ("Z", "UTC"):
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    return timezone((-1 if offset[0] == "-" else 1) * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
