"""The page of the sheets on a floor in memory: keyed by keyboard alone, by two who do not see what the other has keyed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.domain.batch import StepState
from console.domain.blanks import OriginalKind
from console.domain.commands import LogPrint
from console.service.originals import StagedOriginal
from console.ui.blanks.acts import BlanksActs
from console.ui.blanks.issue import IssuePanel
from console.ui.blanks.originals import OriginalPanel
from console.view.blanks import draft as drafts
from tests.ui.blanks.window import PaperSite
from tests.view.blanks.invented import BATCH, CLEARED, EMPTY, ENRICHED, ISSUED, NUMBER, SEEN_AT, returned

FIRST, SECOND, LEAD = "gnovak", "hsilva", "jhart"


def keyed_once(paper: PaperSite, *lines: dict[str, str]) -> None:
    """The first person keys the sheet and records it."""
    paper.come(FIRST)
    paper.run("key")
    paper.key(*lines)
    paper.run("record")


def test_the_account_stands_on_top_and_only_what_leads_on_is_offered(paper: PaperSite) -> None:
    assert paper.screen.account.text() == "2 issued = 1 returned + 0 void + 1 out"
    paper.come(LEAD)
    assert {"key", "attach", "void"} <= paper.offered() and not {"return", "record", "sign"} & paper.offered()
    paper.screen.open(EMPTY)
    assert {"return", "void"} <= paper.offered() and "key" not in paper.offered()
    paper.run("void")
    panel = paper.site.desktop.asker.panel
    assert panel is not None
    panel.boxes["lost"].fill("no")
    panel.boxes["reason"].fill("nobody wrote on it")
    panel.press()
    paper.sign()
    assert paper.screen.account.text() == "2 issued = 1 returned + 1 void + 0 out"
    assert paper.screen.sheets.rows.row(1).cells[1] == "× void"


def test_a_sheet_is_brought_back_with_its_pages(paper: PaperSite) -> None:
    paper = PaperSite(paper.site, EMPTY)
    paper.come(FIRST)
    paper.run("return")
    panel = paper.site.desktop.asker.panel
    assert panel is not None
    panel.boxes["pages"].fill("two")
    panel.press()
    assert panel.boxes["pages"].refusal.isVisible()
    panel.boxes["pages"].fill("2")
    panel.press()
    assert (paper.state, paper.blank.pages) == ("returned", 2)


def test_one_keys_the_whole_sheet_by_keyboard_and_only_then_it_is_recorded(paper: PaperSite) -> None:
    keyed_once(paper, CLEARED, ENRICHED)
    assert paper.state == "keyed" and paper.blank.keyed_by == FIRST
    assert paper.blank.entries[0].started_at is not None and (paper.blank.entries[0].started_at - ISSUED).seconds == 360
    assert paper.site.front.setting(drafts.setting(NUMBER, FIRST)) == "" and not paper.keying.isVisible()
    assert paper.site.front.floor.batches[BATCH].steps["LINE_CLEARANCE"].state is StepState.PLANNED, "one keying is not the record"


def test_a_letter_in_a_field_chooses_and_is_no_actions_key(paper: PaperSite) -> None:
    paper.come(FIRST)
    paper.site.shell.selection.pick(BATCH, "")
    assert paper.site.shell.acts.qt("batch.deviation").isEnabled(), "D opens a deviation, anywhere else"
    paper.run("key")
    QTest.keyClicks(paper.keying.form.cells["did"].editor, "d")
    assert paper.keying.work is not None and paper.keying.work.draft.text("1", "did") == "done"
    assert paper.site.desktop.asker.panel is None


def test_faults_stand_beside_their_fields_and_the_first_has_the_keyboard(paper: PaperSite) -> None:
    paper.come(FIRST)
    paper.run("key")
    paper.keying.form.cells["did"].fill("done")
    paper.run("record")
    cells = paper.keying.form.cells
    shown = {name for name, cell in cells.items() if cell.refusal.isVisible()}
    assert shown == {"start", "end", "by", "check"} and cells["start"].editor.hasFocus()
    QTest.keyClicks(cells["start"].editor, "1420")
    assert not cells["start"].refusal.isVisible() and cells["start"].small.text() == "2026-11-19 14:20 EST"


def test_locked_nobody_reads_what_was_keyed_so_far_and_nothing_is_lost(paper: PaperSite) -> None:
    paper.come(FIRST)
    paper.run("key")
    QTest.keyClicks(paper.keying.form.cells["did"].editor, "d")
    QTest.keyClicks(paper.keying.form.cells["start"].editor, "14:2")
    paper.site.desktop.session.lock()
    assert not paper.keying.isVisible() and "14:2" not in paper.words() and not paper.screen.left.isHidden()
    paper.come(SECOND)
    assert not paper.keying.isVisible() and "14:2" not in paper.words()
    paper.come(FIRST)
    assert not paper.keying.isVisible(), "somebody else was here: it is asked for again"
    paper.run("key")
    assert "14:2" in paper.words() and paper.keying.form.cells["end"].editor.hasFocus()


def test_whoever_unlocks_the_console_goes_on_keying_where_they_were(paper: PaperSite) -> None:
    paper.come(FIRST)
    paper.run("key")
    QTest.keyClicks(paper.keying.form.cells["did"].editor, "d")
    paper.site.desktop.session.lock()
    assert not paper.keying.isVisible()
    paper.come(FIRST)
    assert paper.keying.isVisible() and paper.keying.work is not None
    assert paper.keying.work.draft.text("1", "did") == "done"


def test_a_keying_is_there_again_when_somebody_has_looked_elsewhere(paper: PaperSite) -> None:
    paper.come(FIRST)
    paper.run("key")
    paper.keying.form.cells["did"].fill("done")
    paper.screen.open(EMPTY)
    assert not paper.keying.isVisible()
    paper.screen.open(NUMBER)
    paper.run("key")
    assert paper.keying.work is not None and paper.keying.work.draft.text("1", "did") == "done"


def test_the_second_person_keys_blind_and_what_both_read_alike_is_the_floors(paper: PaperSite) -> None:
    keyed_once(paper, CLEARED, ENRICHED)
    paper.come(SECOND)
    paper.run("key")
    seen = paper.words()
    assert "G. Novak keyed is not shown" in seen and not {"14:20", "bag changed once", "96.2"} & set(
        seen.replace(",", "\n").split("\n")
    )
    paper.key({**CLEARED, "start": "14:25"}, ENRICHED)
    paper.run("record")
    settling = paper.keying.settling
    assert [row.cells[:4] for row in settling.rows.rows.all()] == [("1", "Started", "14:20", "14:25")]
    assert paper.site.desktop.desk.box is None
    settling.first_right.click()
    assert settling.isHidden() and paper.state == "keyed"
    paper.run("record")
    paper.sign()
    assert paper.state == "checked" and paper.blank.verified_by == SECOND
    step = paper.site.front.floor.batches[BATCH].steps["LINE_CLEARANCE"]
    assert step.state is StepState.DONE and step.started_at is not None and (step.started_at - ISSUED).seconds == 360
    assert (step.performer, step.verifier, step.paper) == ("areyes", "bokafor", NUMBER)
    assert "from 14:20, to 14:50, by A. Reyes" in paper.screen.lines.rows.row(0).cells[5]


def test_what_the_first_misread_goes_back_to_them_and_both_keyings_are_kept(paper: PaperSite) -> None:
    keyed_once(paper, {**CLEARED, "start": "14:25"}, ENRICHED)
    paper.come(SECOND)
    paper.run("key")
    paper.key(CLEARED, ENRICHED)
    paper.run("record")
    paper.keying.settling.second_right.setFocus()
    QTest.keyClick(paper.keying.settling.second_right, Qt.Key.Key_Return)
    assert "G. Novak keys" in paper.keying.settling.words.text()
    paper.come(FIRST)
    assert "H. Silva read 1 field otherwise: G. Novak looks at the sheet again" in paper.screen.state.text()
    paper.run("key")
    field = paper.keying.form.cells["start"]
    assert field.refusal.why.text() == "H. Silva read this otherwise." and "14:20" not in paper.words()
    field.editor.setFocus()
    field.editor.selectAll()  # type: ignore[union-attr]
    QTest.keyClicks(field.editor, "14:20")
    assert not field.refusal.isVisible()
    paper.run("record")
    assert paper.blank.keyings == 2
    paper.come(SECOND)
    paper.run("key")
    paper.run("record")
    paper.sign()
    assert paper.state == "checked"


def test_the_floors_no_stands_beside_the_line_with_its_rule_and_the_way_out(paper: PaperSite) -> None:
    keyed_once(paper, {"did": "nothing"}, ENRICHED)
    assert paper.state == "returned" and paper.keying.no.isVisible()
    assert paper.keying.no.rule.text().startswith("rule order") and "not entered" in paper.keying.no.way_out.text()
    cell = paper.keying.form.cells["left_out"].editor
    cell.setFocus()
    QTest.keyClicks(cell, "the clearance is on another sheet")
    assert not paper.keying.no.isVisible()
    paper.run("record")
    assert paper.state == "keyed"


def test_free_rows_take_what_was_written_below(paper: PaperSite) -> None:
    paper.come(FIRST)
    paper.run("key")
    paper.run("free")
    assert paper.screen.lines.rows.row(3).key == "+1" and paper.keying.form.cells["batch"].editor.hasFocus()
    paper.keying.form.cells["batch"].fill(BATCH)
    paper.keying.form.cells["step"].fill("ENRICH")
    assert "values.cd3_purity" in paper.keying.form.cells


def test_whoever_is_named_signs_for_what_they_wrote(paper: PaperSite) -> None:
    keyed_once(paper, CLEARED, ENRICHED)
    paper.come(SECOND)
    paper.run("key")
    paper.key(CLEARED, ENRICHED)
    paper.run("record")
    paper.sign()
    assert "sign" not in paper.offered()
    paper.come("areyes")
    owing = [row.cells[1] for row in paper.screen.sheets.rows.all() if row.key == NUMBER]
    assert "sign" in paper.offered() and owing == ["✓ checked, your signature is missing"]
    paper.run("sign")
    paper.sign()
    assert "areyes" not in paper.blank.owed and "sign" not in paper.offered()


def test_a_scan_of_the_sheets_number_opens_it(paper: PaperSite) -> None:
    paper.site.shell.acts.run("view.board")
    paper.site.desktop.scans.scanned(EMPTY)
    assert paper.screen.isVisible() and paper.screen.number == EMPTY


def test_the_original_is_looked_at_before_it_is_attached_and_can_be_had_again(paper: PaperSite, monkeypatch) -> None:
    found = StagedOriginal("ab" * 32, OriginalKind.PDF, 240_123, "scan 7.pdf")
    monkeypatch.setattr(paper.site.front, "stage_original", lambda path, then: then(found))
    paper.come(FIRST)
    paper.run("attach")
    panel = paper.site.shell.drawer.panel
    assert isinstance(panel, OriginalPanel) and not panel.button.isEnabled()
    panel.path.take("scan 7.pdf")
    assert "240 kB" in panel.words.text() and panel.button.isEnabled()
    panel.press()
    (original,) = paper.blank.originals
    assert (original.digest, original.by) == (found.digest, FIRST)
    assert "scan 7.pdf, 240 kB, SHA-256 abababababab…" in paper.screen.originals.text() and "original" in paper.offered()
    saved: list[tuple[str, str]] = []
    monkeypatch.setattr(paper.site.front, "save_original", lambda digest, path, then: saved.append((digest, path)))
    paper.run("original")
    acts = paper.site.shell.findChild(BlanksActs)
    assert acts is not None and acts.dialog is not None and not acts.dialog.isModal()
    acts.dialog.fileSelected.emit("copy.pdf")
    acts.dialog.close()
    assert saved == [(found.digest, "copy.pdf")]
    more = (original, replace(original, digest="cd" * 32, kind=OriginalKind.PNG))
    acts.save(more, "both.pdf")
    assert saved[1:] == [(found.digest, "both.pdf"), ("cd" * 32, "both 2.png")]


def test_the_same_scan_twice_is_refused_beside_the_file(paper: PaperSite, monkeypatch) -> None:
    found = StagedOriginal("ab" * 32, OriginalKind.PDF, 240_123, "scan 7.pdf")
    monkeypatch.setattr(paper.site.front, "stage_original", lambda path, then: then(found))
    paper.come(FIRST)
    for times in (1, 2):
        paper.run("attach")
        panel = paper.site.shell.drawer.panel
        assert isinstance(panel, OriginalPanel)
        panel.path.take("scan 7.pdf")
        panel.press()
        assert len(paper.blank.originals) == 1
        assert panel.refusal.why.text() == ("" if times == 1 else "This very scan is attached already.")


def test_a_sheet_that_is_void_meanwhile_is_not_keyed_on(paper: PaperSite) -> None:
    paper.come(FIRST)
    paper.run("key")
    blank = replace(paper.blank, voided_at=SEEN_AT, voided_by=LEAD, void_reason="wrong room")
    floor = paper.site.front.floor
    paper.site.front.floor = replace(floor, blanks={**floor.blanks, NUMBER: blank})
    paper.site.desktop.look()
    assert not paper.keying.isVisible() and "Void" in paper.screen.state.text()


def test_sheets_are_issued_for_all_rooms_at_first_signed_and_printed_at_once(paper: PaperSite, tmp_path) -> None:
    front = paper.site.front
    paper.come(LEAD)
    paper.run("issue")
    panel = paper.site.shell.drawer.panel
    assert isinstance(panel, IssuePanel)
    assert all(box.isChecked() for box in panel.rooms.values()) and len(panel.rooms) == 9 and panel.reason.hasFocus()
    for room in list(panel.rooms)[2:]:
        panel.rooms[room].setChecked(False)
    panel.press()
    assert panel.refusals["reason"].isVisible() and paper.site.desktop.desk.box is None
    QTest.keyClicks(panel.reason, "network works")
    panel.folder.line.setText(str(tmp_path / "nowhere"))
    panel.press()
    assert panel.refusals["folder"].isVisible() and paper.site.desktop.desk.box is None, "no number goes out without its paper"
    panel.folder.line.setText(str(tmp_path))
    assert panel.words.text().startswith("2 sheets with ")
    panel.press()
    paper.sign()
    numbers = [number for number in front.floor.blanks if number not in (NUMBER, EMPTY)]
    assert len(numbers) == 2 and paper.screen.number == numbers[0]
    QTest.qWait(10)
    for _ in range(400):
        if all(front.floor.blanks[number].printed for number in numbers):
            break
        QTest.qWait(10)
    logged = [command for command in front.submitted if isinstance(command, LogPrint)]
    assert {command.subject for command in logged} == {f"blank:{number}" for number in numbers}
    assert sorted(command.name for command in logged) == [f"{number} CR{n}.pdf" for n, number in enumerate(numbers, 1)]


def test_where_no_sheet_was_issued_it_says_what_sheets_are_for_and_who_gives_them_out(paper: PaperSite) -> None:
    front = paper.site.front
    front.floor = replace(front.floor, blanks={})
    paper.site.desktop.look()
    assert paper.screen.head.text() == "No sheet yet"
    assert not paper.screen.lines.isVisible() and "logs in (Ctrl+L)" in paper.screen.state.text()
    assert {"issue", "account"} <= paper.offered() and "print" not in paper.offered()
    paper.come(LEAD)
    assert "Issue sheets (Ctrl+Alt+J) gives out" in paper.screen.state.text()
    front.floor = returned()
    paper.site.desktop.look()
    assert paper.screen.lines.isVisible()


def test_nobody_issues_without_the_right(paper: PaperSite) -> None:
    paper.come(FIRST)
    assert not paper.site.shell.acts.run("blanks.issue") and not paper.site.shell.acts.run("blanks.void")
