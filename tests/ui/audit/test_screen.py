"""The page of the audit with real widgets: every entry once, found by what is typed, whole when picked, reviews across it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console.domain.floor import Floor
from console.domain.review import AuditMark
from console.service.audited import AuditPage, AuditRow, AuditWish
from console.ui.audit.model import AGAIN, LedgerModel
from console.ui.audit.reader import Reader
from console.ui.audit.screen import AuditScreen
from console.ui.page import Place
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.ui.theme import Theme
from console.view.audit.told import cells, parts
from console.view.audit.wish import Typed
from console.view.tokens import LIGHT
from tests.ui.audit.scene import entry, reading, reviewed, wanted
from tests.ui.front import NOW, ZONE, FakeFront, person, site_floor


@pytest.fixture(scope="module")
def floor() -> Floor:
    return site_floor()


class Page:
    """A screen before a journal of these entries."""

    def __init__(self, floor: Floor, rows: Sequence[AuditRow], limit: int = 100, span: int = 10_000) -> None:
        self.front = FakeFront(floor, NOW)
        self.rows = list(rows)
        self.front.pages = lambda wish, before: reading(self.rows, limit, span)(wish, before)
        self.screen = AuditScreen(self.front)
        self.tell(floor)
        self.screen.dress(LIGHT, Density.DESK)
        self.screen.resize(1300, 700)

    def tell(self, floor: Floor, entries: int = 0) -> None:
        self.screen.apply(Sight(floor, ZONE, entries=entries))

    def told(self) -> list[str]:
        model = self.screen.model
        return [model.review_words(line).partition(" · ")[0] or str(model.ledger.number(line)) for line in range(model.rowCount())]

    def to_the_end(self) -> None:
        bar = self.screen.list.verticalScrollBar()
        while not self.screen.model.ledger.whole:
            bar.setValue(bar.maximum())
            QTest.qWait(1)

    def find(self, **typed: str) -> None:
        self.screen.filters.put(Typed(**typed))
        self.screen.filters.search.click()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, floor: Floor) -> Iterator[Page]:
    made = Page(floor, [entry(n) for n in range(1, 901)])
    qtbot.addWidget(made.screen)
    with qtbot.waitExposed(made.screen):
        made.screen.show()
    yield made


@given(
    count=st.integers(0, 50), limit=st.integers(1, 8), span=st.integers(1, 25), who=st.sampled_from(["", "u1"]),
    about=st.sampled_from(["", "B-2"]), words=st.sampled_from(["", "remark", "remark 7", "nowhere"]), through=st.integers(0, 60),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_the_pages_together_tell_every_entry_once(
    qapp: object, count: int, limit: int, span: int, who: str, about: str, words: str, through: int
) -> None:
    rows = [entry(n) for n in range(1, count + 1)] + [reviewed(61, through)]
    front, model = FakeFront(Floor(), NOW), LedgerModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    front.pages = reading(rows, limit, span)
    reader = Reader(front, model, lambda: True)
    wish = AuditWish(who=who, about=about, words=words)
    reader.ask(wish)
    asked = [row.n for row in rows[::-1] if wanted(row, wish)]
    assert list(model.ledger.numbers) == asked
    lines = [line for line in range(model.rowCount()) if model.review_words(line)]
    reached = [n for n in asked if n <= through]
    assert len(lines) == bool(reached)
    if reached:
        assert model.ledger.number(lines[0] + 1) == reached[0]
    del tester


def test_the_newest_stand_on_top_and_older_ones_come_as_one_scrolls(page: Page) -> None:
    screen = page.screen
    assert page.told()[:3] == ["900", "899", "898"]
    assert screen.model.rowCount() < 900 and "older ones come as you scroll" in screen.foot.text()
    page.to_the_end()
    assert page.told() == [str(n) for n in range(900, 0, -1)]
    assert screen.foot.text() == "900 entries: all there are, of 900 in the journal."


def test_only_some_pages_stay_in_memory_and_one_that_was_let_go_is_read_again_where_one_looks(
    qtbot: QtBot, floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.view.audit.ledger.HELD", 4)
    page = Page(floor, [entry(n) for n in range(1, 2001)], limit=50)
    qtbot.addWidget(page.screen)
    with qtbot.waitExposed(page.screen):
        page.screen.show()
    page.to_the_end()
    model, bar = page.screen.model, page.screen.list.verticalScrollBar()
    assert model.ledger.held <= 5 * 50
    assert model.words(500)[1] == AGAIN, "nobody looks there"
    bar.setValue(500 * page.screen.list.verticalHeader().defaultSectionSize())
    qtbot.waitUntil(lambda: all(model.words(line)[1] != AGAIN for line in page.screen.list.in_sight))
    assert model.words(500)[0] == "1,500" and model.ledger.held <= 5 * 50


def test_a_page_that_reads_otherwise_than_before_is_said_and_read_anew(
    qtbot: QtBot, floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.view.audit.ledger.HELD", 2)
    page = Page(floor, [entry(n) for n in range(1, 801) if n != 500], limit=50)
    qtbot.addWidget(page.screen)
    with qtbot.waitExposed(page.screen):
        page.screen.show()
    page.to_the_end()
    page.rows.append(entry(500))
    page.screen.list.verticalScrollBar().setValue(300 * page.screen.list.verticalHeader().defaultSectionSize())
    qtbot.waitUntil(page.screen.newer.isVisible)
    assert page.screen.newer.text() == "Entries came in between: read anew"
    page.screen.newer.click()
    assert not page.screen.newer.isVisible() and page.told()[:2] == ["800", "799"]
    page.to_the_end()
    assert page.told() == [str(n) for n in range(800, 0, -1)]


def test_a_page_that_finds_nothing_goes_on_by_itself_and_says_how_far_it_looked(qtbot: QtBot, floor: Floor) -> None:
    answers: list[tuple[AuditWish, int | None, object]] = []
    page = Page(floor, [entry(n) for n in range(1, 400)], span=50)
    whole = page.front.pages
    page.front.audit = lambda wish, before, then: answers.append((wish, before, then))  # type: ignore[method-assign]
    qtbot.addWidget(page.screen)
    page.screen.show()
    page.find(words="remark 17")
    while answers and "to entry 250" not in page.screen.foot.text():
        wish, before, then = answers.pop(0)
        then(whole(wish, before))  # type: ignore[operator]
    assert page.screen.foot.text() == "0 entries · so far looked through to entry 250 of 399, reading on…"
    assert page.screen.list.empty == "Reading the journal…"
    while answers:
        wish, before, then = answers.pop(0)
        then(whole(wish, before))  # type: ignore[operator]
    assert page.told()[-1] == "17" and page.screen.model.ledger.whole


def test_what_is_typed_is_found_stands_as_chips_and_can_be_taken_off(page: Page) -> None:
    page.find(about="B-2", words="remark", since="2026-11-16 09:00", until="2026-11-16")
    asked = [n for n in range(900, 29, -1) if n % 5 == 2]
    assert page.told() == [str(n) for n in asked][: len(page.told())] and len(page.told()) > 20
    QTest.qWait(1)
    chips = [button.text() for button in page.screen.filters.findChildren(QPushButton) if button.isVisible()]
    assert chips == [
        "Find", "since 2026-11-16 09:00 EST  ×", "until 2026-11-16 23:59 EST  ×", "about B-2  ×", "“remark”  ×", "Take all off",
    ]  # fmt: skip
    page.screen.filters.take_off("about")
    assert page.told()[:2] == ["900", "899"]
    page.screen.filters.clear()
    assert page.screen.reader.wish == AuditWish()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"since": "next week"}, "Since: “next week” is not a time. Write it like 2026-11-22, yesterday, 14:05"),
        ({"since": "2026-11-17", "until": "2026-11-16"}, "Until: “Until” lies before “since”."),
        ({"who": "nobody"}, "Who: Nobody here is called “nobody”."),
        ({"kind": "step danced"}, "Kind: No entry is called “step danced”."),
        ({"until": "2026-11-01 01:30"}, "Until: 01:30 comes twice on 2026-11-01"),
    ],
)
def test_what_cannot_be_read_says_so_beside_the_field_and_the_list_stays(page: Page, typed: dict[str, str], said: str) -> None:
    before = page.told()
    page.find(**typed)
    assert page.screen.filters.refusal.isVisible() and page.screen.filters.refusal.text().startswith(said)
    assert page.told() == before
    field = next(iter(typed)) if len(typed) == 1 else "until"
    assert page.screen.filters.fields[field].selectedText() == typed[field]


def test_nothing_found_says_what_to_do(page: Page) -> None:
    page.find(words="nowhere")
    assert page.told() == [] and page.screen.list.empty.startswith("No entry is like that.")
    assert page.screen.foot.text() == "Looked through all 900 entries."


def test_newer_entries_are_announced_and_push_nothing_away(page: Page, floor: Floor) -> None:
    screen, bar = page.screen, page.screen.list.verticalScrollBar()
    bar.setValue(40 * screen.list.verticalHeader().defaultSectionSize())
    screen.list.selectRow(45)
    seen = (page.told()[screen.list.in_sight.start], screen.list.here)
    page.rows += [entry(901), entry(902)]
    page.tell(floor_with(floor, 5))
    assert screen.newer.isVisible() and screen.newer.text() == "2 newer entries: show"
    assert (page.told()[screen.list.in_sight.start], screen.list.here) == seen
    screen.newer.click()
    assert page.told()[:3] == ["902", "901", "900"] and screen.list.here == seen[1] and not screen.newer.isVisible()
    assert bar.value() == 0
    page.rows += [entry(n) for n in range(903, 1200)]
    page.tell(floor_with(floor, 6))
    assert screen.newer.text() == "Many newer entries: show"
    screen.newer.click()
    assert page.told()[:2] == ["1199", "1198"]


def test_what_is_recorded_while_one_looks_for_what_is_new_is_found_as_well(page: Page, floor: Floor) -> None:
    waiting: list[tuple[AuditPage, Callable[[AuditPage], None]]] = []
    read = page.front.pages
    page.front.audit = lambda wish, before, then: waiting.append((read(wish, before), then))  # type: ignore[method-assign]
    page.rows.append(entry(901))
    page.tell(floor_with(floor, 5))
    page.rows.append(entry(902))
    page.tell(floor_with(floor, 6))
    while waiting:
        found, then = waiting.pop(0)
        then(found)
    assert page.screen.newer.text() == "2 newer entries: show"


def test_everything_that_is_said_of_a_thing_is_asked_for_by_its_name(page: Page) -> None:
    page.screen.turn(Place("audit", about="room:CR3"))
    assert page.screen.reader.wish == AuditWish(about="room:CR3")
    assert page.screen.filters.fields["about"].text() == "room:CR3" and page.told() == []


def test_a_review_lies_across_the_list_and_what_is_not_read_is_counted(page: Page, floor: Floor) -> None:
    assert page.screen.reviewed.text() == "Nobody has signed a review yet: 900 entries not reviewed."
    page.rows.append(reviewed(901, 880))
    page.tell(floor_reviewed(floor, 880))
    lines = page.told()
    at = next(place for place, words in enumerate(lines) if words == "Reviewed through entry 880")
    assert lines[at - 1 : at + 2] == ["881", "Reviewed through entry 880", "880"]
    assert "Q. Ada (qada), qa: reviewed, 2026-11-16 23:31:00-05:00" in page.screen.model.review_words(at)
    assert page.screen.reviewed.text().endswith(": 21 entries since then not reviewed.")
    page.screen.list.selectRow(at - 1)
    QTest.keyClick(page.screen.list, Qt.Key.Key_Down)
    assert page.screen.list.here == 880, "the arrows walk from entry to entry"
    QTest.keyClick(page.screen.list, Qt.Key.Key_Up)
    assert page.screen.list.here == 881
    middle = QPoint(40, page.screen.list.rowViewportPosition(at) + 8)
    QTest.mouseClick(page.screen.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert page.screen.list.here == 881, "a review is no entry that could be picked"
    assert "not reviewed yet" in page.screen.detail.toPlainText()
    page.tell(floor_reviewed(floor, 890))
    assert "within the review through entry 890" in page.screen.detail.toPlainText()


def test_an_earlier_instant_of_replay_knows_no_later_entry_and_no_later_review(page: Page, floor: Floor) -> None:
    page.rows.append(reviewed(901, 880))
    page.tell(floor_reviewed(floor, 880))
    page.screen.newer.click()
    assert page.told()[0] == "901" and "Reviewed through entry 880" in page.told()
    page.rows[:] = [entry(n) for n in range(1, 701)]
    page.tell(replace(floor, entries=floor.entries - 5))
    assert page.told()[:2] == ["700", "699"] and not any(words.startswith("Reviewed") for words in page.told())
    assert page.screen.reviewed.text() == "Nobody has signed a review yet: 700 entries not reviewed."


def test_the_picked_entry_is_told_whole(page: Page) -> None:
    page.rows.append(
        entry(
            901, what="Step corrected", kind="step.corrected", old=(("WASH volume", "4.1"),), new=(("WASH volume", "41"),),
            why="a point was forgotten <b>", recorded_at=NOW, signed=reviewed(1, 1).signed,
        )
    )  # fmt: skip
    page.screen.reader.ask(AuditWish())
    page.screen.list.selectRow(0)
    told = page.screen.detail.toPlainText()
    for words in (
        "WASH volume", "4.1 → 41", "a point was forgotten <b>", "Q. Ada (qada)", "2026-11-16 23:31:00-05:00, by the word of",
        "not reviewed yet", "place 901", "alone", f"{901:064x}"[:16], "batch B-1",
    ):  # fmt: skip
        assert words in told, words
    assert page.screen.model.words(0)[5].startswith("happened 2026-11-16 23:31:00-05:00; WASH volume: 4.1 → 41")


def test_somebody_who_comes_for_one_entry_finds_it_picked_among_its_neighbours(page: Page) -> None:
    page.screen.turn(Place("audit", entry=444))
    assert page.screen.list.here == 444 and "444" in page.screen.detail.toPlainText()
    assert page.told()[0] == "484"
    assert page.screen.newer.isVisible() and page.screen.newer.text() == "Many newer entries: show"


def test_from_there_one_scrolls_up_to_what_followed_until_the_newest(page: Page, qtbot: QtBot) -> None:
    page.screen.turn(Place("audit", entry=444))
    bar = page.screen.list.verticalScrollBar()
    for _ in range(60):
        first, before = page.told()[page.screen.list.in_sight.start], page.screen.model.rowCount()
        if not page.screen.reader.newer_many:
            break
        bar.setValue(0)
        first = page.told()[0]
        qtbot.waitUntil(lambda before=before: page.screen.model.rowCount() > before)  # type: ignore[misc]
        assert page.told()[page.screen.list.in_sight.start] == first, "nothing moves under the reader"
    assert page.screen.newer.text().endswith("newer entries: show") and not page.screen.reader.newer_many
    page.screen.newer.click()
    assert page.told()[:457] == [str(n) for n in range(900, 443, -1)] and page.screen.list.here == 444


def test_the_entry_leads_to_its_batch_where_the_floor_knows_it(page: Page) -> None:
    gone: list[object] = []
    page.screen.goes.connect(gone.append)
    page.screen.list.selectRow(0)
    page.screen.go_to_batch()
    assert gone == [], "the floor does not know this batch"


def test_who_is_told_with_the_role(floor: Floor) -> None:
    user = person(floor, "qa")
    row = entry(1, user=user, who=floor.person_name(user))
    model = LedgerModel()
    model.know(floor, ZONE)
    model.add(AuditPage((row,), None, 1))
    assert model.words(0)[2] == f"{floor.person_name(user)}, qa"
    done = entry(1, new=(("performer", "u1"), ("values ph", "7.1"), ("step", "WASH"), ("verifier", "u2")))
    assert cells(done, floor, ZONE)[5] == "step: WASH; values ph: 7.1; verifier: u2"
    assert ("Performer", "u1") in parts(done, floor, ZONE)[0].lines
    assert model.data(model.index(0, 3), Qt.ItemDataRole.AccessibleTextRole) == "What: Note added"


def floor_with(floor: Floor, entries: int) -> Floor:
    return replace(floor, entries=floor.entries + entries)


def floor_reviewed(floor: Floor, through: int) -> Floor:
    mark = AuditMark(through, f"e-{through}", "qada", NOW - timedelta(hours=1))
    return replace(floor, entries=floor.entries + 1, reviewed=mark)
