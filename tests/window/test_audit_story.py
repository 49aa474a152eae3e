"""QA reads the journal: finds a correction by person and words, reads old, new and why, signs the review, saves the table."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.verbs import run
from console.cli.window import Running
from console.domain.commands import CorrectStep
from console.ui.audit.export import AuditExport
from console.ui.audit.screen import AuditScreen
from console.view.audit_listing import HEADINGS
from tests.window.hands import CTRL, CTRL_ALT, press, walk_to, write
from tests.window.morning import LATER_MS, Morning

SUPERVISOR, QA = "jhart", "cday"
WHY = "forgot a point"


def test_a_correction_is_found_read_reviewed_and_saved(running: Running, folder: Path, tmp_path: Path, qtbot: QtBot) -> None:
    morning = Morning(running, qtbot, "")
    page = next(p.widget for p in morning.shell.pages if p.key == "audit")
    assert isinstance(page, AuditScreen)
    morning.until(lambda: morning.desktop.front.outlook is not None, LATER_MS)
    old = correct(morning)
    press(morning.shell, Qt.Key.Key_5, CTRL)
    morning.until(lambda: page.isVisible() and page.model.rowCount() > 0)
    n = find(morning, page)
    told = page.detail.toPlainText()
    assert f"{old} → 1{old}" in told and WHY in told and "J. Hart (jhart); today supervisor" in told, told
    review(morning, page, n)
    file = save(morning, page, tmp_path)
    with file.open(encoding="utf-8", newline="") as lines:
        headings, *rows = list(csv.reader(lines))
    assert tuple(headings) == HEADINGS and len(rows) == 1
    line = dict(zip(headings, rows[0], strict=True))
    assert (line["Entry"], line["User"], line["Why"]) == (str(n), SUPERVISOR, WHY)
    assert line["Old"].endswith(f": {old}") and line["New"].endswith(f": 1{old}")
    press(morning.shell, Qt.Key.Key_Q, CTRL)
    morning.until(lambda: not morning.shell.isVisible())
    running.stop()
    the_record_is_whole(folder, n)


def correct(morning: Morning) -> str:
    """A supervisor corrects what was recorded of a step; the value that stood there before."""
    morning.log_in(SUPERVISOR)
    floor = morning.desktop.front.floor
    batch, step, name, value = next(
        (batch.id, step.code, name, value)
        for batch in floor.batches.values()
        for step in batch.steps.values()
        for name, value in step.values.items()
    )
    entries = floor.entries
    command = CorrectStep(by=SUPERVISOR, batch=batch, step=step, name=f"values.{name}", new=f"1{value}", reason=WHY)
    morning.desktop.take(command)
    morning.sign()
    morning.until(lambda: morning.desktop.front.floor.entries > entries)
    morning.log_out()
    morning.log_in(QA)
    return str(value)


def find(morning: Morning, page: AuditScreen) -> int:
    """By person and words; the one line is picked with the arrows."""
    press(morning.shell, Qt.Key.Key_F, CTRL)
    morning.until(page.filters.fields["words"].hasFocus)
    write(morning.shell, "forgot point")
    page.filters.fields["who"].setFocus()
    write(morning.shell, "j. hart")
    press(morning.shell, Qt.Key.Key_Return)
    morning.until(lambda: page.model.ledger.whole and page.model.rowCount() == 1)
    assert page.reader.wish.who == SUPERVISOR
    page.list.setFocus()
    press(morning.shell, Qt.Key.Key_Down)
    morning.until(lambda: page.list.here)
    return page.list.here


def review(morning: Morning, page: AuditScreen, n: int) -> None:
    """Signed in the signing box; the line lies across the list from then on, and what came since is counted."""
    press(morning.shell, Qt.Key.Key_R, CTRL_ALT)
    assert f"Through entry {n:,}" in morning.panel.ask.about and "A filter is on" in morning.panel.ask.about
    walk_to(morning.panel.button)
    press(morning.shell, Qt.Key.Key_Return)
    morning.sign()
    line = f"Reviewed through entry {n:,} · signed C. Day (cday), qa: reviewed"
    morning.until(lambda: page.model.review_words(0).startswith(line))
    assert page.reviewed.text().startswith(f"Reviewed through entry {n:,} by C. Day")
    assert "since then not reviewed" in page.reviewed.text()


def save(morning: Morning, page: AuditScreen, folder: Path) -> Path:
    """What the filter finds, as a table."""
    press(morning.shell, Qt.Key.Key_C, CTRL_ALT)
    export = morning.shell.findChild(AuditExport)
    assert isinstance(export, AuditExport)
    morning.until(lambda: export.dialog is not None and export.dialog.isVisible())
    assert export.dialog is not None
    file = folder / "found.csv"
    export.dialog.selectFile(str(file))
    export.dialog.accept()
    morning.until(file.exists)
    morning.come_back()
    return file


def the_record_is_whole(folder: Path, n: int) -> None:
    """Another console finds the review, and the chain unbroken."""
    assert run(["verify", "--db", str(folder)]) == Exit.WELL
    with reading(folder) as site:
        mark = site.floor.reviewed
        assert mark is not None and (mark.through, mark.by) == (n, QA)
