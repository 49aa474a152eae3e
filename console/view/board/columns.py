"""Every bar of the board in columns, so that a window, a pointer or a double booking is found without walking them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from functools import cached_property
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from console.view.board.loads import Loads

Ints = NDArray[np.int64]


class Kind(IntEnum):
    """What a bar is."""

    WORK = 0
    CHANGEOVER = 1
    BLOCK = 2
    TEST = 3
    EXTERNAL = 4
    MILESTONE = 5


class State(IntEnum):
    """How a bar stands: only planned, running, done, or merely reported from someone's workbook."""

    PLANNED = 0
    RUNNING = 1
    DONE = 2
    REPORTED = 3


class Badge(IntEnum):
    """What a bar asks of the room: nothing, one of four priorities, or a hold."""

    NONE = 0
    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4
    HOLD = 5

    @property
    def sign(self) -> str:
        """The digit or letter of the badge, empty for none."""
        return "" if self is Badge.NONE else "H" if self is Badge.HOLD else str(int(self))


URGENCY = np.array([0, 5, 3, 2, 1, 4], dtype=np.int64)
"""How strongly each badge claims a pixel it shares: 1 over Hold over 2 over 3 over 4."""


class Flag(IntFlag):
    """Facts of a bar: on the driving chain, double booked, a short step set into a long one, or against a rule of the plan."""

    NONE = 0
    DRIVING = 1
    CLASH = 2
    INSET = 4
    CONFLICT = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in words and whole seconds since 1970 UTC; 0 stands for an instant nobody stated."""

    track: int
    start: int
    end: int
    batch: str = ""
    step: str = ""
    label: str = ""
    note: str = ""
    kind: Kind = Kind.WORK
    state: State = State.PLANNED
    badge: Badge = Badge.NONE
    flags: Flag = Flag.NONE
    base_start: int = 0
    base_end: int = 0
    p10: int = 0
    p90: int = 0


NUMBERS = ("track", "start", "end", "kind", "state", "badge", "flags", "base_start", "base_end", "p10", "p90")
WORDS = ("batch", "step", "label", "note")


@dataclass(frozen=True, eq=False)
class Bars:
    """Bars sorted by (track, start); a track is one station's line. Word columns point into `words`."""

    tracks: int
    columns: dict[str, Ints]
    words: tuple[str, ...] = ("",)

    @staticmethod
    def of(bars: Iterable[Bar], tracks: int) -> Bars:
        """Bars given one by one, in any order; an end not after its start is a moment of one second."""
        rows = list(bars)
        words: dict[str, int] = {"": 0}
        columns = {name: np.array([getattr(row, name) for row in rows], dtype=np.int64) for name in NUMBERS}
        for name in WORDS:
            columns[name] = np.array(
                [words.setdefault(getattr(row, name), len(words)) for row in rows], dtype=np.int64
            )
        return Bars.sorted(columns, tracks, tuple(words))

    @staticmethod
    def sorted(columns: dict[str, Ints], tracks: int, words: tuple[str, ...] = ("",)) -> Bars:
        """Bars from whole columns in any order; columns not given are zero. ValueError for a track not there."""
        count = len(columns["track"])
        zero = np.zeros(count, dtype=np.int64)
        whole = {name: columns.get(name, zero) for name in NUMBERS + WORDS}
        if count and (int(whole["track"].min()) < 0 or int(whole["track"].max()) >= tracks):
            raise ValueError("a bar lies on a track the board does not have")
        whole["end"] = np.maximum(whole["end"], whole["start"] + 1)
        order = np.lexsort((whole["end"], whole["start"], whole["track"]))
        return Bars(tracks, {name: column[order] for name, column in whole.items()}, words)

    def __len__(self) -> int:
        return len(self.columns["start"])

    @cached_property
    def offsets(self) -> list[int]:
        """Where each track begins in the columns, and where the last one ends."""
        return [int(at) for at in np.searchsorted(self.columns["track"], np.arange(self.tracks + 1))]

    @cached_property
    def reach(self) -> Ints:
        """The latest end of all bars of the track up to and including each."""
        shift = self.columns["track"] << 36
        return np.asarray(np.maximum.accumulate(self.columns["end"] + shift) - shift)

    @cached_property
    def loads(self) -> Loads:
        """Busy time per track and state, for any window, without touching a bar."""
        return Loads(self.columns["start"], self.columns["end"], self.columns["state"], self.offsets, len(State))

    @cached_property
    def alerts(self) -> tuple[Ints, list[int]]:
        """The bars that carry a badge, and where each track begins among them."""
        index = np.flatnonzero(self.columns["badge"])
        return index, [int(at) for at in np.searchsorted(index, np.array(self.offsets))]

    @cached_property
    def _alert_edges(self) -> tuple[Ints, Ints]:
        index, _ = self.alerts
        return self.columns["start"][index], self.columns["end"][index]

    @cached_property
    def running(self) -> Ints:
        """The bars that run."""
        return np.flatnonzero(self.columns["state"] == State.RUNNING)

    @cached_property
    def forecast(self) -> Ints:
        """The bars with a forecast of their end."""
        return np.flatnonzero(self.columns["p90"])

    @cached_property
    def moments(self) -> Ints:
        """The milestones."""
        return np.flatnonzero(self.columns["kind"] == Kind.MILESTONE)

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """First start and last end of all bars, or None when there is none."""
        if not len(self):
            return None
        return int(self.columns["start"].min()), int(self.columns["end"].max())

    @cached_property
    def by_batch(self) -> dict[str, Ints]:
        """The bars of each batch in order of start."""
        column = self.columns["batch"]
        order = np.lexsort((self.columns["start"], column))
        cuts = np.flatnonzero(np.diff(column[order])) + 1
        return {self.words[int(column[part[0]])]: part for part in np.split(order, cuts) if len(part)}

    def slice(self, track: int, start: float, end: float) -> tuple[int, int]:
        """Bounds that hold every bar of the track meeting [start, end); some within may end before it."""
        # Whole seconds on both sides: a float would make numpy convert the column on every look-up.
        first, last = self.offsets[track], self.offsets[track + 1]
        high = first + int(self.columns["start"][first:last].searchsorted(ceil(end)))
        low = first + int(self.reach[first:last].searchsorted(floor(start), side="right"))
        return min(low, high), high

    def window(self, track: int, start: float, end: float) -> Ints:
        """The bars of the track that meet [start, end), in order of start."""
        low, high = self.slice(track, start, end)
        return np.asarray(low + np.flatnonzero(self.columns["end"][low:high] > start))

    def alerts_in(self, track: int, start: float, end: float) -> Ints:
        """The badged bars of the track that meet [start, end)."""
        index, offsets = self.alerts
        starts, ends = self._alert_edges
        first = offsets[track]
        last = first + int(starts[first : offsets[track + 1]].searchsorted(ceil(end)))
        return np.asarray(index[first:last][ends[first:last] > start])

    def at(self, track: int, moment: float, slack: float = 0.0) -> int | None:
        """The bar of the track under a moment, the latest begun on top; else the nearest within the slack."""
        first, last = self.offsets[track], self.offsets[track + 1]
        start, end, reach = self.columns["start"], self.columns["end"], self.reach
        after = first + int(start[first:last].searchsorted(floor(moment), side="right"))
        best, best_gap = None, slack
        for i in range(after - 1, first - 1, -1):
            if reach[i] <= moment - best_gap:
                break
            gap = moment - end[i]
            if gap < 0:
                return i
            if gap <= best_gap:
                best, best_gap = i, float(gap)
        if after < last and start[after] - moment <= best_gap and slack:
            return after if best is None or start[after] - moment < best_gap else best
        return best

    def overlaps(self, exclusive: Sequence[bool] | None = None) -> Ints:
        """Double bookings: each bar that starts while an earlier one of its (exclusive) track still lasts."""
        if len(self) < 2:
            return np.empty(0, dtype=np.int64)
        track, start = self.columns["track"], self.columns["start"]
        found = np.flatnonzero((start[1:] < self.reach[:-1]) & (track[1:] == track[:-1])) + 1
        if exclusive is not None:
            found = found[np.asarray(exclusive, dtype=bool)[track[found]]]
        return np.asarray(found)

    def find(self, batch: str, step: str = "", track: int = -1) -> int | None:
        """The first bar of a step of a batch (of the batch, when no step is named), on that track if it can be."""
        found = [int(i) for i in self.by_batch.get(batch, ()) if not step or self.word(int(i), "step") == step]
        return next((i for i in found if self.value(i, "track") == track), found[0] if found else None)

    def stands(self, batch: str) -> int | None:
        """The bar where a batch stands: the one badged, else what runs, else what comes next, else its last."""
        found = [int(i) for i in self.by_batch.get(batch, ())]
        running = [i for i in found if self.value(i, "state") == State.RUNNING]
        ahead = [i for i in found if self.value(i, "state") == State.PLANNED]
        work = [i for i in running if self.value(i, "kind") in (Kind.WORK, Kind.BLOCK)]
        badged = [i for i in found if self.value(i, "badge")]
        return next((some[0] for some in (badged, work, running, ahead) if some), found[-1] if found else None)

    def word(self, i: int, column: str) -> str:
        """The batch, step, label or note of a bar."""
        return self.words[int(self.columns[column][i])]

    def value(self, i: int, column: str) -> int:
        """A number of a bar."""
        return int(self.columns[column][i])

    def bar(self, i: int) -> Bar:
        """One bar as it was given."""
        value = self.value
        return Bar(
            track=value(i, "track"), start=value(i, "start"), end=value(i, "end"),
            batch=self.word(i, "batch"), step=self.word(i, "step"), label=self.word(i, "label"),
            note=self.word(i, "note"), kind=Kind(value(i, "kind")), state=State(value(i, "state")),
            badge=Badge(value(i, "badge")), flags=Flag(value(i, "flags")),
            base_start=value(i, "base_start"), base_end=value(i, "base_end"),
            p10=value(i, "p10"), p90=value(i, "p90"),
        )  # fmt: skip
