"""One sheet with a board: which rows are steps, which are sums, captions or headings again, and what was merged or hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo as Zone

from console.exchange.workbook.clocks import DayOrder, says_half
from console.exchange.workbook.columns import column_letters
from console.exchange.workbook.drafts import Draft
from console.exchange.workbook.headings import TIMES, Headings, headings_of
from console.exchange.workbook.reading import Fault, Weight
from console.exchange.workbook.row_reader import RowReader
from console.exchange.workbook.sheets import Area, Cell, Kind, Sheet
from console.exchange.workbook.spelling import fold, unprintable
from console.exchange.workbook.time_cells import TimeReader
from console.exchange.workbook.vocabulary import Vocabulary
from console.exchange.workbook.words import heading_words

_NAMED = {"batch", "step", "room", "recipe", "status"}


@dataclass(frozen=True)
class SheetReading:
    """The rows of one sheet as drafts, each with the reader of the headings it stands under."""

    sheet: Sheet
    drafts: tuple[tuple[Draft, RowReader], ...]


def read_sheet(
    sheet: Sheet, headings: Headings, words: Vocabulary, zone: Zone, order: DayOrder, faults: list[Fault]
) -> SheetReading:
    """Every row below the headings; what concerns headings, merged and hidden cells goes to `faults`."""
    told = _Told(sheet, faults)
    spread = _spread(sheet, headings, told)
    drafts: list[tuple[Draft, RowReader]] = []
    reader: RowReader | None = None
    hidden: list[int] = []
    for number, cells in sheet.rows:
        if number < headings.row:
            continue
        again = headings if reader is None else _again(number, cells, sheet)
        if again is not None:
            headings = again
            _headings_told(headings, sheet, told, words.place(sheet.name) is not None, first=reader is None)
            halves = _halves(sheet, headings)
            reader = RowReader(sheet.name, headings, words, TimeReader(headings, zone, order, halves))
            if number == headings.row:
                continue
        filled = cells | spread.get(number, {})
        if reason := _no_step(filled, headings, sheet.merged, number):
            first = min(filled)
            told(Weight.FINDING, "row.aside", number, first, filled[first].shown, "line not read", reason)
        elif reader is not None:
            draft = reader.read(number, filled)
            drafts.append((draft, reader))
            hidden += [number] if number in sheet.hidden_rows else []
    if hidden:
        rows = _ranges(hidden)
        told(Weight.FINDING, "row.hidden", hidden[0], 0, rows, "rows hidden in the workbook", "they are read like the others")
    return SheetReading(sheet, tuple(drafts))


class _Told:
    """Writes faults of one sheet."""

    def __init__(self, sheet: Sheet, faults: list[Fault]) -> None:
        self._sheet, self._faults = sheet, faults

    def __call__(
        self, weight: Weight, rule: str, row: int, column: int, value: str, what: str, why: str, instead: str = ""
    ) -> None:
        self._faults.append(Fault(weight, rule, self._sheet.name, row, column, "", value[:120], what, why, instead))


def _again(number: int, cells: Mapping[int, Cell], sheet: Sheet) -> Headings | None:
    """A row of headings further down, as where every week or printed page has its own."""
    if len(cells) < 3 or any(c.kind is not Kind.TEXT or any(x.isdigit() for x in c.shown) for c in cells.values()):
        return None
    found = headings_of(number, cells, {}, sheet.merged)
    return found if found and found.complete else None


def _headings_told(headings: Headings, sheet: Sheet, told: Callable[..., None], named: bool, first: bool) -> None:
    """Columns that claim the same, columns that are not read, and what no column says."""
    row = headings.row
    for n, rival in headings.doubled.items():
        why = f"column {column_letters(rival)} ({headings.titles[rival]}) says the same"
        told(Weight.ERROR, "heading.double", row, n, headings.titles[n], "two columns for one thing", why, "Rename one")
    for n, column in headings.columns.items():
        if sign := unprintable(headings.titles[n]):
            why = f"it holds {sign}, which cannot be seen"
            told(
                Weight.ERROR,
                "cell.control",
                row,
                n,
                headings.titles[n],
                f"control characters over the {column.field}",
                why,
                "Type it anew",
            )
    if not headings.has("room") and named:
        told(Weight.FINDING, "room.sheet", row, 0, sheet.name, "no column for the room", "the sheet's name is the room of its rows")
    elif not headings.has("room"):
        told(Weight.ERROR, "heading.missing", row, 0, "", "no column for the room", "each step is somewhere", "Name the column")
    if not first:
        return
    for n in headings.idle:
        told(Weight.FINDING, "column.aside", row, n, headings.titles[n], "column not read", "its heading is not known")
    for n, rival in headings.outranked.items():
        why = f"column {column_letters(rival)} ({headings.titles[rival]}) is read instead"
        told(Weight.FINDING, "column.aside", row, n, headings.titles[n], "column not read", why)
    beyond = {n for _, cells in sheet.rows if _ > row for n in cells} - set(headings.titles)
    for n in sorted(beyond):
        told(Weight.FINDING, "column.aside", row, n, "", "column not read", "it has no heading")
    for n in sorted(sheet.hidden_columns & set(headings.columns)):
        why = "it is read like the others"
        told(Weight.FINDING, "column.hidden", row, n, headings.titles[n], "column hidden in the workbook", why)


def _no_step(cells: Mapping[int, Cell], headings: Headings, merged: Iterable[Area], number: int) -> str:
    """Why a row is no step: a sum, a caption over the table's breadth or a lone remark; empty when it is one."""
    own = {n: c for n, c in cells.items() if not c.spread}
    if not own:
        return "only cells merged with rows above stand in it"
    first = own[min(own)]
    said = {c.field for n, c in headings.columns.items() if n in own}
    totals = heading_words().totals
    summed = first.kind is Kind.TEXT and (fold(first.shown) in totals or _sum_line(first, totals))
    if summed and not {"batch", "step"} <= said:
        return "it is a sum"
    if all(c.kind in (Kind.FORMULA, Kind.NUMBER) for c in own.values()) and not {"batch", "step"} & said:
        return "it is a sum"
    breadth = [a for a in merged if a.top == number and a.right - a.left > 1]
    if len(own) == 1 and (first.kind is Kind.TEXT or first.kind is Kind.NUMBER):
        return "a single cell is filled" if not breadth else "it is a caption"
    if {"batch", "step"} <= said or said.intersection(TIMES) or len(said & _NAMED) > 2:
        return ""
    return "it says too little to be a step"


