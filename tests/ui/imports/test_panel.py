"""The import sheet: errors refuse, findings inform, one signature takes all of it in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.domain.batch import ReportedRow
from console.domain.commands import ReportedBatch, ReportHistory
from console.domain.refusal import Refusal
from console.service.ports import ImportPreview
from console.ui.desk import Desk
from console.ui.imports.panel import ImportPanel
from console.ui.theme import Theme
from tests.ui.front import NOW, PASSWORD, ZONE, FakeFront, person, site_floor

HEADINGS = ("Batch", "Step", "Room")
ROWS = (("B-0399", "Thaw", "CR1"), ("B-0399", "Wash", "CR1"))
REPORTED = ReportedBatch(
    batch="B-0399", recipe="CART-7D-v1", rows=(ReportedRow(2, "Thaw", lane="CR1"), ReportedRow(3, "Wash", lane="CR1"))
)
COMMAND = ReportHistory(by="importer", file="whiteboard.xlsx", sha256="ab" * 32, batches=(REPORTED,), findings=1)
FINDING = ("Sheet1!C3", "CR1", "room: written in another way", "")
GOOD = ImportPreview("whiteboard.xlsx", HEADINGS, ROWS, (), (FINDING,), COMMAND)
ERROR = ("Sheet1!B4", "31/02", "start: no such day", "Write the day.")
BAD = ImportPreview("whiteboard.xlsx", HEADINGS, ROWS, (ERROR,), (), None)


@pytest.fixture
def front() -> FakeFront:
    made = FakeFront(site_floor(), NOW)
    made.user = person(made.floor, "supervisor")
    return made


@pytest.fixture
def panel(theme: Theme, qtbot: QtBot, front: FakeFront) -> Iterator[ImportPanel]:
    window = QWidget()
    qtbot.addWidget(window)
    made = ImportPanel(front, Desk(front, ZONE, window))
    qtbot.addWidget(made)
    made.show()
    yield made


def test_nothing_can_be_signed_before_something_was_read(panel: ImportPanel) -> None:
    assert not panel.sign.isEnabled()


def test_errors_are_listed_by_their_place_and_keep_the_signature_away(panel: ImportPanel, front: FakeFront) -> None:
    front.preview = BAD
    panel.path.take("whiteboard.xlsx")
    assert not panel.sign.isEnabled()
    assert panel.errors.rows.row(0).cells == ERROR
    assert "nothing enters" in panel.words.text()


def test_what_cannot_be_read_at_all_is_a_refusal_in_the_sheet(panel: ImportPanel, front: FakeFront) -> None:
    front.preview = Refusal("file-kind", "This is no workbook.", "Choose an .xlsx or .csv file.")
    panel.path.take("notes.txt")
    assert panel.refusal.isVisible()
    assert panel.refusal.why.text() == "This is no workbook."


def test_one_signature_takes_all_of_it_in(panel: ImportPanel, front: FakeFront, qtbot: QtBot) -> None:
    front.preview = GOOD
    panel.path.take("whiteboard.xlsx")
    assert panel.rows.rows.rowCount() == 2
    qtbot.mouseClick(panel.sign, Qt.MouseButton.LeftButton)
    box = panel._desk.box
    assert box is not None
    assert box.parts[0].button.text() == "Sign as importer"
    qtbot.keyClicks(box.parts[0].password, PASSWORD)
    with qtbot.waitSignal(panel.left):
        qtbot.mouseClick(box.parts[0].button, Qt.MouseButton.LeftButton)
    assert front.floor.batches["B-0399"].reported
    assert front.submitted[-1].by == front.user


def test_leaving_the_signing_box_keeps_the_sheet_and_records_nothing(
    panel: ImportPanel, front: FakeFront, qtbot: QtBot
) -> None:
    front.preview = GOOD
    panel.path.take("whiteboard.xlsx")
    qtbot.mouseClick(panel.sign, Qt.MouseButton.LeftButton)
    assert panel._desk.box is not None
    panel._desk.box.reject()
    assert front.submitted == []
    assert panel.sign.isEnabled()


def test_the_tables_keep_the_rules_of_models(panel: ImportPanel, front: FakeFront) -> None:
    testers = [QAbstractItemModelTester(view.rows) for view in (panel.errors, panel.findings, panel.rows)]
    for found in (BAD, GOOD, BAD):
        front.preview = found
        panel.path.take("whiteboard.xlsx")
    assert testers
