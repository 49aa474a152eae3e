"""How long a process rests between two rounds: not at all after a quiet time, so that what happens is told at once."""

from __future__ import annotations

from collections.abc import Callable

Rest = Callable[[float, float], float]
"""From when a round ended and how long it took (seconds of the running clock) to how long to rest (seconds)."""


def always(seconds: float) -> Rest:
    """The same rest after every round."""
    return lambda ended, took: seconds


class Breath:
    """Lets work run at once while it has been idle enough, and holds it to a share of the time when it never ends.

    Idle time earns credit, `share` seconds of work for each second up to `burst` seconds; work spends it. Rest is what it takes
    to be out of debt: a sped-up demo cannot keep a processor busy, and a single event never waits. The first round, in which the
    process itself starts, is not counted: its seconds would be rested off when the first thing happens.
    """

    def __init__(self, share: float, burst: float) -> None:
        self._share, self._burst = share, burst
        self._credit = burst
        self._ended: float | None = None

    def rest(self, ended: float, took: float) -> float:
        """How long to rest after a round that ended then and took so long; seconds."""
        if self._ended is None:
            self._ended = ended
            return 0.0
        idle = max(0.0, ended - took - self._ended)
        self._credit = min(self._burst, self._credit + self._share * idle) - (1.0 - self._share) * took
        self._ended = ended
        return max(0.0, -self._credit / self._share)
