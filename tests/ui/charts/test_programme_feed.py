"""The programmes are worked out while somebody looks, once for each sight, and not again for the same one."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from pytestqt.qtbot import QtBot

from console.ui.charts.programme_feed import ProgrammeFeed
from console.ui.charts.programme_page import ProgrammePage
from console.ui.shell.sight import Sight
from console.view.charts.programme import ProgrammeState
from tests.view.charts.programmes import NOW, floor_of, forecast, months, outlook

SIGHT = Sight(floor_of(*months(12)), ZoneInfo("America/New_York"), outlook(forecast("B-1", NOW)))


class Watched(ProgrammePage):
    """A page that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[ProgrammeState] = []

    def apply(self, state: ProgrammeState) -> None:
        self.told.append(state)
        super().apply(state)


def fed(qtbot: QtBot) -> tuple[Watched, ProgrammeFeed]:
    page = Watched()
    qtbot.addWidget(page)
    return page, ProgrammeFeed(page, lambda: NOW, ZoneInfo)


def test_nothing_is_worked_out_while_nobody_looks(qtbot: QtBot) -> None:
    page, feed = fed(qtbot)
    feed.look(SIGHT)
    assert page.told == []
    page.show()
    assert len(page.told) == 1 and page.product == "AV-119"
    page.hide()
    page.show()
    assert len(page.told) == 1, "the same floor and outlook need no second thought"


def test_a_new_outlook_is_told_and_what_did_not_change_is_kept(qtbot: QtBot) -> None:
    page, feed = fed(qtbot)
    page.show()
    feed.look(SIGHT)
    feed.look(replace(SIGHT, sentence="another minute"))
    assert len(page.told) == 1
    feed.look(replace(SIGHT, outlook=outlook(forecast("B-2", NOW))))
    assert len(page.told) == 2
    assert page.told[1].programmes[0].length is page.told[0].programmes[0].length
    feed.look(replace(SIGHT, floor=floor_of(*months(13))))
    assert page.told[2].programmes[0].length.n == 13
