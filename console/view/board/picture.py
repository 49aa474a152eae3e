"""The whole board as one unchanging value: the same picture, window and theme always look the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from zoneinfo import ZoneInfo

from console.view.board.columns import Bars
from console.view.board.lanes import Lane, first_tracks
from console.view.board.marks import Marks


@dataclass(frozen=True, slots=True)
class Band:
    """A shift: a stretch of the day that has a name, in seconds since 1970 UTC."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A time in which nobody may work on a lane (all its stations), in seconds since 1970 UTC."""

    lane: str
    start: int
    end: int
    why: str = ""


class Presence(Enum):
    """Whether there is a board to show; the value is what is written when there is none."""

    READY = ""
    LOADING = "Reading the floor…"
    EMPTY = "This site has no rooms yet."


@dataclass(frozen=True, eq=False)
class BoardPicture:
    """Lanes, bars, flags, shifts and closed times; `links` are each batch's (step, following step) pairs."""

    zone: ZoneInfo
    now: int
    lanes: tuple[Lane, ...] = ()
    bars: Bars = field(default_factory=lambda: Bars.of((), 0))
    marks: Marks = field(default_factory=Marks)
    shifts: tuple[Band, ...] = ()
    closed: tuple[Closed, ...] = ()
    links: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    presence: Presence = Presence.READY
    notice: str = ""

    @cached_property
    def first_tracks(self) -> list[int]:
        """The first track of each lane, and one more for the count of all."""
        return first_tracks(self.lanes)

    @cached_property
    def lane_index(self) -> tuple[int, ...]:
        """The lane each track belongs to."""
        return tuple(
            n for n in range(len(self.lanes)) for _ in range(self.first_tracks[n], self.first_tracks[n + 1])
        )

    def lane_of(self, track: int) -> Lane:
        """The lane a track belongs to."""
        return self.lanes[self.lane_index[track]]

    def station_of(self, track: int) -> str:
        """The station a track stands for, empty where the lane has only one."""
        n = self.lane_index[track]
        return self.lanes[n].stations[track - self.first_tracks[n]] if len(self.lanes[n].stations) > 1 else ""

    def tracks_of(self, lane: str) -> range:
        """The tracks of a lane; an empty range for a lane the board does not have."""
        for n, each in enumerate(self.lanes):
            if each.key == lane:
                return range(self.first_tracks[n], self.first_tracks[n + 1])
        return range(0)

    @cached_property
    def exclusive(self) -> tuple[bool, ...]:
        """For each track, whether two bars may never share it."""
        return tuple(self.lane_of(track).exclusive for track in range(self.first_tracks[-1]))


def waiting(zone: ZoneInfo, now: int) -> BoardPicture:
    """The board before the floor is read."""
    return BoardPicture(zone, now, presence=Presence.LOADING)
