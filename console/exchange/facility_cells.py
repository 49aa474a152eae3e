"""The cells of a facility workbook as plain values, and plain values as cells."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, cast
from zoneinfo import available_timezones

from console.exchange.facility_sheets import FormColumn, Holds
from console.exchange.workbook.cell_texts import guarded, read_words
from console.exchange.workbook.clocks import DayOrder, Unreadable, read_stated
from console.exchange.workbook.sheets import Cell, Kind
from console.exchange.workbook.spelling import fold
from console.exchange.workbook.words import weekday_words
from console.service.library import shipped_recipes

_YES = {"yes": True, "y": True, "true": True, "x": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def plain_cell(cell: Cell, column: FormColumn) -> Any:
    """The plain value of a filled cell; raises Unreadable."""
    if column.holds is Holds.CLOCK:
        return _clock(cell)
    if column.holds is Holds.YES and cell.kind is Kind.TRUTH:
        return bool(cell.held)
    text = read_words(cell, "a plain word")
    if column.holds in (Holds.WORDS, Holds.RECIPES, Holds.WEEKDAYS):
        parts = [p for p in re.split(r"\s*[,;\n]\s*", text) if p]
        return _weekdays(parts) if column.holds is Holds.WEEKDAYS else [_single(p, column) for p in parts]
    return _single(text, column)


def written_cell(value: Any, column: FormColumn) -> str:
    """A plain value as the text of a cell; empty where there is none."""
    if value is None:
        return ""
    if column.holds is Holds.YES:
        return "yes" if value else "no"
    if column.holds is Holds.WEEKDAYS:
        return ", ".join(_DAYS[day - 1] for day in value)
    if isinstance(value, list):
        return guarded(", ".join(str(v) for v in value))
    return guarded(str(value)[:5] if column.holds is Holds.CLOCK else str(value))


def _single(text: str, column: FormColumn) -> Any:
    if column.choices:
        return _chosen(text, column)
    if column.holds in (Holds.NUMBER, Holds.COUNT):
        return _number(text, column)
    if column.holds is Holds.ZONE:
        if text not in available_timezones():
            raise Unreadable("form.zone", "unknown time zone", "it is not in the zone tables", "Write it like Europe/Paris")
        return text
    if column.holds is Holds.YES:
        if fold(text) not in _YES:
            raise Unreadable("form.yes", "neither yes nor no", "one of them is needed")
        return _YES[fold(text)]
    if column.holds in (Holds.RECIPE, Holds.RECIPES):
        return _recipe(text)
    return text


def _chosen(text: str, column: FormColumn) -> str:
    known = {fold(choice): choice for choice in column.choices}
    if fold(text) not in known:
        raise Unreadable("form.choice", f"unknown {column.title.lower()}", f"it may be {', '.join(column.choices)}")
    return known[fold(text)]


def _number(text: str, column: FormColumn) -> Any:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise Unreadable("form.number", "not a number", "a number of nought or more is needed", "Write it like 1.5")
    if column.holds is Holds.NUMBER:
        return format(number, "f")
    if number != int(number):
        raise Unreadable("form.number", "not a whole number", "it is counted in wholes")
    return int(number)


def _clock(cell: Cell) -> str:
    stated = read_stated(cell, DayOrder.UNSAID)
    if stated.day is not None or stated.clock is None:
        raise Unreadable("form.clock", "not a time of day", "a time of the clock alone is needed", "Write it like 06:30")
    return stated.clock.isoformat("minutes")


def _weekdays(parts: list[str]) -> list[int]:
    days: list[int] = []
    for part in parts:
        ends = [weekday_words().get(fold(p)) for p in re.split(r"\s*[-–]\s*", part)]
        if None in ends or len(ends) > 2:
            raise Unreadable("form.weekday", f"no weekday {part}", "days are needed", "Write them like Mon-Fri, Sun")
        first, last = cast(int, ends[0]), cast(int, ends[-1])
        days += [day % 7 + 1 for day in range(first, last + 1 if last >= first else last + 8)]
    return sorted(set(days))


def _recipe(text: str) -> str:
    found = _recipe_words().get(fold(text))
    if found is None:
        raise Unreadable("form.recipe", "unknown recipe", f"the console holds {', '.join(shipped_recipes())}")
    return found


@cache
def _recipe_words() -> dict[str, str]:
    latest = sorted(shipped_recipes().values(), key=lambda r: r.version)
    words = {fold(word): r.id for r in latest for word in (r.name, *r.aliases)}
    return words | {fold(r.id): r.id for r in latest}