def _sum_line(cell: Cell, totals: frozenset[str]) -> bool:
    """Whether a text opens with a word for sums followed by figures, as in `Total: 45 steps`."""
    head, _, rest = cell.shown.partition(":")
    return bool(rest) and fold(head) in totals


def _spread(sheet: Sheet, headings: Headings, told: Callable[..., None]) -> dict[int, dict[int, Cell]]:
    """The cells that stand, merged, for the rows below them; one merged over two columns can be read in two ways."""
    filled = dict(sheet.rows)
    found: dict[int, dict[int, Cell]] = {}
    for area in sheet.merged:
        source = filled.get(area.top, {}).get(area.left)
        covered = [n for n in range(area.left, area.right + 1) if n in headings.columns]
        if area.top <= headings.row or source is None or not covered:
            continue
        others = [n for n in filled[area.top] if not area.left <= n <= area.right]
        if len(covered) > 1:
            if others:
                letters = " and ".join(column_letters(n) for n in covered)
                why = f"it stands for columns {letters}"
                told(Weight.ERROR, "cell.merged", area.top, area.left, source.shown, "merged cell", why, "Unmerge it and fill each")
            continue
        for row in range(area.top + 1, min(area.bottom, max(filled)) + 1):
            found.setdefault(row, {})[area.left] = replace(source, row=row, spread=True)
        if area.bottom > area.top:
            why = f"it is read for rows {area.top} to {area.bottom}"
            told(Weight.FINDING, "cell.spread", area.top, area.left, source.shown, "merged cell", why)
    return found


def _halves(sheet: Sheet, headings: Headings) -> frozenset[int]:
    """The time columns in which some cell below the headings says am or pm."""
    times = [n for n, c in headings.columns.items() if c.field in TIMES]
    return frozenset(n for n in times if any(n in cells and says_half(cells[n]) for row, cells in sheet.rows if row > headings.row))


def _ranges(rows: list[int]) -> str:
    """Row numbers as people write them, such as 5–9, 12."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
