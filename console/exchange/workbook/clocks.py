"""What a cell says about a day and a time of day: read when it can be read in one way, refused when in two or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import cast

from console.exchange.workbook.sheets import Cell, Kind
from console.exchange.workbook.spelling import fold
from console.exchange.workbook.words import month_words, weekday_words


class DayOrder(StrEnum):
    """How a date in figures is to be read; only the person who brings the file can say, never the file."""

    UNSAID = ""
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class Stated:
    """What one cell says: a day, a time of day, both; `offset` or `abbreviation` where it names its offset from UTC.

    `midnight` marks 24:00, the end of its day; `twelve` a time that may be of the morning or the afternoon.
    """

    day: date | None = None
    clock: time | None = None
    offset: timedelta | None = None
    abbreviation: str = ""
    midnight: bool = False
    twelve: bool = False


class Unreadable(Exception):
    """A cell cannot be read, or in two ways: by which rule, what, why, and what to write instead."""

    def __init__(self, rule: str, what: str, why: str, instead: str = "") -> None:
        super().__init__(what)
        self.rule, self.what, self.why, self.instead = rule, what, why, instead


_SERIAL = re.compile(r"-?\d{1,6}(?:[.,]\d+)?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_PACKED = re.compile(r"(?<!\d)(\d{4})()(\d{2})(\d{2})(?=T|\s|$)")
_FIGURES = re.compile(r"(?<![\d:])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d:])")
_LETTERS = (
    re.compile(
        r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)?[-\s./]*(?:of\s+|de\s+)?(?P<m>[^\W\d_]{3,12})\.?[-\s./,]*(?:de\s+)?"
        r"(?P<y>\d{4}(?!\d)|'?\d{2}(?![\d:.hH]))",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![^\W\d_])(?P<m>[^\W\d_]{3,12})\.?[-\s./]*(?P<d>\d{1,2})(?:st|nd|rd|th)?,?[-\s./]+(?P<y>\d{4})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)(?P<y>\d{4})[-\s./](?P<m>[^\W\d_]{3,12})[-\s./](?P<d>\d{1,2})(?!\d)", re.IGNORECASE),
)
_NO_YEAR = re.compile(r"\d{1,2}[-/]\d{1,2}(?![-/.\d:]).*|\d{1,2}\.\d{1,2}\.(?:\s.*)?")
_WORDS = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(
    r"(?:(?:at|um|a|T|[,@–-])\s*)*"
    r"(?:(?P<h>\d{1,2})\s*(?:[:.hH]\s*(?P<m>\d{2})(?:\s*[:.]\s*(?P<s>\d{2})(?:[.,]\d{1,9})?)?)?|(?P<hh>\d{2})(?P<mm>\d{2})(?P<ss>\d{2})?)"
    r"(?:\s*(?P<half>[aApP])\.?\s*[mM]\.?)?(?:\s*(?:h|hrs|hours|uhr|Uhr|H))?"
    r"(?:(?P<tight>\s*\(?(?:UTC|GMT)?)(?:(?P<sign>[+−-])(?P<oh>\d{2}):?(?P<om>\d{2})|(?P<word>[A-Z]{1,5}|[+-]\d{2}))\)?)?\s*[,;]?"
)
_HALF = re.compile(r"\d\s*[ap]\.?\s*m\b", re.IGNORECASE)

_WRITE = "Write it like 2026-11-25 14:30, or with the month in letters"
_ORDER = "Write the month in letters, or say how the dates of this file are meant (day-first or month-first)"


def says_half(cell: Cell) -> bool:
    """Whether the cell names the half of the day (am, pm)."""
    return cell.kind is Kind.TEXT and bool(_HALF.search(str(cell.held)))


def read_stated(cell: Cell, order: DayOrder) -> Stated:
    """The day and time a cell states; raises Unreadable."""
    if cell.kind is Kind.MOMENT:
        at = cast(datetime, cell.held)
        return Stated(_year(at.date()), at.time())
    if cell.kind is Kind.DAY:
        return Stated(_year(cast(date, cell.held)))
    if cell.kind is Kind.CLOCK:
        return Stated(clock=cast(time, cell.held))
    if cell.kind is Kind.SPAN:
        return _span(cast(timedelta, cell.held))
    if cell.kind is Kind.NUMBER:
        raise _serial()
    if cell.kind is Kind.TEXT:
        return _text(" ".join(str(cell.held).split()), order)
    raise Unreadable("time.not_a_time", "not a time", "a day and a time of day are needed here", _WRITE)


def _serial() -> Unreadable:
    why = "a bare number may be a serial day of 1900 or of 1904, or no date at all"
    return Unreadable("time.serial", "bare serial number", why, "Format the cell as a date and time")


def _span(span: timedelta) -> Stated:
    if not timedelta(0) <= span < timedelta(days=1):
        raise Unreadable("time.not_a_time", "not a time of day", "it is a length of time over a day", _WRITE)
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    return Stated(clock=time(minutes // 60 % 24, minutes % 60, seconds))


def _text(text: str, order: DayOrder) -> Stated:
    if _SERIAL.fullmatch(text) and not (text.isdecimal() and len(text) == 4 and text < "2400"):
        raise _serial()
    day, rest = _day(text, order)
    rest = _weekday(rest, day).strip()
    if day and not rest.strip(",; T"):
        return Stated(day)
    clock = _CLOCK.fullmatch(rest)
    if clock is None or (clock["h"] and not clock["m"] and not clock["half"]):
        if day is None and (_NO_YEAR.fullmatch(rest) or any(fold(w) in month_words() for w in _WORDS.findall(rest))):
            raise Unreadable("time.no_year", "no year", "the day could be of any year", _WRITE)
        raise Unreadable("time.not_a_time", "not a time", "a day and a time of day are needed here", _WRITE)
    return _with_clock(day, clock)


def _with_clock(day: date | None, found: re.Match[str]) -> Stated:
    hour, minute, second = (int(found[a] or found[b] or 0) for a, b in (("h", "hh"), ("m", "mm"), ("s", "ss")))
    half = (found["half"] or "").lower()
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)) or (half and not 1 <= hour <= 12):
        raise Unreadable("time.not_a_time", "no such time of day", "hours run to 24, or to 12 with am and pm", _WRITE)
    twelve = not half and 1 <= hour <= 12 and found["h"] is not None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    offset, word = None, found["word"] or ""
    if found["sign"]:
        offset = timedelta(hours=int(found["oh"]), minutes=int(found["om"])) * (1 if found["sign"] == "+" else -1)
        if not timedelta(hours=-12) <= offset <= timedelta(hours=14):
            raise Unreadable("time.offset", "no such offset from UTC", "they run from -12:00 to +14:00", _WRITE)
        if found["sign"] != "+" and found["tight"] == "" and "T" not in found.group():
            raise Unreadable("time.range", "two times or an offset", "08:00-09:00 can be read as either", _WRITE)
    elif word in ("Z", "UTC"):
        offset, word = timedelta(0), ""
    return Stated(day, time(hour % 24, minute, second), offset, word, hour == 24, twelve)


def _day(text: str, order: DayOrder) -> tuple[date | None, str]:
    """The day a text states and the text without it; None when it states none."""
    if found := _YEAR_FIRST.search(text) or _PACKED.search(text):
        year, _, month, day = found.groups()
        return _date(int(year), int(month), int(day)), _without(text, found)
    if found := _FIGURES.search(text):
        return _figures(found, order), _without(text, found)
    for shape in _LETTERS:
        found = shape.search(text)
        month = month_words().get(fold(found["m"])) if found else None
        if found and month:
            year = int(found["y"].lstrip("'"))
            return _date(year + 2000 if year < 100 else year, month, int(found["d"])), _without(text, found)
    return None, text


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _figures(found: re.Match[str], order: DayOrder) -> date:
    """A date in figures only: read when a single reading is possible, or by the order the person has named."""
    first, _, second, year_text = found.groups()
    year = int(year_text) + (2000 if len(year_text) == 2 else 0)
    readings = {
        DayOrder.DAY_FIRST: _possible(year, int(second), int(first)),
        DayOrder.MONTH_FIRST: _possible(year, int(first), int(second)),
    }
    if order:
        named = readings[order]
        if named is None:
            raise Unreadable("time.order", f"no {order} date", "the dates of this file were said to be so", _WRITE)
        return _year(named)
    if len(year_text) == 2:
        readings[DayOrder.UNSAID] = _possible(2000 + int(first), int(second), int(year_text))
    possible = {r for r in readings.values() if r is not None}
    if not possible:
        raise Unreadable("time.no_day", "no such day", "the calendar does not hold it", _WRITE)
    if len(possible) > 1:
        meant = " or ".join(f"{r.day} {r:%B %Y}" for r in sorted(possible))
        raise Unreadable("time.ambiguous_day", "ambiguous day and month", f"it can be {meant}", _ORDER)
    return _year(possible.pop())


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> date:
    found = _possible(year, month, day)
    if found is None:
        raise Unreadable("time.no_day", "no such day", "the calendar does not hold it", _WRITE)
    return _year(found)


def _year(day: date) -> date:
    if not 2000 <= day.year <= 2099:
        raise Unreadable("time.year", f"the year {day.year}", "only 2000 to 2099 are read", _WRITE)
    return day


def _weekday(rest: str, day: date | None) -> str:
    """The rest without the name of a weekday, which must be the day's own."""
    for word in _WORDS.findall(rest):
        said = weekday_words().get(fold(word))
        if said is None:
            continue
        if day is not None and day.weekday() != said:
            why = f"{day.isoformat()} is a {day:%A}"
            raise Unreadable("time.weekday", "weekday and date contradict each other", why, "Mend one of them")
        return re.sub(rf"\b{word}\b\.?,?", " ", rest, count=1)
    return rest
