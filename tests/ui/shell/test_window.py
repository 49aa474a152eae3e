"""The window: one selection, one sentence, states drawn on purpose, every key at work."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.domain.facility import Role
from console.domain.floor import Floor
from console.ui.bugpage import BugReport
from console.ui.notices import Notice
from console.ui.page import Place
from console.ui.remember import Forgetful
from console.ui.shell.sight import Who
from console.ui.shell.window import Shell
from console.ui.theme import Theme
from tests.ui.conftest import NOW, pages, sight

SUPERVISOR = (Who("super1", "Sam Rivera"), (Role.SUPERVISOR,))


def told(shell: Shell, page: int) -> list[object]:
    return shell.pages[page].widget.told  # type: ignore[attr-defined, no-any-return]


def test_the_top_line_answers_the_room(shell: Shell) -> None:
    assert shell.topbar.sentence.text() == "2 in process · 2 on time"
    assert shell.topbar.clock.text() == "Sun 22 Nov 14:05:09 EST (UTC−05:00)"
    assert shell.topbar.state.text() == "stands alone · just now"
    assert shell.topbar.mark.text() == "DEMO"
    assert shell.windowTitle() == "DEMO · Watertown · Cleanroom Console"


def test_one_selection_reaches_every_page(shell: Shell) -> None:
    shell.go(Place("batch", "B-0412", "TRANSDUCE"))
    assert all(("B-0412", "TRANSDUCE") in told(shell, page) for page in range(3))
    assert shell.stack.currentWidget() is shell.pages[1].widget


def test_the_search_is_opened_by_its_key_and_by_the_button_beside_the_tabs(shell: Shell, qtbot: QtBot) -> None:
    opened: list[str] = []
    shell.acts.on({"site.search": lambda: opened.append("search")})
    shell.setFocus()
    qtbot.keyClick(shell, "/")
    shell.tabs.search.emit()
    assert opened == ["search", "search"]


def test_the_palette_says_why_an_action_cannot_be_used(shell: Shell, qtbot: QtBot) -> None:
    shell.acts.on({"batch.new": lambda: told(shell, 0).append("new")})
    qtbot.keyClick(shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(shell.finder.line, "new batch")
    assert "log in first" in shell.finder.list.item(0).text()
    with qtbot.waitSignal(shell.acts.refused) as refused:
        qtbot.keyClick(shell.finder.line, Qt.Key.Key_Return)
    assert refused.args == ["batch.new", "log in first"]
    shell.show_who(*SUPERVISOR)
    shell.acts.run("batch.new")
    assert "new" in told(shell, 0)


def test_every_offered_action_has_a_hand_and_the_rest_is_shown_nowhere(shell: Shell) -> None:
    for name in shell.acts.missing():
        assert not shell.acts.qt(name).isVisible()
        assert not shell.acts.run(name)
    assert {row.id for row in shell.acts.offered()} & {"view.board", "help.keys", "board.now", "site.search"}
    assert not {row.id for row in shell.acts.offered()} & set(shell.acts.missing())


def test_locked_is_readable_and_not_actionable(shell: Shell) -> None:
    shell.acts.on({"batch.new": lambda: None, "session.lock": lambda: None, "session.login": lambda: None})
    shell.show_who(*SUPERVISOR)
    assert shell.acts.qt("batch.new").isEnabled()
    shell.show_who(Who("super1", "Sam Rivera", locked=True), (Role.SUPERVISOR,))
    assert not shell.acts.qt("batch.new").isEnabled()
    assert shell.acts.qt("view.charts").isEnabled()
    assert shell.topbar.who.text() == "Locked by Sam Rivera"


def test_read_only_stands_on_a_banner_and_takes_every_writing_action_away(shell: Shell) -> None:
    shell.acts.on({"batch.new": lambda: None})
    shell.show_who(*SUPERVISOR)
    shell.apply(sight(read_only="another console writes to this site"))
    assert [notice.key for notice in shell.notices.standing] == ["read-only"]
    assert not shell.acts.qt("batch.new").isEnabled()
    shell.apply(sight())
    assert shell.notices.standing == ()


def test_stale_data_say_so_until_fresh_data_come(shell: Shell) -> None:
    for _ in range(301):
        shell.tick(NOW)
    assert [notice.key for notice in shell.notices.standing] == ["stale"]
    assert "5 min old" in shell.topbar.state.text()
    shell.apply(sight(fresh_at=NOW + timedelta(seconds=1)))
    assert shell.notices.standing == ()


def test_an_empty_site_and_a_loading_one_are_drawn_on_purpose(shell: Shell) -> None:
    shell.apply(sight(floor=Floor()))
    assert shell.stack.currentWidget() is shell.state
    assert shell.state.heading.text() == "No batch yet"
    shell.apply(sight(loading="Reading the journal: 3,100 of 8,000 entries"))
    assert shell.state.bar.isVisible()
    shell.apply(sight())
    assert shell.stack.currentWidget() is shell.pages[0].widget


def test_a_bug_shows_a_calm_page_and_one_can_read_on(shell: Shell, qtbot: QtBot) -> None:
    shell.show_bug(BugReport("KeyError: 'B-1'", "the site's folder", "Traceback"))
    assert shell.stack.currentWidget() is shell.bug_page
    assert "KeyError" in shell.bug_page.line.text()
    shell.bug_page.read_on.emit()
    assert shell.stack.currentWidget() is shell.pages[0].widget


def test_f6_walks_through_the_panes(shell: Shell, qtbot: QtBot) -> None:
    shell.activateWindow()
    seen = []
    for _ in range(3):
        qtbot.keyClick(shell, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert shell.pages[0].widget.line in seen  # type: ignore[attr-defined]
    assert len(set(seen)) >= 2


def test_the_window_comes_back_as_it_was_left(theme: Theme, qtbot: QtBot) -> None:
    remember = Forgetful()
    first = Shell(theme, pages(), remember, lambda: NOW)
    qtbot.addWidget(first)
    first.go(Place("charts"))
    theme.use(theme="dark")
    first.close()
    theme.use(theme="light")
    second = Shell(theme, pages(), remember, lambda: NOW)
    qtbot.addWidget(second)
    assert theme.tokens.name == "dark"
    second.apply(sight())
    assert second.stack.currentWidget() is second.pages[2].widget
    second.second_hand.stop()


def test_the_key_sheet_lists_every_key_that_works_here(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_Question)
    assert shell.keys.isVisible()
    from_table = {"  ".join(row.keys) for row in shell.acts.offered() if row.keys}
    shown = {label.text() for label in shell.keys.findChildren(QLabel)}
    assert from_table <= shown
    qtbot.keyClick(shell.keys.area, Qt.Key.Key_Escape)
    assert not shell.keys.isVisible()


def test_a_wrong_patient_stops_across_the_whole_width(shell: Shell, qtbot: QtBot) -> None:
    shell.stop.say("Scanned …7788, expected …1234", "Put it back.")
    assert shell.stop.width() == shell.width()
    with qtbot.waitSignal(shell.stop.seen):
        qtbot.mouseClick(shell.stop.button, Qt.MouseButton.LeftButton)
    assert not shell.stop.isVisible()


def test_a_demo_that_runs_sixty_times_as_fast_is_not_stale(shell: Shell) -> None:
    for minute in range(60):
        shell.tick(NOW + timedelta(minutes=minute))
    assert shell.notices.standing == ()


def test_what_was_old_when_it_came_is_old_at_once(shell: Shell) -> None:
    shell.apply(sight(fresh_at=NOW - timedelta(hours=2)))
    assert [notice.key for notice in shell.notices.standing] == ["stale"]
    assert "2 h old" in shell.topbar.state.text()


def test_no_label_of_the_window_reads_peoples_words_as_markup(shell: Shell) -> None:
    shell.notices.put(Notice("k", "pressure <p> high", "call <b>QA</b>", "2"))
    shell.drawer.open("A <i>title</i>", QLabel("x <!-- hidden --> y"))
    shell.show_sheet(QLabel("<b>sheet</b>"))
    labels = [shell.toast, shell.topbar.sentence, *shell.findChildren(QLabel)]
    assert len(labels) > 10
    assert [one.text() for one in labels if one.textFormat() is Qt.TextFormat.AutoText] == []
