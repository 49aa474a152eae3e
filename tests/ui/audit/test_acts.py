"""What people do at the audit: QA signs how far it was read, and what a filter finds leaves as a table or as a logged copy."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.domain.commands import ReviewAudit
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.report.tree import Document, Imprint, Table
from console.service.audited import AuditPage, AuditWish
from console.ui.audit import export as of
from console.ui.audit.acts import AuditActs
from console.ui.audit.screen import AuditScreen
from console.ui.bridge import Bridge
from console.ui.desktop import Desktop
from console.ui.page import Page, Place
from console.ui.paper.copying import Copying
from console.view.audit_listing import HEADINGS, audit_cells
from console.view.imprint import imprint
from tests.ui.audit.scene import entry, reading, wanted
from tests.ui.front import NOW, PASSWORD, ZONE, FakeFront, person, site_floor


@pytest.fixture(scope="module")
def floor() -> Floor:
    return site_floor()


class Site:
    """A window with the audit in view, before 300 entries."""

    def __init__(self, app: QApplication, floor: Floor) -> None:
        self.rows = [entry(n) for n in range(1, 301)]
        self.front = FakeFront(floor, NOW)
        self.front.pages = reading(self.rows, 40, 100)
        self.files: dict[str, bytes] = {}
        self.screen = AuditScreen(self.front)
        self.bridge = Bridge()
        self.front.told = self.bridge.on_change
        pages = (self.screen.page(), Page("batch", "Batch", "file-text", QLabel()))
        self.desktop = Desktop(app, self.front, self.bridge, pages)
        self.shell = self.desktop.shell
        self.acts = AuditActs(self.shell, self.front, self.desktop.asker, self.screen, Copying(self.front, self.shell))
        self.front.save = self._save  # type: ignore[method-assign]

    def _save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        self.files[path] = content
        then(None)

    def log_in(self, role: str) -> str:
        user = person(self.front.floor, role)
        self.shell.acts.run("session.login")
        self.desktop.session.panel.fill(user, PASSWORD)
        self.desktop.session.panel.go.click()
        return user

    def table(self, path: str) -> list[list[str]]:
        return list(csv.reader(StringIO(self.files[path].decode(), newline="")))


@pytest.fixture
def site(qapp: QApplication, qtbot: QtBot, floor: Floor) -> Iterator[Site]:
    made = Site(qapp, floor)
    qtbot.addWidget(made.shell)
    made.shell.resize(1366, 768)
    with qtbot.waitExposed(made.shell):
        made.shell.show()
    made.desktop.look()
    yield made
    qapp.removeEventFilter(made.desktop.wedge)
    qapp.removeEventFilter(made.desktop.idle)
    qapp.setStyleSheet("")


def test_the_audit_is_read_by_everyone_also_before_there_is_a_batch(site: Site) -> None:
    assert site.shell.stack.currentWidget() is site.screen and site.screen.model.rowCount() > 0
    site.screen.list.selectRow(0)
    assert site.screen.detail.toPlainText() != ""
    assert not site.shell.acts.qt("audit.review").isEnabled() and not site.shell.acts.qt("audit.print").isEnabled()
    site.log_in("operator")
    assert not site.shell.acts.qt("audit.review").isEnabled(), "only QA answers for having read it"
    assert site.shell.acts.qt("audit.csv").isEnabled()


def test_qa_signs_the_review_through_the_picked_entry(site: Site, qtbot: QtBot) -> None:
    user = site.log_in("qa")
    site.screen.list.pick(280)
    site.shell.acts.run("audit.review")
    panel = site.desktop.asker.panel
    assert panel is not None and "Through entry 280" in panel.ask.about and "A filter is on" not in panel.ask.about
    panel.button.click()
    box = site.desktop.desk.box
    assert box is not None
    qtbot.keyClicks(box.parts[0].password, PASSWORD)
    qtbot.mouseClick(box.parts[0].button, Qt.MouseButton.LeftButton)
    assert site.front.submitted == [ReviewAudit(by=user, through=280, entry="e-280")]
    qtbot.waitUntil(lambda: "Reviewed through entry 280" in site.screen.reviewed.text())
    assert site.screen.reviewed.text().endswith(": 20 entries since then not reviewed.")


def test_a_filter_is_saved_as_the_table_that_the_command_line_writes(site: Site) -> None:
    site.log_in("supervisor")
    wish = AuditWish(about="B-2", words="remark")
    site.acts.export.write(wish, "found.csv")
    headings, *rows = site.table("found.csv")
    assert tuple(headings) == HEADINGS
    asked = [row for row in site.rows[::-1] if wanted(row, wish)]
    assert [tuple(row) for row in rows] == [audit_cells(row, ZONE) for row in asked] and len(rows) == 60
    assert not site.shell.notices.standing, "nothing is left to be read"


def test_too_many_for_a_file_or_for_paper_are_refused_with_the_way_out(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.log_in("supervisor")
    monkeypatch.setattr(of, "MOST_IN_TABLE", 299)
    monkeypatch.setattr(of, "MOST_ON_PAPER", 299)
    site.acts.export.write(AuditWish(), "all.csv")
    assert not site.files
    [notice] = site.shell.notices.standing
    assert "More than 299 entries" in notice.words and "audit --csv" in notice.way_out
    told: list[Document | Refusal] = []
    site.acts.export.make(AuditWish(), said(site), told.append)
    assert isinstance(told[0], Refusal) and "on paper" in told[0].why


def test_reading_for_a_file_can_be_stopped(site: Site) -> None:
    site.log_in("supervisor")
    waiting: list[tuple[AuditPage, Callable[[AuditPage], None]]] = []
    pages = site.front.pages
    site.front.audit = lambda wish, before, then: waiting.append((pages(wish, before), then))  # type: ignore[method-assign]
    site.acts.export.write(AuditWish(), "all.csv")
    page, then = waiting.pop()
    then(page)
    assert "40 entries so far" in site.shell.notices.standing[0].words
    site.shell.notices.pressed.emit(of.KEY)
    page, then = waiting.pop()
    then(page)
    assert not waiting and not site.files and not site.shell.notices.standing


def test_the_paper_tells_what_was_asked_and_leaves_out_what_came_after_its_imprint(site: Site) -> None:
    told: list[Document | Refusal] = []
    wish = AuditWish(about="B-2")
    made = said(site)
    site.acts.export.make(wish, replace(made, entries=290), told.append)
    [document] = told
    assert isinstance(document, Document) and ("About", "B-2") in document.facts
    table = document.sections[0].blocks[0]
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [str(n) for n in range(287, 0, -5)]


def test_the_entry_leads_to_the_board_as_it_was_then(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[Place] = []
    monkeypatch.setattr(site.shell, "go", gone.append)
    site.shell.acts.run("audit.then")
    assert not gone
    site.screen.list.pick(299)
    site.shell.acts.run("audit.then")
    assert gone == [Place("replay", entry=299)]


def said(site: Site) -> Imprint:
    found: list[Imprint] = []
    site.front.head(lambda head: found.append(imprint(site.front.site, head, NOW, ZONE)))
    return replace(found[0], entries=10_000)
