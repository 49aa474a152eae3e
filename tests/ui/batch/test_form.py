"""The form of a batch: one selection, countdowns that move by themselves, history page by page, models that keep the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from console.domain.commands import StartStep
from console.domain.quality import Deviation, Severity
from console.service.ports import HistoryRow
from console.ui.batch.form import BatchForm
from console.ui.batch.glance import Glance
from console.ui.page import Place
from console.ui.shell.sight import Sight
from console.ui.theme import Theme
from console.view.batch.card import Seen
from tests.ui.front import DAY0, ZONE, FakeFront, expected, floor_of, ordered, person, run_until, site_floor

NOW = DAY0 + timedelta(hours=10, minutes=50)


@pytest.fixture(scope="module")
def base() -> FakeFront:
    floor = run_until(ordered(site_floor(), "B-0412", DAY0, "W1234567788"), "B-0412", NOW)
    return FakeFront(ordered(floor, "B-0413", DAY0 + timedelta(days=1), "W1234560000"), NOW)


@pytest.fixture
def front(base: FakeFront) -> FakeFront:
    made = FakeFront(base.floor, NOW)
    made.rows = [
        HistoryRow(n, NOW - timedelta(minutes=n), NOW - timedelta(minutes=n), "x", "Step started", "", entry=f"e{n}")
        for n in range(150)
    ]
    return made


@pytest.fixture
def form(theme: Theme, qtbot: QtBot, front: FakeFront) -> Iterator[BatchForm]:
    made = BatchForm(front, ZoneInfo)
    qtbot.addWidget(made)
    made.resize(1366, 660)
    made.apply(Sight(front.floor, ZONE))
    made.show()
    yield made


def cells(form: BatchForm, step: str) -> tuple[str, ...]:
    return form.steps.rows.row(form.steps.rows.place_of(step)).cells


def test_without_a_selection_it_says_how_to_make_one(form: BatchForm) -> None:
    assert form.nothing.isVisible()
    assert "press /" in form.nothing.text()


def test_a_batch_picked_elsewhere_is_shown_whole(form: BatchForm) -> None:
    form.picked_elsewhere("B-0412", "ENRICH")
    assert form.head.title.text() == "B-0412"
    assert "COI …7788" in form.head.identity.text()
    assert form.steps.currentIndex().row() == form.steps.rows.place_of("ENRICH")


def test_a_batch_nobody_knows_is_no_error(form: BatchForm) -> None:
    form.picked_elsewhere("B-9999", "")
    assert form.nothing.isVisible()


def test_a_batch_that_left_the_floor_is_shown_as_it_was(form: BatchForm, front: FakeFront) -> None:
    batches = {name: batch for name, batch in front.floor.batches.items() if name != "B-0412"}
    floor = replace(front.floor, batches=batches, left={"B-0412": front.floor.batches["B-0412"]})
    form.apply(Sight(floor, ZONE))
    form.picked_elsewhere("B-0412", "")
    assert form.head.title.text() == "B-0412" and form.steps.rows.rowCount() > 5
    form.tick(NOW + timedelta(seconds=1))
    assert form.mail.isVisible() and not form.nothing.isVisible()


def test_who_comes_for_a_deviation_or_a_sample_finds_it_picked(form: BatchForm, front: FakeFront) -> None:
    who = person(front.floor, "operator")
    odd = Deviation("DV-77", "Pressure fell", Severity.MAJOR, NOW, who, ("B-0412",))
    over = replace(odd, id="DV-70", closed_at=NOW)
    form.apply(Sight(replace(front.floor, deviations={"DV-77": odd, "DV-70": over}), ZONE))
    form.picked_elsewhere("B-0412", "")
    form.turn(Place("batch", "B-0412", about="deviation:DV-77"))
    assert form.tabs.currentWidget() is form.open
    assert form.open.rows.row(form.open.currentIndex().row()).key == "DV-77"
    form.turn(Place("batch", "B-0412", about="sample:S-1"))
    assert form.tabs.currentWidget() is form.lab
    form.turn(Place("batch", "B-0412", about="deviation:DV-70"))
    assert form.tabs.currentWidget() is form.history, "what is closed stands in the history"


def test_picking_a_step_means_it_everywhere(form: BatchForm, qtbot: QtBot) -> None:
    form.picked_elsewhere("B-0412", "")
    with qtbot.waitSignal(form.goes) as goes:
        form.steps.selectRow(form.steps.rows.place_of("TRANSDUCE"))
    assert goes.args == [Place("batch", "B-0412", "TRANSDUCE")]


def test_the_second_hand_moves_the_countdowns_without_a_new_floor(form: BatchForm) -> None:
    form.picked_elsewhere("B-0412", "")
    before = [row.cells[1] for row in form.clocks.rows.all()]
    form.tick(NOW + timedelta(hours=1))
    after = [row.cells[1] for row in form.clocks.rows.all()]
    assert before and before != after


def test_what_was_recorded_is_seen_at_once(form: BatchForm, front: FakeFront) -> None:
    form.picked_elsewhere("B-0413", "")
    assert cells(form, "APH_COLLECT")[1].startswith("planned")
    who = person(front.floor, "supervisor")
    floor = floor_of((StartStep(by=who, batch="B-0413", step="APH_COLLECT"), NOW), start=front.floor)
    form.apply(Sight(floor, ZONE))
    assert cells(form, "APH_COLLECT")[1].startswith("running")


def test_what_was_recorded_while_nobody_looked_is_seen_by_whoever_looks_next(form: BatchForm, front: FakeFront) -> None:
    form.picked_elsewhere("B-0413", "")
    form.hide()
    who = person(front.floor, "supervisor")
    form.apply(Sight(floor_of((StartStep(by=who, batch="B-0413", step="APH_COLLECT"), NOW), start=front.floor), ZONE))
    assert cells(form, "APH_COLLECT")[1].startswith("planned")
    form.show()
    assert cells(form, "APH_COLLECT")[1].startswith("running")


def test_history_is_read_page_by_page_and_never_for_another_batch(form: BatchForm, front: FakeFront) -> None:
    form.picked_elsewhere("B-0412", "")
    form.tabs.setCurrentWidget(form.history)
    assert form.history.model.rowCount() == 100
    form.history.more.click()
    assert form.history.model.rowCount() == 150
    form.history.more.click()
    assert not form.history.more.isEnabled()
    form.history._arrived("B-0413", True, [])
    assert form.history.model.rowCount() == 150


def test_every_table_keeps_the_rules_of_models(form: BatchForm, front: FakeFront) -> None:
    views = (form.steps, form.clocks, form.lab, form.open, form.notes, form.people, form.history.view)
    testers = [QAbstractItemModelTester(view.rows) for view in views]
    form.tabs.setCurrentWidget(form.history)
    for batch in ("B-0412", "B-0413", "B-9999", "B-0412"):
        form.picked_elsewhere(batch, "")
        form.tick(NOW + timedelta(minutes=5))
    form.history.more.click()
    assert testers


def test_the_glance_says_the_same_as_the_form(theme: Theme, qtbot: QtBot, front: FakeFront) -> None:
    glance = Glance()
    qtbot.addWidget(glance)
    glance.show()
    batch = front.floor.batches["B-0412"]
    forecast = expected("B-0412", NOW, 120, NOW + timedelta(days=6), 0.91)
    glance.say(Seen(front.floor, batch, forecast, NOW, ZONE, ZoneInfo))
    assert glance.title.text().startswith("B-0412")
    with qtbot.waitSignal(glance.goes) as goes:
        glance.button.click()
    assert goes.args == [Place("batch", "B-0412")]
