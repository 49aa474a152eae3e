"""Why and trust as people meet them: asked when looked at, calm while awaited, never another batch's answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.forecast.explained import CardWish, Explain, ForecastWish, Moved, Part
from console.ui.charts.screen import ChartsScreen
from console.ui.page import Place
from console.ui.theme import Theme
from console.view.charts.values import ChartsState
from console.view.tokens import LIGHT
from tests.ui.charts import told
from tests.ui.charts.invented import NOW, state

FLOOR = replace(state(), shifts=told.SHIFTS, last_here=NOW - timedelta(hours=20), site="Watertown", site_class="DEMO")


class Room:
    """A room of charts with the wishes it has uttered."""

    def __init__(self, qtbot: QtBot, page: str, floor: ChartsState = FLOOR) -> None:
        self.screen, self.wishes = ChartsScreen(LIGHT), list[ForecastWish]()
        self.went: list[object] = []
        self.screen.wants.connect(self.wishes.append)
        self.screen.goes.connect(self.went.append)
        qtbot.addWidget(self.screen)
        self.screen.resize(1366, 640)
        with qtbot.waitExposed(self.screen):
            self.screen.show()
        self.screen.apply(floor)
        self.screen.show_page(page)

    def of(self, kind: type) -> list[ForecastWish]:
        return [each for each in self.wishes if isinstance(each, kind)]

    def answer(self) -> None:
        """Answer the last question of each kind."""
        moved, why = self.of(Moved), self.of(Explain)
        if moved and isinstance(moved[-1], Moved):
            self.screen.moved(replace(told.waterfall(batch=moved[-1].batch), since=moved[-1].since))
        if why and isinstance(why[-1], Explain):
            self.screen.explained(told.explained(why[-1].batch))


def test_nothing_is_asked_before_somebody_looks(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "live")
    assert room.wishes == [CardWish()], "only whether the forecast on the live page is proven"
    room.screen.show_page("why")
    since = told.SINCE.replace(second=0)
    assert room.wishes[1:] == [Moved("B-0419", since), Explain("B-0419")]


def test_what_is_awaited_says_so_in_calm_words_and_then_gives_way_to_the_answer(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "why")
    why = room.screen.why
    assert [frame.empty.text() for frame in why.frames] == [
        "Why B-0419 moved since today 06:00 is being worked out …",
        "What B-0419 hangs on is being worked out …",
        "What B-0419 hangs on is being worked out …",
    ]
    room.answer()
    assert [frame.empty.text() for frame in why.frames] == ["", "", ""]
    assert why.fall_frame.answer.text() == "P50 moved +7 h 08 min: from tomorrow 13:26 to tomorrow 20:34"
    assert why.driver_frame.answer.text().endswith("n = 2,000 futures")
    assert why.lever_frame.model.rowCount() == 5 and why.drivers.count() == 6


def test_an_answer_about_another_batch_or_another_instant_comes_too_late(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "why")
    room.screen.select("B-0421")
    room.screen.moved(told.waterfall())
    room.screen.explained(told.explained("B-0419"))
    assert room.screen.why.fall is None and room.screen.why.told is None
    room.screen.moved(replace(told.waterfall(batch="B-0421"), since=NOW - timedelta(days=9)))
    assert room.screen.why.fall is None
    room.answer()
    assert room.screen.why.fall is not None and room.screen.why.fall.batch == "B-0421"


def test_a_refusal_stands_inline_and_leaves_what_is_shown(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "why")
    why = room.screen.why
    wish = room.of(Moved)[-1]
    room.screen.refused("The forecast cannot be explained now. Try again in a moment.", wish)
    assert why.fall_frame.empty.text() == "The forecast cannot be explained now. Try again in a moment."
    room.answer()
    room.screen.refused("The forecast cannot be explained now.", wish)
    assert why.fall_frame.empty.text() == "" and why.note.text() == "The forecast cannot be explained now."
    room.screen.refused("About another batch.", Explain("B-0421"))
    assert why.note.text() == "The forecast cannot be explained now."


def test_another_instant_is_asked_for_and_the_choice_outlives_the_batch(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "why")
    room.screen.why.row.buttons["last"].click()
    assert room.of(Moved)[-1] == Moved("B-0419", NOW - timedelta(hours=20))
    room.screen.select("B-0421")
    assert room.of(Moved)[-1] == Moved("B-0421", NOW - timedelta(hours=20))
    room.answer()
    drawn = room.screen.why.waterfall.drawn
    assert drawn is not None and drawn.bars[0].title == "Forecast when I was last here"


@pytest.mark.parametrize(("typed", "hours"), [("yesterday 10:12", 24.0), ("2026-11-20 10:12", 72.0), ("09:12", 1.0)])
def test_any_other_instant_may_be_written(qtbot: QtBot, theme: Theme, typed: str, hours: float) -> None:
    room = Room(qtbot, "why")
    field = room.screen.why.row.field
    field.setText(typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert room.of(Moved)[-1] == Moved("B-0419", NOW - timedelta(hours=hours))
    assert not any(button.isChecked() for button in room.screen.why.row.buttons.values())


@pytest.mark.parametrize("typed", ["noon", "2026-11-01 01:30", "tomorrow 09:00"])
def test_an_instant_that_is_none_has_two_meanings_or_lies_ahead_is_refused_in_words(qtbot: QtBot, theme: Theme, typed: str) -> None:
    room = Room(qtbot, "why")
    before, field = len(room.wishes), room.screen.why.row.field
    field.setText(typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert len(room.wishes) == before and room.screen.why.note.text()


def test_a_new_outlook_is_asked_about_once_the_answer_before_it_is_there(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "why")
    asked = len(room.of(Moved))
    rows = FLOOR.kept["B-0419"]
    for minutes in (10, 20):
        later = replace(rows[-1], made_at=NOW + timedelta(minutes=minutes), p50=rows[-1].p50 + timedelta(minutes=minutes))
        room.screen.made([later], FLOOR.live, NOW + timedelta(minutes=minutes))
    assert len(room.of(Moved)) == asked, "one at a time"
    room.answer()
    assert len(room.of(Moved)) == asked + 1, "what came meanwhile is one question more"
    room.answer()
    same = replace(rows[-1], made_at=NOW + timedelta(minutes=20, seconds=10), p50=rows[-1].p50 + timedelta(minutes=20))
    room.screen.made([same], FLOOR.live, NOW + timedelta(minutes=20, seconds=10))
    assert len(room.of(Moved)) == asked + 1, "an outlook that says the same is no question"


def test_an_old_answer_says_its_age(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "why")
    room.answer()
    assert "old" not in room.screen.why.fall_frame.answer.text()
    room.screen.tick(NOW + timedelta(minutes=9))
    assert room.screen.why.fall_frame.answer.text().endswith("· 9 min old")
    assert room.screen.why.driver_frame.answer.text().endswith("· 9 min old")


def test_the_cursor_stays_on_its_part_and_its_driver_when_a_new_answer_comes(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "why")
    room.answer()
    why = room.screen.why
    why.waterfall.point(5)
    why.drivers.point(2)
    title, driver = why.waterfall.words(5), why.drivers.words(2)
    more = (
        *told.PARTS[:1],
        Part("QC desk short of one analyst", timedelta(minutes=44), NOW - timedelta(minutes=240)),
        *told.PARTS[1:],
    )
    room.screen.moved(replace(told.waterfall(more), since=told.SINCE))
    turned = told.explained()
    room.screen.explained(replace(turned, drivers=turned.drivers[1:]))
    assert why.waterfall.cursor_at == 6 and why.waterfall.words(6) == title
    assert why.drivers.cursor_at == 1 and why.drivers.words(1) == driver


def test_enter_goes_to_the_batch_of_a_part_to_the_step_of_a_driver_and_to_another_patients_batch(
    qtbot: QtBot, theme: Theme
) -> None:
    room = Room(qtbot, "why")
    room.answer()
    why = room.screen.why
    why.waterfall.point(4)
    qtbot.keyClick(why.waterfall, Qt.Key.Key_Return)
    why.waterfall.chosen.emit(1)
    for row in (0, 1, 2):
        why.drivers.point(row)
        qtbot.keyClick(why.drivers, Qt.Key.Key_Return)
    why.lever_frame.view.activated.emit(why.lever_frame.model.index(2, 0))
    assert room.went == [
        Place("batch", "B-0421"), Place("batch", "B-0419"), Place("batch", "B-0419"), Place("batch", "B-0419", "RECORD_REVIEW"),
        Place("batch", "B-0421", "TRANSDUCE"), Place("batch", "B-0421"),
    ]  # fmt: skip


def test_every_row_is_walked_by_keys_and_said(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "why")
    room.answer()
    for plot in (room.screen.why.waterfall, room.screen.why.drivers):
        said: list[str] = []
        plot.said.connect(said.append)
        for _ in range(plot.count()):
            qtbot.keyClick(plot, Qt.Key.Key_Right)
        assert len(said) == plot.count() and all(each.endswith(".") for each in said)
        assert plot.accessibleDescription() == said[-1]


def test_the_trust_page_has_its_verdict_its_n_and_its_misses(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "trust")
    trust = room.screen.trust
    assert "is being worked out" in trust.verdict.text()
    room.screen.card(told.card())
    assert trust.verdict.text() == told.card().verdict and "42 released batches" in trust.rests_on.text()
    assert [words for _, words, _, _ in trust.calibration._labels] == ["n = 42"] * 5
    trust.miss_frame.view.activated.emit(trust.miss_frame.model.index(1, 0))
    assert room.went == [Place("batch", "B-0399")]
    assert not room.screen.left.isVisible(), "no batch is chosen here"


def test_an_unproven_forecast_is_told_on_every_page_that_draws_it(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "live")
    sure = room.screen.fan.png()
    room.screen.card(told.card(4))
    words = "unproven: 4 releases judged"
    assert words in room.screen.fan_frame.answer.text() and words in room.screen.remaining_frame.answer.text()
    assert room.screen.tabs.said.text() == words
    assert room.screen.fan.png() != sure, "its median is broken"
    room.screen.show_page("trust")
    assert room.screen.trust.calibration_frame.answer.text() == "not enough data, n = 4"
    room.screen.card(told.card(42))
    assert words not in room.screen.fan_frame.answer.text() and room.screen.tabs.said.text() == ""
    assert room.screen.fan.png() == sure


def test_a_forecast_of_which_nobody_can_say_how_good_it_was_is_not_drawn_as_a_proven_one(qtbot: QtBot, theme: Theme) -> None:
    """In replay the verdict was not kept: a whole line would claim that it had been proven."""
    room = Room(qtbot, "live")
    sure = room.screen.fan.png()
    room.screen.refused("This was not kept. Go back to now.", CardWish())
    assert "not known to be proven" in room.screen.fan_frame.answer.text() and room.screen.fan.png() != sure
    room.screen.card(told.card(42))
    room.screen.refused("Not now.", CardWish())
    assert room.screen.tabs.said.text() == "" and room.screen.fan.png() == sure, "what is known stays known"


def test_the_card_is_asked_again_when_a_batch_has_left_and_never_while_nobody_looks(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "trust")
    room.screen.card(told.card())
    asked = len(room.of(CardWish))
    room.screen.tick(NOW + timedelta(seconds=70))
    assert len(room.of(CardWish)) == asked
    fewer = replace(FLOOR, live=FLOOR.live[1:])
    room.screen.apply(fewer)
    assert len(room.of(CardWish)) == asked + 1
    room.screen.refused("The forecasts kept cannot be read now.")
    assert "cannot be read" in room.screen.trust.rests_on.text() and room.screen.trust.told is not None
    room.screen.show_page("live")
    room.screen.apply(FLOOR)
    assert len(room.of(CardWish)) == asked + 1


def test_tabs_are_walked_by_keys_and_one_chart_may_take_the_page(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "live")
    tabs = room.screen.tabs
    tabs.buttons["live"].setFocus()
    qtbot.keyClick(tabs.buttons["live"], Qt.Key.Key_Right)
    assert room.screen.page_key == "why"
    room.answer()
    why = room.screen.why
    why.fall_frame.enlarge.click()
    assert [frame.isVisible() for frame in why.frames] == [True, False, False]
    why.fall_frame.enlarge.click()
    assert all(frame.isVisible() for frame in why.frames)


def test_the_room_fits_beside_an_open_drawer_on_a_small_screen(qtbot: QtBot, theme: Theme) -> None:
    for page in ("live", "why", "trust", "programme"):
        room = Room(qtbot, page)
        room.answer()
        room.screen.card(told.card())
        least = room.screen.minimumSizeHint()
        assert least.width() <= 1366 - 380 and least.height() <= 668, page


def test_a_row_of_a_table_is_told_in_full_at_its_foot(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "why")
    room.answer()
    frame = room.screen.why.lever_frame
    assert frame.status.text().startswith("Arrow keys walk the rows")
    frame.view.setFocus()
    qtbot.keyClick(frame.view, Qt.Key.Key_Down)
    qtbot.keyClick(frame.view, Qt.Key.Key_Up)
    assert frame.status.text() == (
        "Read the mycoplasma repeat on the evening run: release 4 h 20 min earlier, P50 tomorrow 15:52, promise kept +21 pp."
    )
    assert frame.view.accessibleDescription() == frame.status.text()
    room.screen.show_page("trust")
    room.screen.card(told.card())
    misses = room.screen.trust.miss_frame
    misses.view.setCurrentIndex(misses.model.index(1, 0))
    assert misses.status.text().startswith(
        "B-0399 (CAR-T 7 day): came Wed 18 Nov 10:12, 6 h after P90; stated Mon 16 Nov 10:12: P10 "
    )


def test_once_released_the_promise_itself_is_drawn_beside_its_end(qtbot: QtBot, theme: Theme) -> None:
    room = Room(qtbot, "why")
    room.screen.moved(replace(told.waterfall(), since=told.SINCE))
    plain = room.screen.why.waterfall.png()
    room.screen.moved(replace(told.waterfall(of="promise"), since=told.SINCE))
    why = room.screen.why
    assert why.fall_frame.answer.text().startswith("P50 of the promise's end moved +7 h 08 min")
    assert why.waterfall.png() != plain
    promise = next(each.promise_at for each in FLOOR.live if each.batch == "B-0419")
    assert why.waterfall._promise == promise
