"""A supervisor's own workbook, read whole: every row that is a step, and every cell that cannot be read surely."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo as Zone

from console.exchange.workbook.bounds import BOUNDS, Bounds, file_kind
from console.exchange.workbook.clocks import DayOrder
from console.exchange.workbook.contradictions import contradictions, duplicates
from console.exchange.workbook.delimited import read_delimited
from console.exchange.workbook.drafts import Draft
from console.exchange.workbook.headings import TIMES, find_headings
from console.exchange.workbook.packed import read_packed
from console.exchange.workbook.reading import Fault, Reading, StepRow, Weight
from console.exchange.workbook.row_reader import RowReader
from console.exchange.workbook.sheet_reader import SheetReading, read_sheet
from console.exchange.workbook.sheets import Sheet, Unfit
from console.exchange.workbook.spelling import fold
from console.exchange.workbook.vocabulary import RecipeWords, Vocabulary


@dataclass(frozen=True)
class Wish:
    """How a file is to be read: the site's words and zone, the person's word on dates in figures, one sheet or all."""

    words: Vocabulary
    zone: Zone
    order: DayOrder = DayOrder.UNSAID
    sheet: str = ""
    bounds: Bounds = BOUNDS


def read_content(name: str, content: bytes, wish: Wish) -> Reading:
    """What the file says; a file that cannot be read at all gives a Reading with that one error."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        sheets = _sheets(name, content, wish)
    except Unfit as wrong:
        fault = Fault(Weight.ERROR, wrong.rule, wrong.sheet, 0, 0, "", "", wrong.what, wrong.why, wrong.instead)
        return Reading(name, digest, errors=(fault,))
    return _joined(name, digest, sheets, wish)


def _sheets(name: str, content: bytes, wish: Wish) -> tuple[Sheet, ...]:
    if file_kind(name, content, wish.bounds) == "csv":
        return read_delimited(content, _understood, wish.bounds)
    sheets = read_packed(content, wish.bounds)
    if wish.sheet:
        chosen = tuple(s for s in sheets if fold(s.name) == fold(wish.sheet))
        if not chosen:
            held = ", ".join(s.name for s in sheets)
            raise Unfit("file.sheet", f"no sheet is called {wish.sheet}", f"the workbook holds {held}")
        return chosen
    return sheets


def _understood(sheet: Sheet) -> int:
    headings = find_headings(sheet)
    return headings.score if headings else 0


def _joined(name: str, digest: str, sheets: tuple[Sheet, ...], wish: Wish) -> Reading:
    faults: list[Fault] = []
    read = [r for r in (_read(sheet, sheets, wish, faults) for sheet in sheets) if r is not None]
    recipes = _recipes([d for r in read for d, _ in r.drafts], wish.words)
    rows: list[StepRow] = []
    for reading in read:
        for draft, reader in reading.drafts:
            rows += _finished(draft, reader, recipes, wish.words)
            faults += draft.faults
    readers = {(d.sheet, d.row): reader for r in read for d, reader in r.drafts}
    rows, doubled = _without_duplicates(rows)
    faults += doubled
    faults += contradictions(rows, wish.words, wish.zone, lambda row, field: readers[(row.sheet, row.row)].column(field))
    place = {sheet.name: n for n, sheet in enumerate(sheets)}
    faults.sort(key=lambda f: (place.get(f.sheet, -1), f.row, f.column))
    errors = [f for f in faults if f.weight is Weight.ERROR]
    if not read and not errors:
        errors.append(_no_headings(sheets))
    elif not rows and not errors:
        errors.append(_whole("file.nothing", "no step was found", "there are headings but no rows under them"))
    findings = [f for f in faults if f.weight is Weight.FINDING]
    limit = wish.bounds.faults
    kept = tuple(r.sheet.name for r in read)
    return Reading(name, digest, kept, tuple(rows), _capped(errors, limit), _capped(findings, limit))


