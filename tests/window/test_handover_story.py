"""Two supervisors hand a shift over in a real window, by keyboard; then a third one takes duty without a handover."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.verbs import run
from console.cli.window import Running
from console.domain.facility import Role
from console.domain.handover import Handover
from console.ui.handover.screen import HandoverScreen
from console.view.handover.shown import CHANGED
from tests.window.hands import CTRL, CTRL_ALT, press, walk_to, write
from tests.window.morning import LATER_MS, Morning

OUT, IN, THIRD = "jhart", "kbauer", "mosei"
MUST_KNOW, WORDS, QUESTION, ANSWER = "nobody enters cr2", "two gowned in", "who called the clinic", "i did"


def test_a_shift_is_handed_over_by_two_and_then_duty_is_taken_by_a_third(running: Running, folder: Path, qtbot: QtBot) -> None:
    morning = Morning(running, qtbot, "")
    page = next(p.widget for p in morning.shell.pages if p.key == "handover")
    assert isinstance(page, HandoverScreen)
    press(morning.shell, Qt.Key.Key_4, CTRL)
    morning.until(page.isVisible)
    morning.until(lambda: morning.desktop.front.outlook is not None, LATER_MS)
    on_duty(morning)
    prepare_and_give(morning, page)
    morning.log_out()
    check_point_by_point_and_ask(morning, page)
    morning.log_out()
    answer(morning)
    morning.log_out()
    accept(morning, page)
    morning.log_out()
    taken(morning)
    press(morning.shell, Qt.Key.Key_Q, CTRL)
    morning.until(lambda: not morning.shell.isVisible())
    running.stop()
    the_record_is_whole(folder)


def under_way(morning: Morning) -> Handover:
    found = morning.desktop.front.floor.handover
    assert found is not None
    return found


def on_duty(morning: Morning) -> None:
    """The day's supervisor logs in: the night's one has handed the shift over to him this morning."""
    assert morning.desktop.front.floor.responsible == OUT
    assert "On duty: J. Hart since" in morning.shell.topbar.duty.text()
    morning.log_in(OUT)


def prepare_and_give(morning: Morning, page: HandoverScreen) -> None:
    """The must-know, words to a section, an action of one's own; then everything is signed as given."""
    page.must_know.setFocus()
    write(morning.shell, MUST_KNOW)
    page.sections.setFocus()
    press(morning.shell, Qt.Key.Key_Down)
    assert page.part == CHANGED
    press(morning.shell, Qt.Key.Key_Down)
    assert page.section == 1
    walk_to(page.words)
    write(morning.shell, WORDS)
    press(morning.shell, Qt.Key.Key_Return)
    morning.until(lambda: [w.words for w in page.draft.remarks] == [WORDS])
    press(morning.shell, Qt.Key.Key_I, CTRL_ALT)
    walk_to(morning.panel.boxes["words"].editor)
    write(morning.shell, "order wipes")
    walk_to(morning.panel.button)
    press(morning.shell, Qt.Key.Key_Return)
    morning.until(lambda: [p.words for p in page.draft.points] == ["order wipes"])
    press(morning.shell, Qt.Key.Key_G, CTRL_ALT)
    morning.until(lambda: morning.desktop.desk.box is not None, LATER_MS)
    morning.sign()
    morning.until(lambda: morning.desktop.front.floor.handover is not None)
    given = under_way(morning)
    assert (given.giver, given.must_know, [w.words for w in given.remarks]) == (OUT, MUST_KNOW, [WORDS])
    assert all(point.owner and point.due for point in given.points)
    assert page.draft.must_know == "", "what was signed is no draft any more"


def check_point_by_point_and_ask(morning: Morning, page: HandoverScreen) -> None:
    """Space checks a point and goes on to the next one, through all sections; Q asks about one of them."""
    morning.log_in(IN)
    morning.until(lambda: page.must_words.isVisible() and MUST_KNOW in page.must_words.text())
    page.go_on()
    page.lines.setFocus()
    write(morning.shell, "q")
    write(morning.shell, QUESTION)
    walk_to(morning.panel.button)
    press(morning.shell, Qt.Key.Key_Return)
    morning.until(lambda: [q.words for q in under_way(morning).questions] == [QUESTION])
    page.lines.setFocus()
    points = len(under_way(morning).points)
    for left in (points, points - 1):
        assert len(under_way(morning).unchecked(IN)) == left
        morning.until(partial(at_one_to_check, morning, page))
        press(morning.shell, Qt.Key.Key_Space)
        morning.until(partial(fewer, morning, left))
    presses = 0
    while left := len(under_way(morning).unchecked(IN)):
        morning.until(partial(at_one_to_check, morning, page))
        press(morning.shell, Qt.Key.Key_K)
        presses += 1
        morning.until(partial(fewer, morning, left))
        morning.until(partial(settled, morning, page))
    assert presses <= points - 2 and presses <= 12, "a key for what is in sight, not one for each point"
    morning.until(lambda: "Every point is checked" in page.state.text())
    assert morning.desktop.front.floor.responsible == OUT


