"""A draft on paper: a logged copy says what moves, and the draft is kept in the journal once, and only once, it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.domain import commands as c
from console.domain.plan import Showing
from console.domain.refusal import Refusal
from console.planning.answers.tried import Tried
from console.ui.paper import copying
from console.ui.plan.acts import PlanActs
from console.ui.plan.printing import KEY, Printing
from tests.ui.paper.reading import texts
from tests.ui.plan.window import ALONE, SEVERAL, Site


class Drawer:
    """Takes files, and may be full."""

    def __init__(self, site: Site, bot: QtBot) -> None:
        self.files: dict[str, bytes] = {}
        self.full = False
        self.tries = 0
        self.site, self.bot = site, bot
        site.front.save = self.save  # type: ignore[method-assign]

    def save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        self.tries += 1
        if self.full:
            then(Refusal("file", "The disk is full.", "Choose another place.", "path"))
            return
        self.files[path] = content
        then(None)

    def print(self, path: str) -> None:
        """Print the draft there, and wait until it was tried."""
        before = self.tries
        printing(self.site).write(path)
        self.bot.waitUntil(lambda: self.tries > before, timeout=20_000)


@pytest.fixture
def files(site: Site, qtbot: QtBot) -> Drawer:
    return Drawer(site, qtbot)


def printing(site: Site) -> Printing:
    acts = site.shell.findChild(PlanActs)
    assert isinstance(acts, PlanActs)
    return acts.printing


def tried_now(site: Site) -> Tried:
    found = site.desktop.asker.judge.last
    assert found is not None
    return found


def kept_by(site: Site) -> list[c.KeepDraft]:
    return [command for command in site.front.submitted if isinstance(command, c.KeepDraft)]


def test_a_printed_draft_says_what_it_moves_and_is_kept_under_the_number_on_it(site: Site, files: Drawer, tmp_path: Path) -> None:
    user = site.log_in()
    site.drag(SEVERAL, 4)
    drawn_steps = site.drafted()
    site.shell.acts.run("draft.print")
    dialog = printing(site).copying.dialog
    number = f"D-{site.front.floor.entries + 1}"
    assert dialog is not None and [Path(name).name for name in dialog.selectedFiles()] == [f"draft {number}.pdf"]
    path = str(tmp_path / "draft.pdf")
    dialog.fileSelected.emit(path)
    dialog.reject()
    files.bot.waitUntil(lambda: path in files.files, timeout=20_000)
    pages = texts(files.files[path])
    whole = "".join(pages)
    for move in tried_now(site).moves:
        assert f"{move.batch} {move.title}" in whole
    assert "What moves (2)" in whole and "The number means" not in whole
    for page in pages:
        flat = page.replace("\n", " ")
        assert f"DRAFT, not the plan. Draft {number}: 2 steps moved" in flat and "Copy 1 · printed by" in flat
    logged, command = site.front.submitted
    assert isinstance(logged, c.LogPrint) and (logged.kind, logged.subject) == ("draft", f"draft:{number}")
    assert isinstance(command, c.KeepDraft) and (command.why, command.draft, command.by) == (Showing.PRINTED, number, user)
    (kept,) = site.front.floor.drafts.values()
    assert [move.step for move in kept.moves] == drawn_steps and kept.why is Showing.PRINTED
    assert site.shell.toast.text() == f"Printed: draft.pdf. The draft is kept as {number}."


def test_a_number_on_paper_means_the_same_moves_for_ever(site: Site, files: Drawer) -> None:
    site.log_in()
    site.drag(SEVERAL, 4)
    files.print("one.pdf")
    files.print("again.pdf")
    ((one, kept),) = site.front.floor.drafts.items()
    site.drag(ALONE, 2)
    site.shell.acts.run("draft.keep")
    asked = site.desktop.asker.panel
    assert asked is not None
    asked.press()
    files.print("two.pdf")
    drafts = site.front.floor.drafts
    assert len(drafts) == 2 and drafts[one].moves == kept.moves, "what was worked on and shown took another number"
    assert [each.why for each in drafts.values()] == [Showing.PRINTED, Showing.PRINTED]
    site.front.submit(c.DropDraft(by=site.front.user, draft=one, reason="old"), (), lambda _: None)
    site.shell.acts.run("draft.drop")
    site.drag(ALONE, 4)
    site.drag(SEVERAL, 6)
    files.print("three.pdf")
    numbers = [command.draft for command in kept_by(site)]
    assert numbers[0] == numbers[1] == one and numbers[2] == numbers[3] and numbers[4] not in numbers[:4]


def test_what_could_not_be_written_is_not_kept(site: Site, files: Drawer) -> None:
    site.log_in()
    site.drag(SEVERAL, 4)
    files.full = True
    files.print("full.pdf")
    assert not kept_by(site) and not site.front.floor.drafts
    (notice,) = site.shell.notices.standing
    assert notice.key.startswith(copying.KEY) and "Copy 1 is logged as not written: The disk is full." in notice.words
    files.full = False
    site.shell.notices.pressed.emit(notice.key)
    files.print("full.pdf")
    assert not site.shell.notices.standing and len(site.front.floor.drafts) == 1


def test_a_paper_whose_draft_was_not_kept_is_said_to_stand_for_nothing(site: Site, files: Drawer) -> None:
    site.log_in()
    site.drag(SEVERAL, 4)
    plain = site.front.submit

    def locked(command: c.Command, consents: tuple, then: Callable) -> None:
        if isinstance(command, c.KeepDraft):
            then(Refusal("draft", "It is locked.", ""))
        else:
            plain(command, consents, then)

    site.front.submit = locked  # type: ignore[method-assign]
    files.print("lost.pdf")
    (notice,) = site.shell.notices.standing
    assert notice.key == KEY and notice.words.startswith("lost.pdf was written, but the draft is not kept, and D-")
    assert notice.words.endswith(" on the paper stands for nothing: It is locked.")
    assert "kept as" not in site.shell.toast.text()


def test_nothing_is_printed_without_a_draft_or_after_the_session_has_ended(site: Site, files: Drawer) -> None:
    site.log_in()
    site.shell.acts.run("draft.print")
    assert printing(site).copying.dialog is None and "no draft" in site.shell.toast.text()
    site.drag(SEVERAL, 4)
    site.shell.acts.run("session.lock")
    printing(site).write("late.pdf")
    assert not files.files and not site.front.submitted and "Not printed: " in site.shell.toast.text()
