"""Strips on pages: what stays together stays together, and a table that goes on has its headings on top again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from console.ui.paper.strips import Strip


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip at its height on a page, in pixels of the device from the top of the body."""

    y: float
    strip: Strip


Page = tuple[Placed, ...]
BREATH = 200
"""So many strips are placed before others may work."""


def breaking(strips: Sequence[Strip], high: float, pages: list[list[Placed]]) -> Iterator[None]:
    """Put the strips on pages of this height, in order, some with each step."""
    pages.append([])
    y = 0.0
    for place, strip in enumerate(strips):
        if place % BREATH == 0:
            yield
        if pages[-1] and y + _wanted(strips, place) > high:
            pages.append([])
            y = 0.0
            if strip.head is not None and strip.head.high + strip.high <= high:
                pages[-1].append(Placed(0.0, strip.head))
                y = strip.head.high
        pages[-1].append(Placed(y, strip))
        y += strip.high


def _wanted(strips: Sequence[Strip], place: int) -> float:
    """The height of a strip and of those it must stay with: a heading never stands alone at the end of a page."""
    high = strips[place].high
    while strips[place].holds and place + 1 < len(strips):
        place += 1
        high += strips[place].high
    return high
