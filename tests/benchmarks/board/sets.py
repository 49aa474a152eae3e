"""Boards of a thousand to a million bars, the same each time."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np

from console.view.board.columns import Bars
from console.view.board.lanes import Group, Lane
from console.view.board.picture import BoardPicture

NOW = 1_795_374_300
DAY = 86_400
ROWS = 12


def bars_of(count: int, rows: int = ROWS) -> Bars:
    """So many bars on twelve lines over eight weeks (a year from 1e5 on), a hundredth of them alerts."""
    rng = np.random.default_rng(count)
    track = np.sort(rng.integers(0, rows, count))
    span = 56 * DAY if count < 100_000 else 365 * DAY
    place = np.arange(count) - np.searchsorted(track, track)
    many = np.bincount(track, minlength=rows)[track]
    slot = span / many
    start = NOW - span // 2 + (place * slot + rng.random(count) * slot * 0.1).astype(np.int64)
    end = start + np.maximum(60, (slot * rng.uniform(0.4, 0.85, count)).astype(np.int64))
    state = np.where(end <= NOW, 2, np.where(start <= NOW, 1, 0))
    badge = np.where(rng.random(count) < 0.01, rng.integers(1, 6, count), 0)
    base = rng.random(count) < 0.5
    word = 1 + np.arange(count) % 5_000
    words = ("", *(f"B-{n:04d} Expansion" for n in range(5_000)))
    columns = {
        "track": track, "start": start, "end": end, "state": state, "badge": badge, "label": word, "batch": word,
        "base_start": np.where(base, start - 3_600, 0), "base_end": np.where(base, end - 3_600, 0),
    }  # fmt: skip
    return Bars.sorted({name: column.astype(np.int64) for name, column in columns.items()}, rows, words)


def board_of(count: int) -> BoardPicture:
    """A board with so many bars."""
    lanes = tuple(Lane(f"CR{n}", f"CR{n} Room", Group.ROOMS, "Grade C", "in use") for n in range(1, ROWS + 1))
    return BoardPicture(ZoneInfo("America/New_York"), NOW, lanes, bars_of(count))
