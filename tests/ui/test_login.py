"""Logging in: in the window, demo passwords said plainly, a refusal beside the line, idle hands lock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.domain.refusal import Refusal
from console.ui.idle import Idle
from console.ui.login import DemoUser, LoginPanel
from console.ui.theme import Theme

DEMO = (DemoUser("super1", "Sam Rivera", "supervisor", "demo"), DemoUser("op1", "Ana Lima", "operator", "demo"))


@pytest.fixture
def panel(theme: Theme, qtbot: QtBot) -> LoginPanel:
    made = LoginPanel(DEMO)
    qtbot.addWidget(made)
    made.show()
    made.open()
    return made


def test_user_and_password_are_asked_with_enter(panel: LoginPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.user, "op1")
    qtbot.keyClick(panel.user, Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.asked) as asked:
        qtbot.keyClicks(panel.password, "secret")
        qtbot.keyClick(panel.password, Qt.Key.Key_Return)
    assert asked.args == ["op1", "secret"]


def test_an_incomplete_login_is_refused_beside_the_lines(panel: LoginPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.asked):
        qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    assert panel.refusal.isVisible()


def test_a_refused_login_keeps_the_id_and_forgets_the_password(panel: LoginPanel, qtbot: QtBot) -> None:
    panel.fill("op1", "wrong")
    panel.refuse(Refusal("login.password", "User id or password is wrong.", "Type both again."))
    assert (panel.user.text(), panel.password.text()) == ("op1", "")
    assert panel.refusal.why.text() == "User id or password is wrong."


def test_a_demo_names_its_people_and_their_password(panel: LoginPanel) -> None:
    words = {label.text() for label in panel.findChildren(QLabel)}
    assert {"Sam Rivera, supervisor", "Ana Lima, operator", "demo"} <= words


def test_a_real_site_names_nobody(theme: Theme, qtbot: QtBot) -> None:
    panel = LoginPanel()
    qtbot.addWidget(panel)
    assert not any("demo" in label.text().lower() for label in panel.findChildren(QLabel))


def test_idle_hands_lock_once_and_a_touch_starts_anew(qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    idle = Idle(qapp, timedelta(seconds=600))
    gone: list[bool] = []
    idle.gone.connect(lambda: gone.append(True))
    for _ in range(600):
        idle.tick()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Left)
    for _ in range(600):
        idle.tick()
    assert gone == []
    for _ in range(600):
        idle.tick()
    assert gone == [True]
    qapp.removeEventFilter(idle)
