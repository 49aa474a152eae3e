"""A scan into the open search: it opens or is looked for, and nothing is recorded by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.ui.bridge import Bridge
from console.ui.desktop import Desktop
from console.ui.page import Page
from tests.ui.front import DAY0, FakeFront, ordered, person, site_floor


@pytest.fixture
def desktop(qapp: QApplication, qtbot: QtBot) -> Iterator[Desktop]:
    floor = ordered(ordered(site_floor(), "B-0412", DAY0, "W1234567788"), "B-0415", DAY0 + timedelta(days=3), "W1234561234")
    front = FakeFront(floor)
    pages = tuple(Page(name, name.title(), "layout-dashboard", QLabel(name)) for name in ("board", "batch"))
    made = Desktop(qapp, front, Bridge(), pages)
    made.shell.second_hand.stop()
    qtbot.addWidget(made.shell)
    made.show()
    yield made
    qapp.removeEventFilter(made.wedge)


def test_a_scan_into_the_open_search_opens_its_batch_and_does_nothing_else(desktop: Desktop) -> None:
    box, front = desktop.finding.box, desktop.front
    assert isinstance(front, FakeFront)
    user = person(front.floor, "operator")
    desktop.shell.acts.run("site.search")
    desktop.scans.scanned("&/W1234567788")
    assert desktop.shell.selection.batch == "B-0412" and not box.isVisible()
    desktop.shell.acts.run("site.search")
    desktop.scans.scanned(user)
    found = box.list.current()
    assert box.isVisible() and box.line.text() == user and found is not None and found.id == user
    box.line.setText("&/W1234599999")
    desktop.scans.scanned("&/W1234599999")
    assert box.line.text() == "" and "nothing of this site" in desktop.shell.toast.text(), "no patient's number stays in the line"
    assert front.submitted == []


def test_with_the_search_away_a_scan_does_what_it_did(desktop: Desktop) -> None:
    desktop.scans.scanned("&/W1234561234")
    assert desktop.shell.selection.batch == "B-0415" and not desktop.finding.box.isVisible()
