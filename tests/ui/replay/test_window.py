"""The window of replay with hands on it: every page marked, nothing recorded, the latest wish shown, the live window left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from console.domain import commands as c
from console.domain.refusal import Refusal
from console.service.ports import HistoryRow
from console.ui.batch.form import BatchForm
from console.ui.page import Place
from console.ui.replay.window import Replay
from console.view.replay.words import REFUSED
from console.view.standing import most_urgent
from tests.ui.front import DAY0, NOW, PASSWORD, person, site_floor
from tests.ui.replay.opened import HOURS, NIGHT, Open

ALT, CTRL, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MINUTE = timedelta(minutes=1)


def test_every_page_is_marked_and_shows_the_floor_that_was_held(site: Open) -> None:
    site.go(NIGHT)
    for page in site.shell.pages:
        site.shell.go(Place(page.key))
        site.settle()
        assert page.widget.isVisible() and site.replay.banner.isVisible(), page.key
        assert site.replay.banner.mark.text() == (
            "REPLAY · read-only · what this console showed on Fri 20 Nov 02:00 EST (UTC−05:00) · not who knew"
        )
    sight = site.shell.sight
    assert sight is not None and sight.floor is [floor for at, floor in site.front.floors if at <= NIGHT][-1]
    assert sight.outlook is not None and sight.outlook.made_at == [at for at in HOURS if at <= NIGHT][-1]
    assert site.shell.windowTitle().startswith("REPLAY · DEMO")
    assert not site.live.windowTitle().startswith("REPLAY")


def test_it_opens_where_the_console_stands_with_what_is_picked_or_most_urgent(site: Open) -> None:
    assert site.at == NOW and site.shell.size() == site.live.size()
    assert site.shell.selection.batch == most_urgent(site.replay.past.floor, site.replay.past.outlook) == "B-0412"


def test_nothing_that_writes_can_be_asked_and_each_key_says_so_calmly(site: Open) -> None:
    site.go(NIGHT)
    site.shell.go(Place("board", "B-0412", "EXPAND"))
    for row in site.shell.acts.table:
        if row.writes:
            site.shell.say("")
            assert not site.shell.acts.run(row.id), row.id
            assert site.shell.toast.text() == REFUSED, row.id
    site.in_front(site.shell)
    site.shell.say("")
    site.desktop.wedge.typed.emit("s")
    assert site.shell.toast.text() == REFUSED
    assert site.front.submitted == [] and not site.shell.drawer.isVisible()


@pytest.mark.parametrize("name", ["session.login", "session.logout", "session.lock", "batch.mail", "demo.pause"])
def test_sessions_clocks_and_words_without_a_mark_stay_in_the_window_of_now(site: Open, name: str) -> None:
    site.shell.go(Place("batch", "B-0412"))
    QApplication.clipboard().setText("before")
    site.shell.acts.run(name)
    assert site.shell.toast.text() == REFUSED and site.front.speed == 60
    assert QApplication.clipboard().text() == "before"


def test_whoever_is_logged_in_now_reads_the_past(site: Open) -> None:
    user = person(site.front.floor, "qa")
    site.live.acts.run("session.login")
    site.desktop.session.panel.fill(user, PASSWORD)
    site.desktop.session.panel.go.click()
    assert site.shell.who.user == user and site.replay.past.user == user
    assert site.shell.topbar.who.isHidden(), "one logs in and locks in the window of now"
    site.live.acts.run("session.lock")
    assert site.shell.who.locked


def test_a_bar_of_the_past_stays_where_it_lay(site: Open) -> None:
    assert site.replaying.screens is not None
    site.go(DAY0 + timedelta(hours=1))
    board = site.replaying.screens.then.board
    planned = next(n for n in range(len(board.picture().bars)) if board.picture().bars.word(n, "step") == "HARVEST")
    board.hand.take(planned)
    assert not board.hand.holding and site.shell.toast.text() == REFUSED


def test_the_hand_is_followed_by_one_read_at_a_time_and_the_latest_wish(site: Open) -> None:
    site.go(NIGHT)
    site.front.waits = True
    rail = site.replay.controls.day
    wishes = [NIGHT + timedelta(hours=hours) for hours in (1, 3, 6, 9)]
    site.drag(rail, *wishes)
    assert len(site.front.reads) == 1, "however far the hand went"
    assert site.at == NIGHT, "the last state stays in sight"
    assert site.replay.banner.told.text() == "loading Fri 20 Nov 11:00…"
    assert "02:00 EST" in site.replay.banner.mark.text(), "the mark tells what is seen, not what is wished"
    first = site.front.come()
    assert abs(first - wishes[0]) < 10 * MINUTE and len(site.front.reads) == 1
    last = site.front.come()
    assert abs(last - wishes[-1]) < 10 * MINUTE and site.at == last and site.front.reads == []
    assert "loading" not in site.replay.banner.told.text() and "the last entry" in site.replay.banner.told.text()


def test_the_rail_of_the_whole_record_reaches_from_its_first_entry_to_now(site: Open) -> None:
    rail = site.replay.controls.record
    assert (rail.first, rail.last) == (DAY0, NOW)
    site.drag(rail, NIGHT, NIGHT - timedelta(days=3))
    assert abs(site.at - (NIGHT - timedelta(days=3))) < timedelta(hours=1)
    site.drag(rail, NIGHT, DAY0 - timedelta(days=30))
    assert site.at == DAY0
    assert site.replay.controls.day.first <= site.at < site.replay.controls.day.last


def test_rails_go_by_keys_and_say_where_they_stand(site: Open) -> None:
    site.go(NIGHT)
    rail = site.replay.controls.day
    rail.setFocus()
    site.press(Qt.Key.Key_Right, widget=rail)
    assert site.at == NIGHT + 5 * MINUTE
    site.press(Qt.Key.Key_PageDown, widget=rail)
    assert site.at == NIGHT - 55 * MINUTE or site.at == NIGHT + 65 * MINUTE
    assert rail.accessibleName() == "The day" and rail.accessibleDescription().startswith("Fri 20 Nov ")


def test_keys_go_by_hours_shifts_days_and_entries(site: Open) -> None:
    site.go(NIGHT)
    site.in_front(site.shell)
    site.press(Qt.Key.Key_PageUp, CTRL)
    assert site.at == NIGHT - timedelta(hours=1)
    site.press(Qt.Key.Key_PageDown, CTRL)
    site.press(Qt.Key.Key_PageUp, ALT)
    assert site.at == NIGHT - timedelta(days=1)
    site.press(Qt.Key.Key_PageDown, ALT)
    site.press(Qt.Key.Key_PageDown, SHIFT)
    assert f"{site.at.astimezone(site.replay.zone):%H:%M}" == "06:30"
    site.press(Qt.Key.Key_PageUp, SHIFT)
    assert site.at < NIGHT
    site.go(NIGHT)
    site.desktop.wedge.typed.emit(".")
    assert site.at == next(at for at in HOURS if at > NIGHT)
    site.desktop.wedge.typed.emit(",")
    assert site.at == [at for at in HOURS if at <= NIGHT][-1]
    site.go(DAY0)
    site.desktop.wedge.typed.emit(",")
    assert site.at == DAY0 and site.shell.toast.text() == "There is no entry before this instant."


def test_a_clock_is_typed_in_site_time(site: Open) -> None:
    site.go(NIGHT)
    clock, line = site.replay.controls.clock, site.replay.controls.line
    assert clock.text() == "2026-11-20 02:00"
    for typed, at in (("2026-11-18 14:30", "2026-11-18T19:30:00+00:00"), ("07:10", "2026-11-18T12:10:00+00:00")):
        clock.setText(typed)
        site.press(Qt.Key.Key_Return, widget=clock)
        assert site.at == datetime.fromisoformat(at) and not line.isVisible(), "a bare clock is of the day in view"
    for typed, why in (("noon", "is not a time"), ("2026-11-01 09:00", "outside the record"), ("2027-01-01 09:00", "outside")):
        clock.setText(typed)
        site.press(Qt.Key.Key_Return, widget=clock)
        assert why in line.why.text() and line.isVisible() and site.at.day == 18
    site.replay.controls.day.went.emit(NIGHT)
    assert not line.isVisible()


def test_the_day_is_listed_searched_and_jumped_into(site: Open) -> None:
    site.go(NIGHT)
    site.shell.acts.run("replay.moments")
    day = site.replay.day
    assert site.shell.drawer.panel is day and day.line.hasFocus()
    on_this_day = [one for one in site.front.instants if one.at.astimezone(site.replay.zone).day == 20]
    assert [int(row.key) for row in day.rows.rows.all()] == [one.n for one in on_this_day]
    last = on_this_day[-1]
    day.line.setText(f"step {last.n} reyes")
    assert [int(row.key) for row in day.rows.rows.all()] == [last.n]
    site.press(Qt.Key.Key_Return, widget=day.line)
    assert site.at == last.at
    day.line.setText("nothing of this")
    site.press(Qt.Key.Key_Return, widget=day.line)
    assert site.at == last.at
    site.shell.acts.run("replay.moments")
    assert site.shell.drawer.panel is None


def test_it_plays_and_stands_still_at_now(site: Open) -> None:
    site.go(NOW - timedelta(minutes=25))
    site.shell.acts.run("replay.play")
    assert site.replay.timer.isActive() and site.replay.controls.buttons["replay.play"].text() == "Stand still"
    seen = []
    for _ in range(5):
        site.replay.timer.timeout.emit()
        seen.append(site.at)
    assert seen[0] == NOW - timedelta(minutes=15) and seen[2:] == [NOW] * 3 and not site.replay.timer.isActive()


def test_beside_now_both_boards_look_at_the_same_time_and_the_one_of_now_goes_on(site: Open) -> None:
    site.go(NIGHT)
    site.shell.go(Place("charts"))
    site.shell.acts.run("replay.beside")
    screens = site.replaying.screens
    assert screens is not None
    site.settle()
    then, now = screens.then.board, screens.now.board
    assert then.isVisible() and now.isVisible() and then.sight().window == now.sight().window
    then.zoom(2.0)
    assert then.sight().window == now.sight().window
    now.pan(50)
    assert then.sight().window == now.sight().window
    assert screens.both.then_heading.text() == "THEN · Fri 20 Nov 02:00 EST (UTC−05:00)"
    assert screens.both.now_heading.text().startswith("NOW · live · Sun 22 Nov 14:05:09")
    assert now.picture().now == int(NOW.timestamp()) and then.picture().now == int(NIGHT.timestamp())
    site.shell.acts.run("replay.beside")
    assert not now.isVisible() and then.isVisible()


def test_the_live_window_goes_on_while_replay_stands(site: Open) -> None:
    site.go(NIGHT)
    user = site.front.user = person(site.front.floor, "operator")
    before = site.replay.past.floor
    answers: list[object] = []
    site.front.submit(c.AddNote(by=user, batch="B-0412", text="courier called"), (), answers.append)
    site.settle()
    assert answers and not isinstance(answers[0], Refusal)
    assert site.live.sight is not None and site.live.sight.floor.batches["B-0412"].notes[-1].text == "courier called"
    assert site.shell.sight is not None and site.shell.sight.floor is before


def test_a_scan_in_replay_opens_what_it_names_there_and_records_nothing(site: Open) -> None:
    site.shell.selection.pick("")
    site.live.selection.pick("")
    site.go(NIGHT)
    site.in_front(site.shell)
    site.desktop.wedge.scanned.emit("B-0412")
    assert site.shell.selection.batch == "B-0412" and "records nothing" in site.shell.toast.text()
    assert site.live.selection.batch == "" and site.front.submitted == []
    site.desktop.wedge.scanned.emit("XXXXXX")
    assert site.shell.toast.text() == REFUSED
    site.in_front(site.live)
    site.desktop.wedge.scanned.emit("B-0412")
    assert site.live.selection.batch == "B-0412"


def test_places_elsewhere_lead_to_the_instant_or_the_entry(site: Open) -> None:
    site.live.go(Place("replay", at=NIGHT))
    assert site.at == NIGHT
    site.shell.close()
    site.settle()
    site.live.go(Place("replay", at=NIGHT - timedelta(days=1)))
    assert site.at == NIGHT - timedelta(days=1)
    page = site.live.sight
    assert page is not None, "the live window stays on its own page"


def test_back_to_now_leaves_nothing_behind(site: Open) -> None:
    site.front.waits = True
    site.go(NIGHT)
    shell, remembered = site.shell, dict(site.front.kept_settings)
    shell.go(Place("charts"))
    site.press(Qt.Key.Key_Escape, widget=site.replay.controls.clock)
    assert not shell.isVisible() and site.replaying.replay is None and site.desktop.beside is None
    site.front.come()
    site.front.waits = False
    site.settle()
    assert site.front.kept_settings == remembered, "how replay was left is not how the console was left"
    site.live.acts.run("replay.open")
    assert isinstance(site.replaying.replay, Replay)


def test_closing_the_console_closes_its_replay(site: Open) -> None:
    shell = site.shell
    site.shell.acts.run("site.quit")
    assert not site.live.isVisible() and not shell.isVisible()


def test_both_nights_of_the_clock_are_as_long_as_they_are(site: Open) -> None:
    rail = site.replay.controls.day
    for first, hours in ((datetime(2026, 11, 1, 4, tzinfo=UTC), 25), (datetime(2026, 3, 8, 5, tzinfo=UTC), 23)):
        rail.span(first, first + timedelta(hours=hours), 300, 3600)
        assert rail.maximum() == hours * 3600
        rail.stand(first + timedelta(hours=3), "")
        assert rail.instant() == first + timedelta(hours=3)
        assert rail.x_of(first.timestamp()) < rail.x_of(first.timestamp() + hours * 3600)


def test_what_was_not_kept_is_said_to_whoever_asks(site: Open) -> None:
    site.go(NIGHT)
    assert "Not kept, so not shown" in site.replay.banner.accessibleDescription()
    assert "forecasts as kept, the newest of" in site.replay.banner.told.text()
    labels = [label.text() for label in site.replay.banner.findChildren(QLabel)]
    assert any(text.startswith("REPLAY · read-only") for text in labels)


def test_an_entry_of_a_batchs_history_leads_to_the_board_as_it_was_then(site: Open) -> None:
    site.shell.close()
    site.settle()
    site.front.rows = [HistoryRow(n, at, at, "areyes", "Step finished", "") for n, (at, _) in enumerate(site.front.floors, 1)]
    form = next(page.widget for page in site.live.pages if page.key == "batch")
    assert isinstance(form, BatchForm)
    site.live.go(Place("batch", "B-0412"))
    form.tabs.setCurrentWidget(form.history)
    site.settle()
    assert form.history.view.rows.rowCount() == len(site.front.rows) and not form.history.then.isEnabled()
    form.history.view.selectRow(3)
    QTest.mouseClick(form.history.then, Qt.MouseButton.LeftButton)
    assert site.at == sorted((at for at, _ in site.front.floors), reverse=True)[3] and site.shell.selection.batch == "B-0412"
    site.front.rows = []


def test_before_the_first_batch_nothing_is_offered_that_replay_would_refuse(site: Open) -> None:
    site.front.floors.insert(0, (DAY0 - timedelta(hours=1), site_floor()))
    try:
        site.go(NOW)
        site.go(DAY0 - timedelta(minutes=5))
        assert site.shell.state.isVisible() and site.shell.state.heading.text() == "No batch yet"
        assert not [button for button in site.shell.state.findChildren(QPushButton) if button.isVisible()]
    finally:
        site.front.floors.pop(0)
