"""An Excel workbook as sheets: formulas are seen as formulas, what was merged or hidden is said, nothing is computed."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

from console.exchange.workbook.bounds import BOUNDS, Bounds, open_packed
from console.exchange.workbook.escapes import unescaped
from console.exchange.workbook.sheet_layout import read_layout
from console.exchange.workbook.sheets import Cell, Kind, Sheet, Unfit

_LAST_ROW = 1_048_576
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_packed(content: bytes, bounds: Bounds = BOUNDS) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx file in their order; raises Unfit when it is damaged, hostile or beyond the bounds."""
    packed = open_packed(content, bounds)
    try:
        with packed, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            parts = _parts(packed)
            budget = [bounds.cells]
            sheets = [_sheet(ws, packed, parts[ws.title], budget, bounds) for ws in book.worksheets]
            book.close()
    except (Unfit, MemoryError):
        raise
    except Exception as wrong:
        # The library meets a damaged file with whatever error comes first; all of them mean the same to a supervisor.
        raise Unfit("file.broken", "the workbook is damaged", type(wrong).__name__, "Open and save it again") from wrong
    return tuple(sheets)


def _parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """The member that holds each sheet, by the sheet's name."""
    related = fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target", "") for r in related}
    book = fromstring(packed.read("xl/workbook.xml"))
    found = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            target = targets.get(sheet.get(_REL), "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[sheet.get("name", "")] = path
    return found


def _sheet(ws: Any, packed: zipfile.ZipFile, part: str, budget: list[int], bounds: Bounds) -> Sheet:
    with packed.open(part) as stream:
        layout = read_layout(stream, ws.title, bounds)
    ws.reset_dimensions()  # the stated size may lie: a billion empty cells cost nothing to claim
    rows: list[tuple[int, dict[int, Cell]]] = []
    for number, cells in enumerate(ws.iter_rows(), start=1):
        if number > _LAST_ROW:
            raise Unfit("file.rows", "a sheet has too many rows", "more than Excel itself allows", sheet=ws.title)
        filled = {c.column: c for c in _filled(cells, number)}
        if not filled:
            continue
        budget[0] -= len(filled)
        if len(rows) >= bounds.rows or budget[0] < 0:
            why = f"at most {bounds.rows:,} rows and {bounds.cells:,} cells are read"
            raise Unfit("file.rows", "the workbook is too long", why, "Split it", ws.title)
        if max(filled) > bounds.columns:
            why = f"at most {bounds.columns} are read"
            raise Unfit("file.columns", "a sheet has too many columns", why, "Remove the columns not needed", ws.title)
        rows.append((number, filled))
    hidden = ws.sheet_state != "visible"
    return Sheet(
        ws.title, tuple(rows), tuple(layout.merged), hidden, frozenset(layout.hidden_rows), frozenset(layout.hidden_columns)
    )


def _filled(cells: Iterator[Any], row: int) -> Iterator[Cell]:
    for cell in cells:
        if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
            continue
        yield _cell(cell, row)


def _cell(cell: Any, row: int) -> Cell:
    value, column = cell.value, cell.column
    if cell.data_type == "f":
        text = value if isinstance(value, str) else f"={getattr(value, 'text', '') or ''}".replace("==", "=")
        return Cell(row, column, Kind.FORMULA, text, text)
    if cell.data_type == "e":
        return Cell(row, column, Kind.BROKEN, str(value), str(value))
    if isinstance(value, bool):
        return Cell(row, column, Kind.TRUTH, value, "TRUE" if value else "FALSE")
    if isinstance(value, datetime):
        return _moment(value, cell.number_format, row, column)
    if isinstance(value, date):
        return Cell(row, column, Kind.DAY, value, value.isoformat())
    if isinstance(value, time):
        clock = _whole_second(datetime.combine(date(2000, 1, 1), value)).time()
        return Cell(row, column, Kind.CLOCK, clock, clock.isoformat())
    if isinstance(value, timedelta):
        return Cell(row, column, Kind.SPAN, value, str(value))
    if isinstance(value, int | float):
        return _number(value, cell.number_format, row, column)
    text = unescaped(str(value))
    return Cell(row, column, Kind.TEXT, text, text)


def _moment(value: datetime, shape: str, row: int, column: int) -> Cell:
    at = _whole_second(value)
    if at.time() == time() and not set("hHsS") & set(_QUOTED.sub("", shape)):
        return Cell(row, column, Kind.DAY, at.date(), at.date().isoformat())
    return Cell(row, column, Kind.MOMENT, at, str(at))


def _number(value: int | float, shape: str, row: int, column: int) -> Cell:
    shown = str(int(value)) if float(value).is_integer() else repr(value)
    if set(shape) == {"0"}:  # 401 under the format 0000 is read aloud as 0401
        shown = shown.zfill(len(shape))
    return Cell(row, column, Kind.NUMBER, value, shown)


def _whole_second(at: datetime) -> datetime:
    """Serial days carry rounding dust below a second."""
    return (at + timedelta(milliseconds=500)).replace(microsecond=0)
