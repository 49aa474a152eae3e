"""A text file of rows as a sheet: comma, semicolon or tab, found by which of them makes the headings readable."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable

from console.exchange.workbook.bounds import BOUNDS, Bounds
from console.exchange.workbook.sheets import Cell, Kind, Sheet, Unfit

_SAID = re.compile(r"\Asep=([,;\t|])\r?\n", re.IGNORECASE)
_MARKS = ",;\t|"


def read_delimited(content: bytes, score: Callable[[Sheet], int], bounds: Bounds = BOUNDS) -> tuple[Sheet, ...]:
    """The file as one nameless sheet, parted by the mark under which `score` is highest; raises Unfit when it is no text.

    Bytes are UTF-8, or UTF-16 with its mark; other codings are refused, since they cannot be told apart surely.
    """
    text = _text(content)
    said = _SAID.match(text)
    if said:
        return (_sheet(text[said.end() :], said.group(1), bounds, skipped=1),)
    found: list[tuple[int, int, Sheet]] = []
    trouble: Unfit | None = None
    for rank, mark in enumerate(_MARKS):
        if mark not in text and mark != ",":
            continue
        try:
            sheet = _sheet(text, mark, bounds)
        except Unfit as wrong:
            trouble = trouble or wrong
            continue
        found.append((score(sheet), -rank, sheet))
    if not found:
        raise trouble or Unfit("file.empty", "the file is empty", "there is nothing to read")
    return (max(found, key=lambda f: f[:2])[2],)


def _text(content: bytes) -> str:
    coding = "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        coding = "utf-16"
    try:
        text = content.decode(coding)
    except UnicodeDecodeError as wrong:
        why = f"byte {wrong.start} is not {wrong.encoding.upper()}"
        raise Unfit("file.coding", "the letters cannot be read surely", why, "Save it as CSV UTF-8") from wrong
    text = text.lstrip("\ufeff")  # some programs write the mark twice
    if "\0" in text:
        raise Unfit("file.kind", "this is not a text file", "it holds zero bytes", "Save it as .xlsx or CSV UTF-8")
    if re.match(r"\s*<(?:!doctype|html|\?xml|table)", text, re.IGNORECASE):
        raise Unfit("file.kind", "this is a web page, not a table", "it begins with <", "Save it as .xlsx or CSV UTF-8")
    return text


def _sheet(text: str, mark: str, bounds: Bounds, skipped: int = 0) -> Sheet:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[tuple[int, dict[int, Cell]]] = []
    cells = 0
    number = skipped
    try:
        for number, values in enumerate(reader, start=1 + skipped):
            filled = {n: Cell(number, n, Kind.TEXT, v, v) for n, v in enumerate(values, start=1) if v.strip()}
            if not filled:
                continue
            cells += len(filled)
            if len(rows) >= bounds.rows or cells > bounds.cells:
                raise Unfit("file.rows", "the file is too long", f"at most {bounds.rows:,} rows are read", "Split it")
            if max(filled) > bounds.columns:
                raise Unfit("file.columns", "the file has too many columns", f"at most {bounds.columns} are read")
            rows.append((number, filled))
    except csv.Error as wrong:
        raise Unfit("file.broken", f"line {number + 1} cannot be parted into cells", str(wrong), "Save it again") from wrong
    return Sheet("", tuple(rows))
