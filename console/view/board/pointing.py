"""What lies under the pointer: a row, a line, a bar, a flag."""

from __future__ import annotations

from dataclasses import dataclass

from console.view.board.columns import URGENCY, Bars
from console.view.board.lanes import Layout, Row, Strip
from console.view.board.marks import MarkAt
from console.view.board.picture import BoardPicture
from console.view.board.scale import Scale
from console.view.board.story import full, mark_text, row_text

SLACK_PX = 3
BADGE_PX = 16


@dataclass(frozen=True, slots=True)
class Pointing:
    """Everything under a point, as far as there is something."""

    row: Row | None = None
    strip: Strip | None = None
    bar: int | None = None
    mark: MarkAt | None = None


def point_at(picture: BoardPicture, layout: Layout, scale: Scale, x: float, y: float) -> Pointing:
    """What lies at x (pixels of the area; below 0: on the names) and y (pixels from the first row)."""
    row = layout.row_at(y)
    if row is None or x < 0:
        return Pointing(row)
    strip = layout.strip_at(y)
    if strip is None:
        return Pointing(row)
    near = [mark for mark in picture.marks.within(scale.at(x - 5), scale.at(x + 12)) if mark.track in strip.tracks]
    flag = next((m for m in near if -SLACK_PX <= x - scale.x(m.at) <= 9), None)
    return Pointing(row, strip, _bar(picture.bars, strip, scale, x), flag)


def _bar(bars: Bars, strip: Strip, scale: Scale, x: float) -> int | None:
    moment = scale.at(x + 0.5)
    found = [i for track in strip.tracks if (i := bars.at(track, moment, SLACK_PX * scale.seconds)) is not None]
    if not found:
        # A badge is wider than a short bar: it may be taken by its sign.
        reach = (scale.at(x - BADGE_PX), moment)
        found = [int(i) for track in strip.tracks for i in bars.alerts_in(track, *reach)]
    return max(found, key=lambda i: (int(URGENCY[bars.value(i, "badge")]), bars.value(i, "start")), default=None)


def told_at(pointing: Pointing, picture: BoardPicture, now: int) -> str:
    """The full text of what lies there; empty where there is nothing to tell."""
    parts = []
    if pointing.mark is not None:
        parts.append(mark_text(picture, pointing.mark, now))
    if pointing.bar is not None:
        parts.append(full(picture, pointing.bar, now))
    if not parts and pointing.row is not None and pointing.strip is None:
        parts.append(row_text(pointing.row))
    return "\n\n".join(parts)
