"""The whole console on a floor in memory: log in, pick, ask, sign, scan, lock, and see what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.domain import commands as c
from console.domain.batch import StepState
from console.service.change import Trouble
from console.ui.batch.form import BatchForm
from console.ui.bridge import Bridge
from console.ui.bugpage import BugReport
from console.ui.desktop import Desktop, batch_page
from console.ui.login import DemoUser
from console.ui.page import Page, Place
from console.view.action_table import TABLE
from console.view.actions import Menu
from console.view.asks import ASKS
from tests.ui.front import DAY0, NOW, PASSWORD, ZONE, FakeFront, ordered, person, run_until, site_floor

START = DAY0 + timedelta(days=3)


@pytest.fixture(scope="module")
def base() -> FakeFront:
    floor = ordered(site_floor(), "B-0415", START, "W1234561234")
    floor = run_until(floor, "B-0415", START + timedelta(hours=5, minutes=44))
    return FakeFront(ordered(floor, "B-0412", DAY0, "W1234567788"))


OTHERS = tuple(dict.fromkeys(row.page for row in TABLE if row.page not in ("", "board", "batch", "charts")))


class Site:
    """A desktop with its front and bridge."""

    def __init__(self, app: QApplication, front: FakeFront) -> None:
        self.front, self.bridge = front, Bridge()
        front.told = self.bridge.on_change
        self.form = BatchForm(front, ZONE.__class__)
        board, charts = QLabel("board"), QLabel("charts")
        of_plan = {row.id for row in TABLE if row.menu is Menu.PLAN} - set(ASKS)  # the wiring puts these beside the board
        board_does = {row.id: _nothing for row in TABLE if row.page == "board" or row.id in of_plan}
        pages = (
            Page("board", "Board", "layout-dashboard", board, does=board_does),
            batch_page(self.form),
            Page("charts", "Charts", "chart-line", charts, does={row.id: _nothing for row in TABLE if row.page == "charts"}),
            *(Page(key, key.title(), "table", QLabel(), does={r.id: _nothing for r in TABLE if r.page == key}) for key in OTHERS),
        )
        demo = (DemoUser(person(front.floor, "operator"), "A. Reyes", "operator", PASSWORD),)
        self.desktop = Desktop(app, front, self.bridge, pages, demo_users=demo, found=lambda _wish, then: then(None))
        self.shell = self.desktop.shell
        self.shell.second_hand.stop()

    def log_in(self, role: str) -> str:
        user = person(self.front.floor, role)
        self.shell.acts.run("session.login")
        self.desktop.session.panel.fill(user, PASSWORD)
        self.desktop.session.panel.go.click()
        return user

    def state(self, step: str) -> StepState:
        return self.front.floor.batches["B-0415"].steps[step].state


def _nothing() -> None:
    return None


@pytest.fixture
def site(qapp: QApplication, qtbot: QtBot, base: FakeFront) -> Iterator[Site]:
    front = FakeFront(base.floor, START + timedelta(hours=6, minutes=30))
    made = Site(qapp, front)
    qtbot.addWidget(made.shell)
    with qtbot.waitExposed(made.shell):
        made.desktop.show()
    yield made
    qapp.removeEventFilter(made.desktop.wedge)
    qapp.removeEventFilter(made.desktop.idle)
    made.desktop.deleteLater()
    qapp.setStyleSheet("")


def test_every_row_of_the_action_table_is_carried_out(site: Site) -> None:
    """Those that the wiring puts beside a page are carried out there: tests/ui/plan/test_acts.py finds none missing."""
    wired = {row.id for row in TABLE if row.page == "" and row.id.partition(".")[0] in ("replay", "handover", "batch")} - set(ASKS)
    assert set(site.shell.acts.missing()) <= wired


def test_before_login_everything_can_be_read_and_nothing_asked(site: Site) -> None:
    site.desktop.go(Place("batch", "B-0415"))
    assert "B-0415" in site.form.head.title.text()
    assert not site.shell.acts.qt("batch.note").isEnabled()


def test_login_with_a_wrong_password_is_refused_beside_the_line(site: Site) -> None:
    site.shell.acts.run("session.login")
    panel = site.desktop.session.panel
    panel.fill(person(site.front.floor, "operator"), "wrong")
    panel.go.click()
    assert panel.refusal.isVisible()
    assert site.front.user == ""


def test_a_step_started_late_in_one_gesture_reaches_the_form(site: Site, qtbot: QtBot) -> None:
    site.log_in("operator")
    site.desktop.go(Place("batch", "B-0415", "LINE_CLEARANCE"))
    site.shell.acts.run("step.earlier")
    panel = site.desktop.asker.panel
    assert panel is not None
    qtbot.keyClicks(panel.boxes["at"].editor, "40")
    qtbot.keyClick(panel.boxes["at"].editor, Qt.Key.Key_Return)
    assert panel.boxes["reason"].refusal.isVisible()
    qtbot.keyClicks(panel.boxes["reason"].editor, "gloves on")
    qtbot.keyClick(panel.boxes["reason"].editor, Qt.Key.Key_Return)
    assert site.state("LINE_CLEARANCE") is StepState.RUNNING
    assert site.desktop.asker.panel is None
    place = site.form.steps.rows.place_of("LINE_CLEARANCE")
    qtbot.waitUntil(lambda: site.form.steps.rows.row(place).cells[1] == "running for 40 min")


def test_a_step_out_of_turn_is_refused_at_once_with_rule_and_way_out(site: Site) -> None:
    site.log_in("operator")
    site.desktop.go(Place("batch", "B-0415", "ENRICH"))
    site.shell.acts.run("step.start")
    panel = site.desktop.asker.panel
    assert panel is not None
    assert panel.refusal.rule.text().startswith("rule order")
    assert panel.refusal.way_out.text()
    assert panel.button.isEnabled()


def test_finishing_asks_performer_and_verifier_in_one_box(site: Site, qtbot: QtBot) -> None:
    site.log_in("operator")
    site.desktop.go(Place("batch", "B-0415", "LINE_CLEARANCE"))
    site.shell.acts.run("step.start")
    assert site.state("LINE_CLEARANCE") is StepState.RUNNING
    qtbot.waitUntil(lambda: site.shell.acts.qt("step.finish").isEnabled())
    site.shell.acts.run("step.finish")
    panel = site.desktop.asker.panel
    assert panel is not None
    second = person(site.front.floor, "operator", 1)
    panel.boxes["verifier"].fill(second)
    panel.press()
    box = site.desktop.desk.box
    assert box is not None
    assert [part.user.text() for part in box.parts] == [site.front.user, second]
    for part in box.parts:
        qtbot.keyClicks(part.password, PASSWORD)
        qtbot.mouseClick(part.button, Qt.MouseButton.LeftButton)
    step = site.front.floor.batches["B-0415"].steps["LINE_CLEARANCE"]
    assert (step.state, step.verifier) == (StepState.DONE, second)
    assert site.desktop.asker.panel is None


def test_leaving_the_signing_box_keeps_what_was_filled_in(site: Site) -> None:
    site.log_in("operator")
    site.desktop.go(Place("batch", "B-0415", "LINE_CLEARANCE"))
    site.shell.acts.run("step.start")
    site.shell.refresh()
    site.desktop.look()
    site.shell.acts.run("step.finish")
    panel = site.desktop.asker.panel
    assert panel is not None
    panel.boxes["comment"].fill("tidy")
    panel.boxes["verifier"].fill(person(site.front.floor, "operator", 1))
    panel.press()
    assert site.desktop.desk.box is not None
    site.desktop.desk.box.reject()
    assert site.desktop.asker.panel is panel
    assert panel.button.isEnabled()
    assert panel.boxes["comment"].answer() == "tidy"
    assert site.state("LINE_CLEARANCE") is StepState.RUNNING


def test_a_step_is_moved_from_the_keyboard(site: Site, qtbot: QtBot) -> None:
    site.log_in("supervisor")
    site.desktop.go(Place("batch", "B-0415", "ENRICH"))
    qtbot.keyClick(site.shell, Qt.Key.Key_F2)
    panel = site.desktop.asker.panel
    assert panel is not None
    panel.boxes["start"].fill("2026-11-19 16:00")
    assert panel.verdict.isVisible() and panel.verdict.words.text() == "OK, CR1 station 1 from 16:00: B-0415 +4 h 30 min"
    assert panel.verdict.small.text() == "More than one step moves: they are signed as one change."
    panel.boxes["reason"].fill("room busy")
    panel.press()
    assert site.desktop.desk.box is not None
    (part,) = site.desktop.desk.box.parts
    qtbot.keyClicks(part.password, PASSWORD)
    qtbot.mouseClick(part.button, Qt.MouseButton.LeftButton)
    placement = site.front.floor.batches["B-0415"].steps["ENRICH"].placement
    assert placement is not None
    assert placement.start.astimezone(ZONE).strftime("%d %H:%M") == "19 16:00"


def test_a_scan_opens_the_batch_it_names(site: Site) -> None:
    site.desktop.scans.scanned("&/W1234567788")
    assert site.shell.selection.batch == "B-0412"
    assert site.form.head.title.text() == "B-0412"


def test_the_wrong_patient_stops_everybody_and_is_recorded(site: Site) -> None:
    site.log_in("supervisor")
    site.desktop.go(Place("batch", "B-0415", "ENRICH"))
    site.shell.acts.run("step.move")
    site.desktop.scans.scanned("&/W1234567788")
    assert site.shell.stop.isVisible()
    assert "B-0412 (COI …7788)" in site.shell.stop.words.text()
    assert "B-0415 (COI …1234)" in site.shell.stop.words.text()
    assert site.desktop.asker.panel is None
    assert isinstance(site.front.submitted[-1], c.AddNote)
    assert "W1234567788" not in site.front.submitted[-1].text


def test_the_right_label_verifies_and_keeps_the_question_open(site: Site) -> None:
    site.log_in("supervisor")
    site.desktop.go(Place("batch", "B-0415", "ENRICH"))
    site.shell.acts.run("step.move")
    site.desktop.scans.scanned("&/W1234561234")
    assert site.desktop.asker.panel is not None
    assert not site.shell.stop.isVisible()
    assert "Verified" in site.shell.toast.text()


def test_a_badge_fills_the_login_and_never_logs_in(site: Site) -> None:
    site.shell.acts.run("session.login")
    site.desktop.scans.scanned(person(site.front.floor, "operator"))
    assert site.desktop.session.panel.user.text() == person(site.front.floor, "operator")
    assert site.front.user == ""


def test_idle_hands_lock_and_a_login_goes_on_where_it_was(site: Site) -> None:
    user = site.log_in("supervisor")
    site.desktop.go(Place("batch", "B-0415"))
    site.desktop.idle.gone.emit()
    assert site.shell.who.locked
    assert not site.shell.acts.qt("batch.note").isEnabled()
    site.shell.acts.run("session.login")
    assert site.desktop.session.panel.user.text() == user
    site.log_in("supervisor")
    assert not site.shell.who.locked
    assert site.shell.selection.batch == "B-0415"


def test_trouble_stays_until_it_is_mended(site: Site, qtbot: QtBot) -> None:
    site.bridge.on_trouble(Trouble("disk", "The disk is full.", "Free some room."))
    qtbot.waitUntil(lambda: [n.key for n in site.shell.notices.standing] == ["disk"])
    site.bridge.on_mended("disk")
    qtbot.waitUntil(lambda: site.shell.notices.standing == ())


def test_a_bug_makes_the_console_read_only_and_calm(site: Site, qtbot: QtBot) -> None:
    site.log_in("supervisor")
    site.desktop.go(Place("batch", "B-0415"))
    site.bridge.on_bug(BugReport("ValueError: 7", "a folder", "Traceback"))
    qtbot.waitUntil(lambda: site.shell.stack.currentWidget() is site.shell.bug_page)
    assert not site.shell.acts.qt("batch.note").isEnabled()
    site.shell.bug_page.read_on.emit()
    assert site.shell.stack.currentWidget() is site.form


def test_the_history_is_paged_and_read_only_when_it_is_in_sight(site: Site) -> None:
    site.desktop.go(Place("batch", "B-0415"))
    assert site.form.history.model.rowCount() == 0
    site.form.tabs.setCurrentWidget(site.form.history)
    assert site.form.history.state.text() == "Nothing was recorded of this batch."


def test_a_new_site_is_asked_for_in_the_drawer(site: Site) -> None:
    site.shell.acts.run("site.new")
    assert site.shell.drawer.isVisible()
    assert site.shell.drawer.title.text() == "New site"


def test_the_sentence_of_the_day_stands_on_top(site: Site) -> None:
    assert "in process" in site.shell.topbar.sentence.text()
    assert site.front.now() < NOW


def test_a_typed_letter_is_an_action_or_goes_to_whoever_has_the_keyboard(site: Site, qtbot: QtBot) -> None:
    site.desktop.go(Place("board"))
    site.shell.activateWindow()
    site.desktop.wedge.typed.emit("/")
    box = site.desktop.finding.box
    assert box.isVisible()
    box.line.setFocus()
    site.desktop.wedge.typed.emit("7")
    assert box.line.text() == "7"


def test_what_a_screen_asks_by_itself_is_refused_beside_it(site: Site) -> None:
    user = site.log_in("operator")
    site.desktop.take(c.StartStep(by=user, batch="B-0415", step="ENRICH"))
    assert site.shell.drawer.isVisible()
    assert site.shell.drawer.title.text() == "Refused"
    site.desktop.take(c.AddNote(by=user, batch="B-0415", text="courier called"))
    assert site.front.floor.batches["B-0415"].notes[-1].text == "courier called"


def test_the_workbook_sheet_stays_open_while_the_plant_goes_on(site: Site) -> None:
    site.log_in("supervisor")
    site.shell.acts.run("site.import")
    site.desktop.look()
    assert site.shell.stack.currentWidget() is site.desktop.imports
    site.desktop.imports.left.emit()
    assert site.shell.stack.currentWidget() is not site.desktop.imports


def test_enter_presses_the_button_that_has_the_keyboard(site: Site, qtbot: QtBot) -> None:
    site.log_in("supervisor")
    site.desktop.go(Place("batch", "B-0415"))
    site.shell.acts.run("batch.note")
    panel = site.desktop.asker.panel
    assert panel is not None
    panel.boxes["text"].fill("cloudy")
    panel.button.setFocus()
    qtbot.keyClick(panel.button, Qt.Key.Key_Return)
    assert isinstance(site.front.submitted[-1], c.AddNote)
    assert site.desktop.asker.panel is None


def test_a_batch_just_ordered_is_the_one_that_is_meant(site: Site) -> None:
    site.log_in("supervisor")
    site.shell.acts.run("batch.new")
    panel = site.desktop.asker.panel
    assert panel is not None
    number = panel.boxes["batch"].answer()
    panel.boxes["product"].fill(str(panel.boxes["product"].field.choices[0][0]))
    panel.boxes["coi"].fill("W1234569999")
    panel.boxes["subject"].fill("AL-001-001")
    panel.boxes["clinic"].fill(str(panel.boxes["clinic"].field.choices[0][0]))
    panel.press()
    assert site.shell.selection.batch == number
    assert number in site.shell.toast.text()


def test_a_room_is_taken_out_without_any_batch_picked_and_only_qa_gives_it_back(site: Site, qtbot: QtBot) -> None:
    site.log_in("operator")
    assert not site.shell.acts.qt("room.back").isEnabled()
    site.shell.acts.run("room.out")
    panel = site.desktop.asker.panel
    assert panel is not None and panel.boxes["room"].answer() == ""
    panel.press()
    assert panel.boxes["room"].refusal.isVisible()
    panel.boxes["room"].fill("CR5")
    panel.boxes["reason"].fill("pressure lost")
    panel.boxes["expected_at"].fill("48 h")
    panel.press()
    room = site.front.floor.rooms["CR5"]
    assert (room.out_reason, room.out_until) == ("pressure lost", site.front.now() + timedelta(hours=48))
    assert site.desktop.asker.panel is None
    site.desktop.look()
    assert not site.shell.acts.qt("room.back").isEnabled()
    site.shell.acts.run("session.logout")
    site.log_in("qa")
    qtbot.waitUntil(lambda: site.shell.acts.qt("room.back").isEnabled())
    site.shell.acts.run("room.back")
    back = site.desktop.asker.panel
    assert back is not None and back.boxes["room"].answer() == "CR5"
    back.boxes["reason"].fill("pressure is back")
    back.press()
    box = site.desktop.desk.box
    assert box is not None
    qtbot.keyClicks(box.parts[0].password, PASSWORD)
    qtbot.mouseClick(box.parts[0].button, Qt.MouseButton.LeftButton)
    assert not site.front.floor.rooms["CR5"].out_reason


def test_an_instrument_is_taken_out_from_the_keyboard_the_one_of_the_picked_step_first(site: Site, qtbot: QtBot) -> None:
    site.log_in("operator")
    site.desktop.go(Place("batch", "B-0415", "ENRICH"))
    planned = site.front.floor.batches["B-0415"].steps["ENRICH"].placement
    assert planned is not None
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(site.shell, Qt.Key.Key_P, keys)
    panel = site.desktop.asker.panel
    assert panel is not None and panel.boxes["instrument"].answer() == planned.instrument
    panel.boxes["reason"].fill("alarm")
    panel.press()
    assert site.front.floor.instruments[planned.instrument].out_reason == "alarm"
