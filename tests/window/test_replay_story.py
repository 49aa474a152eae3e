"""The night told again in a real window: the rail is dragged, an entry jumped to, a step refused, then beside now, and back."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.replaying import Replaying
from console.cli.verbs import run
from console.cli.window import Running
from console.domain.batch import StepState
from console.store.replay import floor_at
from console.ui.replay.rail import Rail
from console.ui.replay.window import Replay
from console.ui.shell.window import Shell
from console.view.replay.words import REFUSED
from tests.window.conftest import UNTIL
from tests.window.hands import CTRL, CTRL_ALT, CTRL_SHIFT, click, press, walk_to, write
from tests.window.morning import LATER_MS, Morning

NIGHT = UNTIL - timedelta(hours=13)
WHO = "jhart"


def test_a_night_is_looked_at_again_while_the_morning_goes_on(running: Running, folder: Path, qtbot: QtBot) -> None:
    morning = Morning(running, qtbot, "IPC_SAMPLE_D5")
    morning.until(lambda: running.desktop.front.outlook is not None, LATER_MS)
    morning.log_in(WHO)
    replay = open_it(morning)
    at = drag_into_the_night(morning, replay)
    is_what_was_held(replay, folder)
    jump_to_an_entry(morning, replay, at)
    no_step_starts_there(morning, replay)
    beside_now(morning, replay)
    back_to_now(morning, replay)
    nothing_was_recorded_there(folder)


def open_it(morning: Morning) -> Replay:
    """One key opens a second window, marked from the first moment."""
    replaying = morning.shell.findChild(Replaying)
    assert replaying is not None
    press(morning.shell, Qt.Key.Key_H, CTRL)
    morning.until(lambda: replaying.replay is not None and replaying.replay.shell.isActiveWindow(), LATER_MS)
    replay = replaying.replay
    assert replay is not None and replay.banner.mark.text().startswith(
        "REPLAY · read-only · what this console showed on Fri 13 Nov"
    )
    assert replay.shell.who.user == WHO
    return replay


def drag_into_the_night(morning: Morning, replay: Replay) -> datetime:
    """The hand takes the rail of the record from now into the night; the last state stays until the new one is there."""
    drag(replay.controls.record, UNTIL, UNTIL - timedelta(hours=5), NIGHT)
    morning.until(lambda: replay.chase.idle and abs(replay.past.now() - NIGHT) < timedelta(hours=1), LATER_MS)
    press(replay.shell, Qt.Key.Key_H, CTRL)
    assert replay.controls.clock.hasFocus()
    write(replay.shell, "21:00")
    press(replay.shell, Qt.Key.Key_Return)
    morning.until(lambda: replay.chase.idle and replay.past.now() == datetime.fromisoformat("2026-11-12T21:00:00-05:00"))
    assert "Thu 12 Nov 21:00 EST (UTC−05:00)" in replay.banner.mark.text()
    return replay.past.now()


def is_what_was_held(replay: Replay, folder: Path) -> None:
    """The board of the night is the fold of what had been recorded by then (law 8), with forecasts that were kept by then."""
    with reading(folder) as site:
        assert replay.past.floor == floor_at(site.site, replay.past.now())
    outlook = replay.past.outlook
    assert outlook is not None and outlook.made_at <= replay.past.now() and "late" in replay.shell.topbar.sentence.text()


def jump_to_an_entry(morning: Morning, replay: Replay, at: datetime) -> None:
    """The entries of that day stand beside the board; some words find one, Enter goes there."""
    press(replay.shell, Qt.Key.Key_M, CTRL_ALT)
    morning.until(lambda: replay.day.line.hasFocus() and replay.day.rows.rows.rowCount() > 100, LATER_MS)
    write(replay.shell, "deviation")
    rows = replay.day.rows.rows.all()
    assert rows and all("eviation" in row.cells[1] for row in rows)
    press(replay.shell, Qt.Key.Key_Return)
    morning.until(lambda: replay.chase.idle and replay.past.now() != at)
    assert replay.past.shown.latest == replay.past.now(), "it stands on the entry"
    press(replay.shell, Qt.Key.Key_Escape)
    assert replay.shell.drawer.panel is None and replay.shell.isVisible()


def no_step_starts_there(morning: Morning, replay: Replay) -> None:
    """A planned step is picked and its key pressed: the floor is not even asked."""
    floor = replay.past.floor
    batch, step = next(
        (batch.id, step.code)
        for batch in floor.batches.values()
        for step in batch.steps.values()
        if batch.live and step.state is StepState.PLANNED
    )
    replay.shell.selection.pick(batch, step)
    click(replay.shell.topbar.sentence)
    write(replay.shell, "s")
    morning.until(lambda: replay.shell.toast.text() == REFUSED)
    assert replay.shell.toast.isVisible() and replay.shell.drawer.panel is None and morning.desktop.desk.box is None
    press(replay.shell, Qt.Key.Key_O, CTRL_SHIFT)
    assert replay.shell.drawer.panel is None, "no question is opened there"


def beside_now(morning: Morning, replay: Replay) -> None:
    """Both boards in one window; meanwhile somebody writes a note in the window of now, and only the board of now hears of it."""
    replaying = morning.shell.findChild(Replaying)
    assert replaying is not None and replaying.screens is not None
    press(replay.shell, Qt.Key.Key_N, CTRL_ALT)
    screens = replaying.screens
    morning.until(lambda: screens.then.isVisible() and screens.now.isVisible())
    assert screens.then.board.sight().window == screens.now.board.sight().window
    entries, held = morning.desktop.front.floor.entries, replay.past.floor.entries
    note_in_the_window_of_now(morning)
    morning.until(lambda: morning.desktop.front.floor.entries > entries, LATER_MS)
    assert replay.past.floor.entries == held and replay.shell.sight is not None and replay.shell.sight.entries == held


def note_in_the_window_of_now(morning: Morning) -> None:
    morning.come_back()
    morning.shell.selection.pick("B-1005")
    press(morning.shell, Qt.Key.Key_1, CTRL)
    write(morning.shell, "w")
    morning.until(lambda: morning.desktop.asker.panel is not None)
    walk_to(morning.panel.boxes["text"].editor)
    write(morning.shell, "seen in replay")
    walk_to(morning.panel.button)
    press(morning.shell, Qt.Key.Key_Return)


def back_to_now(morning: Morning, replay: Replay) -> None:
    """The button leads back; the window of now stands as it stood."""
    shell: Shell = replay.shell
    shell.activateWindow()
    morning.until(shell.isActiveWindow)
    click(replay.controls.buttons["replay.leave"])
    morning.until(lambda: morning.desktop.beside is None and morning.shell.isActiveWindow())
    assert morning.shell.isVisible() and "seen in replay" in morning.desktop.front.floor.batches["B-1005"].notes[-1].text


def nothing_was_recorded_there(folder: Path) -> None:
    """The chain is whole, and its last entries are the session and the note of the window of now."""
    assert run(["verify", "--db", str(folder)]) == Exit.WELL
    with reading(folder) as site:
        notes = [note.text for batch in site.floor.batches.values() for note in batch.notes]
        assert notes.count("seen in replay") == 1


def drag(rail: Rail, *instants: datetime) -> None:
    """The mouse takes a rail's handle over these instants."""
    window = rail.window().windowHandle()
    assert window is not None
    points = [rail.mapTo(rail.window(), QPoint(round(rail.x_of(at.timestamp())), rail.height() // 3)) for at in instants]
    QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
    for point in points[1:]:
        QTest.mouseMove(window, point)
        QTest.qWait(40)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])
