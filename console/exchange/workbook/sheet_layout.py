"""What the reading library does not tell while streaming: merged areas, hidden rows and columns, rows out of order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from console.exchange.workbook.bounds import Bounds
from console.exchange.workbook.sheets import Area, Unfit

_YES = ("1", "true")
_CHUNK = 1 << 16


@dataclass
class Layout:
    """The layout of one sheet, gathered element by element."""

    sheet: str
    bounds: Bounds
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    last: int = 0

    def start(self, name: str, told: dict[str, str]) -> None:
        """Take in one element; raises Unfit when rows stand out of order."""
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row(told)
        elif tag == "mergeCell" and len(self.merged) < self.bounds.rows:
            left, top, right, bottom = range_boundaries(told.get("ref", "A1"))
            self.merged.append(Area(top, left, bottom, right))
        elif tag == "col" and told.get("hidden") in _YES:
            first, final = int(told.get("min", "1")), int(told.get("max", "1"))
            self.hidden_columns.update(range(first, min(final, self.bounds.columns) + 1))

    def _row(self, told: dict[str, str]) -> None:
        row = int(told["r"]) if "r" in told else self.last + 1
        if row <= self.last:
            why = f"row {row} stands below row {self.last}"
            raise Unfit("file.broken", "the workbook is damaged", why, "Save it again", self.sheet)
        self.last = row
        if told.get("hidden") in _YES:
            self.hidden_rows.add(row)


def read_layout(stream: IO[bytes], sheet: str, bounds: Bounds) -> Layout:
    """The layout of a sheet's XML; a document type, which could hold entities that multiply, is refused."""
    layout = Layout(sheet, bounds)
    parser = expat.ParserCreate()
    parser.StartElementHandler = layout.start
    parser.StartDoctypeDeclHandler = _refused
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return layout


def _refused(*_: object) -> None:
    raise Unfit("file.broken", "the workbook is damaged", "it declares entities, which no workbook does")
