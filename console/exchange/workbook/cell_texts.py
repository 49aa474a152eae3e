"""Words in cells: taken as they stand when they are plain words, refused when they compute or hide something."""

from __future__ import annotations

import re

from console.exchange.workbook.bounds import BOUNDS
from console.exchange.workbook.clocks import Unreadable
from console.exchange.workbook.sheets import Cell, Kind
from console.exchange.workbook.spelling import tidy, tidy_lines, unprintable

_DANGEROUS = tuple("=+-@＝＋－＠")
_COMPUTES = re.compile(r"\s*(?:[=＝]|[+\-@＋－＠]\s*[A-Za-z_.]+\(|[=+\-@＝＋－＠].*\|.*!)", re.DOTALL)
NOTHING = frozenset({"-", "--", "–", "—", "n/a", "na", "n.a.", "none", "nil"})


def guarded(text: str) -> str:
    """A text as it may be written into a cell: with an apostrophe before what a spreadsheet could compute."""
    return f"'{text}" if _armed(text) else text


def unguarded(text: str) -> str:
    """The text before it was guarded."""
    return text[1:] if text.startswith("'") and _armed(text[1:]) else text


def _armed(text: str) -> bool:
    return text.lstrip("' \t\r\n\u00a0").startswith(_DANGEROUS)


def says_nothing(cell: Cell) -> bool:
    """Whether the cell holds one of the marks people write for `nothing`."""
    return cell.kind is Kind.TEXT and str(cell.held).strip().lower() in NOTHING


def read_words(cell: Cell, wanted: str) -> str:
    """One line of words or a number as words; raises Unreadable. `wanted` names what is needed, such as `a room`."""
    if cell.kind in (Kind.MOMENT, Kind.DAY, Kind.CLOCK, Kind.SPAN, Kind.TRUTH):
        raise Unreadable("cell.kind", f"not {wanted}", "the cell holds a date, a time or a truth value", "Format it as text")
    return tidy(_plain(cell))


def read_lines(cell: Cell) -> str:
    """A remark, line by line; a date in it is taken as it is shown."""
    return tidy_lines(_plain(cell, joiners=True))


def read_name_text(cell: Cell) -> str:
    """Names, still unparted; line breaks stay, they part names."""
    if cell.kind is not Kind.TEXT:
        read_words(cell, "a name")
    return tidy_lines(_plain(cell, joiners=True))


def check_plain(cell: Cell) -> None:
    """Raise Unreadable when the cell computes, failed to compute, or holds a character that cannot be seen."""
    _plain(cell)


def _plain(cell: Cell, joiners: bool = False) -> str:
    if cell.kind is Kind.FORMULA:
        raise Unreadable("cell.formula", "formula", "what it gives is not in the file for certain", "Paste it as a value")
    if cell.kind is Kind.BROKEN:
        raise Unreadable("cell.broken", "a formula that failed", "the cell holds an error value", "Write the value")
    text = cell.shown
    if cell.kind is not Kind.TEXT:
        return text
    if len(text) > BOUNDS.text:
        raise Unreadable("cell.long", "too long", f"{len(text):,} characters, at most {BOUNDS.text:,} are read", "Shorten it")
    if hidden := unprintable(text, joiners):
        raise Unreadable("cell.control", "control characters", f"it holds {hidden}, which cannot be seen", "Type it anew")
    if not text.startswith("'") and _COMPUTES.match(text):
        raise Unreadable("cell.formula", "formula in text", "a spreadsheet would compute it", "Write it without the sign before it")
    return unguarded(text.strip())
