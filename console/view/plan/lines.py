"""What a panel of the plan says: sections of lines, each with its mark, its words, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.view.board.axis import lasting, stamp


@dataclass(frozen=True, slots=True)
class Line:
    """One line: words, smaller words beneath, the sign of its mark (empty: none), and (key, title) of its buttons."""

    words: str
    small: str = ""
    sign: str = ""
    acts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; without lines it is not shown. What may be long stands `below` whatever is asked."""

    heading: str
    lines: tuple[Line, ...]
    below: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A whole panel: its title, one sentence, and the sections."""

    title: str
    about: str
    sections: tuple[Section, ...] = ()


def listed(words: list[str], most: int = 3) -> str:
    """B-0421, B-0412 and 2 more."""
    shown, rest = words[:most], len(words) - most
    if rest > 0:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def hours(value: float) -> str:
    """Hours as people read them: 0.4 h, 5.5 h, 12 h."""
    return f"{value:.1f} h" if abs(value) < 10 else f"{value:.0f} h"


def later(before: datetime, after: datetime) -> str:
    """By how much something is later or earlier: 3 h later."""
    away = (after - before).total_seconds()
    return f"{lasting(away)} {'later' if away > 0 else 'earlier'}" if away else "at the same time"


def when(at: datetime, zone: ZoneInfo) -> str:
    """An instant in the site's clock."""
    return stamp(at.timestamp(), zone)


def from_to(before: datetime, after: datetime, zone: ZoneInfo, word: str = "→") -> str:
    """Thu 26 Nov 12:00 EST → 15:30 EST: the day is said once."""
    old, new = when(before, zone), when(after, zone)
    day, clock = new.rsplit(" ", 2)[0], new.rsplit(" ", 2)[1:]
    return f"{old} {word} {' '.join(clock) if old.startswith(day + ' ') else new}"
