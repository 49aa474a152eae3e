"""What a chart says once it has left the screen: a picture its site and instant, pages its answer, its drawing and its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.report import tree
from console.report.tree import Block, Document, Picture, Section, Words
from console.view.charts.tables import Table
from console.view.site_class import CLASS_WORDS
from console.view.spoken import stamp

MOST_ROWS = 400
"""More rows than this are read in the CSV, not on paper; the paper says so."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The site, its class and the instant a picture was made at; empty parts are left out."""

    site: str = ""
    site_class: str = ""
    made_at: datetime | None = None
    zone: ZoneInfo | None = None
    program: str = ""

    @property
    def mark(self) -> str:
        """The class with what it means."""
        said = CLASS_WORDS.get(self.site_class, "")
        return f"{self.site_class}. {said}" if said else self.site_class

    @property
    def foot(self) -> str:
        """Site, instant and program in one line."""
        made = f"made {stamp(self.made_at, self.zone)}" if self.made_at and self.zone else ""
        return " · ".join(part for part in (self.site, made, self.program) if part)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart on paper: its title, its answer, the table behind it; `drawing` names its picture, `high` % of its width high."""

    title: str
    answer: str
    table: Table
    drawing: str = ""
    high: int = 50


def charts_document(title: str, charts: Sequence[Chart], imprint: tree.Imprint) -> Document:
    """The charts as a report, one section each."""
    sections = tuple(Section(chart.title or chart.table.title, tuple(_blocks(chart))) for chart in charts)
    return Document(title, "Each chart with its answer and the table behind it.", imprint, (), sections)


def _blocks(chart: Chart) -> Iterator[Block]:
    if chart.answer:
        yield Words(chart.answer)
    if chart.drawing:
        yield Picture(chart.drawing, "", chart.high)
    table = chart.table
    if table.columns:
        yield tree.Table(table.columns, table.rows[:MOST_ROWS], table.numbers, "No row stands behind it.")
    left = len(table.rows) - MOST_ROWS
    if left > 0:
        yield Words(f"{left:,} more rows are in the table kept as CSV.")
