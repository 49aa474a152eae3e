"""What lies over the board while a plan is tried: lawful places, ghosts of bars, the lines of a draft, and the verdict in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from console.planning.problem import WHOLE_ROOM, Place
from console.view.board.columns import Flag
from console.view.board.picture import BoardPicture


class Look(Enum):
    """How a ghost is drawn: the bar in the hand, one that would be pushed, or one of a draft."""

    MINE = "mine"
    PUSHED = "pushed"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Band:
    """Where the bar in the hand may lie on a track, in seconds since 1970 UTC."""

    track: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where the bar of a step would lie, in seconds since 1970 UTC."""

    track: int
    start: int
    end: int
    batch: str
    step: str
    label: str
    look: Look = Look.PUSHED
    inset: bool = False
    """Whether it is set into a longer bar, as its own bar is."""


@dataclass(frozen=True, slots=True)
class Over:
    """Everything over the board at this moment; `words` is the verdict, `sign` its mark (empty: nothing to mind)."""

    bands: tuple[Band, ...] = ()
    ghosts: tuple[Ghost, ...] = ()
    words: str = ""
    sign: str = ""
    pointer: tuple[int, int] | None = None
    """Where the hand is, in pixels of the viewport: the verdict is written beside it, too."""


NOTHING_OVER = Over()


def laid(draft: Over, drag: Over) -> Over:
    """A drag over a draft: what the drag moves is shown where the drag would put it."""
    moved = {(ghost.batch, ghost.step) for ghost in drag.ghosts}
    kept = tuple(ghost for ghost in draft.ghosts if (ghost.batch, ghost.step) not in moved)
    return replace(drag, ghosts=kept + drag.ghosts)


def tracks_at(picture: BoardPicture, place: Place) -> tuple[int, ...]:
    """The tracks a place is drawn on: its station's, or all of the room; none where the board lacks the room."""
    for n, lane in enumerate(picture.lanes):
        if lane.key == place.room:
            first = picture.first_tracks[n]
            if place.station == WHOLE_ROOM:
                return tuple(range(first, picture.first_tracks[n + 1]))
            return (first + lane.stations.index(place.station),) if place.station in lane.stations else ()
    return ()


def tracks_of_step(picture: BoardPicture, place: Place | None, lane: str, batch: str, step: str) -> tuple[int, ...]:
    """The tracks a step is drawn on: at its place, else where its bar lies, else the first line of its desk."""
    if place is not None:
        return tracks_at(picture, place)
    bar = picture.bars.find(batch, step)
    if bar is not None:
        return (picture.bars.value(bar, "track"),)
    return tuple(picture.tracks_of(lane))[:1]


def is_inset(picture: BoardPicture, batch: str, step: str) -> bool:
    """Whether the bar of a step is set into a longer one."""
    bar = picture.bars.find(batch, step)
    return bar is not None and bool(picture.bars.value(bar, "flags") & Flag.INSET)


def stations(picture: BoardPicture, tracks: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Lane and station of some tracks, whether or not the station is written on the board."""
    for track in tracks:
        n = picture.lane_index[track]
        lane = picture.lanes[n]
        yield lane.key, lane.stations[track - picture.first_tracks[n]]
