"""What an entry says, as names and values a person can read; the identifiers of a patient stay in the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from console.service.audited import Said
from db.clock import from_micros

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")
_NOT_TOLD = frozenset({"reason", "coi", "subject_id", "corrects"})
_PATIENTS = frozenset({"batch.ordered"})
_FIRST = {"copy.printed": ("title", "copy", "pages", "name")}
"""What is told before the rest, where the names' order would hide it."""
MANY = 12
"""So many things of a list are told one by one; of a longer one only how many there are."""
DEEP = 20
"""So many lists within lists are gone into: no entry of ours has more than five."""


def sentence(kind: str) -> str:
    """The wire name of an event as words: step.started is Step started."""
    return kind.replace(".", " ").replace("_", " ").capitalize()


def said(kind: str, payload: Mapping[str, Any], entities: tuple[str, ...]) -> Said:
    """All that a payload says beyond its reason and beyond what it is about."""
    known = set(entities)
    hidden = _NOT_TOLD | ({"subject"} if kind in _PATIENTS or payload.get("subject") in entities else set())
    left = {name: value for name, value in payload.items() if name not in hidden and f"{name}:{value}" not in known}
    told = {name: left[name] for name in dict.fromkeys((*_FIRST.get(kind, ()), *left)) if name in left}
    hour = told.get("hour")
    if kind == "series.sealed" and isinstance(hour, int):
        with suppress(OverflowError):  # of another program: it is told as it stands
            told["hour"] = from_micros(hour)
    if kind == "blank.issued":
        told["lines"] = _sheet_lines(payload.get("lines"))
    return tuple(_flat("", told))


def _sheet_lines(lines: Any) -> Any:
    """What a sheet carries as batch and step of each line: the rest stands on the sheet itself."""
    try:
        return [f"{line['id']} {line['batch']} {line['step']}" for line in lines or ()]
    except (KeyError, TypeError):  # a payload of another program's shape is shown as it stands
        return lines


def value_said(label: str, value: Any) -> Said:
    """One thing under its label."""
    return tuple(_flat(label, value))


def _flat(label: str, value: Any, depth: int = 0) -> Iterator[tuple[str, str | datetime]]:
    if depth > DEEP:
        yield label, "…"
        return
    if value in (None, "", {}, []):
        return
    if isinstance(value, Mapping):
        if len(value) > MANY:
            yield label, f"{len(value)} entries"
            return
        for name, item in value.items():
            yield from _flat(f"{label} {name}".strip(), item, depth + 1)
    elif isinstance(value, list):
        yield from _listed(label, value, depth)
    elif isinstance(value, datetime):
        yield label, value
    elif isinstance(value, str) and (at := _instant(value)) is not None:
        yield label, at
    else:
        yield label, {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _instant(text: str) -> datetime | None:
    """The instant a text is; None where it only looks like one: people write what they like."""
    try:
        at = datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        return None
    return at if at is not None and 1 < at.year < 9999 else None  # at the ends of the calendar no other zone has it


def _listed(label: str, items: list[Any], depth: int) -> Iterator[tuple[str, str | datetime]]:
    if len(items) > MANY:
        yield label, f"{len(items)} of them"
    elif all(isinstance(item, str | int) for item in items):
        yield label, ", ".join(map(str, items))
    else:
        for number, item in enumerate(items, 1):
            yield from _flat(f"{label} {number}", item, depth + 1)
