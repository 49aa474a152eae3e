"""The table behind a chart can be opened in a spreadsheet and harms nobody."""

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from console.view.charts.tables import Table, as_csv, number


@given(cells=st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=6))
def test_csv_reads_back_and_no_cell_is_a_formula(cells: list[list[str]]) -> None:
    text = as_csv(Table("t", ("a", "b"), tuple(tuple(row) for row in cells)))
    back = list(csv.reader(StringIO(text, newline="")))
    assert back[0] == ["a", "b"] and len(back) == len(cells) + 1
    for row, read in zip(cells, back[1:], strict=True):
        for cell, got in zip(row, read, strict=True):
            assert got in (cell, f"'{cell}")


def test_formulas_are_quoted_and_numbers_are_not() -> None:
    text = as_csv(Table("t", ("a", "b", "c"), (("=1+1", "-3.5", "+9.0 h moved"),)))
    assert text.splitlines()[1] == "'=1+1,-3.5,'+9.0 h moved"


def test_numbers_have_a_plain_minus_and_no_minus_zero() -> None:
    assert [number(-3.25), number(-0.01), number(float("nan"))] == ["-3.2", "0.0", ""]
