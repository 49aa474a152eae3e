"""The real window on a floor in memory, on the page of the sheets; one window for all, and each test finds the same morning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.blanks.window import PaperSite
from tests.ui.front import FakeFront
from tests.ui.plan.window import Site
from tests.view.blanks.invented import NUMBER, SEEN_AT, returned


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Site]:
    """A window that stays open: to build one takes longer than to key a sheet."""
    site = Site(qapp, FakeFront(returned(), SEEN_AT))
    site.desktop.show()
    site.shell.activateWindow()
    yield site
    site.put_away()
    site.shell.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def paper(window: Site) -> PaperSite:
    """The morning after: the sheet of the batch's room is back, and whoever comes stands before it."""
    front = window.front
    window.shell.activateWindow()
    QTest.qWaitForWindowActive(window.shell)
    window.shell.drawer.leave()
    if front.user:
        window.shell.acts.run("session.logout")
    front.floor, front.kept_settings, front.submitted = returned(), {}, []
    found = PaperSite(window, NUMBER)
    found.keying.leave()
    window.desktop.look()
    return found
