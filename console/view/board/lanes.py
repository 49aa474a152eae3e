"""The rows of the board: nine rooms that always stay in sight, and everything else folded to a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from console.view.board.columns import Badge


class Group(Enum):
    """What a lane belongs to, in the order of the board; the value is its title."""

    ROOMS = "Rooms"
    INSTRUMENTS = "Instruments"
    QC = "QC tests"
    QA = "QA desk"
    EXTERNAL = "Clinic, courier"


FOLDED_AT_FIRST = frozenset({Group.INSTRUMENTS, Group.QC, Group.QA, Group.EXTERNAL})
FOLDED_PX = 22
LANE_PAD_PX = 3
LINE_PX = (15, 40)
"""Least and greatest height of one station's line."""
TWO_LINES_PX = 31
"""Least height of a room: its name above its state."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the board: a room, an instrument, a bench, a desk, a clinic or a courier, with its stations."""

    key: str
    title: str
    group: Group = Group.ROOMS
    subtitle: str = ""
    state: str = ""
    badge: Badge = Badge.NONE
    stations: tuple[str, ...] = ("",)
    exclusive: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """A horizontal line of the board: one station's bars, or the load of several when they are folded."""

    top: int
    height: int
    tracks: tuple[int, ...]
    title: str = ""

    @property
    def folded(self) -> bool:
        """Whether several stations share this line."""
        return len(self.tracks) > 1


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on the left of one or more lines: a lane, or the title of a group (then `lane` is None)."""

    group: Group
    lane: Lane | None
    top: int
    height: int
    strips: tuple[Strip, ...]
    open: bool

    @property
    def title(self) -> str:
        """The name of the row."""
        return self.lane.title if self.lane else self.group.value

    @property
    def bottom(self) -> int:
        """The first pixel below the row."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """All rows with their places, in pixels from the first row; `strips` are those that hold bars, in order."""

    rows: tuple[Row, ...]
    height: int

    @property
    def strips(self) -> tuple[Strip, ...]:
        """Every line of bars from top to bottom."""
        return tuple(strip for row in self.rows for strip in row.strips)

    def row_at(self, y: float) -> Row | None:
        """The row under a height, or None below the last."""
        return next((row for row in self.rows if row.top <= y < row.bottom), None)

    def strip_at(self, y: float) -> Strip | None:
        """The line of bars under a height, or None between lines."""
        row = self.row_at(y)
        return next((s for s in row.strips if s.top <= y < s.top + s.height), None) if row else None

    def strip_of(self, track: int) -> Strip | None:
        """The line a station lies on, or None when the board does not show it."""
        return next((strip for strip in self.strips if track in strip.tracks), None)

    def row_of(self, track: int) -> Row | None:
        """The row a station belongs to, or None when the board does not show it."""
        return next((row for row in self.rows if any(track in s.tracks for s in row.strips)), None)


def first_tracks(lanes: Sequence[Lane]) -> list[int]:
    """The number of the first station's track of each lane, and one more for the count of all."""
    starts = [0]
    for lane in lanes:
        starts.append(starts[-1] + max(1, len(lane.stations)))
    return starts


@dataclass(frozen=True, slots=True)
class Sizes:
    """How high things are, in pixels."""

    line: int
    folded: int
    two_lines: int


def lay_out(
    lanes: Sequence[Lane], folded: frozenset[Group | str], height: int, words: float = 1.0
) -> Layout:
    """Rows for so many pixels: lines as high as fit, down to the least that can be read (then one scrolls).

    `folded` holds groups shown as one line and keys of lanes whose stations share one; `words` is how much larger
    than at the desk words are.
    """
    least, line = round(LINE_PX[0] * words), round(LINE_PX[1] * words)
    folded_px, two_px = round(FOLDED_PX * words), round(TWO_LINES_PX * words)
    while line > least and _total(lanes, folded, Sizes(line, folded_px, two_px)) > height:
        line -= 1
    rows = tuple(_rows(lanes, folded, Sizes(line, folded_px, two_px)))
    return Layout(rows, rows[-1].bottom if rows else 0)


def _total(lanes: Sequence[Lane], folded: frozenset[Group | str], sizes: Sizes) -> int:
    return max((row.bottom for row in _rows(lanes, folded, sizes)), default=0)


def _rows(lanes: Sequence[Lane], folded: frozenset[Group | str], sizes: Sizes) -> Iterator[Row]:
    starts, top, folded_px = first_tracks(lanes), 0, sizes.folded
    for group in Group:
        mine = [i for i, lane in enumerate(lanes) if lane.group is group]
        if not mine:
            continue
        if group in folded:
            tracks = tuple(track for i in mine for track in range(starts[i], starts[i + 1]))
            yield Row(group, None, top, folded_px, (Strip(top + 2, folded_px - 4, tracks),), open=False)
            top += folded_px
            continue
        if group is not Group.ROOMS:
            yield Row(group, None, top, folded_px, (), open=True)
            top += folded_px
        for i in mine:
            row = _lane_row(lanes[i], range(starts[i], starts[i + 1]), top, sizes, lanes[i].key in folded)
            yield row
            top = row.bottom


def _lane_row(lane: Lane, tracks: range, top: int, sizes: Sizes, folded: bool) -> Row:
    least = sizes.two_lines if lane.group is Group.ROOMS and not folded else sizes.folded
    lines = 1 if folded else len(tracks)
    height = sizes.folded if folded else max(least, lines * sizes.line + 2 * LANE_PAD_PX)
    if folded:
        strips: tuple[Strip, ...] = (Strip(top + 2, height - 4, tuple(tracks)),)
    else:
        each = (height - 2 * LANE_PAD_PX) // lines
        names = lane.stations if len(tracks) > 1 else ("",)
        strips = tuple(
            Strip(top + LANE_PAD_PX + n * each, each, (track,), names[n]) for n, track in enumerate(tracks)
        )
    return Row(lane.group, lane, top, height, strips, open=not folded)
