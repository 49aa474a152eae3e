"""Reading at the handover's page: what changed, the board of then, earlier ones whole, and paper that is a logged copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from console.domain import commands as c
from console.domain.handover import HandoverChange
from console.domain.refusal import Refusal
from console.report.changes.lines import ChangeLine, Since, Tier
from console.service.handed import PastHandover
from console.ui.asking import AskPanel
from console.ui.handover.acts import HandoverActs
from console.ui.page import Place
from console.view.handover.since import FIRST, REST
from tests.ui.front import FakeFront, person
from tests.ui.handover.test_screen import page, second, with_handover
from tests.ui.paper.reading import texts
from tests.ui.plan.window import BATCH, NOW, Open, Site

HOUR = timedelta(hours=1)


def many(user: str) -> Since:
    hurt = [
        ChangeLine(f"{BATCH}: sentence {n}", Tier.BATCH, NOW, (f"batch:{BATCH}",), (f"e{n}",), step="ENRICH") for n in range(20)
    ]
    return Since(NOW - 8 * HOUR, NOW, user, tuple(hurt))


def acts(site: Site) -> HandoverActs:
    found = site.shell.findChild(HandoverActs)
    assert isinstance(found, HandoverActs)
    return found


def accepted(site: Site, name: str = "HO-1") -> PastHandover:
    """The handover under way as it will be when the second supervisor has accepted it."""
    given = site.front.floor.handover
    assert given is not None
    taker = person(site.front.floor, "supervisor", 1)
    changed = (HandoverChange(f"{BATCH}: Harvest finished", NOW, 3, f"batch:{BATCH}"),)
    whole = replace(given, id=name, taker=taker, taken_at=NOW, changes=changed, since=NOW - 8 * HOUR)
    return PastHandover(40, whole, {given.giver: "J. Former"})


def test_a_key_leads_from_any_page_to_what_changed_and_once_more_back_to_the_handover(site: Site) -> None:
    user = site.front.user = person(site.front.floor, "supervisor")
    site.front.since = many(user)
    screen = page(site)
    site.desktop.go(Place("board"))
    assert not screen.isVisible()
    site.shell.acts.run("handover.since")
    assert screen.since.isVisible() and screen.since.rows.hasFocus() and not screen.middle.isVisible()
    assert {name for name, button in screen.buttons.offered.items() if button.isVisible()} == set()
    site.shell.acts.run("handover.since")
    assert screen.middle.isVisible() and screen.sections.hasFocus() and not screen.since.isVisible()


def test_what_is_folded_opens_in_place_and_each_line_leads_to_its_step(site: Site) -> None:
    user = site.front.user = person(site.front.floor, "supervisor")
    site.front.since = many(user)
    screen = page(site)
    screen.changed.click()
    assert [row.key for row in screen.since.rows.rows.all()] == [*map(str, range(FIRST)), REST]
    screen.since.rows.opened.emit(REST)
    assert len(screen.since.rows.rows.all()) == 21
    went: list[object] = []
    screen.goes.connect(went.append)
    screen.since.rows.opened.emit("19")
    assert went == [Place("board", BATCH, "ENRICH")]
    screen.since.rows.opened.emit(REST)
    assert len(screen.since.rows.rows.all()) == FIRST + 1


def test_the_board_as_it_was_when_one_left_is_asked_for_with_the_batch_of_the_line(site: Site) -> None:
    user = site.front.user = person(site.front.floor, "supervisor")
    site.front.since = many(user)
    screen = page(site)
    asked: list[Place] = []
    site.shell.ways["replay"] = asked.append
    site.shell.acts.run("handover.then")
    assert asked == [] and "what changed" in site.shell.toast.text()
    screen.changed.click()
    screen.since.then.click()
    assert asked == [Place("replay", BATCH, at=NOW - 8 * HOUR)] and site.page.isVisible(), "the board is what one looks at"


def test_an_earlier_handover_opens_whole_under_the_names_of_then_and_can_only_be_read(opened: Open, floor) -> None:
    site = opened(FakeFront(with_handover(floor), NOW))
    site.log_in()
    site.front.handed = [accepted(site)]
    screen = page(site)
    site.shell.acts.run("handover.earlier")
    assert screen.list.isVisible() and screen.list.rows.hasFocus()
    (row,) = screen.list.rows.rows.all()
    assert row.cells[1:5] == ("J. Former", "K. Bauer", "accepted", "1")
    QTest.keyClick(screen.list.rows, Qt.Key.Key_Return)
    assert screen.middle.isVisible() and "accepted: J. Former to K. Bauer" in screen.state.text()
    assert {name for name, button in screen.buttons.offered.items() if button.isVisible()} == {"handover.print"}
    screen.sections.pick("changed")
    told = [row.cells[1] for row in screen.lines.rows.all()]
    assert told == ["Since the last handover, 2026-11-19 07:00 EST: 3 entries", f"{BATCH}: Harvest finished"]
    site.shell.acts.run("handover.earlier")
    assert screen.past is None and "Until another supervisor has accepted it" in screen.state.text()


def test_more_of_them_are_read_on_demand_and_none_stands_there_twice(opened: Open, floor) -> None:
    site = opened(FakeFront(with_handover(floor), NOW))
    site.log_in()
    one = accepted(site)
    all_ = [replace(one, n=n, handover=replace(one.handover, id=f"HO-{n}")) for n in range(25, 0, -1)]
    site.front.handovers = lambda before, then: then([h for h in all_ if before is None or h.n < before][:20])  # type: ignore[method-assign]
    screen = page(site)
    screen.earlier.click()
    rows = screen.list.rows.rows
    assert rows.rowCount() == 21 and rows.row(20).cells[0] == "More…"
    screen.list.rows.opened.emit("more")
    assert [row.key for row in rows.all()] == [f"HO-{n}" for n in range(25, 0, -1)]


def test_what_is_shown_goes_to_paper_as_a_logged_copy_with_what_changed_as_its_own_part(
    opened: Open, floor, qtbot: QtBot, tmp_path: Path
) -> None:
    site = opened(FakeFront(with_handover(floor), NOW))
    site.log_in()
    files: dict[str, bytes] = {}

    def save(path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        files[path] = content
        then(None)

    site.front.save = save  # type: ignore[method-assign]
    screen = page(site)
    screen.show_past(accepted(site))
    assert site.shell.acts.run("handover.print")
    dialog = acts(site).reading.copying.dialog
    assert dialog is not None and [Path(name).name for name in dialog.selectedFiles()] == ["handover-HO-1.pdf"]
    path = str(tmp_path / "paper.pdf")
    dialog.fileSelected.emit(path)
    dialog.reject()
    qtbot.waitUntil(lambda: path in files, timeout=20_000)
    whole = " ".join(" ".join(texts(files[path])).split())
    assert "Copy 1 · printed by" in whole and "3 entries in 1 sentence" in whole and f"{BATCH}: Harvest finished" in whole
    assert "information given" in whole and "J. Former" in whole and "read, questioned, accepted" in whole
    (logged,) = [command for command in site.front.submitted if isinstance(command, c.LogPrint)]
    assert (logged.kind, logged.subject) == ("handover", "handover:HO-1")


def test_a_draft_goes_to_paper_as_one_that_nobody_has_signed(opened: Open, floor, qtbot: QtBot) -> None:
    site = opened(FakeFront(with_handover(floor, given=False), NOW))
    site.log_in()
    files: list[bytes] = []

    def save(path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        files.append(content)
        then(None)

    site.front.save = save  # type: ignore[method-assign]
    screen = page(site)
    screen.must_know.setFocus()
    QTest.keyClicks(screen.must_know, "nobody in CR3")
    site.front.since = many("")
    site.shell.acts.run("handover.print")
    dialog = acts(site).reading.copying.dialog
    assert dialog is not None
    dialog.fileSelected.emit("draft.pdf")
    dialog.reject()
    qtbot.waitUntil(lambda: bool(files), timeout=20_000)
    whole = " ".join(" ".join(texts(files[0])).split())
    assert "Draft: nobody has signed this" in whole and "nobody in CR3" in whole and "SIGNATURE" not in whole
    assert "20 entries in 20 sentences" in whole and f"{BATCH}: sentence 19" in whole, "as it would be frozen now"


def test_what_changed_is_frozen_with_what_is_given_and_stands_in_the_signing_box(opened: Open, floor) -> None:
    site = opened(FakeFront(with_handover(floor, given=False), NOW))
    user = site.log_in()
    site.front.since = many(user)
    screen = page(site)
    screen.must_know.setFocus()
    QTest.keyClicks(screen.must_know, "nobody in CR3")
    site.shell.acts.run("handover.give")
    box = site.desktop.desk.box
    assert box is not None
    site.sign()
    given = site.front.floor.handover
    assert given is not None and (given.since, given.until) == (NOW - 8 * HOUR, NOW) and len(given.changes) == 20
    assert given.changes[0] == HandoverChange(f"{BATCH}: sentence 0", NOW, 1, f"batch:{BATCH}")
    screen.sections.pick("changed")
    assert screen.lines.rows.rowCount() == 21


def test_where_nobody_knows_what_changed_it_is_given_without(opened: Open, floor) -> None:
    site = opened(FakeFront(with_handover(floor, given=False), NOW))
    site.log_in()
    screen = page(site)
    screen.sections.pick("changed")
    assert screen.lines.rows.row(0).cells[1] == "This site does not know any handover."
    screen.must_know.setFocus()
    QTest.keyClicks(screen.must_know, "nobody in CR3")
    site.shell.acts.run("handover.give")
    site.sign()
    given = site.front.floor.handover
    assert given is not None and given.since is None and given.changes == ()


def test_one_key_checks_what_has_been_in_sight_and_goes_on_to_what_has_not(opened: Open, floor) -> None:
    site = opened(FakeFront(with_handover(floor), NOW))
    given = site.front.floor.handover
    assert given is not None
    points = tuple(replace(given.points[0], id=f"2.{n}", section=2 if n < 40 else 7) for n in range(43))
    site.front.floor = replace(site.front.floor, handover=replace(given, points=points))
    site.log_in()
    screen = page(site)
    user = second(site)
    screen.sections.pick("2")
    screen.lines.setFocus()
    site.shell.acts.run("handover.section")
    checked = [check.point for check in _checks(site)]
    assert 5 < len(checked) < 40 and checked == [f"2.{n}" for n in range(len(checked))], "only what lay in sight"
    assert screen.lines.here == f"2.{len(checked)}" and {check.by for check in _checks(site)} == {user}
    presses = 1
    while len(_checks(site)) < 43:
        site.shell.acts.run("handover.section")
        presses += 1
        assert presses < 8
    assert "Every point is checked" in screen.state.text()


def test_a_key_pressed_again_while_checks_are_on_their_way_refuses_nobody(opened: Open, floor) -> None:
    site = opened(FakeFront(with_handover(floor), NOW))
    given = site.front.floor.handover
    assert given is not None
    points = tuple(replace(given.points[0], id=f"2.{n}") for n in range(4))
    site.front.floor = replace(site.front.floor, handover=replace(given, points=points))
    site.log_in()
    screen = page(site)
    second(site)
    screen.sections.pick("2")
    waiting: list[Callable[[], None]] = []
    plain = site.front.submit

    def slow(command: c.Command, consents: tuple, then: Callable) -> None:
        waiting.append(lambda: plain(command, consents, then))

    site.front.submit = slow  # type: ignore[method-assign]
    for _ in range(3):
        site.shell.acts.run("handover.section")
    assert len(waiting) == 1
    while waiting:
        waiting.pop()()
        site.shell.acts.run("handover.section")
    assert [check.point for check in _checks(site)] == ["2.0", "2.1", "2.2", "2.3"]
    assert site.shell.drawer.panel is None


def _checks(site: Site):
    found = site.front.floor.handover
    assert found is not None
    return found.checks


def test_an_owner_and_a_due_time_named_for_a_point_are_what_is_given(opened: Open, floor) -> None:
    site = opened(FakeFront(with_handover(floor, given=False), NOW))
    site.log_in()
    screen = page(site)
    assert screen.shown is not None
    point = screen.shown.points[0]
    screen.pick(point.id)
    site.shell.acts.run("handover.assign")
    panel = site.shell.drawer.panel
    assert isinstance(panel, AskPanel)
    qa = person(site.front.floor, "qa")
    owners = panel.boxes["owner"].editor
    assert isinstance(owners, QComboBox)
    owners.setCurrentIndex(owners.findData(qa))
    panel.boxes["due"].fill("2 h")
    panel.press()
    named = next(p for p in screen.shown.points if p.id == point.id)
    assert (named.owner, named.due) == (qa, NOW + 2 * HOUR) and named.words == point.words
    row = screen.lines.rows.row(screen.lines.rows.place_of(point.id))
    assert row.cells[2] == site.front.floor.person_name(qa)
