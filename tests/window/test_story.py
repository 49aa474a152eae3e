"""A morning at the console, told once in a real window: the late batch is found, its sample is taken, board and charts follow."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.verbs import run
from console.cli.window import Running
from console.domain.batch import Step, StepState
from console.service.founding import DEMO_PASSWORD
from console.ui.audit.screen import AuditScreen
from console.view.board.columns import State
from console.view.search.things import Kind
from console.view.standing import most_urgent
from tests.window.hands import CTRL, CTRL_ALT, CTRL_SHIFT, click, press, walk_to, write
from tests.window.morning import LATER_MS, Morning

PERFORMER, STEP = "areyes", "IPC_SAMPLE_D5"
FIRST = {"vcd": "1.20", "viability": "91.5"}
REST = {"car": "38", "glucose": "5.5", "lactate": "9.5", "endotoxin": "0.4"}


def test_the_late_batch_is_found_its_sample_taken_and_board_and_charts_follow(running: Running, folder: Path, qtbot: QtBot) -> None:
    morning = Morning(running, qtbot, STEP)
    find_the_latest_batch(morning)
    morning.log_in(PERFORMER)
    place, planned, drawn = look_at_the_board(morning)
    words, shown = look_at_the_charts(morning)
    start_the_step(morning)
    record_what_was_measured(morning)
    finish_and_sign_by_two(morning)
    the_bar_has_moved(morning, place, planned, drawn)
    the_chart_has_moved(morning, words, shown)
    lock(morning)
    what_was_done_is_found(morning)
    close(morning)
    the_record_is_whole(folder, morning.batch)


def find_the_latest_batch(morning: Morning) -> None:
    """The sentence on top says that one is late; its number, typed after a slash, opens its form."""
    front, shell = morning.desktop.front, morning.shell
    morning.until(lambda: front.outlook is not None, LATER_MS)
    morning.until(lambda: "1 late" in shell.topbar.sentence.text())
    morning.batch = most_urgent(front.floor, front.outlook)
    write(shell, "/")
    box = morning.desktop.finding.box
    morning.until(box.isVisible)
    write(shell, morning.batch.lower().replace("-", ""))
    hit = box.list.current()
    assert hit is not None and (hit.kind, hit.id) == (Kind.BATCH, morning.batch)
    press(shell, Qt.Key.Key_Return)
    morning.until(lambda: morning.form.isVisible() and morning.form.head.title.text() == morning.batch)
    assert "late" in morning.form.head.status.text()


def look_at_the_board(morning: Morning) -> tuple[QRect, State, QImage]:
    """On the board the step is a planned bar; Enter on the selected batch opens its form again."""
    press(morning.shell, Qt.Key.Key_1, CTRL)
    morning.until(morning.board.isVisible)
    click(morning.board.viewport(), morning.bar_place().center())
    morning.until(lambda: morning.board.selection() == (morning.batch, STEP))
    place, bar = morning.bar_place().adjusted(-30, -4, 30, 4), morning.bar()
    drawn = morning.board_at(place)
    press(morning.shell, Qt.Key.Key_Return)
    morning.until(lambda: morning.form.isVisible() and morning.shell.selection.step == STEP)
    return place, bar.state, drawn


def look_at_the_charts(morning: Morning) -> tuple[str, int]:
    """The newest forecast of this batch in words, and how many the fan shows."""
    press(morning.shell, Qt.Key.Key_3, CTRL)
    morning.until(lambda: morning.charts.isVisible() and morning.charts.batch == morning.batch)
    morning.until(lambda: morning.fan.count() > 2)
    found = newest_forecast(morning), morning.fan.count()
    press(morning.shell, Qt.Key.Key_2, CTRL)
    morning.until(morning.form.isVisible)
    return found


def newest_forecast(morning: Morning) -> str:
    """What the fan says of its last point, walked to by key."""
    click(morning.fan)
    press(morning.shell, Qt.Key.Key_End)
    return morning.charts.fan_frame.status.text()


def start_the_step(morning: Morning) -> None:
    """The step is picked in the form by mouse and started by key."""
    rows = morning.form.steps
    spot = rows.visualRect(rows.rows.index(rows.rows.place_of(STEP), 0)).center()
    click(rows.viewport(), spot)
    assert morning.shell.selection.step == STEP
    assert morning.step.state is StepState.PLANNED
    write(morning.shell, "s")
    morning.until(lambda: morning.step.state is StepState.RUNNING)
    morning.until(lambda: "running" in rows.rows.row(rows.rows.place_of(STEP)).cells[1])


def record_what_was_measured(morning: Morning) -> None:
    """Two values are written down while the step runs."""
    write(morning.shell, "v")
    fill_in(morning, FIRST)
    walk_to(morning.panel.button)
    click(morning.panel.button)
    morning.until(lambda: set(morning.step.values) == set(FIRST))
    morning.until(lambda: morning.desktop.asker.panel is None)


def finish_and_sign_by_two(morning: Morning) -> None:
    """The rest is written down; performer and verifier sign with their passwords, one by key, one by mouse."""
    write(morning.shell, "e")
    fill_in(morning, REST)
    walk_to(morning.panel.boxes["verifier"].editor)
    press(morning.shell, Qt.Key.Key_Down)
    second = morning.panel.boxes["verifier"].answer()
    assert second not in ("", PERFORMER)
    walk_to(morning.panel.button)
    click(morning.panel.button)
    box = morning.box
    assert [part.user.text() for part in box.parts] == [PERFORMER, second]
    write(box, DEMO_PASSWORD)
    press(box, Qt.Key.Key_Return)
    morning.until(lambda: box.parts[1].isEnabled())
    assert morning.step.state is StepState.RUNNING, "nothing is recorded before the last signature"
    write(box, DEMO_PASSWORD)
    click(box.parts[1].button)
    morning.until(lambda: morning.step.state is StepState.DONE)
    assert (morning.step.performer, morning.step.verifier) == (PERFORMER, second)
    morning.come_back()


def fill_in(morning: Morning, values: dict[str, str]) -> None:
    """From field to field with Tab."""
    for name, value in values.items():
        walk_to(morning.panel.boxes[f"values.{name}"].editor)
        write(morning.shell, value)


def the_bar_has_moved(morning: Morning, place: QRect, planned: State, drawn: QImage) -> None:
    """The columns of the board hold the done step, and where the planned bar was, the picture has changed."""
    press(morning.shell, Qt.Key.Key_1, CTRL)
    morning.until(lambda: morning.board.isVisible() and morning.bar().state is State.DONE)
    done = morning.bar()
    assert planned is State.PLANNED
    assert (done.start, done.end) == (seconds(morning.step.started_at), seconds(morning.step.finished_at))
    assert morning.board_at(place) != drawn


def the_chart_has_moved(morning: Morning, words: str, shown: int) -> None:
    """A forecast made after the step is drawn after the others, then one for time alone; minutes later it says another minute."""
    finished = morning.step.finished_at
    assert finished is not None
    press(morning.shell, Qt.Key.Key_3, CTRL)
    morning.until(lambda: morning.newest_made_at > finished, LATER_MS)
    after, drawn = morning.newest_made_at, morning.fan.count()
    assert drawn > shown
    morning.until(lambda: morning.newest_made_at > after and morning.fan.count() > drawn, LATER_MS)
    press(morning.shell, Qt.Key.Key_6, CTRL_ALT)
    morning.until(lambda: morning.newest_made_at > finished + timedelta(minutes=2), LATER_MS)
    assert newest_forecast(morning) != words


def lock(morning: Morning) -> None:
    """Whoever leaves locks: all can be read, nothing done."""
    press(morning.shell, Qt.Key.Key_K, CTRL_SHIFT)
    morning.until(lambda: morning.shell.who.locked)
    assert not morning.shell.acts.qt("batch.note").isEnabled()
    assert morning.desktop.front.user == ""


def what_was_done_is_found(morning: Morning) -> None:
    """Whoever comes later types the batch and the performer, takes the youngest entry, and stands before it in the audit."""
    shell, box = morning.shell, morning.desktop.finding.box
    write(shell, "/")
    morning.until(box.isVisible)
    write(shell, f"{morning.batch} {PERFORMER}")
    morning.until(lambda: getattr(box.list.current(), "kind", None) is Kind.ENTRY)
    hit = box.list.current()
    assert hit is not None
    press(shell, Qt.Key.Key_Return)
    audit = next(page.widget for page in shell.pages if page.key == "audit")
    assert isinstance(audit, AuditScreen)
    morning.until(lambda: audit.isVisible() and audit.here is not None and audit.here.n == hit.where.entry)
    found = audit.here
    assert found is not None and f"batch:{morning.batch}" in found.about and found.user == PERFORMER


def close(morning: Morning) -> None:
    """The window goes, and with it every thread and process (the fixture of all tests looks after that)."""
    press(morning.shell, Qt.Key.Key_Q, CTRL)
    morning.until(lambda: not morning.shell.isVisible())
    morning.running.stop()


def the_record_is_whole(folder: Path, batch: str) -> None:
    """Another console finds the step as it was signed, one kept forecast more, and the chain unbroken."""
    assert run(["verify", "--db", str(folder)]) == Exit.WELL
    with reading(folder) as site:
        step: Step = site.floor.batches[batch].steps[STEP]
        assert step.state is StepState.DONE
        assert step.values == {name: Decimal(value) for name, value in {**FIRST, **REST}.items()}
        kept = site.pages.kept(batch, None)
        assert step.started_at is not None
        assert kept[-1].made_at > max(row.made_at for row in kept[:-1])


def seconds(at: datetime | None) -> int:
    """An instant as the board counts it."""
    assert at is not None
    return int(at.timestamp())
