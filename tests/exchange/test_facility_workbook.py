"""A real site's facility from one workbook: the template comes back as it went, and every fault names its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from console.exchange.facility_workbook import FacilityFaults, facility_of, read_facility, write_template
from console.exchange.workbook.packed import read_packed
from console.service.library import shipped_facility


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "facility.xlsx"
    write_template(path, shipped_facility())
    return path


def changed(path: Path, change: Callable[[Workbook], object]) -> tuple[tuple[str, str], ...]:
    """Rule and place of each fault after a change to the template; empty when it still stands."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    try:
        facility_of(read_packed(path.read_bytes()))
    except FacilityFaults as wrong:
        assert str(wrong)
        return tuple((fault.rule, fault.place) for fault in wrong.faults)
    return ()


def test_the_template_comes_back_as_it_went(template: Path) -> None:
    assert read_facility(template) == shipped_facility()


def test_a_small_site_takes_desks_and_shifts_from_the_console(template: Path) -> None:
    def small(book: Workbook) -> None:
        for title in ("Desks", "Shifts", "Clinics", "Products", "Sponsors", "Instruments"):
            book.remove(book[title])

    assert changed(template, small) == ()
    facility = facility_of(read_packed(template.read_bytes()))
    assert facility.desks == shipped_facility().desks
    assert facility == replace(shipped_facility(), clinics=(), products=(), sponsors=(), instruments=())


def set_cell(sheet: str, cell: str, value: object) -> Callable[[Workbook], object]:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "rule"),
    [
        ("Site", "B2", "Mars/Olympus", "form.zone"),
        ("Site", "C2", "often", "form.number"),
        ("Site", "A2", None, "form.needed"),
        ("Rooms", "D2", "sideways", "form.choice"),
        ("Rooms", "F3", "CART-9X", "form.recipe"),
        ("Rooms", "A2", "=1+1", "cell.formula"),
        ("Rooms", "B2", "Suite\u202e", "cell.control"),
        ("Rooms", "Z2", "stray", "form.stray"),
        ("People", "C2", "boss", "form.choice"),
        ("Products", "H2", "7.5", "form.number"),
        ("Products", "E2", "perhaps", "form.yes"),
        ("Clinics", "D2", "8 or so", "time.not_a_time"),
        ("Shifts", "E2", "Mon-Funday", "form.weekday"),
        ("Rooms", "A1", "Number", "form.heading"),
    ],
)
def test_every_fault_names_its_cell(template: Path, sheet: str, cell: str, value: object, rule: str) -> None:
    faults = changed(template, set_cell(sheet, cell, value))
    assert (rule, f"{sheet}!{cell}") in faults


def test_sheets_that_contradict_one_another(template: Path) -> None:
    assert changed(template, set_cell("Instruments", "D2", "CR77")) == (("form.facility", "the file"),)


def test_a_missing_sheet_and_a_missing_column(template: Path) -> None:
    assert changed(template, lambda book: book.remove(book["Rooms"])) == (("form.sheet", "Rooms"),)


def test_what_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "facility.csv"
    path.write_text("Rooms\n")
    with pytest.raises(FacilityFaults, match="no workbook"):
        read_facility(path)
    with pytest.raises(FacilityFaults, match="cannot be opened"):
        read_facility(tmp_path / "none.xlsx")
