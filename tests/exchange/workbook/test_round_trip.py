"""Import, export, import is the identity; nothing written can compute."""

# ruff: noqa: DTZ001  (the cells of a workbook hold wall times without a zone)

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from console.exchange.workbook import StepRow, write_csv, write_xlsx
from console.exchange.workbook.cell_texts import NOTHING, guarded, unguarded
from console.exchange.workbook.spelling import tidy, tidy_lines, unprintable
from tests.exchange.workbook.by_hand import CART, FILL, HEADINGS, LVV, NEW_YORK, book, read, row

ZONES = [NEW_YORK, ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata")]
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def _said(text: str) -> bool:
    return bool(text) and text.strip().lower() not in NOTHING and not unprintable(text)


def _writable(text: str) -> bool:
    """What an import could have given: no text that computes, unless it came in guarded."""
    return _said(text)


TEXTS = st.text(LETTERS, min_size=1, max_size=12).map(tidy).filter(_writable)
NOTES = st.one_of(
    st.just(""),
    st.text(LETTERS | st.just("\n"), max_size=40).map(tidy_lines).filter(lambda t: not t or _said(t)),
    st.sampled_from(
        [
            "=1+1",
            "'=1",
            "''=1",
            "+ bag",
            "-20 °C",
            "@SUM(A1)",
            "＝x",
            "'quoted'",
            "a;b,c d",
            "_x0041_",
            "_x005F_x0041_",
            '"',
            "=cmd|' /C calc'!A0",
        ]
    ),
)
NAMES = st.text(st.characters(codec="ascii", categories=("Lu", "Ll")), min_size=2, max_size=8).filter(
    lambda name: name.lower() not in NOTHING
)
INSTANTS = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.sampled_from(
        [datetime(2026, 11, 1, 5), datetime(2026, 10, 25, 0), datetime(2026, 4, 4, 14), datetime(2026, 3, 8, 6)]
    ).flatmap(lambda base: st.integers(0, 179).map(lambda m: base + timedelta(minutes=m))),
).map(lambda d: d.replace(microsecond=0, tzinfo=UTC))


@st.composite
def rows(draw: st.DrawFn) -> StepRow:
    recipe = draw(st.sampled_from([CART, LVV, FILL]))
    step = draw(st.sampled_from(recipe.steps))
    start, done = draw(INSTANTS), draw(INSTANTS)
    return StepRow(
        "Board",
        0,
        f"{recipe.id[:2]}{draw(TEXTS)}",
        recipe.id,
        f"CR{draw(st.integers(1, 9))}",
        (step.code,),
        draw(st.sampled_from([step.code, *step.words])),
        draw(st.sampled_from(["planned", "running", "done", "skipped", "held"])),
        station=draw(st.sampled_from(["", "1"])),
        planned_start=start,
        planned_end=start + timedelta(seconds=draw(st.integers(0, 10**6))),
        started_at=draw(st.none() | st.just(done)),
        finished_at=draw(st.none() | st.just(done + timedelta(seconds=draw(st.integers(0, 10**6))))),
        people=tuple(dict.fromkeys(draw(st.lists(NAMES, max_size=3)))),
        note=draw(NOTES),
    )


def _facts(found: tuple[StepRow, ...] | list[StepRow]) -> list[tuple[object, ...]]:
    return [r.facts for r in found]


@pytest.mark.parametrize("write", [write_xlsx, write_csv, lambda r, z: write_csv(r, z, ";")])
@given(told=st.lists(rows(), min_size=1, max_size=5, unique_by=lambda r: r.batch), zone=st.sampled_from(ZONES))
@settings(max_examples=30, deadline=None)
def test_import_export_import_is_the_identity(
    write: Callable[[list[StepRow], ZoneInfo], bytes], told: list[StepRow], zone: ZoneInfo
) -> None:
    first = read(write(told, zone), zone=zone)
    assert first.errors == ()
    assert _facts(first.rows) == _facts(told)
    again = read(write(list(first.rows), zone), zone=zone)
    assert again.errors == ()
    assert _facts(again.rows) == _facts(first.rows)


@given(st.text(LETTERS | st.just("'"), max_size=10) | st.sampled_from(["'=", "''+1", "' =1", " =1", "'", "＝1"]))
def test_what_is_guarded_reads_as_it_was_and_never_computes(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).strip().startswith(tuple("=+-@＝＋－＠"))


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_the_samples_come_back_as_they_went(write: Callable[..., bytes]) -> None:
    sample = Path(__file__).parent.parent / "samples" / "whiteboard.xlsx"
    first = read(sample.read_bytes())
    again = read(write(first.rows, NEW_YORK))
    assert again.errors == ()
    assert _facts(again.rows) == _facts(first.rows)


def test_no_formula_is_ever_written() -> None:
    evil = ["=1+1", " =1", "@SUM(A1)", "+1", "-1", "\t=1", "＝1"]
    told = [StepRow("", 0, e, e, e, (), e, e, people=(e,), note=e) for e in evil]
    sheet = load_workbook(io.BytesIO(write_xlsx(told, NEW_YORK))).active
    cells = [cell for line in sheet.iter_rows(min_row=2) for cell in line if cell.value is not None]
    assert cells and all(cell.data_type == "s" and str(cell.value).startswith("'") for cell in cells)
    lines = list(csv.reader(io.StringIO(write_csv(told, NEW_YORK).decode("utf-8-sig"))))[1:]
    assert all(not cell or cell.startswith("'") for line in lines for cell in line)


def test_control_characters_of_live_entries_are_left_out() -> None:
    told = [StepRow("", 0, "B-1", "CART-7D-v1", "CR1", ("ENRICH",), "Enrichment", "planned", note="a\x0bb\u202ec")]
    for write in (write_xlsx, write_csv):
        assert read(write(told, NEW_YORK)).rows[0].note == "abc"


def test_a_read_board_is_written_with_the_same_columns() -> None:
    lines = list(csv.reader(io.StringIO(write_csv(read(book(HEADINGS, row())).rows, NEW_YORK).decode("utf-8-sig"))))
    assert lines[1][:6] == ["CR1", "", "B-1", "CART-7D-v1", "Enrichment", "2026-10-12 15:30"]
