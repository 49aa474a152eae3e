"""The same form on the way out: one row a step, times of the site's clock, nothing a spreadsheet could compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from datetime import tzinfo as Zone
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from console.exchange.workbook.bounds import BOUNDS
from console.exchange.workbook.cell_texts import guarded
from console.exchange.workbook.escapes import escaped
from console.exchange.workbook.reading import StepRow
from console.exchange.workbook.site_clock import instants, local_text
from console.exchange.workbook.spelling import unprintable

HEADINGS = (
    "Room", "Station", "Batch", "Recipe", "Step", "Planned start", "Planned end", "Actual start", "Actual end", "Status",
    "People", "Note",
)  # fmt: skip
_WIDTHS = (8, 8, 16, 18, 30, 20, 20, 20, 20, 10, 30, 50)


def write_xlsx(rows: Iterable[StepRow], zone: Zone) -> bytes:
    """The rows as a workbook with one sheet, `Board`; a time that the clock shows twice is written out with its offset."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Board")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.append([_text_cell(sheet, title) for title in HEADINGS])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value, zone) for value in _values(row)])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def write_csv(rows: Iterable[StepRow], zone: Zone, mark: str = ",") -> bytes:
    """The rows as CSV in UTF-8 with its mark, so that spreadsheets see the letters; `mark` parts the cells."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=mark, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([_csv_cell(value, zone) for value in _values(row)])
    return text.getvalue().encode("utf-8-sig")


def _values(row: StepRow) -> Iterator[str | datetime | None]:
    yield from (row.lane, row.station, row.batch, row.recipe, row.label)
    yield from (row.planned_start, row.planned_end, row.started_at, row.finished_at)
    yield from (row.status, "; ".join(row.people), row.note)


def _xlsx_cell(sheet: Any, value: str | datetime | None, zone: Zone) -> Any:
    if not value:
        return None
    if isinstance(value, str):
        return _text_cell(sheet, value)
    local = value.astimezone(zone).replace(tzinfo=None, microsecond=0, fold=0)
    if len(instants(local, zone)) != 1:
        return _text_cell(sheet, local_text(value.replace(microsecond=0), zone))
    cell = WriteOnlyCell(sheet, local)
    cell.number_format = "yyyy-mm-dd hh:mm:ss" if local.second else "yyyy-mm-dd hh:mm"
    return cell


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, escaped(_safe(text)))
    cell.data_type = "s"  # a text that begins with = would otherwise be written as a formula
    return cell


def _csv_cell(value: str | datetime | None, zone: Zone) -> str:
    if not value:
        return ""
    return _safe(value) if isinstance(value, str) else local_text(value.replace(microsecond=0), zone)


def _safe(text: str) -> str:
    shown = "".join(c for c in text if not unprintable(c, joiners=True))
    return guarded(shown)[: BOUNDS.text]
