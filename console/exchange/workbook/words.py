"""The words of headings, states, months and totals, read once from the resources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from console.exchange.workbook.spelling import fold


@dataclass(frozen=True)
class HeadingWords:
    """What a heading may be made of: whole words per column with their rank, and the parts of a time heading."""

    columns: Mapping[str, tuple[str, int]]
    qualifier: Mapping[str, str]
    edge: Mapping[str, str]
    said: Mapping[str, str]
    grain: Mapping[str, str]
    idle: frozenset[str]
    totals: frozenset[str]


@cache
def heading_words() -> HeadingWords:
    """The words of headings.toml, folded."""
    raw = _read("headings.toml")
    columns = {fold(word): (field, rank) for field, words in raw["columns"].items() for rank, word in enumerate(words)}
    times = raw["times"]
    return HeadingWords(
        columns=columns,
        qualifier=_by_word(times["qualifier"]),
        edge=_by_word(times["edge"]),
        said=_by_word(times["said"]),
        grain=_by_word(times["grain"]),
        idle=frozenset(fold(word) for word in times["idle"]["words"]),
        totals=frozenset(fold(word) for word in raw["totals"]["words"]),
    )


@cache
def status_words() -> Mapping[str, str]:
    """Every accepted spelling of a step's state and the state it means."""
    return _by_word(_read("statuses.toml")["statuses"])


@cache
def month_words() -> Mapping[str, int]:
    """Month names and their numbers."""
    return {word: int(n) for word, n in _by_word(_read("calendar.toml")["months"]).items()}


@cache
def weekday_words() -> Mapping[str, int]:
    """Weekday names and their numbers, Monday 0."""
    return {word: int(n) for word, n in _by_word(_read("calendar.toml")["weekdays"]).items()}


def _by_word(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {fold(word): name for name, words in groups.items() for word in words}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("resources") / "exchange" / name).read_text(encoding="utf-8"))
