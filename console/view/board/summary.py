"""How busy a folded group is, in words."""

from __future__ import annotations

from console.view.board.columns import Bars, State
from console.view.board.lanes import Group, Row
from console.view.board.picture import BoardPicture


def group_words(picture: BoardPicture, row: Row, now: int) -> str:
    """A folded or opened group's state: 7 of 9 busy, 4 running, idle."""
    tracks = [track for strip in row.strips for track in strip.tracks] or group_tracks(picture, row.group)
    running = sum(_runs(picture.bars, track, now) for track in tracks)
    if row.group is Group.INSTRUMENTS or row.group is Group.ROOMS:
        return f"{running} of {len(tracks)} busy"
    return f"{running} running" if running else "idle"


def group_tracks(picture: BoardPicture, group: Group) -> list[int]:
    """All tracks of a group."""
    starts = picture.first_tracks
    return [
        track
        for n, lane in enumerate(picture.lanes)
        if lane.group is group
        for track in range(starts[n], starts[n + 1])
    ]


def _runs(bars: Bars, track: int, now: int) -> bool:
    i = bars.at(track, now)
    return i is not None and bars.value(i, "state") in (State.RUNNING, State.REPORTED)
