"""What the programmes are told of the floor: made anew when the floor or the outlook changes, and only while somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from console.domain.promise import Zones
from console.ui.charts.programme_page import ProgrammePage
from console.ui.shell.sight import Sight
from console.view.charts.programme import ProgrammeState, programme_state


class ProgrammeFeed(QObject):
    """Hands the page the state of each sight; what did not change since the last one is not worked out again."""

    def __init__(self, page: ProgrammePage, clock: Callable[[], datetime], zones: Zones) -> None:
        super().__init__(page)
        self._page, self._clock, self._zones = page, clock, zones
        self._sight: Sight | None = None
        self._told: Sight | None = None
        self._before: ProgrammeState | None = None
        page.shown.connect(self._tell)

    def look(self, sight: Sight) -> None:
        """The window looks at this now."""
        self._sight = sight
        if self._page.isVisible():
            self._tell()

    def _tell(self) -> None:
        sight, told = self._sight, self._told
        if sight is None or (told is not None and told.floor is sight.floor and told.outlook is sight.outlook):
            return
        self._told = sight
        self._before = programme_state(sight.floor, sight.outlook, self._clock(), self._zones, self._before)
        self._page.apply(self._before)
