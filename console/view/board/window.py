"""The stretch of time in sight: zoomed at the pointer, panned, preset, and walked back and forward."""

from __future__ import annotations

from dataclasses import dataclass, replace

HOUR_S = 3600
DAY_S = 24 * HOUR_S
LEAST_S = 15 * 60
MOST_S = 90 * DAY_S
PRESETS: dict[str, int] = {"12 h": 12 * HOUR_S, "2 d": 2 * DAY_S, "7 d": 7 * DAY_S, "28 d": 28 * DAY_S}
NOW_AT = 1 / 3
"""Where the present stands across the window when one asks for now: a third past, two thirds to come."""
EARLIEST, LATEST = 0.0, 7_258_118_400.0
"""1970 and 2200 UTC: no board looks further."""


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """From one instant to another, in seconds since 1970 UTC."""

    start: float
    end: float

    @property
    def span(self) -> float:
        """Its length in seconds."""
        return self.end - self.start

    def x(self, at: float, width: float) -> float:
        """Where an instant lies across so many pixels."""
        return (at - self.start) * width / self.span

    def at(self, x: float, width: float) -> float:
        """The instant under a pixel."""
        return self.start + x * self.span / width

    def zoom(self, factor: float, at: float) -> TimeWindow:
        """So many times closer (below 1: further), the instant `at` staying where it is; 15 min to 90 days."""
        span = min(max(self.span / factor, LEAST_S), MOST_S)
        start = at - (at - self.start) / self.span * span
        return _kept(start, span)

    def pan(self, seconds: float) -> TimeWindow:
        """Later by so many seconds (below 0: earlier)."""
        return _kept(self.start + seconds, self.span)

    def around(self, now: float) -> TimeWindow:
        """As long as now, with the present at a third."""
        return _kept(now - self.span * NOW_AT, self.span)

    def shows(self, start: float, end: float) -> bool:
        """Whether any of the stretch is in sight."""
        return start < self.end and end > self.start

    def with_sight_of(self, at: float, margin: float = 0.1) -> TimeWindow:
        """Panned no further than needed to see an instant with a margin."""
        room = self.span * margin
        if self.start + room <= at <= self.end - room:
            return self
        return self.pan(at - (self.start + room) if at < self.start + room else at - (self.end - room))


def preset(name: str, now: float) -> TimeWindow:
    """One of the presets around the present; KeyError for another name."""
    return TimeWindow(now, now + PRESETS[name]).around(now)


def fit(span: tuple[int, int] | None, now: float) -> TimeWindow:
    """Everything there is, with a little air; a week around the present when there is nothing."""
    if span is None:
        return preset("7 d", now)
    start, end = min(span[0], now), max(span[1], now)
    length = min(max((end - start) * 1.06, LEAST_S), MOST_S)
    if length < MOST_S:
        return _kept((start + end - length) / 2, length)
    # More than the board can show at once: keep the present in it.
    return _kept(min(max(now - length * NOW_AT, start), end - length), length)


def _kept(start: float, span: float) -> TimeWindow:
    # Whole 1/1024 seconds add and subtract without error, so that panning never changes the scale.
    span = round(span * 1024) / 1024
    start = round(min(max(start, EARLIEST), LATEST - span) * 1024) / 1024
    return TimeWindow(start, start + span)


@dataclass(frozen=True, slots=True)
class Views:
    """The window in sight and the way one came, like a browser's pages."""

    here: TimeWindow
    past: tuple[TimeWindow, ...] = ()
    future: tuple[TimeWindow, ...] = ()

    def go(self, window: TimeWindow) -> Views:
        """Look elsewhere; where one stood is remembered (the last fifty)."""
        return self if window == self.here else Views(window, (*self.past, self.here)[-50:], ())

    def slide(self, window: TimeWindow) -> Views:
        """Look elsewhere without remembering each pixel on the way."""
        return replace(self, here=window)

    def back(self) -> Views:
        """The view before this one."""
        if not self.past:
            return self
        return Views(self.past[-1], self.past[:-1], (self.here, *self.future))

    def forward(self) -> Views:
        """The view one came back from."""
        if not self.future:
            return self
        return Views(self.future[0], (*self.past, self.here), self.future[1:])