def _read(sheet: Sheet, sheets: tuple[Sheet, ...], wish: Wish, faults: list[Fault]) -> SheetReading | None:
    """One sheet, or None (with a finding) when it is hidden or holds no board."""
    headings = find_headings(sheet)
    if headings is None or not headings.complete:
        if sheet.rows and len(sheets) > 1:
            faults.append(_aside(sheet, "no row of headings with batch, step and a time"))
        return None
    if sheet.hidden and not wish.sheet and any(not s.hidden for s in sheets):
        faults.append(_aside(sheet, "it is hidden; name it to read it"))
        return None
    return read_sheet(sheet, headings, wish.words, wish.zone, wish.order, faults)


def _recipes(drafts: list[Draft], words: Vocabulary) -> dict[str, RecipeWords]:
    """The recipe of each batch: what the site knows of it, else what the rows that name one say."""
    found = {d.batch: d.recipe for d in reversed(drafts) if d.batch and d.recipe}
    known = {b: words.recipe_by_id[r] for b, r in words.batches.items() if r in words.recipe_by_id}
    return found | known


def _finished(draft: Draft, reader: RowReader, recipes: Mapping[str, RecipeWords], words: Vocabulary) -> list[StepRow]:
    of_batch = recipes.get(draft.batch)
    recipe = draft.recipe or of_batch
    if draft.recipe and of_batch and draft.recipe.id != of_batch.id and not draft.failed:
        known = "the site has it" if draft.batch in words.batches else "an earlier row has it"
        draft.contradict(f"batch {draft.batch} under two recipes", f"{known} as {of_batch.id}")
    row = reader.finish(draft, recipe if "recipe" not in draft.failed else None)
    return [row] if row else []


def _without_duplicates(rows: list[StepRow]) -> tuple[list[StepRow], list[Fault]]:
    faults = []
    doubled = set()
    for row, earlier in duplicates(rows):
        doubled.add((row.sheet, row.row))
        where = f"{earlier.sheet} row {earlier.row}" if earlier.sheet else f"row {earlier.row}"
        fault = Fault(
            Weight.ERROR, "row.duplicate", row.sheet, row.row, 0, "row", "", "exact duplicate row",
            f"it says the same as {where}", "Remove one",
        )  # fmt: skip
        faults.append(fault)
    return [r for r in rows if (r.sheet, r.row) not in doubled], faults


def _aside(sheet: Sheet, why: str) -> Fault:
    return Fault(Weight.FINDING, "sheet.aside", sheet.name, 0, 0, "", "", "sheet not read", why)


def _no_headings(sheets: tuple[Sheet, ...]) -> Fault:
    """Where the headings were looked for and what was missing there."""
    best = max(((h, s) for s in sheets if (h := find_headings(s))), key=lambda f: f[0].score, default=None)
    if best is None:
        return _whole("heading.none", "no row of headings was found", "a batch, a step and a time must each have a column")
    headings, sheet = best
    wanted = {"batch": ("batch",), "step": ("step",), "a start or an end": TIMES}
    missing = " and ".join(name for name, fields in wanted.items() if not headings.has(*fields))
    return Fault(
        Weight.ERROR, "heading.missing", sheet.name, headings.row, 0, "", "", f"no column for {missing}",
        "the headings of this row come nearest to a board's", "Name the column",
    )  # fmt: skip


def _whole(rule: str, what: str, why: str) -> Fault:
    return Fault(Weight.ERROR, rule, "", 0, 0, "", "", what, why)


def _capped(faults: list[Fault], limit: int) -> tuple[Fault, ...]:
    """The first faults and how many more there are: a file of another kind would fill the memory with complaints."""
    if len(faults) <= limit:
        return tuple(faults)
    more = Fault(faults[0].weight, "file.more", "", 0, 0, "", "", f"{len(faults) - limit:,} more", "only the first are listed")
    return (*faults[:limit], more)
