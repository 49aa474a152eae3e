"""The sentence for a mail is shown whole, copied as shown, and asks only once for each release how far it can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from console.domain.refusal import Refusal
from console.forecast.explained import CardWish, ForecastAnswer, ForecastWish
from console.forecast.report_card import ReportCard
from console.ui.batch.form import BatchForm
from console.ui.batch.mail_line import MailLine
from console.ui.shell.sight import Sight
from console.view.batch.card import Seen
from tests.ui.front import DAY0, ZONE, FakeFront, expected, ordered, run_until, site_floor

NOW = DAY0 + timedelta(hours=10, minutes=50)
ESTIMATE = "not yet proven on this site"


class Judge:
    """Answers when it is let."""

    def __init__(self, answer: ForecastAnswer | Refusal) -> None:
        self.answer = answer
        self.asked: list[ForecastWish] = []

    def ask_forecast(self, wish: ForecastWish, then: Callable[[ForecastAnswer | Refusal], None]) -> None:
        self.asked.append(wish)
        then(self.answer)


@pytest.fixture(scope="module")
def seen() -> Seen:
    floor = run_until(ordered(site_floor(), "B-0412", DAY0, "W1234567788"), "B-0412", NOW)
    made = expected("B-0412", NOW, 96, NOW + timedelta(hours=130), 0.9)
    return Seen(floor, floor.batches["B-0412"], made, NOW, ZONE, ZoneInfo)


def card(releases: int) -> ReportCard:
    return ReportCard(NOW, releases, 9 * releases, "")


def test_it_is_an_estimate_until_twenty_releases_have_judged_it(qtbot: QtBot, seen: Seen) -> None:
    for answer, estimate in ((card(19), True), (card(20), False), (Refusal("x", "busy", "later"), True)):
        line = MailLine(Judge(answer))
        qtbot.addWidget(line)
        line.say(seen)
        assert (ESTIMATE in line.words.text()) is estimate


def test_the_judges_are_asked_once_for_every_release(qtbot: QtBot, seen: Seen) -> None:
    judge = Judge(card(3))
    line = MailLine(judge)
    qtbot.addWidget(line)
    for _ in range(3):
        line.say(seen)
    assert judge.asked == [CardWish()]
    released = replace(seen.batch, released_at=NOW)
    line.say(replace(seen, floor=replace(seen.floor, batches={released.id: released}), batch=released))
    assert len(judge.asked) == 2


def test_what_is_copied_is_what_is_shown(qtbot: QtBot, seen: Seen) -> None:
    line = MailLine(Judge(card(30)))
    qtbot.addWidget(line)
    line.say(seen)
    assert line.copy() == "The sentence about B-0412 is on the clipboard."
    assert QGuiApplication.clipboard().text() == line.words.text()
    assert line.words.text().startswith("B-0412 (AV-119): in process")


def test_the_form_copies_the_selected_batch_as_of_now_though_nobody_looks(qtbot: QtBot, seen: Seen) -> None:
    front = FakeFront(seen.floor, NOW)
    form = BatchForm(front, ZoneInfo)
    qtbot.addWidget(form)
    form.apply(Sight(front.floor, ZONE))
    QGuiApplication.clipboard().setText("mine")
    form.copy_mail()
    assert QGuiApplication.clipboard().text() == "mine", "no batch is selected: nothing is taken away"
    form.picked_elsewhere("B-0412", "")
    with qtbot.waitSignal(form.copied) as told:
        form.copy_mail()
    assert told.args == ["The sentence about B-0412 is on the clipboard."]
    assert QGuiApplication.clipboard().text().startswith("B-0412 (AV-119): in process")
    assert "W1234567788" not in QGuiApplication.clipboard().text()


def test_the_sentence_is_seen_whole_on_a_small_screen(qtbot: QtBot, seen: Seen) -> None:
    form = BatchForm(FakeFront(seen.floor, NOW), ZoneInfo)
    qtbot.addWidget(form)
    form.resize(1366, 660)
    form.apply(Sight(seen.floor, ZONE))
    form.picked_elsewhere("B-0412", "")
    form.show()
    words = form.mail.words
    assert words.height() >= words.heightForWidth(words.width()) > 0
