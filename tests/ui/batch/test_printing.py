"""The whole history of a batch from its page: a logged copy with every signature, or a table or data without one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.cli.window import build
from console.domain import commands as c
from console.domain.refusal import Refusal
from console.service.change import Signed
from console.service.ports import HistoryRow
from console.ui.bridge import Bridge
from console.ui.paper.copying import Copying
from tests.ui.front import DAY0, NOW, PASSWORD, FakeFront, ordered, person, site_floor
from tests.ui.paper.reading import texts

BATCH = "B-0412"


class Written(FakeFront):
    """A front that remembers what was written."""

    files: dict[str, bytes]

    def save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        self.files[path] = content
        then(None)


@pytest.fixture
def front() -> Written:
    made = Written(ordered(site_floor(), BATCH, DAY0, "W1234567788"))
    made.files = {}
    made.rows = [
        HistoryRow(n, NOW - timedelta(hours=n), NOW - timedelta(hours=n), "Mia Keller", f"Note {n}", "odd colour", entry=f"E-{n}")
        for n in range(1, 5)
    ]
    zone = "America/New_York"
    made.signed = {"E-2": (Signed("mkeller", "Mia Keller", "qa", "reviewed", "0a" * 32, NOW, zone),)}
    return made


class Window:
    def __init__(self, app: QApplication, bot: QtBot, front: Written) -> None:
        self.front, self.bot = front, bot
        bridge = Bridge()
        front.told = bridge.on_change
        self.desktop = build(app, front, bridge, ())
        self.shell = self.desktop.shell
        self.shell.second_hand.stop()
        self.desktop.look()
        self.shell.selection.pick(BATCH)

    @property
    def copying(self) -> Copying:
        found = self.shell.findChild(Copying)
        assert isinstance(found, Copying)
        return found

    def log_in(self, role: str) -> None:
        self.shell.acts.run("session.login")
        self.desktop.session.panel.fill(person(self.front.floor, role), PASSWORD)
        self.desktop.session.panel.go.click()

    @property
    def logged(self) -> list[c.LogPrint]:
        return [one for one in self.front.submitted if isinstance(one, c.LogPrint)]

    def choose(self, path: str) -> None:
        self.shell.acts.run("batch.print")
        dialog = self.copying.dialog
        assert dialog is not None and [Path(name).name for name in dialog.selectedFiles()] == [f"{BATCH} history.pdf"]
        dialog.fileSelected.emit(path)
        dialog.reject()

    def print(self, path: str) -> bytes:
        self.choose(path)
        self.bot.waitUntil(lambda: path in self.front.files, timeout=20_000)
        return self.front.files[path]


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, front: Written) -> Iterator[Window]:
    made = Window(qapp, qtbot, front)
    yield made
    qapp.removeEventFilter(made.desktop.wedge)
    qapp.removeEventFilter(made.desktop.idle)
    made.shell.deleteLater()
    made.desktop.deleteLater()
    qapp.setStyleSheet("")


def test_an_inspector_prints_every_entry_and_signature_as_a_logged_copy_and_keeps_a_table_that_is_none(window: Window) -> None:
    window.shell.acts.run("batch.print")
    assert window.copying.dialog is None and "log in first" in window.shell.toast.text()
    window.log_in("inspector")
    whole = "".join(texts(window.print("h.pdf")))
    assert all(f"Note {n}" in whole for n in (1, 2, 3)) and "reviewed: 2026-11-22 14:05 EST" in whole
    (asked,) = window.logged
    assert (asked.kind, asked.subject, asked.title) == ("history", f"batch:{BATCH}", f"History of batch {BATCH}")
    assert "Copy 1 · printed by" in whole
    told = json.loads(window.print("h.json"))
    assert told["title"] == f"History of batch {BATCH}" and "Copy" not in {fact["name"] for fact in told["facts"]}
    rows = window.print("h.csv").decode()
    assert "Note 3" in rows and "Mia Keller" in rows
    assert window.logged == [asked], "a table or data is no copy"
    window.front.rows = []
    window.choose("none.pdf")
    window.bot.waitUntil(lambda: bool(window.shell.notices.standing), timeout=5_000)
    assert f"Nothing was recorded of {BATCH}." in window.shell.notices.standing[-1].words
    assert "none.pdf" not in window.front.files and window.logged == [asked]
