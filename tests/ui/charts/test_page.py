"""The charts fitted to the window: they ask for what was kept, grow with each outlook, and rest while hidden."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pytestqt.qtbot import QtBot

from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.forecast.explained import CardWish, Explain, ForecastAnswer, ForecastWish, Moved
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.service.held import KeptForecast as KeptRow
from console.service.ports import HistoryRow
from console.ui.charts.page import ChartsPage
from console.ui.charts.screen import ChartsScreen
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.ui.theme import Theme
from console.view.tokens import DARK, LIGHT
from tests.ui.charts.told import card, explained, waterfall
from tests.view.charts.test_from_floor import NOW, ZONE, done, floor_of, lived

PROMISE = NOW + timedelta(days=3)


def quantiles(middle: datetime) -> Quantiles:
    return Quantiles(*(middle + timedelta(hours=h) for h in (-4, -2, 0, 2, 4)))


def outlook(made_at: datetime, hours: float) -> Outlook:
    middle = NOW + timedelta(hours=hours)
    one = Forecast(
        "B-1", "cart", made_at, "INFUSE", PROMISE, quantiles(middle), quantiles(middle + timedelta(hours=3)), 0.9, 0.0, 42
    )
    return Outlook(made_at, 1, {"B-1": one})


class Front:
    """Answers at once with ten kept forecasts and one line of history, and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.wishes: list[ForecastWish] = []
        self.answers: list[Callable[[ForecastAnswer | Refusal], None]] = []
        self.at = NOW
        self.user = "alee"
        self.kept_words: dict[str, str] = {}

    def now(self) -> datetime:
        return self.at

    def kept(self, batch: str, then: Callable[[Sequence[KeptRow]], None]) -> None:
        self.asked.append(f"kept {batch}")
        rows = []
        for hour in range(10, 0, -1):
            q = quantiles(NOW + timedelta(hours=70 if hour <= 4 else 60))
            made = NOW - timedelta(hours=hour)
            rows.append(KeptRow(made, batch, q.p10, q.p25, q.p50, q.p75, q.p90, None, q.p50, None, 0.8, 0.0, 42))
        then(rows)

    def setting(self, name: str) -> str:
        return self.kept_words.get(name, "")

    def remember(self, name: str, value: str) -> None:
        self.kept_words[name] = value

    def ask_forecast(self, wish: ForecastWish, then: Callable[[ForecastAnswer | Refusal], None]) -> None:
        self.wishes.append(wish)
        self.answers.append(then)

    def history(self, batch: str, before: int | None, then: Callable[[Sequence[HistoryRow]], None]) -> None:
        self.asked.append(f"history {batch}")
        at = NOW - timedelta(hours=4, minutes=20)
        then([HistoryRow(1, at, at, "Ann Lee", "Hold placed", "", "vector lot not released")])


def sight(floor: Floor, made: Outlook | None) -> Sight:
    return Sight(floor, ZONE, made, fresh_at=NOW)


FLOOR = floor_of(lived("B-1", done("ENRICH", 6)))


def page_of(qtbot: QtBot, front: Front, visible: bool = True) -> ChartsPage:
    screen = ChartsScreen(LIGHT)
    qtbot.addWidget(screen)
    page = ChartsPage(front, ZoneInfo, screen)
    screen.resize(1200, 600)
    if visible:
        with qtbot.waitExposed(screen):
            screen.show()
    return page


def test_a_batch_is_asked_for_once_and_its_moves_are_named_from_its_history(qtbot: QtBot, theme: Theme) -> None:
    front = Front()
    page = page_of(qtbot, front)
    page.apply(sight(FLOOR, outlook(NOW, 70)))
    page.apply(sight(FLOOR, outlook(NOW, 70)))
    assert front.asked == ["kept B-1", "history B-1"]
    series = page.screen.fan.series
    assert series is not None and len(series) == 11
    assert [move.text for move in series.moves] == ["+10 h Hold placed: vector lot not released"]


def test_a_new_outlook_is_one_more_point_and_a_jump_asks_for_its_cause(qtbot: QtBot, theme: Theme) -> None:
    front = Front()
    page = page_of(qtbot, front)
    page.apply(sight(FLOOR, outlook(NOW, 70)))
    front.at = NOW + timedelta(hours=1)
    page.apply(sight(FLOOR, outlook(front.at, 70.2)))
    assert front.asked == ["kept B-1", "history B-1"]
    assert page.screen.fan.series is not None and len(page.screen.fan.series) == 12
    front.at = NOW + timedelta(hours=2)
    page.apply(sight(FLOOR, outlook(front.at, 76)))
    assert front.asked[2:] == ["history B-1"]
    assert len(page.screen.fan.series) == 13


