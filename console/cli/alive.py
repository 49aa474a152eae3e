"""The demo's plant as it lives on: what its people do next is asked of the dispatcher when the demo's clock gets there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.cli.opened import Writing
from console.cli.simulate import unlock_all
from console.domain.facility import Facility
from console.service.clock import PacedClock
from console.service.dispatcher import Asked
from console.simulation.history import HANDOVERS_KEPT, asked_of, lived
from console.simulation.plant import Plant

LOOK_EVERY = 0.25
"""How often, in real seconds, the plant looks at the clock at least."""

CATCH_UP = timedelta(days=60)
"""How long a gap a reopened demo lives through; after a longer one it goes on from where it was left."""

CHUNK = 200


class Living:
    """One thread that lets the simulated people act; they see the floor as everybody does, people's own work included."""

    def __init__(
        self, opened: Writing, clock: PacedClock, facility: Facility, seed: int, bug: Callable[[BaseException], None]
    ) -> None:
        self._opened = opened
        self._clock = clock
        self._plant = Plant(facility, seed, ZoneInfo)
        self._bug = bug
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="plant", daemon=True)

    def start(self) -> None:
        """Begin to live."""
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait until the last deed is recorded."""
        self._stop.set()
        self._thread.join(5)

    def _run(self) -> None:
        try:
            unlock_all(self._opened)
            while not self._stop.wait(LOOK_EVERY):
                self._act_until(self._clock.now())
        except Exception as wrong:  # noqa: BLE001 - whatever fails here is a bug, and the screens must say so
            self._bug(wrong)

    def _act_until(self, now: datetime) -> None:
        floor = self._opened.dispatcher.floor
        while not self._stop.is_set() and (deed := self._plant.next_deed(floor)) is not None and deed.at <= now:
            asked = asked_of(deed, floor)
            self._opened.dispatcher.submit_all([asked]).result()
            after = self._opened.dispatcher.floor
            if after is floor:
                return
            floor = after


def catch_up(opened: Writing, facility: Facility, seed: int, until: datetime) -> None:
    """Live through the time in which nobody had the demo open."""
    plant = Plant(facility, seed, ZoneInfo, handover_from=until - HANDOVERS_KEPT)
    chunk: list[Asked] = []
    for happened in lived(plant, opened.dispatcher.floor, until):
        chunk.append(happened.asked)
        if len(chunk) >= CHUNK:
            opened.dispatcher.submit_all(chunk).result()
            chunk.clear()
    if chunk:
        opened.dispatcher.submit_all(chunk).result()
