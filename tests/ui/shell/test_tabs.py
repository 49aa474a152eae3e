"""The pages beside the menus: every page and every menu keeps its name, however narrow the window and however large the words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from console.ui.page import Page
from console.ui.shell.tabs import FORMS, Tabs
from console.ui.sizes import Density
from console.ui.theme import Theme
from console.view.actions import Menu

TITLES = ("Board", "Batch", "Charts", "Handover", "Audit", "Paper")


WIDE = (("desk", 1366, 0), ("glove", 1366, 2), ("glove", 1400, 1), ("glove", 1920, 0), ("desk", 1000, 3))


@pytest.mark.parametrize(("density", "width", "form"), WIDE)
def test_every_page_and_every_menu_keeps_its_name(qtbot: QtBot, theme: Theme, density: str, width: int, form: int) -> None:
    tabs = Tabs(tuple(Page(title.lower(), title, "table", QLabel()) for title in TITLES))
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = window.menuBar()
    for menu in Menu:
        bar.addMenu(menu.value)
    bar.setCornerWidget(tabs, Qt.Corner.TopRightCorner)
    tabs.beside(bar)
    theme.use(density=Density(density))
    tabs.dress(theme.tokens)
    window.resize(width, 300)
    with qtbot.waitExposed(window):
        window.show()
    QTest.qWait(1)
    assert tabs.form == FORMS[form]
    ends = [bar.actionGeometry(action) for action in bar.actions()]
    assert all(not end.isEmpty() for end in ends) and ends[-1].right() <= tabs.geometry().left()
    for button, title in zip(tabs.findChildren(type(tabs._find)), (*TITLES, "Find  /" if FORMS[form].word else "/"), strict=True):
        assert button.text() == title and button.width() >= button.sizeHint().width() and button.geometry().right() <= tabs.width()
    window.resize(2400, 300)
    QTest.qWait(1)
    assert tabs.form == FORMS[0], "with room again everything is told"
