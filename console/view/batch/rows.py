"""Rows of tables as plain values: what stands in each cell, and which mark a row carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "muted", "strong"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key, its cells as words, the sign of its mark (1 2 3 4 H or none), and how it is written."""

    key: str
    cells: tuple[str, ...]
    sign: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
