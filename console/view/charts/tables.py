"""The table behind every chart, and the same table as CSV."""

import csv
from dataclasses import dataclass
from io import StringIO

from console.report.plain import harmless


@dataclass(frozen=True, slots=True)
class Table:
    """What a chart shows, row by row, as text; `numbers` names the columns read from the right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


def number(value: float, digits: int = 1) -> str:
    """A number for a table with a plain minus and point; empty for none."""
    return "" if value != value else f"{round(value, digits) + 0.0:.{digits}f}"


def as_csv(table: Table) -> str:
    """The table as CSV with a heading line (RFC 4180); a text a spreadsheet would run as a formula is quoted by '."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([[harmless(cell) for cell in row] for row in table.rows])
    return out.getvalue()
