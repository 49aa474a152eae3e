"""Questions to the planner in the window: what would be if, what can be offered, and what a new batch is told of its start."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console.domain import commands as c
from console.domain.refusal import Refusal
from console.planning.answers.answering import answer
from console.planning.answers.plan_view import Answer, Offers, WhatIf, Wish
from console.service.zones import zone_of
from console.ui.asking import AskPanel
from console.ui.foretelling import REST_MS
from console.ui.plan.inquiry import InquiryPanel
from console.view.board.verdict import WORKING
from tests.ui.plan.window import BATCH, NOW, Site

Then = Callable[[Answer | Refusal], None]


class Planner:
    """Answers as the planner does, at once or when it is told to."""

    def __init__(self, site: Site) -> None:
        self.site, self.asked, self.held = site, list[Wish](), list[tuple[Wish, Then]]()
        self.holds = False
        site.front.ask_plan = self.ask  # type: ignore[method-assign]

    def ask(self, wish: Wish, then: Then) -> None:
        self.asked.append(wish)
        self.held.append((wish, then))
        if not self.holds:
            self.let_go()

    def let_go(self) -> None:
        waiting, self.held = self.held, []
        for wish, then in waiting:
            then(answer(wish, self.site.front.floor, NOW, zone_of))


@pytest.fixture
def planner(site: Site) -> Planner:
    return Planner(site)


def inquiry(site: Site) -> InquiryPanel:
    panel = site.shell.drawer.panel
    assert isinstance(panel, InquiryPanel)
    return panel


def ordering(site: Site) -> AskPanel:
    panel = site.desktop.asker.panel
    assert panel is not None and panel.ask.action == "batch.new"
    return panel


def button(panel: InquiryPanel, text: str, nth: int = 0) -> QPushButton:
    return [each for each in panel.findChildren(QPushButton) if each.text() == text][nth]


def test_what_if_is_asked_by_key_and_its_conflicts_lead_to_their_places(site: Site, planner: Planner) -> None:
    site.board.setFocus()
    QTest.keyClick(site.shell, Qt.Key.Key_I)
    panel = inquiry(site)
    assert panel.boxes["text"].editor.hasFocus()
    QTest.keyClicks(panel.boxes["text"].editor, "room CR1 out 48h")
    QTest.keyClick(panel.boxes["text"].editor, Qt.Key.Key_Return)
    assert planner.asked == [WhatIf("room CR1 out 48h")]
    assert panel.answer is not None and panel.answer.told.about.startswith("If room CR1 out 48h: 1 new conflict.")
    headings = [section.heading for section in panel.answer.told.sections]
    assert "New conflicts (1)" in headings and any(heading.startswith("What moves") for heading in headings)
    button(panel, f"Go to {BATCH}").click()
    assert (site.shell.selection.batch, site.shell.selection.step) == (BATCH, "LINE_CLEARANCE")
    assert inquiry(site) is panel and not site.front.submitted, "the answer stays beside the board, and nothing is recorded"


def test_a_question_that_cannot_be_read_is_refused_beside_its_field_with_examples(site: Site, planner: Planner) -> None:
    site.shell.acts.run("plan.what_if")
    panel = inquiry(site)
    panel.ask_text("room CR1 out 48h")
    panel.ask_text("room CR1 on fire")
    line = panel.boxes["text"].refusal
    assert line.isVisible() and "is not a question I can read" in line.why.text() and "room CR3 out 48h" in line.way_out.text()
    assert panel.answer is not None and not panel.answer.isVisible(), "an older answer is not taken for this one's"
    panel.ask_text("courier late B-0415 2h")
    assert not line.isVisible() and panel.answer.isVisible()


def test_what_is_selected_is_asked_about_by_one_button(site: Site, planner: Planner) -> None:
    site.pick("ACTIVATE_LOAD")
    site.shell.acts.run("plan.what_if")
    texts = [each.text() for each in inquiry(site).suggested]
    assert texts[0] == "room CR1 out 48h" and f"step {BATCH} ACTIVATE_LOAD late 3h" in texts
    inquiry(site).suggested[0].click()
    assert planner.asked == [WhatIf("room CR1 out 48h")]


def test_only_the_last_question_is_answered_where_it_was_asked(site: Site, planner: Planner) -> None:
    planner.holds = True
    site.shell.acts.run("plan.what_if")
    panel = inquiry(site)
    panel.ask_text("room CR1 out 48h")
    panel.ask_text("room CR2 out 48h")
    assert panel.answer is not None and panel.answer.told.about == "Working it out…"
    planner.let_go()
    assert panel.answer.told.about.startswith("If room CR2 out 48h")
    panel.ask_text("room CR3 out 48h")
    site.shell.drawer.leave()
    planner.let_go()
    assert panel.answer.told.about == "Working it out…", "nobody looks any more"


def offered(site: Site, start: str) -> InquiryPanel:
    site.board.setFocus()
    QTest.keyClick(site.shell, Qt.Key.Key_P)
    panel = inquiry(site)
    panel.boxes["around"].fill(start)
    panel.press()
    return panel


def test_an_offer_is_ordered_with_all_that_it_knows(site: Site, planner: Planner) -> None:
    site.log_in()
    panel = offered(site, "tomorrow 09:00")
    assert panel.answer is not None and panel.answer.told.about.endswith("can be begun as asked; 4 other lawful starts.")
    offers = answer(planner.asked[0], site.front.floor, NOW, zone_of)
    assert isinstance(offers, Offers)
    button(panel, "Order it…", 1).click()
    new = ordering(site)
    new.boxes["coi"].fill("W1234569999")
    new.press()
    (command,) = site.front.submitted
    assert isinstance(command, c.OrderBatch)
    assert (command.product, command.clinic) == (offers.product, offers.clinic)
    assert min(each.start for each in command.placements.values()) == offers.offers[1].start
    assert command.batch in site.front.floor.batches


def test_who_is_not_logged_in_may_ask_what_can_be_offered_and_is_told_what_ordering_needs(site: Site, planner: Planner) -> None:
    panel = offered(site, "tomorrow 09:00")
    button(panel, "Order it…").click()
    assert inquiry(site) is panel and "log in first" in site.shell.toast.text()


def test_a_start_that_has_passed_is_refused_beside_its_field(site: Site, planner: Planner) -> None:
    panel = offered(site, "yesterday 09:00")
    assert panel.boxes["around"].refusal.isVisible()


def test_a_new_batch_is_told_what_its_start_promises_while_it_is_filled_in(site: Site, planner: Planner, qtbot: QtBot) -> None:
    site.log_in()
    planner.holds = True
    site.shell.acts.run("batch.new")
    panel = ordering(site)
    assert not panel.verdict.isVisible()
    panel.boxes["product"].fill(next(key for key, _ in panel.boxes["product"].field.choices if key.endswith("|AV-119")))
    panel.boxes["clinic"].fill("NORTHQUAY")
    QTest.keyClicks(panel.boxes["start"].editor, "tomorrow 09:00")
    assert panel.verdict.words.text() == WORKING and not planner.asked, "nobody is asked at every letter"
    qtbot.waitUntil(lambda: len(planner.asked) == 1)
    panel.boxes["start"].fill("tomorrow 10:00")
    qtbot.wait(REST_MS + 100)
    assert len(planner.asked) == 1, "one question at a time"
    planner.let_go()
    assert len(planner.asked) == 2 and panel.verdict.words.text() == WORKING, "an answer to another start is none to this one"
    planner.let_go()
    assert panel.verdict.words.text().startswith("Lawful: keeps its promise")
    assert panel.boxes["start"].answer() == "tomorrow 10:00", "what is filled in stays"


def test_the_verdict_never_stands_in_the_way_of_ordering(site: Site, planner: Planner, qtbot: QtBot) -> None:
    site.log_in()
    planner.holds = True
    offered(site, "tomorrow 09:00")
    planner.let_go()
    button(inquiry(site), "Order it…").click()
    panel = ordering(site)
    panel.boxes["coi"].fill("W1234569999")
    qtbot.waitUntil(lambda: len(planner.asked) == 2)
    panel.press()
    assert isinstance(site.front.submitted[0], c.OrderBatch) and site.shell.drawer.panel is None
    planner.let_go()
    assert site.shell.drawer.panel is None
