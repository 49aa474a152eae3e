"""Two rooms work on paper in a real window: one sheet comes back and is keyed by two, the other is void, and the board shows it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.verbs import run
from console.cli.window import Running
from console.domain.batch import StepState
from console.domain.blanks import Blank, ordered
from console.ui.blanks.issue import IssuePanel
from console.ui.blanks.originals import OriginalPanel
from console.ui.blanks.screen import BlanksScreen
from console.view.board.columns import State
from tests.window.hands import CTRL, CTRL_ALT, CTRL_SHIFT, click, press, walk_to, write
from tests.window.morning import LATER_MS, Morning

LEAD, FIRST, SECOND, DID, CHECKED = "jhart", "gnovak", "hsilva", "areyes", "bokafor"
ROOM, OTHER, BATCH, STEP = "CR4", "CR2", "B-1007", "ENRICH"
ENDED = "10:00"
VALUES = {"cd3_purity": "96.2", "recovery": "71", "viability": "94"}


def test_a_sheet_comes_back_is_keyed_by_two_and_is_in_the_record(
    running: Running, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    morning = Morning(running, qtbot, STEP)
    morning.batch = BATCH
    page = next(p.widget for p in morning.shell.pages if p.key == "blanks")
    assert isinstance(page, BlanksScreen)
    morning.until(lambda: morning.desktop.front.outlook is not None, LATER_MS)
    press(morning.shell, Qt.Key.Key_6, CTRL)
    morning.until(page.isVisible)
    paper = tmp_path / "paper"
    paper.mkdir()
    issue(morning, page, paper)
    come_back_and_void(morning, page)
    morning.log_out()
    key(morning, page, FIRST, {"96.2": "69.2"})
    assert sheet(morning, ROOM).keyed_by == FIRST
    assert morning.step.state is StepState.RUNNING, "one person's keying is not the record"
    morning.log_out()
    key(morning, page, SECOND, {})
    settle_and_sign(morning, page)
    attach(morning, page, next(paper.glob(f"*{ROOM}.pdf")))
    the_board_shows_it(morning)
    press(morning.shell, Qt.Key.Key_Q, CTRL)
    morning.until(lambda: not morning.shell.isVisible())
    running.stop()
    the_record_is_whole(folder)


def sheet(morning: Morning, room: str) -> Blank:
    """The youngest sheet of a room: the demo has issued others before."""
    return ordered(blank for blank in morning.desktop.front.floor.blanks.values() if blank.room == room)[-1]


def account(morning: Morning) -> tuple[int, int, int, int]:
    """Issued, returned, void and out."""
    found = morning.desktop.front.floor.blank_account()
    assert found.balanced
    return found.issued, found.returned, found.void, found.out


def more(before: tuple[int, int, int, int], *by: int) -> tuple[int, ...]:
    return tuple(one + other for one, other in zip(before, by, strict=True))


def issue(morning: Morning, page: BlanksScreen, paper: Path) -> None:
    """The supervisor gives out sheets for two rooms; they are signed, and printed at once into a folder."""
    before = account(morning)
    morning.log_in(LEAD)
    press(morning.shell, Qt.Key.Key_J, CTRL_ALT)
    morning.until(lambda: isinstance(morning.shell.drawer.panel, IssuePanel))
    panel = morning.shell.drawer.panel
    assert isinstance(panel, IssuePanel) and all(box.isChecked() for box in panel.rooms.values())
    for room, box in panel.rooms.items():
        if room not in (ROOM, OTHER):
            box.click()
    morning.until(panel.reason.hasFocus)
    write(morning.shell, "network works")
    panel.folder.line.setText(str(paper))
    walk_to(panel.button)
    press(morning.shell, Qt.Key.Key_Return)
    morning.sign()
    morning.until(lambda: len(list(paper.glob("*.pdf"))) == 2, LATER_MS)
    assert account(morning) == more(before, 2, 0, 0, 2)
    assert page.account.text().startswith(f"{before[0] + 2} issued = ")
    assert sorted(file.name for file in paper.iterdir()) == sorted(f"{sheet(morning, r).number} {r}.pdf" for r in (ROOM, OTHER))


def come_back_and_void(morning: Morning, page: BlanksScreen) -> None:
    """One sheet comes back with its pages; on the other nobody wrote, and it is void."""
    before = account(morning)
    page.open(sheet(morning, ROOM).number)
    page.lines.setFocus()
    write(morning.shell, "b")
    walk_to(morning.panel.boxes["pages"].editor)
    write(morning.shell, str(sheet(morning, ROOM).printed))
    press(morning.shell, Qt.Key.Key_Return)
    morning.until(lambda: sheet(morning, ROOM).returned_at is not None)
    page.open(sheet(morning, OTHER).number)
    page.lines.setFocus()
    write(morning.shell, "x")
    walk_to(morning.panel.boxes["lost"].editor)
    press(morning.shell, Qt.Key.Key_Down)
    walk_to(morning.panel.boxes["reason"].editor)
    write(morning.shell, "nobody wrote on it")
    press(morning.shell, Qt.Key.Key_Return)
    morning.sign()
    morning.until(lambda: sheet(morning, OTHER).voided_at is not None)
    assert account(morning) == more(before, 0, 1, 1, -2)


def key(morning: Morning, page: BlanksScreen, user: str, misread: dict[str, str]) -> None:
    """Somebody keys every line by keyboard alone, and asks that it be recorded."""
    morning.log_in(user)
    page.open(sheet(morning, ROOM).number)
    page.lines.setFocus()
    write(morning.shell, "u")
    morning.until(page.keying.isVisible)
    for line in sheet(morning, ROOM).lines:
        morning.until(partial(at_line, page, line.id))
        work = page.keying.work
        assert work is not None and not work.differences
        if line.step != STEP:
            write(morning.shell, "n")
            press(morning.shell, Qt.Key.Key_Return)
            continue
        said = {"did": "d", "end": ENDED, "by": DID, "check": CHECKED} | {
            f"values.{k}": misread.get(v, v) for k, v in VALUES.items()
        }
        for name in list(page.keying.form.cells):
            morning.until(page.keying.form.cells[name].editor.hasFocus)
            write(morning.shell, said.get(name, ""))
            press(morning.shell, Qt.Key.Key_Return)
    press(morning.shell, Qt.Key.Key_Return, CTRL_SHIFT)
    if user == FIRST:
        morning.until(lambda: sheet(morning, ROOM).keyed_at is not None)


def at_line(page: BlanksScreen, line: str) -> bool:
    return page.keying.work is not None and page.keying.work.line == line


def settle_and_sign(morning: Morning, page: BlanksScreen) -> None:
    """What was read otherwise goes back to the first, who looks at the paper again; then both say the same, and it is signed."""
    settling = page.keying.settling
    morning.until(settling.isVisible)
    assert [row.cells[:4] for row in settling.rows.rows.all()] == [("2", "CD3+ purity", "69.2", "96.2")]
    click(settling.second_right)
    morning.log_out()
    morning.log_in(FIRST)
    page.lines.setFocus()
    write(morning.shell, "u")
    morning.until(lambda: "values.cd3_purity" in page.keying.form.cells)
    morning.until(lambda: page.keying.form.cells["values.cd3_purity"].refusal.isVisible())
    cell = page.keying.form.cells["values.cd3_purity"].editor
    walk_to(cell)
    press(morning.shell, Qt.Key.Key_A, CTRL)
    write(morning.shell, VALUES["cd3_purity"])
    press(morning.shell, Qt.Key.Key_Return, CTRL_SHIFT)
    morning.until(lambda: sheet(morning, ROOM).keyings == 2)
    morning.log_out()
    morning.log_in(SECOND)
    page.lines.setFocus()
    write(morning.shell, "u")
    morning.until(page.keying.isVisible)
    press(morning.shell, Qt.Key.Key_Return, CTRL_SHIFT)
    morning.sign()
    morning.until(lambda: sheet(morning, ROOM).verified_by == SECOND)
    assert sheet(morning, ROOM).owed == (DID, CHECKED)


def attach(morning: Morning, page: BlanksScreen, scan: Path) -> None:
    """The scan of the sheet is attached; with it the sheet is done."""
    press(morning.shell, Qt.Key.Key_D, CTRL_ALT)
    morning.until(lambda: isinstance(morning.shell.drawer.panel, OriginalPanel))
    panel = morning.shell.drawer.panel
    assert isinstance(panel, OriginalPanel)
    panel.path.line.setText(str(scan))
    panel.path.line.setFocus()
    press(morning.shell, Qt.Key.Key_Return)
    morning.until(panel.button.hasFocus)
    press(morning.shell, Qt.Key.Key_Return)
    morning.until(lambda: len(sheet(morning, ROOM).originals) == 1)
    morning.until(lambda: "SHA-256" in page.originals.text())
    assert sheet(morning, ROOM).state.value == "closed"
    account(morning)


def the_board_shows_it(morning: Morning) -> None:
    """The step has ended when the paper says so, and its bar and its row say it is from paper."""
    step = morning.step
    assert step.state is StepState.DONE and step.finished_at is not None
    assert step.finished_at.astimezone(morning.desktop.zone).strftime("%H:%M:%S") == f"{ENDED}:00"
    assert (step.verifier, step.paper) == (CHECKED, sheet(morning, ROOM).number)
    press(morning.shell, Qt.Key.Key_1, CTRL)
    morning.until(morning.board.isVisible)
    morning.until(lambda: morning.bar().state is State.DONE)
    assert morning.bar().end == int(step.finished_at.timestamp())
    morning.shell.selection.pick(BATCH, STEP)
    press(morning.shell, Qt.Key.Key_2, CTRL)
    morning.until(morning.form.isVisible)
    rows = morning.form.steps.rows
    morning.until(lambda: f"in ink on sheet {step.paper}" in " ".join(rows.row(rows.place_of(STEP)).cells))


def the_record_is_whole(folder: Path) -> None:
    """The journal proves itself, and tells the sheet's way with both who keyed it."""
    assert run(["verify", "--db", str(folder)]) == Exit.WELL
    with reading(folder) as known:
        found = {blank.room: blank for blank in ordered(known.floor.blanks.values())}
    assert (found[ROOM].keyed_by, found[ROOM].verified_by) == (FIRST, SECOND)
    assert found[OTHER].void_reason == "nobody wrote on it"
