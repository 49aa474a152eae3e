"""A file as a plain grid, whatever its kind: cells as they stand, merged areas, and what the person had hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    DAY = "day"
    CLOCK = "clock"
    SPAN = "span"
    TRUTH = "truth"
    FORMULA = "formula"
    BROKEN = "broken"


Held = str | int | float | bool | datetime | date | time | timedelta


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell; `shown` is how a person would read it aloud."""

    row: int
    column: int
    kind: Kind
    held: Held
    shown: str
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area, its corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its filled rows in order, each a mapping from column to cell."""

    name: str
    rows: tuple[tuple[int, dict[int, Cell]], ...]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


class Unfit(Exception):
    """The file as a whole cannot be read; says by which rule, what, why and what to do instead."""

    def __init__(self, rule: str, what: str, why: str, instead: str = "", sheet: str = "") -> None:
        super().__init__(f"{what}: {why}")
        self.rule, self.what, self.why, self.instead, self.sheet = rule, what, why, instead, sheet

    def __reduce__(self) -> tuple[type[Unfit], tuple[str, ...]]:
        return Unfit, (self.rule, self.what, self.why, self.instead, self.sheet)
