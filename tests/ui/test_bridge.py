"""What other threads say arrives on the thread of the screens, in order."""

from __future__ import annotations

import threading

from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.bridge import Bridge


def test_messages_of_another_thread_arrive_here_in_order(qapp: QApplication, qtbot: QtBot) -> None:
    bridge = Bridge()
    heard: list[tuple[object, bool]] = []
    bridge.changed.connect(lambda change: heard.append((change, QThread.currentThread() is qapp.thread())))
    bridge.mended.connect(lambda key: heard.append((key, QThread.currentThread() is qapp.thread())))

    def speak() -> None:
        for number in range(50):
            bridge.on_change(number)
        bridge.on_mended("disk")

    writer = threading.Thread(target=speak)
    writer.start()
    writer.join()
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 51)
    assert [what for what, _ in heard] == [*range(50), "disk"]
    assert all(on_screen_thread for _, on_screen_thread in heard)


def test_every_kind_of_message_has_its_signal(qtbot: QtBot) -> None:
    bridge = Bridge()
    for speak, signal in (
        (bridge.on_outlook, bridge.outlook),
        (bridge.on_trouble, bridge.trouble),
        (bridge.on_bug, bridge.bug),
    ):
        with qtbot.waitSignal(signal) as heard:
            speak("word")
        assert heard.args == ["word"]
