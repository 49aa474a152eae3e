"""The page of the handover on a floor in memory: the draft is kept, what leads on is offered, a refusal says the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.domain import commands as c
from console.domain.decide import decide
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.handover import HandoverPoint
from console.domain.refusal import Refusal
from console.ui.handover.screen import DRAFT, HandoverScreen
from console.ui.notices import RefusalSheet
from console.ui.page import Place
from console.view.handover.draft import read
from tests.ui.front import FakeFront, person
from tests.ui.plan.window import BATCH, NOW, Open, Site


def page(site: Site) -> HandoverScreen:
    site.desktop.go(Place("handover"))
    found = next(p.widget for p in site.shell.pages if p.key == "handover")
    assert isinstance(found, HandoverScreen)
    return found


def with_handover(floor: Floor, *, given: bool = True) -> Floor:
    """Duty is the first supervisor's, who has given one point about the batch."""
    by = person(floor, "supervisor")
    commands: list[c.Command] = [c.TakeDuty(by=by, handover="HO-0")]
    if given:
        point = HandoverPoint("2.a", 2, f"{BATCH} waits", "qa", NOW, f"batch:{BATCH}")
        commands.append(c.GiveHandover(by=by, handover="HO-1", must_know="nothing in CR3", points=(point,)))
    for command in commands:
        answer = decide(floor, command, NOW)
        assert not isinstance(answer, Refusal)
        for event in answer:
            floor = evolve(floor, event)
    return floor


def offered(screen: HandoverScreen) -> set[str]:
    return {name for name, button in screen.buttons.offered.items() if button.isVisible()}


def second(site: Site) -> str:
    """Another supervisor logs in."""
    user = person(site.front.floor, "supervisor", 1)
    site.front.user = user
    site.desktop.look()
    return user


def test_what_was_written_is_kept_until_it_is_signed_and_is_there_when_the_console_is_opened_again(
    opened: Open, floor: Floor
) -> None:
    front = FakeFront(with_handover(floor, given=False), NOW)
    first = opened(front)
    first.log_in()
    screen = page(first)
    screen.must_know.setFocus()
    QTest.keyClicks(screen.must_know, "nobody in CR3")
    screen.sections.pick("9")
    QTest.keyClicks(screen.words, "two gowned in")
    QTest.keyClick(screen.words, Qt.Key.Key_Return)
    assert screen.lines.rows.row(0).cells[:2] == ("added", "two gowned in")
    first.put_away()
    again = opened(FakeFront(front.floor, NOW))
    again.front.kept_settings = front.kept_settings
    draft = read(again.front.setting(DRAFT))
    assert (draft.must_know, [w.words for w in draft.remarks]) == ("nobody in CR3", ["two gowned in"])


def test_a_locked_console_keeps_the_draft_for_whoever_logs_in_again(opened: Open, floor: Floor) -> None:
    site = opened(FakeFront(with_handover(floor, given=False), NOW))
    site.log_in()
    screen = page(site)
    screen.must_know.setFocus()
    QTest.keyClicks(screen.must_know, "nobody in CR3")
    site.shell.acts.run("session.lock")
    assert site.front.user == "" or not site.shell.acts.qt("handover.give").isEnabled()
    writer = site.front.user
    second(site)
    site.desktop.go(Place("handover"))
    assert screen.must_know.text() == "nobody in CR3"
    assert screen.state.text().endswith("What is written so far is J. Hart's."), "whose words they are is said to another"
    site.front.user = writer
    site.log_in()
    site.desktop.go(Place("handover"))
    assert "What is written so far" not in screen.state.text() and screen.must_know.text() == "nobody in CR3"
    site.shell.acts.run("handover.give")
    site.sign()
    given = site.front.floor.handover
    assert given is not None and given.must_know == "nobody in CR3" and screen.draft == read("")


def test_without_a_must_know_nothing_is_signed_and_the_line_gets_the_keyboard(opened: Open, floor: Floor) -> None:
    site = opened(FakeFront(with_handover(floor, given=False), NOW))
    site.log_in()
    screen = page(site)
    site.shell.acts.run("handover.give")
    assert site.desktop.desk.box is None and screen.must_know.hasFocus()
    assert isinstance(site.shell.drawer.panel, RefusalSheet)


def test_each_is_offered_what_leads_on_from_where_they_are(opened: Open, floor: Floor) -> None:
    site = opened(FakeFront(with_handover(floor), NOW))
    screen = page(site)
    site.log_in()
    assert offered(screen) == {"handover.answer", "handover.withdraw", "handover.print"}
    assert screen.must_words.text() == "Must know: nothing in CR3" and not screen.must_know.isVisible()
    second(site)
    assert offered(screen) == {"handover.section", "handover.ask", "handover.accept", "handover.print"}
    assert "On duty: J. Hart" in site.shell.topbar.duty.text()


def test_space_checks_and_leads_on_and_pressed_twice_it_refuses_nobody(opened: Open, floor: Floor) -> None:
    site = opened(FakeFront(with_handover(floor), NOW))
    site.log_in()
    screen = page(site)
    user = second(site)
    screen.go_on()
    assert screen.section == 2 and screen.lines.here == "2.a"
    for _ in range(2):
        QTest.keyClick(screen.lines, Qt.Key.Key_Space)
    found = site.front.floor.handover
    assert found is not None and [(check.point, check.by) for check in found.checks] == [("2.a", user)]
    assert site.shell.drawer.panel is None


def test_accepting_before_every_point_is_checked_is_refused_with_the_way_out(opened: Open, floor: Floor) -> None:
    site = opened(FakeFront(with_handover(floor), NOW))
    site.log_in()
    page(site)
    second(site)
    site.shell.acts.run("handover.accept")
    site.sign()
    line = site.shell.drawer.panel
    assert isinstance(line, RefusalSheet) and "not checked" in line.line.why.text()
    assert site.front.floor.responsible == person(site.front.floor, "supervisor")


def test_enter_leads_to_the_batch_on_the_board(opened: Open, floor: Floor) -> None:
    site = opened(FakeFront(with_handover(floor), NOW))
    screen = page(site)
    screen.sections.pick("2")
    screen.show_again()
    screen.lines.pick("2.a")
    screen.lines.opened.emit("2.a")
    assert site.shell.selection.batch == BATCH and site.page.isVisible()
