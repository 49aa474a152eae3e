"""A draft on paper: its pages, what they say, and that the draft is kept in the journal once, and only once, it is written."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.domain import commands as c
from console.domain.plan import Showing
from console.domain.refusal import Refusal
from console.planning.answers.tried import Tried
from console.service.ports import SiteFacts
from console.ui.plan.acts import PlanActs
from console.ui.plan.paper import document, pdf
from console.ui.plan.printing import KEY, Printing
from console.ui.theme import Theme
from console.view.plan.lines import Line, Section, Told
from console.view.plan.printed import NOT_THE_PLAN, Paper, Printer, paper
from tests.ui.front import ZONE
from tests.ui.plan.window import ALONE, SEVERAL, Site

BY = Printer(SiteFacts("s", "Watertown", "DEMO", "", ""), "jhart", "J. Hart", "1.2.3")


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", content))


def drawn(content: bytes) -> list[bytes]:
    """What is drawn on the pages, without the dates and ids of the file."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return [zlib.decompress(each) for each in found if each[:1] == b"\x78"]


def of(lines: int) -> Paper:
    section = Section(f"What moves ({lines})", tuple(Line(f"B-{n} Wash", "12:00 → 13:00") for n in range(lines)))
    facts = (("Number", "D-1"), ("Program", "Cleanroom Console 1.2.3"))
    told = Told("Draft D-1: Many", "Many move.", (section,))
    return Paper("D-1", "Many", (NOT_THE_PLAN, "DEMO."), "Watertown · draft D-1", facts, told)


class Drawer:
    """Takes files, and may be full."""

    def __init__(self, site: Site) -> None:
        self.files: dict[str, bytes] = {}
        self.full = False
        site.front.save = self.save  # type: ignore[method-assign]

    def save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        if self.full:
            then(Refusal("file", "The disk is full.", "Choose another place.", "path"))
            return
        self.files[path] = content
        then(None)


@pytest.fixture
def files(site: Site) -> Drawer:
    return Drawer(site)


def printing(site: Site) -> Printing:
    acts = site.shell.findChild(PlanActs)
    assert isinstance(acts, PlanActs)
    return acts.printing


def tried_now(site: Site) -> Tried:
    found = site.desktop.asker.judge.last
    assert found is not None
    return found


@pytest.mark.parametrize(("lines", "count"), [(1, 1), (30, 1), (120, 3)])
def test_a_long_draft_takes_as_many_pages_as_it_needs(theme: Theme, lines: int, count: int) -> None:
    content = pdf(of(lines))
    assert content.startswith(b"%PDF") and pages(content) == count


def test_paper_is_the_same_whatever_the_screens_look_like(qapp: QApplication, theme: Theme) -> None:
    light = drawn(pdf(of(3)))
    theme.use(theme="dark")
    assert light and drawn(pdf(of(3))) == light


def test_what_a_person_wrote_is_no_markup(theme: Theme) -> None:
    odd = replace(of(1), told=Told("Draft D-1: <b>A & B</b>", "1 < 2.", (Section("<i>", (Line("<p>", "&amp;"),)),)))
    text = document(odd).toPlainText()
    assert all(words in text for words in ("Draft D-1: <b>A & B</b>", "1 < 2.", "<i>", "<p>", "&amp;"))


def test_a_printed_draft_says_what_it_moves_and_is_kept_under_the_number_on_it(site: Site, files: Drawer, tmp_path: Path) -> None:
    user = site.log_in()
    site.drag(SEVERAL, 4)
    drawn_steps = site.drafted()
    text = document(paper(tried_now(site), "D-1", "2 steps moved", BY, ZONE)).toPlainText()
    for move in tried_now(site).moves:
        assert f"{move.batch} {move.title}" in text
    assert "What moves (2)" in text and "Draft D-1: 2 steps moved" in text and "Watertown, DEMO." in text
    site.shell.acts.run("draft.print")
    dialog = printing(site).dialog
    number = f"D-{site.front.floor.entries + 1}"
    assert dialog is not None and [Path(name).name for name in dialog.selectedFiles()] == [f"draft {number}.pdf"]
    path = str(tmp_path / "draft.pdf")
    dialog.fileSelected.emit(path)
    dialog.reject()
    assert files.files[path].startswith(b"%PDF") and pages(files.files[path]) == 1
    (command,) = site.front.submitted
    assert isinstance(command, c.KeepDraft) and (command.why, command.draft, command.by) == (Showing.PRINTED, number, user)
    (kept,) = site.front.floor.drafts.values()
    assert [move.step for move in kept.moves] == drawn_steps and kept.why is Showing.PRINTED
    assert site.shell.toast.text() == f"Printed: draft.pdf. The draft is kept as {number}."


def test_a_number_on_paper_means_the_same_moves_for_ever(site: Site, files: Drawer) -> None:
    site.log_in()
    site.drag(SEVERAL, 4)
    printing(site).write("one.pdf")
    printing(site).write("again.pdf")
    ((one, kept),) = site.front.floor.drafts.items()
    site.drag(ALONE, 2)
    site.shell.acts.run("draft.keep")
    asked = site.desktop.asker.panel
    assert asked is not None
    asked.press()
    printing(site).write("two.pdf")
    drafts = site.front.floor.drafts
    assert len(drafts) == 2 and drafts[one].moves == kept.moves, "what was worked on and shown took another number"
    assert [each.why for each in drafts.values()] == [Showing.PRINTED, Showing.PRINTED]
    site.front.submit(c.DropDraft(by=site.front.user, draft=one, reason="old"), (), lambda _: None)
    site.shell.acts.run("draft.drop")
    site.drag(ALONE, 4)
    site.drag(SEVERAL, 6)
    printing(site).write("three.pdf")
    numbers = [command.draft for command in site.front.submitted if isinstance(command, c.KeepDraft)]
    assert numbers[0] == numbers[1] == one and numbers[2] == numbers[3] and numbers[4] not in numbers[:4]


def test_what_could_not_be_written_is_not_kept(site: Site, files: Drawer) -> None:
    site.log_in()
    site.drag(SEVERAL, 4)
    files.full = True
    printing(site).write("full.pdf")
    assert not site.front.submitted and not site.front.floor.drafts
    (notice,) = site.shell.notices.standing
    assert (notice.key, notice.words) == (KEY, "The disk is full.")
    files.full = False
    printing(site).write("full.pdf")
    assert not site.shell.notices.standing and len(site.front.floor.drafts) == 1


def test_a_paper_whose_draft_was_not_kept_is_said_to_stand_for_nothing(site: Site, files: Drawer) -> None:
    site.log_in()
    site.drag(SEVERAL, 4)
    site.front.needs = lambda command: ()  # type: ignore[method-assign]
    site.front.submit = lambda command, consents, then: then(Refusal("draft", "It is locked.", ""))  # type: ignore[method-assign]
    printing(site).write("lost.pdf")
    (notice,) = site.shell.notices.standing
    assert notice.words.startswith("lost.pdf was written, but the draft is not kept, and D-")
    assert notice.words.endswith(" on the paper stands for nothing: It is locked.")
    assert "kept as" not in site.shell.toast.text()


def test_nothing_is_printed_without_a_draft_or_after_the_session_has_ended(site: Site, files: Drawer) -> None:
    site.log_in()
    site.shell.acts.run("draft.print")
    assert printing(site).dialog is None and "no draft" in site.shell.toast.text()
    site.drag(SEVERAL, 4)
    site.shell.acts.run("session.lock")
    printing(site).write("late.pdf")
    assert not files.files and not site.front.submitted and "Not printed: " in site.shell.toast.text()
