"""Printing from a screen: logged first, numbered on every page, written without holding up the window, honest when it fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain import commands as c
from console.domain.copies import Outlet
from console.domain.refusal import Refusal
from console.report.plain import content_digest
from console.report.tree import Document, Imprint
from console.service.change import Change, Trouble
from console.ui.page import Page
from console.ui.paper import copying as told
from console.ui.paper.copying import Copying, Paper, at_once
from console.ui.remember import Forgetful
from console.ui.shell.window import Shell
from console.ui.theme import Theme
from tests.report.documents import report
from tests.ui.conftest import Pane, sight
from tests.ui.front import FakeFront, person, site_floor
from tests.ui.paper.reading import page_count, texts


class Disk(FakeFront):
    """A front that remembers what was written, on a disk that may be full."""

    def __init__(self) -> None:
        super().__init__(site_floor())
        self.files: dict[str, bytes] = {}
        self.full = False
        self.order: list[str] = []

    def submit(self, command: c.Command, consents: tuple, then: Callable[[Change | Refusal | Trouble], None]) -> None:
        self.order.append(type(command).__name__)
        super().submit(command, consents, then)

    def save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        self.order.append("save")
        if self.full:
            then(Refusal("file", "The file could not be written: no space left.", "Choose another place.", "path"))
            return
        self.files[path] = content
        then(None)


class Place:
    """A window, a disk and somebody who prints."""

    def __init__(self, theme: Theme, bot: QtBot) -> None:
        self.front = Disk()
        self.shell = Shell(theme, (Page("board", "Board", "file-text", Pane("board")),), Forgetful(), self.front.now)
        bot.addWidget(self.shell)
        self.shell.second_hand.stop()
        self.shell.apply(sight(floor=self.front.floor))
        self.copying = Copying(self.front, self.shell)
        self.bot = bot
        self.numbers: list[int] = []

    def log_in(self, role: str = "supervisor") -> str:
        self.front.user = person(self.front.floor, role)
        return self.front.user

    def print(self, paper: Paper, path: str = "history.pdf") -> None:
        before = len(self.front.order)
        self.copying.print(paper, path, self.numbers.append)
        self.bot.waitUntil(lambda: "save" in self.front.order[before:], timeout=20_000)

    def said(self) -> str:
        return " ".join(notice.words for notice in self.shell.notices.standing)


@pytest.fixture
def place(theme: Theme, qtbot: QtBot) -> Place:
    return Place(theme, qtbot)


def paper(rows: int = 30, subject: str = "batch:B-0412") -> Paper:
    def make(imprint: Imprint) -> Document:
        return replace(report(rows), imprint=imprint)

    return Paper("history", "history.pdf", at_once(make), subject)


def test_a_copy_is_logged_before_it_is_written_and_says_its_number_on_every_page(place: Place) -> None:
    user = place.log_in()
    place.print(paper(80))
    assert place.front.order == ["LogPrint", "save"]
    content = place.front.files["history.pdf"]
    name = place.front.floor.person_name(user)
    pages = texts(content)
    assert len(pages) == page_count(content) > 1
    for page in pages:
        assert f"Copy 1 · printed by {name}, supervisor · 2026-11-22 14:05 EST (UTC-05:00)" in page.replace("\n", " ")
    (asked,) = place.front.submitted
    assert isinstance(asked, c.LogPrint)
    assert (asked.pages, asked.kind, asked.subject, asked.outlet) == (len(pages), "history", "batch:B-0412", Outlet.FILE)
    assert f"SHA-256{asked.digest}" in re.sub(r"\s", "", pages[0]), "the paper names what the journal says of it"
    assert (asked.head, asked.name) == ("chain/1 00ff", "history.pdf")
    assert place.numbers == [1] and "Copy 1 printed: history.pdf" in place.shell.toast.text()


def test_copies_of_one_paper_are_counted_and_what_they_say_has_the_same_digest(place: Place) -> None:
    place.log_in()
    for _ in range(3):
        place.print(paper())
    place.print(paper(subject="batch:B-0415"))
    digests = {asked.digest for asked in place.front.submitted if isinstance(asked, c.LogPrint)}
    assert place.numbers == [1, 2, 3, 1] and len(digests) == 1
    first, again = report(3), report(3)
    later = replace(again, imprint=replace(again.imprint, made_at=place.front.now(), copy="Copy 9"))
    assert content_digest(first) == content_digest(later) != content_digest(report(4))


def test_nobody_who_is_logged_out_prints(place: Place) -> None:
    place.copying.ask(paper())
    assert place.copying.dialog is None and not place.front.order
    place.log_in()
    place.copying.ask(paper())
    dialog = place.copying.dialog
    assert dialog is not None and [Path(name).name for name in dialog.selectedFiles()] == ["history.pdf"]
    place.front.logout("")
    dialog.fileSelected.emit("x.pdf")
    dialog.reject()
    assert not place.front.order and "Nobody is logged in" in place.said()


def test_a_copy_that_could_not_be_written_is_told_and_logged_as_not_written(place: Place) -> None:
    place.log_in()
    place.front.full = True
    place.print(paper())
    assert place.front.order == ["LogPrint", "save", "ReportNotWritten"]
    last = place.front.submitted[-1]
    assert isinstance(last, c.ReportNotWritten) and last.copy == 1 and "no space left" in last.reason
    assert "Copy 1 is logged as not written" in place.said() and not place.numbers
    place.front.full = False
    place.print(paper())
    assert place.numbers == [2] and not place.said()


def test_what_goes_well_takes_no_other_papers_trouble_away(place: Place) -> None:
    """Nine sheets are printed one after the other: of the one that failed what to do is told until it is seen."""
    failing = replace(paper(), subject="blank:P-7K3M-000003", lost="Make the sheet void and issue another.")
    place.log_in()
    place.front.full = True
    place.print(failing)
    place.front.full = False
    place.print(paper())
    (notice,) = place.shell.notices.standing
    assert place.numbers == [1] and "logged as not written" in notice.words and notice.way_out == failing.lost
    place.shell.notices.pressed.emit(notice.key)
    assert not place.said()


def test_that_the_journal_does_not_know_of_a_copy_that_failed_is_said(place: Place) -> None:
    place.log_in()
    place.front.full = True
    plain = place.front.submit

    def locked(command: c.Command, consents: tuple, then: Callable[[Change | Refusal | Trouble], None]) -> None:
        if isinstance(command, c.ReportNotWritten):
            then(Trouble("disk", "The record cannot be written.", "Make room."))
        else:
            plain(command, consents, then)

    place.front.submit = locked  # type: ignore[method-assign]
    place.print(paper())
    assert "Copy 1 was logged, but not written, and the journal does not say so" in place.said()


def test_what_cannot_be_logged_is_not_written(place: Place) -> None:
    place.log_in()
    place.front.trouble = Trouble("disk", "The record cannot be written.", "Make room.")
    place.copying.print(paper(), "x.pdf")
    place.bot.waitUntil(lambda: bool(place.said()), timeout=20_000)
    assert not place.front.files and "The record cannot be written." in place.said()


def test_another_copy_logged_meanwhile_gives_this_one_its_own_number(place: Place) -> None:
    place.log_in()
    plain = place.front.submit

    def late(command: c.Command, consents: tuple, then: Callable[[Change | Refusal | Trouble], None]) -> None:
        if isinstance(command, c.LogPrint) and not place.front.submitted:
            plain(command, consents, lambda _: None)
        plain(command, consents, then)

    place.front.submit = late  # type: ignore[method-assign]
    place.print(paper())
    assert place.numbers == [2]
    assert all("Copy 2 · printed by" in page for page in texts(place.front.files["history.pdf"]))


def test_a_long_paper_leaves_the_window_free(place: Place, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "WORK_MS", 0)
    place.log_in()
    turns = []
    place.copying.print(paper(400), "x.pdf", place.numbers.append)
    while not place.numbers:
        qapp.processEvents()
        turns.append(len(place.front.order))
    assert len(turns) > 400, "a row or a page with each turn of the window"
