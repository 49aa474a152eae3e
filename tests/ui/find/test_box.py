"""The search box as a person uses it: typed, walked and taken from the keyboard, scanned into, and never acting by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.domain.floor import Floor, MaterialLot, MaterialState
from console.domain.quality import Deviation, Severity
from console.service.audited import AuditPage, AuditRow
from console.service.spelling import LONGEST
from console.ui.find.box import NOTHING, SEARCHING, FindBox
from console.ui.find.seeker import REST_MS
from console.ui.page import Place
from console.ui.theme import Theme
from console.view.search.things import Kind
from tests.ui.front import DAY0, NOW, ZONE, FakeFront, ordered, person, run_until, site_floor


def row(n: int, text: str, about: tuple[str, ...] = ("batch:B-0412",)) -> AuditRow:
    return AuditRow(n, f"id{n}", NOW, NOW, "mia", "M. Ito", "note.added", "Note added", about, (), (("text", text),), "", ())


@pytest.fixture(scope="module")
def floor() -> Floor:
    made = run_until(ordered(site_floor(), "B-0412", DAY0, "W1234567788"), "B-0412", DAY0 + timedelta(hours=30))
    made = ordered(made, "B-0415", DAY0 + timedelta(days=3), "W1234561234")
    gone = replace(made.batches["B-0415"], id="B-0007", coi="W1234560007")
    lot = MaterialLot("VEC-2291", "Lentiviral vector", MaterialState.RELEASED, NOW + timedelta(days=30))
    odd = Deviation("DV-77", "Pressure fell", Severity.MAJOR, NOW, person(made, "operator"), ("B-0412",), "CR3")
    return replace(made, left={"B-0007": gone}, materials={lot.id: lot}, deviations={odd.id: odd})


@pytest.fixture
def front(floor: Floor) -> FakeFront:
    made = FakeFront(floor)
    made.slow = []
    return made


@pytest.fixture
def went() -> list[Place]:
    return []


@pytest.fixture
def box(qapp: QApplication, qtbot: QtBot, front: FakeFront, went: list[Place]) -> Iterator[FindBox]:
    theme = Theme(qapp)
    room = QWidget()
    room.resize(1366, 700)
    qtbot.addWidget(room)
    room.show()
    made = FindBox(room, front, lambda: ZONE)
    made.dress(theme.tokens, theme.target())
    made.goes.connect(went.append)
    made.open()
    yield made


def shown(box: FindBox) -> list[tuple[Kind, str]]:
    found = [box.list._at(place) for place in range(box.list.count())]
    return [(one.kind, one.id) for one in found if one is not None]


def answers(front: FakeFront, qtbot: QtBot) -> None:
    """The record answers what it was asked."""
    qtbot.waitUntil(lambda: bool(front.slow), timeout=3000)
    assert front.slow is not None
    front.slow.pop(0)()


def test_the_floor_answers_at_once_and_the_record_later(box: FindBox, front: FakeFront, qtbot: QtBot) -> None:
    front.found = lambda asked: (row(7, "pump rattles"),)
    qtbot.keyClicks(box.line, "b0412")
    assert shown(box)[0] == (Kind.BATCH, "B-0412") and box.state.text() == SEARCHING
    answers(front, qtbot)
    assert (Kind.ENTRY, "#7") in shown(box) and box.state.text().startswith(f"{len(shown(box))} listed")
    assert "pump rattles" in box.list.item(box.list.count() - 1).data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_latest_wish_wins_and_only_one_question_is_under_way(box: FindBox, front: FakeFront, qtbot: QtBot) -> None:
    front.found = lambda asked: (row(len(asked.words[0]), asked.words[0]),)
    qtbot.keyClicks(box.line, "pump")
    qtbot.waitUntil(lambda: len(front.wishes) == 1, timeout=3000)
    qtbot.keyClicks(box.line, "s")
    qtbot.wait(2 * REST_MS)
    assert len(front.wishes) == 1, "the first question is still under way"
    answers(front, qtbot)
    assert shown(box) == [] and box.state.text() == SEARCHING, "the answer to what is no longer typed is dropped"
    answers(front, qtbot)
    assert shown(box) == [(Kind.ENTRY, "#5")] and [wish.words for wish in front.wishes] == [("pump",), ("pumps",)]


def test_fast_typing_asks_the_record_once(box: FindBox, front: FakeFront, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.line, "centrifuge")
    answers(front, qtbot)
    assert [wish.words for wish in front.wishes] == [("centrifuge",)]
    assert box.state.text() == NOTHING and box.state.isVisible()


def test_an_empty_line_asks_nothing_and_says_what_may_be_typed(box: FindBox, front: FakeFront, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.line, "  ")
    qtbot.wait(2 * REST_MS)
    assert front.wishes == [] and shown(box) == [] and "Enter goes there" in box.state.text()


def test_arrows_walk_past_the_headings_and_enter_goes_there(
    box: FindBox, front: FakeFront, went: list[Place], qtbot: QtBot
) -> None:
    qtbot.keyClicks(box.line, "b-04")
    answers(front, qtbot)
    order = shown(box)
    assert order[:2] == [(Kind.BATCH, "B-0412"), (Kind.BATCH, "B-0415")] and (Kind.DEVIATION, "DV-77") in order
    for _ in range(order.index((Kind.DEVIATION, "DV-77"))):
        qtbot.keyClick(box.line, Qt.Key.Key_Down)
    assert box.list.current() is not None and "goes to the batch" in box.whole.text()
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert went == [Place("batch", "B-0412", about="deviation:DV-77")] and not box.isVisible()


def test_what_was_chosen_stays_chosen_when_the_record_answers(box: FindBox, front: FakeFront, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.line, "b-0")
    qtbot.keyClick(box.line, Qt.Key.Key_Down)
    before = box.list.current()
    answers(front, qtbot)
    after = box.list.current()
    assert before is not None and after is not None and after.id == before.id == "B-0415"
    assert (Kind.BATCH, "B-0007") in shown(box), "what left the live floor comes with the record"


def test_an_entry_leads_to_the_audit_and_a_room_to_its_row(box: FindBox, front: FakeFront, went: list[Place], qtbot: QtBot) -> None:
    front.found = lambda asked: (row(7, "x"),)
    qtbot.keyClicks(box.line, "#7")
    answers(front, qtbot)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    box.open("cr3")
    answers(front, qtbot)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert went == [Place("audit", entry=7), Place("board", about="room:CR3")]


def test_a_person_is_told_more_of_and_escape_goes_back(box: FindBox, front: FakeFront, went: list[Place], qtbot: QtBot) -> None:
    who = person(front.floor, "operator")
    front.pages = lambda wish, before: AuditPage((row(9, f"by {wish.who}"),), None)
    qtbot.keyClicks(box.line, who)
    answers(front, qtbot)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert box.isVisible() and box.of.isVisible() and front.floor.person_name(who) in box.of.text()
    assert {(Kind.DEVIATION, "DV-77"), (Kind.ENTRY, "#9")} <= set(shown(box))
    qtbot.keyClick(box.line, Qt.Key.Key_PageDown)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    assert went.pop() == Place("audit", about=f"user:{who}") and not box.isVisible()
    box.open(who)
    answers(front, qtbot)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    qtbot.keyClick(box.line, Qt.Key.Key_Escape)
    assert box.isVisible() and not box.of.isVisible() and box.line.text() == who
    qtbot.keyClick(box.line, Qt.Key.Key_Escape)
    assert not box.isVisible() and went == []


def test_a_lot_tells_which_batches_its_record_speaks_of(box: FindBox, front: FakeFront, qtbot: QtBot) -> None:
    front.found = lambda asked: (row(5, "thawed VEC-2291", ("batch:B-0412",)), row(4, "lost", ("material:VEC-2291",)))
    qtbot.keyClicks(box.line, "vec2291")
    answers(front, qtbot)
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    answers(front, qtbot)
    assert shown(box) == [(Kind.BATCH, "B-0412"), (Kind.ENTRY, "#5"), (Kind.ENTRY, "#4"), (Kind.ENTRY, "all")]
    qtbot.keyClick(box.line, Qt.Key.Key_Backspace)
    assert (Kind.LOT, "VEC-2291") in shown(box)


def test_no_patients_identifier_is_asked_for_or_shown(box: FindBox, front: FakeFront, qtbot: QtBot) -> None:
    front.found = lambda asked: (row(3, "label W1234567788, wrong bag"),)
    qtbot.keyClicks(box.line, "wrong")
    answers(front, qtbot)
    told = box.list.item(box.list.count() - 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "…7788" in told and "W123456" not in told


def test_no_more_can_be_typed_than_is_looked_at(box: FindBox, front: FakeFront, qtbot: QtBot) -> None:
    box.line.setText("ab " * 5000)
    assert len(box.line.text()) <= LONGEST
    answers(front, qtbot)
    assert all(len(wish.words) <= 6 for wish in front.wishes)
