"""One row of a board: each cell is read, or says why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from console.exchange.workbook.cell_texts import NOTHING, read_lines, read_name_text, read_words, says_nothing
from console.exchange.workbook.clocks import Unreadable
from console.exchange.workbook.drafts import Draft
from console.exchange.workbook.headings import Headings
from console.exchange.workbook.reading import StepRow
from console.exchange.workbook.sheets import Cell
from console.exchange.workbook.spelling import fold, tidy
from console.exchange.workbook.time_cells import TimeReader
from console.exchange.workbook.vocabulary import RecipeWords, Vocabulary

_SURE_PARTS = re.compile(r"\s*[;\n/|&+]\s*|\s+(?:and|und|et)\s+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){1,3}|[^\W\d_]")
_NEEDED = (("batch", "a batch"), ("room", "a room or desk"), ("step", "a step"))


class RowReader:
    """Reads the rows under one row of headings."""

    def __init__(self, sheet: str, headings: Headings, vocabulary: Vocabulary, times: TimeReader) -> None:
        self._sheet, self._headings, self._words, self._times = sheet, headings, vocabulary, times

    def read(self, row: int, cells: Mapping[int, Cell]) -> Draft:
        """The row as a draft, its faults in it."""
        draft = Draft(self._sheet, row)
        draft.batch = self._word(draft, cells, "batch", "a batch")
        draft.label = self._word(draft, cells, "step", "a step")
        self._room(draft, cells)
        self._station(draft, cells)
        if text := self._word(draft, cells, "recipe", "a recipe"):
            draft.recipe = self._words.recipes.get(fold(text))
            if draft.recipe is None:
                self._unknown(draft, "recipe", text, self._words.recipe_by_id)
        if text := self._word(draft, cells, "status", "a state"):
            draft.status = self._words.status(text)
            if not draft.status:
                self._unknown(draft, "status", text, self._words.statuses)
        self._times.read(draft, cells)
        draft.people = self._people(draft, cells)
        draft.note = self._note(draft, cells)
        have = {"batch": draft.batch, "room": draft.place.lane, "step": draft.label}
        for name, wanted in _NEEDED:
            if not have[name] and name not in draft.failed:
                self._missing(draft, name, f"each row needs {wanted}")
        return draft

    def finish(self, draft: Draft, recipe: RecipeWords | None) -> StepRow | None:
        """The draft as a row, its steps matched in the recipe of its batch; None when anything of it failed."""
        if recipe is None and "recipe" not in draft.failed and draft.batch:
            self._missing(draft, "recipe", "neither this row nor another of its batch names one")
        codes = recipe.codes(draft.label) if recipe and draft.label else ()
        if recipe and draft.label and not codes:
            self._unknown(draft, "step", draft.label, recipe.by_word)
        if draft.failed or recipe is None:
            return None
        return StepRow(
            draft.sheet, draft.row, draft.batch, recipe.id, draft.place.lane, codes, draft.label, draft.status,
            station=draft.place.station, people=draft.people, note=draft.note, **draft.times,
        )  # fmt: skip

    def _missing(self, draft: Draft, name: str, why: str) -> None:
        columns = self._headings.of(name)
        wrong = Unreadable(f"{name}.missing", f"{name} missing", why, "Fill it in")
        draft.report(wrong, name, columns[0] if columns else 0)

    def column(self, name: str) -> int:
        """The column in which a field stands, 0 where it stands in none."""
        return next(iter(self._headings.of(name) or self._headings.of("start")), 0)

    def _unknown(self, draft: Draft, name: str, text: str, known: Iterable[str]) -> None:
        held = sorted(set(known))
        if len(held) <= 20 and name not in ("status", "step"):
            instead = f"The site has {', '.join(held)}"
        else:
            close = get_close_matches(fold(text), held, n=1, cutoff=0.75)
            instead = f"Did you mean {close[0]}?" if close else ""
        wrong = Unreadable(f"{name}.unknown", f"unknown {name}", f"the site knows no {name} of this name", instead)
        draft.report(wrong, name, draft.columns.get(name, 0), text)

    def _word(self, draft: Draft, cells: Mapping[int, Cell], name: str, wanted: str) -> str:
        """The words of a field's cell; empty when it is empty or failed."""
        cell = next((cells[n] for n in self._headings.of(name) if n in cells), None)
        if cell is None or says_nothing(cell):
            return ""
        draft.columns[name] = cell.column
        try:
            return read_words(cell, wanted)
        except Unreadable as wrong:
            draft.report(wrong, name, cell.column, cell.shown)
            return ""

    def _room(self, draft: Draft, cells: Mapping[int, Cell]) -> None:
        if not self._headings.has("room"):
            draft.place = self._words.place(self._sheet) or draft.place
        elif text := self._word(draft, cells, "room", "a room"):
            place = self._words.place(text)
            if place is None:
                self._unknown(draft, "room", text, (p.lane for p in self._words.places.values()))
            else:
                draft.place = place

    def _station(self, draft: Draft, cells: Mapping[int, Cell]) -> None:
        text = self._word(draft, cells, "station", "a station")
        if not text or not draft.place.lane:
            return
        known = {fold(s): s for s in self._words.stations.get(draft.place.lane, ())}
        known |= {w: p.station for w, p in self._words.places.items() if p.lane == draft.place.lane and p.station}
        station = known.get(fold(text)) or known.get(fold(text).removeprefix("station "))
        if station is None:
            self._unknown(draft, "station", text, known.values())
        elif draft.place.station not in ("", station):
            wrong = Unreadable("station.two", "two stations", f"the room column says {draft.place.station}", "Mend one of them")
            draft.report(wrong, "station", draft.columns["station"], text)
        else:
            draft.place = replace(draft.place, station=station)

    def _people(self, draft: Draft, cells: Mapping[int, Cell]) -> tuple[str, ...]:
        names: list[str] = []
        for cell in self._several(cells, "people"):
            try:
                names += parted_names(read_name_text(cell))
            except Unreadable as wrong:
                draft.report(wrong, "people", cell.column, cell.shown)
        return tuple(dict.fromkeys(names))

    def _note(self, draft: Draft, cells: Mapping[int, Cell]) -> str:
        notes = []
        for cell in self._several(cells, "note"):
            try:
                notes.append(read_lines(cell))
            except Unreadable as wrong:
                draft.report(wrong, "note", cell.column, cell.shown)
        return "\n".join(n for n in notes if n)

    def _several(self, cells: Mapping[int, Cell], name: str) -> list[Cell]:
        found = [cells[n] for n in self._headings.of(name) if n in cells]
        return [cell for cell in found if not says_nothing(cell)]


def parted_names(text: str) -> list[str]:
    """The names in one cell, first name first; a comma parts names unless it stands inside one (`Berg, O.`)."""
    parts = [[p for p in re.split(r"\s*,\s*", part.strip()) if p] for part in _SURE_PARTS.split(text)]
    parts = [pieces for pieces in parts if pieces]
    if _SURE_PARTS.search(text) and all(len(pieces) == 2 for pieces in parts):
        return [tidy(f"{first} {surname}") for surname, first in parts]
    names: list[str] = []
    for pieces in parts:
        own: list[str] = []
        for piece in pieces:
            if own and _INITIALS.fullmatch(piece) and " " not in own[-1] and len(own[-1]) > 1:
                own[-1] = f"{piece} {own[-1]}"
            else:
                own.append(piece)
        names += own
    return [tidy(name) for name in names if name.lower() not in NOTHING]
