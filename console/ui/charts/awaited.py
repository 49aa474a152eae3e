"""One question to the forecaster while its answer is awaited: asked anew only when something has changed, one at a time."""

from __future__ import annotations

from collections.abc import Callable

from console.forecast.explained import ForecastWish


class Awaited:
    """Keeps one kind of wish: what it is about, what it rested on, and whether the answer is still to come."""

    def __init__(self, ask: Callable[[ForecastWish], None]) -> None:
        self._ask = ask
        self._about: object = None
        self._rests_on: object = None
        self._next: ForecastWish | None = None
        self.wish: ForecastWish | None = None
        self.waits = False

    def want(self, about: object, rests_on: object, wish: ForecastWish) -> None:
        """Ask this, unless the same was asked of the same state; a wish about the same waits for the answer before it."""
        if (about, rests_on) == (self._about, self._rests_on):
            return
        same, self._about, self._rests_on = about == self._about, about, rests_on
        if self.waits and same:
            self._next = wish
            return
        self._go(wish)

    def answered(self) -> None:
        """The answer is there, or the refusal; what was wished meanwhile is asked now."""
        self.waits = False
        if self._next is not None:
            self._go(self._next)

    def forget(self) -> None:
        """Nothing is wished any more; the next wish is asked whatever it is."""
        self._about = self._rests_on = self._next = None
        self.waits = False

    def _go(self, wish: ForecastWish) -> None:
        self._next, self.wish, self.waits = None, wish, True
        self._ask(wish)
