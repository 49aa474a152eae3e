"""A real site from one workbook: its rooms, instruments, people, products and clinics, every faulty cell named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from console.domain.facility import Facility
from console.domain.plain import PlainError, from_plain, to_plain
from console.exchange.facility_cells import plain_cell, written_cell
from console.exchange.facility_sheets import SHEETS, SITE, FormColumn, FormSheet
from console.exchange.workbook.bounds import BOUNDS, file_kind
from console.exchange.workbook.clocks import Unreadable
from console.exchange.workbook.columns import column_letters
from console.exchange.workbook.limited import in_child
from console.exchange.workbook.packed import read_packed
from console.exchange.workbook.reading import Fault, Weight
from console.exchange.workbook.sheets import Cell, Sheet, Unfit
from console.exchange.workbook.spelling import fold
from console.service.library import shipped_facility
from console.service.library_faults import facility_faults

_README = (
    "One row a thing; the first row of each sheet names the columns, which may stand in any order.",
    "Several words in one cell are parted by commas. Times are of the site's clock, such as 06:30.",
    "Sheets Site, Rooms and People are needed. Desks and Shifts may be left away: the console brings its own.",
    "The rows filled in are an example of an invented site: write over them.",
)


class FacilityFaults(ValueError):
    """A facility workbook that cannot be taken; each fault names its cell."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(fault.sentence for fault in faults))
        self.faults = faults


def read_facility(path: Path) -> Facility:
    """The facility of a filled-in workbook; raises FacilityFaults naming every faulty cell."""
    try:
        sheets = in_child(_sheets, path)
    except Unfit as wrong:
        raise FacilityFaults((_fault("", 0, 0, "", Unreadable(wrong.rule, wrong.what, wrong.why, wrong.instead)),)) from wrong
    return facility_of(sheets)


def facility_of(sheets: tuple[Sheet, ...]) -> Facility:
    """The facility of a workbook's sheets; plant laws, and desks and shifts when left away, are the console's own."""
    faults: list[Fault] = []
    plain: dict[str, Any] = {}
    for form in (SITE, *SHEETS):
        rows = _rows(sheets, form, faults)
        if form is SITE:
            plain |= rows[0] if rows else {}
        elif rows:
            plain[form.field] = rows
    if faults:
        raise FacilityFaults(tuple(faults))
    own = shipped_facility()
    try:
        read: Facility = from_plain(Facility, plain)
    except PlainError as wrong:
        raise FacilityFaults((_whole(str(wrong)),)) from wrong
    facility = replace(
        read, laws=own.laws, chances=own.chances, changeover=own.changeover,
        desks=read.desks or own.desks, shifts=read.shifts or own.shifts,
    )  # fmt: skip
    wrong_together = facility_faults(facility)
    if wrong_together:
        raise FacilityFaults(tuple(_whole(text) for text in wrong_together))
    return facility


def write_template(path: Path, facility: Facility) -> None:
    """A workbook to fill in, with this facility as its example."""
    book = Workbook()
    first = book.active
    first.title = "Read me"
    for line in _README:
        first.append([line])
    plain = to_plain(facility)
    _write(book, SITE, [plain])
    for form in SHEETS:
        _write(book, form, plain.get(form.field, []))
    book.save(path)


def _sheets(name: str, content: bytes) -> tuple[Sheet, ...]:
    if file_kind(name, content, BOUNDS) != "xlsx":
        raise Unfit(
            "file.kind", "this is no workbook", "a facility needs several sheets", "Fill in the template of `new --template`"
        )
    return read_packed(content, BOUNDS)


def _rows(sheets: tuple[Sheet, ...], form: FormSheet, faults: list[Fault]) -> list[dict[str, Any]]:
    sheet = next((s for s in sheets if fold(s.name) == fold(form.title)), None)
    if sheet is None or not sheet.rows:
        if form.needed:
            faults.append(_fault(form.title, 0, 0, "", Unreadable("form.sheet", "sheet missing", "a site needs it", "Add it")))
        return []
    head, *body = sheet.rows
    columns = _columns(sheet, head, form, faults)
    rows = [_row(sheet.name, number, cells, columns, faults) for number, cells in body]
    if form.needed and not rows:
        faults.append(_fault(sheet.name, 0, 0, "", Unreadable("form.empty", "nothing in it", "a site needs a row here", "Add one")))
    return rows


def _columns(sheet: Sheet, head: tuple[int, dict[int, Cell]], form: FormSheet, faults: list[Fault]) -> dict[int, FormColumn]:
    by_title = {fold(c.title): c for c in form.columns}
    number, cells = head
    found: dict[int, FormColumn] = {}
    for n, cell in cells.items():
        column = by_title.get(fold(cell.shown))
        if column is None or column in found.values():
            why = f"the sheet knows {', '.join(c.title for c in form.columns)}, each once"
            faults.append(_fault(sheet.name, number, n, cell.shown, Unreadable("form.heading", "unknown or doubled heading", why)))
        else:
            found[n] = column
    for column in form.columns:
        if column.needed and column not in found.values():
            wrong = Unreadable("form.column", f"no column {column.title}", "the site needs it", "Add it")
            faults.append(_fault(sheet.name, number, 0, "", wrong))
    return found


def _row(sheet: str, number: int, cells: dict[int, Cell], columns: dict[int, FormColumn], faults: list[Fault]) -> dict[str, Any]:
    """One row as plain values; a field such as promise.days lies one deeper."""
    plain: dict[str, Any] = {}
    for n, column in columns.items():
        cell = cells.get(n)
        if cell is None:
            if column.needed:
                faults.append(
                    _fault(sheet, number, n, "", Unreadable("form.needed", f"{column.title} missing", "the site needs it"))
                )
            continue
        try:
            value = plain_cell(cell, column)
        except Unreadable as wrong:
            faults.append(_fault(sheet, number, n, cell.shown, wrong))
            continue
        outer, _, inner = column.field.partition(".")
        if inner:
            plain.setdefault(outer, {})[inner] = value
        else:
            plain[outer] = value
    if "travel" in plain:
        plain["travel"] = {"kind": "triangular", **plain["travel"]}
    for n in cells.keys() - columns.keys():
        faults.append(_fault(sheet, number, n, cells[n].shown, Unreadable("form.stray", "no heading above", "it has no meaning")))
    return plain


def _write(book: Workbook, form: FormSheet, rows: list[dict[str, Any]]) -> None:
    sheet = book.create_sheet(form.title)
    sheet.append([column.title for column in form.columns])
    for n, column in enumerate(form.columns, start=1):
        sheet.cell(1, n).font = Font(bold=True)
        sheet.column_dimensions[column_letters(n)].width = max(14.0, len(column.title) + 2.0)
    for plain in rows:
        sheet.append([written_cell(_inside(plain, column.field), column) for column in form.columns])
    sheet.freeze_panes = "A2"


def _inside(plain: dict[str, Any], field: str) -> Any:
    outer, _, inner = field.partition(".")
    value = plain.get(outer)
    return value.get(inner) if inner and isinstance(value, dict) else None if inner else value


def _fault(sheet: str, row: int, column: int, value: str, wrong: Unreadable) -> Fault:
    return Fault(Weight.ERROR, wrong.rule, sheet, row, column, "", value[:120], wrong.what, wrong.why, wrong.instead)


def _whole(text: str) -> Fault:
    return _fault("", 0, 0, "", Unreadable("form.facility", text, "the sheets contradict one another"))
