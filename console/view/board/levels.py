"""How much of each line can be seen: labels, bars, or an exact strip of load; an alert is never averaged away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from console.view.board.columns import URGENCY, Bars, Ints
from console.view.board.lanes import Strip

Floats = NDArray[np.float64]


class Level(IntEnum):
    """What a line shows."""

    LOAD = 0
    BAR = 1
    LABEL = 2


BAR_PX = 5.0
"""Least room a bar may have on average before the line turns into a strip of load."""
LABEL_PX = 44.0
"""The same before words are written at all."""


def level(bars: Bars, strip: Strip, start: float, end: float, seconds_a_pixel: float) -> Level:
    """The level of a line, from the count of its bars alone: it costs two look-ups, however many there are."""
    if strip.folded:
        return Level.LOAD
    low, high = bars.slice(strip.tracks[0], start, end)
    pixels = (end - start) / seconds_a_pixel
    if high - low > pixels / BAR_PX:
        return Level.LOAD
    return Level.LABEL if high - low <= max(2.0, pixels / LABEL_PX) * 2 else Level.BAR


@dataclass(frozen=True)
class Load:
    """The load of a line, pixel by pixel: the share of its stations busy, one row for each state, at most 1 in all."""

    shares: Floats


def load(bars: Bars, strip: Strip, first_px: int, count: int, seconds_a_pixel: float) -> Load:
    """The exact load of each pixel from `first_px` (pixels counted from 1970) on."""
    edges: Floats = np.arange(first_px, first_px + count + 1, dtype=np.float64) * seconds_a_pixel
    total: Floats = np.sum([bars.loads.share(track, edges) for track in strip.tracks], axis=0)
    total = total / len(strip.tracks)
    return Load(total / np.maximum(1.0, total.sum(axis=0)))


def alert_pixels(
    bars: Bars, strip: Strip, first_px: int, count: int, seconds_a_pixel: float
) -> tuple[Ints, Ints]:
    """For a strip of load: the pixels an alert claims, each with the most urgent bar that starts there.

    An alert begun before the first pixel claims that one, so none that is in sight is lost.
    """
    start, end = first_px * seconds_a_pixel, (first_px + count) * seconds_a_pixel
    found = [bars.alerts_in(track, start, end) for track in strip.tracks]
    index = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
    if not len(index):
        return np.empty(0, dtype=np.int64), index
    pixel = np.floor(bars.columns["start"][index] / seconds_a_pixel).astype(np.int64) - first_px
    pixel = np.maximum(pixel, 0)
    order = np.lexsort((-URGENCY[bars.columns["badge"][index]], pixel))
    pixel, index = pixel[order], index[order]
    first = np.concatenate(([True], pixel[1:] != pixel[:-1]))
    return pixel[first], index[first]


def spread(pixels: Ints, urgency: Ints, side: int) -> list[int]:
    """Which of the rising pixels may carry a sign `side` pixels wide: the most urgent first, none upon another."""
    if not len(pixels):
        return []
    cell = pixels // side
    order = np.lexsort((pixels, -urgency, cell))
    best = order[np.concatenate(([True], cell[order][1:] != cell[order][:-1]))]
    taken: list[int] = []
    for n in best.tolist():
        if taken and pixels[n] - pixels[taken[-1]] < side:
            if urgency[n] <= urgency[taken[-1]]:
                continue
            taken.pop()
        taken.append(n)
    return taken
