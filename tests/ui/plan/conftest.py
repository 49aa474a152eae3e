"""A floor on which one batch is under way, and windows on it that are put away after each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.floor import Floor
from tests.ui.front import FakeFront, ordered, run_until, site_floor
from tests.ui.plan.window import BATCH, NOW, START, Open, Site


@pytest.fixture(scope="module")
def floor() -> Floor:
    found = ordered(site_floor(), BATCH, START, "W1234561234")
    return run_until(found, BATCH, START + timedelta(hours=5, minutes=44))


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot) -> Iterator[Open]:
    sites: list[Site] = []

    def open_site(front: FakeFront) -> Site:
        site = Site(qapp, front)
        qtbot.addWidget(site.shell)
        with qtbot.waitExposed(site.shell):
            site.desktop.show()
        site.shell.activateWindow()
        sites.append(site)
        return site

    yield open_site
    for site in sites:
        site.put_away()
    qapp.setStyleSheet("")


@pytest.fixture
def site(opened: Open, floor: Floor) -> Site:
    return opened(FakeFront(floor, NOW))
