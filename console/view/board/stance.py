"""How one stands before the board: which time one looks at, what is folded, which batch is chosen, where the keyboard is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from console.view.board import walk
from console.view.board.columns import Bars
from console.view.board.lanes import FOLDED_AT_FIRST, Group, Lane, Layout
from console.view.board.picture import BoardPicture
from console.view.board.walk import NOWHERE, Spot
from console.view.board.window import TimeWindow, Views


@dataclass(frozen=True, slots=True)
class Stance:
    """One way of looking at any picture; each method tells the next one."""

    views: Views
    folded: frozenset[Group | str] = FOLDED_AT_FIRST
    batch: str = ""
    spot: Spot = NOWHERE
    move: str = ""

    @property
    def window(self) -> TimeWindow:
        """The stretch of time in sight."""
        return self.views.here

    def look(self, window: TimeWindow, move: str = "") -> Stance:
        """At another time; moves of the same name in a row are remembered as one."""
        same = bool(move) and move == self.move
        return replace(self, views=self.views.slide(window) if same else self.views.go(window), move=move)

    def zoom(self, factor: float, at: float | None, now: int) -> Stance:
        """Closer (above 1) or further, at an instant, else at now when it is in sight, else in the middle."""
        here = self.window
        middle = float(now) if here.shows(now, now + 1) else (here.start + here.end) / 2
        return self.look(here.zoom(factor, middle if at is None else at), "zoom")

    def back(self) -> Stance:
        """The view before this one."""
        return replace(self, views=self.views.back(), move="")

    def forward(self) -> Stance:
        """The view one came back from."""
        return replace(self, views=self.views.forward(), move="")

    def fold(self, which: Group | str) -> Stance:
        """A group, or a lane by its key, folded to one line or opened again."""
        return replace(self, folded=self.folded ^ {which})

    def unfold(self, lane: Lane) -> Stance:
        """With this lane in full: neither it nor its group is folded."""
        return replace(self, folded=self.folded - {lane.group, lane.key})

    def choose(self, bars: Bars, spot: Spot) -> Stance:
        """On a bar, whose batch is then chosen; on the title of a group; or nowhere. Its time comes into sight."""
        if spot.bar is None:
            return replace(self, spot=spot, batch=self.batch if spot.group else "")
        start, end = bars.value(spot.bar, "start"), bars.value(spot.bar, "end")
        there = replace(self, spot=spot, batch=bars.word(spot.bar, "batch"))
        return there if self.window.shows(start, end) else there.look(self.window.with_sight_of(start), "reveal")

    def follow(self, bars: Bars, batch: str, step: str) -> Stance:
        """The batch and step chosen elsewhere; the window stays."""
        bar = bars.find(batch, step) if step else bars.stands(batch)
        return replace(self, batch=batch, spot=Spot(bar=bar if batch else None))

    def keep(self, before: Bars, after: Bars) -> Stance:
        """The same bar in a later state of the floor, or none when it is gone."""
        if self.spot.bar is None:
            return self
        key = before.word(self.spot.bar, "batch"), before.word(self.spot.bar, "step")
        track = before.value(self.spot.bar, "track")
        return replace(self, spot=Spot(bar=after.find(*key, track)))

    def walk(self, how: str, picture: BoardPicture, layout: Layout, now: int) -> Spot:
        """Where the keyboard comes to: left, right, home and end along the line, up and down across lines."""
        bars, spot = picture.bars, self.spot
        moment = float(now)
        if spot.bar is not None:
            start, end = bars.value(spot.bar, "start"), bars.value(spot.bar, "end")
            moment = (max(start, self.window.start) + max(min(end, self.window.end), start)) / 2
        if spot == NOWHERE:
            return walk.first(bars, layout, moment)
        if how in ("up", "down"):
            return walk.across(bars, layout, spot, moment, 1 if how == "down" else -1)
        if spot.bar is None:
            return spot
        if how in ("left", "right"):
            return Spot(bar=walk.along(bars, layout, spot.bar, 1 if how == "right" else -1))
        return Spot(bar=walk.end_of(bars, layout, spot.bar, last=how == "end"))
