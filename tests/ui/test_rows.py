"""Tables of rows: the rules of models, and only what changed is told."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from console.ui.rows import RowsModel, RowsView
from console.ui.theme import Theme
from console.view.batch.rows import Row, Table

HEADINGS = ("Step", "State")
ONE = Row("a", ("Thaw", "done"), tone="muted")
TWO = Row("b", ("Wash", "running"), sign="1", tone="strong")
ROWS = st.lists(st.builds(Row, st.sampled_from("abcd"), st.tuples(st.text(max_size=3), st.text(max_size=3))), max_size=5)


def table(*rows: Row) -> Table:
    return Table(HEADINGS, rows)


@settings(max_examples=25)
@given(steps=st.lists(ROWS, max_size=4))
def test_whatever_is_shown_the_model_keeps_the_rules(steps: list[list[Row]]) -> None:
    model = RowsModel(HEADINGS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for rows in steps:
        model.show(table(*rows))
        model.extend(rows[:1])
    assert tester is not None


def test_only_the_row_that_changed_is_told(qtbot: QtBot) -> None:
    model = RowsModel(HEADINGS)
    model.show(table(ONE, TWO))
    told: list[int] = []
    model.dataChanged.connect(lambda first, last: told.extend(range(first.row(), last.row() + 1)))
    with qtbot.assertNotEmitted(model.modelReset):
        model.show(table(ONE, Row("b", ("Wash", "done"))))
        model.show(table(ONE, Row("b", ("Wash", "done"))))
    assert told == [1]


def test_a_mark_is_shape_and_words_not_colour_alone(theme: Theme) -> None:
    model = RowsModel(HEADINGS)
    model.show(table(ONE, TWO))
    cell = model.index(1, 0)
    assert not model.data(cell, Qt.ItemDataRole.DecorationRole).isNull()  # type: ignore[attr-defined]
    assert model.data(cell, Qt.ItemDataRole.AccessibleTextRole) == "Step: Wash, act now"


def test_what_is_picked_stays_picked_while_it_counts_down(theme: Theme, qtbot: QtBot) -> None:
    view = RowsView(RowsModel(HEADINGS), "Steps")
    qtbot.addWidget(view)
    view.rows.show(table(ONE, TWO))
    with qtbot.waitSignal(view.picked) as picked:
        view.selectRow(1)
    assert picked.args == ["b"]
    with qtbot.assertNotEmitted(view.picked):
        view.rows.show(table(ONE, Row("b", ("Wash", "2 h left"))))
        view.pick("b")
    assert view.currentIndex().row() == 1


def test_enter_opens_the_row(theme: Theme, qtbot: QtBot) -> None:
    view = RowsView(RowsModel(HEADINGS), "Steps")
    qtbot.addWidget(view)
    view.show()
    view.rows.show(table(ONE, TWO))
    view.selectRow(0)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["a"]
