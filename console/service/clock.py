"""The only place that reads a clock: the machine's own, or an injected one where the site's class allows it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from console.service.ports import Clock

JUMP = timedelta(seconds=2)
"""How far the wall clock may drift from the running clock before it counts as set (data.md 2.4)."""


class SystemClock:
    """The machine's clock; it notices when somebody set it."""

    def __init__(self) -> None:
        self._boot = uuid.uuid4().hex
        self._wall = datetime.now(UTC)
        self._mono = time.monotonic_ns()

    @property
    def boot(self) -> str:
        """Names the start-up that `mono_ns` counts from."""
        return self._boot

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)

    def mono_ns(self) -> int:
        """Nanoseconds of a clock that nobody can set."""
        return time.monotonic_ns()

    def standing(self) -> Mapping[str, int | str]:
        """How the clock stands: alone, or jumped when wall and running time went apart."""
        return {"status": "jumped" if self.jumped() else "alone"}

    def jumped(self) -> bool:
        """Whether the wall clock was set since start-up."""
        ran = timedelta(microseconds=(time.monotonic_ns() - self._mono) / 1000)
        return abs((datetime.now(UTC) - self._wall) - ran) > JUMP


class SetClock:
    """A clock that stands where it is put: simulations and tests only; a RECORD or AID site refuses it."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._start = at

    @property
    def boot(self) -> str:
        """The same for every run, so that a seed gives the same bytes."""
        return "set"

    def now(self) -> datetime:
        """Where the clock was put."""
        return self._at

    def put(self, at: datetime) -> None:
        """Move the clock; it never goes back."""
        self._at = max(at, self._at)

    def mono_ns(self) -> int:
        """Nanoseconds since the clock was first put."""
        return int((self._at - self._start) / timedelta(microseconds=1)) * 1000

    def standing(self) -> Mapping[str, int | str]:
        """Says plainly that this is no real clock."""
        return {"status": "set"}


class PacedClock:
    """A demo's clock: from a stated instant on, so many times as fast as the machine's; it can be paused."""

    def __init__(self, real: Clock, at: datetime, speed: int) -> None:
        self._real = real
        self._at = at
        self._since = real.mono_ns()
        self._speed = speed

    @property
    def boot(self) -> str:
        """The start-up of the machine's clock beneath."""
        return self._real.boot

    @property
    def speed(self) -> int:
        """How many site seconds pass in one real second; 0 is paused."""
        return self._speed

    def now(self) -> datetime:
        """The demo's instant."""
        return self._at + timedelta(microseconds=(self._real.mono_ns() - self._since) // 1000 * self._speed)

    def jump(self, at: datetime) -> None:
        """Go on from a later instant: the gap was lived through; it never goes back."""
        self._at, self._since = max(at, self.now()), self._real.mono_ns()

    def pace(self, speed: int) -> None:
        """Go on from here at another speed."""
        self._at, self._since, self._speed = self.now(), self._real.mono_ns(), speed

    def mono_ns(self) -> int:
        """The machine's own running clock."""
        return self._real.mono_ns()

    def standing(self) -> Mapping[str, int | str]:
        """Says plainly how fast this clock runs."""
        return {"status": "paced", "speed": self._speed}