def settled(morning: Morning, page: HandoverScreen) -> bool:
    """Whether everything that one key checked is checked: the page has gone on."""
    return not under_way(morning).unchecked(IN) or at_one_to_check(morning, page)


def at_one_to_check(morning: Morning, page: HandoverScreen) -> bool:
    """Whether the picked line is a point that is still to be checked."""
    return page.lines.here in {point.id for point in under_way(morning).unchecked(IN)}


def fewer(morning: Morning, than: int) -> bool:
    """Whether more points are checked."""
    return len(under_way(morning).unchecked(IN)) < than


def answer(morning: Morning) -> None:
    """The giver comes back, and answers."""
    morning.log_in(OUT)
    press(morning.shell, Qt.Key.Key_A, CTRL_ALT)
    walk_to(morning.panel.boxes["answer"].editor)
    write(morning.shell, ANSWER)
    walk_to(morning.panel.button)
    press(morning.shell, Qt.Key.Key_Return)
    morning.until(lambda: not under_way(morning).open_questions())


def accept(morning: Morning, page: HandoverScreen) -> None:
    """Nobody accepts without a session; the other one signs, and has duty; the last handover can be read again."""
    press(morning.shell, Qt.Key.Key_Y, CTRL_ALT)
    assert morning.desktop.desk.box is None, "nobody is logged in"
    morning.log_in(IN)
    what_changed(morning, page)
    press(morning.shell, Qt.Key.Key_Y, CTRL_ALT)
    morning.sign()
    morning.until(lambda: morning.desktop.front.floor.responsible == IN)
    morning.until(lambda: "On duty: K. Bauer" in morning.shell.topbar.duty.text())
    earlier(morning, page)


def earlier(morning: Morning, page: HandoverScreen) -> None:
    """The handover that was accepted is the first of the earlier ones, opens whole, and goes to paper as a copy."""
    press(morning.shell, Qt.Key.Key_L, CTRL_ALT)
    morning.until(lambda: len(page.list.found) > 1 and page.list.rows.hasFocus())
    press(morning.shell, Qt.Key.Key_Return)
    morning.until(lambda: "accepted: J. Hart to K. Bauer" in page.state.text())
    assert page.must_words.text() == f"Must know: {MUST_KNOW}" and not page.must_know.isVisible()
    page.sections.setFocus()
    press(morning.shell, Qt.Key.Key_Home)
    asked = [row.cells[1] for row in page.lines.rows.all() if row.cells[0] == "asked"]
    page.sections.pick(CHANGED)
    told = [row.cells[1] for row in page.lines.rows.all()][1:]
    assert page.shown is not None and page.shown.changes and told == [change.words for change in page.shown.changes]
    latest, before = (one.handover for one in page.list.found[:2])
    assert latest.since == before.taken_at, "what came since duty had passed before"
    assert asked or any(q.words == QUESTION for q in page.list.found[0].handover.questions)
    press(morning.shell, Qt.Key.Key_L, CTRL_ALT)
    morning.until(lambda: page.must_know.isVisible())


def what_changed(morning: Morning, page: HandoverScreen) -> None:
    """Whoever comes reads what changed since she left this morning: the others' work, and apart what she did herself."""
    press(morning.shell, Qt.Key.Key_S, CTRL_ALT)
    morning.until(lambda: page.since.rows.rows.rowCount() > 0, LATER_MS)
    told = [row.cells[0] for row in page.since.rows.rows.all()]
    assert any(f"J. Hart gave the shift over: {MUST_KNOW}" in words for words in told)
    assert any(words.startswith("You did ") for words in told) or "what you did yourself" in told[-1]
    assert page.since.head.text().startswith("Since ")
    press(morning.shell, Qt.Key.Key_S, CTRL_ALT)
    morning.until(page.sections.isVisible)


def taken(morning: Morning) -> None:
    """A third one takes duty: with a reason, and QA told; whose signature is missing stands on top."""
    floor = morning.desktop.front.floor
    morning.log_in(THIRD)
    morning.shell.acts.run("duty.take")
    walk_to(morning.panel.boxes["reason"].editor)
    write(morning.shell, "called away")
    walk_to(morning.panel.boxes["told"].editor)
    press(morning.shell, Qt.Key.Key_Down)
    told = floor.people[morning.panel.boxes["told"].answer()]
    assert Role.QA in told.roles
    walk_to(morning.panel.button)
    press(morning.shell, Qt.Key.Key_Return)
    morning.sign()
    morning.until(lambda: morning.desktop.front.floor.responsible == THIRD)
    morning.until(lambda: "signature of K. Bauer missing" in morning.shell.topbar.duty.text())


def the_record_is_whole(folder: Path) -> None:
    """Another console finds who has duty, both signatures, and the chain unbroken."""
    assert run(["verify", "--db", str(folder)]) == Exit.WELL
    with reading(folder) as site:
        assert site.floor.responsible == THIRD
        assert [owed.giver for owed in site.floor.owed.values()] == [IN]
        assert [user for user, duty in site.floor.duties.items() if duty.until is None] == [THIRD]
