"""The console's side of the outlook: sends what happened, and tells what is to be expected."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from console.domain.floor import Floor
from console.forecast.expected import SCENARIOS
from console.forecast.outlook import Outlook
from console.service.breath import Breath
from console.service.change import Change, Trouble
from console.service.following import Errand, Following, Source
from console.service.outlook_process import Drawn, run_outlook
from console.service.ports import Clock

SHARE, BURST_S = 0.5, 1.0
"""The share of the time the process may work when events never end, and for how many seconds it may work without a rest."""


class OutlookLink:
    """Owns the outlook process; `feed` and `refresh` only queue, what gathers while an outlook is being made goes as one.

    `tell`, `trouble` and `settled` (called with the kind of trouble that is gone) are called on the executor's thread.
    """

    def __init__(
        self,
        floor: Callable[[], Floor],
        own_chain: str,
        clock: Clock,
        executor: Executor,
        tell: Callable[[Outlook], None],
        trouble: Callable[[Trouble], None],
        settled: Callable[[str], None] = lambda kind: None,
        scenarios: int = SCENARIOS,
        seed: int = 0,
        kind: str = "",
    ) -> None:
        self._tell = tell
        self._drawn = Drawn(scenarios, seed, kind)
        errand = Errand("outlook", run_outlook, "forecast", Breath(SHARE, BURST_S).rest)
        self._following = Following(errand, Source(floor, own_chain, clock, executor, trouble, settled), self._round)

    def start(self) -> None:
        """Start the process and ask for the first outlook."""
        self._following.start()
        self.refresh()

    def feed(self, change: Change) -> None:
        """Send on what was recorded."""
        self._following.put(change)

    def refresh(self) -> None:
        """Ask for a new outlook because time has passed."""
        self._following.put(None)

    def stop(self) -> None:
        """End the thread and the process, within two seconds."""
        self._following.stop()

    @property
    def process_id(self) -> int | None:
        """The process's id, None while there is none."""
        return self._following.process_id

    def _round(self, gathered: list[Change | None]) -> None:
        answer = self._following.ask([change for change in gathered if change is not None], self._drawn)
        if isinstance(answer, Outlook):
            self._tell(answer)
