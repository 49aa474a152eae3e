"""Keeping the forecasts that were shown: told of every outlook, it has those kept that say something else than before."""

from __future__ import annotations

from console.forecast.keeping import worth_keeping
from console.forecast.outlook import Forecast, Outlook
from console.service.ports import Journal


class Keeping:
    """Remembers what was kept last of each batch; belongs to the writer thread, so that only what is on disk counts as kept."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._kept: dict[str, Forecast] = {}

    def keep(self, outlook: Outlook) -> None:
        """Keep what this outlook says anew; raises what kept it from the disk, and then tries it again with the next outlook."""
        made = worth_keeping(outlook, self._kept)
        if made.forecasts:
            self._journal.keep(made)
        self._kept = {name: made.forecasts.get(name) or self._kept[name] for name in outlook.forecasts}
