"""Columns by number and by letter, as a spreadsheet shows them."""

from __future__ import annotations


def column_letters(column: int) -> str:
    """The letters of a column counted from 1, such as AB for 28; empty for 0."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