def test_a_hidden_page_rests_and_is_true_again_when_shown(qtbot: QtBot, theme: Theme) -> None:
    front = Front()
    page = page_of(qtbot, front)
    page.apply(sight(FLOOR, outlook(NOW, 70)))
    page.screen.hide()
    front.at = NOW + timedelta(hours=3)
    more = floor_of(*FLOOR.batches.values(), lived("B-2"))
    page.apply(sight(more, outlook(front.at, 70)))
    assert page.screen.state is not None and len(page.screen.state.live) == 1
    page.screen.show()
    assert {each.batch for each in page.screen.state.live} == {"B-1", "B-2"}
    assert page.screen.fan.series is not None and len(page.screen.fan.series) == 12


def test_an_entry_that_changes_no_batch_and_no_forecast_draws_nothing_anew(qtbot: QtBot, theme: Theme) -> None:
    front = Front()
    page = page_of(qtbot, front)
    first = outlook(NOW, 10)
    page.apply(sight(FLOOR, first))
    page.apply(sight(FLOOR, first))
    drawn = page.screen.remaining.series
    page.apply(sight(FLOOR, first))
    assert page.screen.remaining.series is drawn
    page.apply(sight(FLOOR, outlook(NOW + timedelta(minutes=1), 12)))
    assert page.screen.remaining.series is not drawn


def test_a_batch_that_is_released_leaves_the_hours_left(qtbot: QtBot, theme: Theme) -> None:
    front = Front()
    page = page_of(qtbot, front)
    page.apply(sight(FLOOR, outlook(NOW, 70)))
    released = floor_of(replace(FLOOR.batches["B-1"], released_at=NOW))
    page.apply(sight(released, Outlook(NOW, 2)))
    assert page.screen.model.rowCount() == 0 and page.screen.remaining_frame.empty.text()
    assert page.screen.ageing.count() == 1, "it still ages until its infusion"


def test_the_window_can_pick_dress_and_tick_it(qtbot: QtBot, theme: Theme) -> None:
    page = page_of(qtbot, Front())
    fitted = page.page()
    fitted.apply(sight(FLOOR, None))
    fitted.tick(NOW + timedelta(minutes=1))
    fitted.picked("B-1", "")
    fitted.dress(DARK, Density.DESK)
    assert page.screen.batch == "B-1" and page.screen.tokens is DARK
    assert fitted.key == "charts" and page.screen.list in fitted.panes and page.screen.fan in fitted.panes


def test_wishes_go_to_the_forecaster_and_its_answers_come_back_to_their_page(qtbot: QtBot, theme: Theme) -> None:
    front = Front()
    page = page_of(qtbot, front)
    page.apply(sight(FLOOR, outlook(NOW, 70)))
    assert front.wishes == [CardWish()]
    page.page().does["charts.why"]()
    wish = front.wishes[1]
    assert isinstance(wish, Moved) and front.wishes[2] == Explain("B-1")
    front.answers[1](replace(waterfall(batch="B-1"), since=wish.since))
    front.answers[2](explained("B-1"))
    front.answers[0](card(4))
    why = page.screen.why
    assert why.fall is not None and why.told is not None and page.screen.tabs.said.text() == "unproven: 4 releases judged"
    front.answers[1](Refusal("explain", "The forecast cannot be explained now.", "Try again in a moment.", "batch"))
    assert why.note.text() == "The forecast cannot be explained now. Try again in a moment."


def test_a_visit_and_the_way_to_ask_are_remembered(qtbot: QtBot, theme: Theme) -> None:
    front = Front()
    page = page_of(qtbot, front)
    page.apply(sight(FLOOR, outlook(NOW, 70)))
    page.page().does["charts.why"]()
    page.screen.why.row.buttons["day"].click()
    page.screen.hide()
    assert front.kept_words == {"charts.since": "day", "charts.here.alee": NOW.isoformat()}
    front.at = NOW + timedelta(hours=9)
    again = page_of(qtbot, front)
    again.apply(sight(FLOOR, outlook(front.at, 70)))
    again.page().does["charts.why"]()
    assert again.screen.why.row.key == "day"
    assert again.screen.state is not None and again.screen.state.last_here == NOW


def test_programmes_are_worked_out_only_while_somebody_looks(qtbot: QtBot, theme: Theme) -> None:
    page = page_of(qtbot, Front())
    page.apply(sight(FLOOR, outlook(NOW, 70)))
    assert page.screen.programme.state is None
    page.page().does["charts.programme"]()
    assert page.screen.programme.state is not None and page.screen.page_key == "programme"
