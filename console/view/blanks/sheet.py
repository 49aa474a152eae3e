"""One sheet as it lies beside the keyboard: its hours, its printed lines, and the free rows somebody wrote on."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from console.domain.blanks import Blank, BlankLine
from console.domain.floor import Floor
from console.view.blanks.draft import Draft
from console.view.blanks.times import Hours

FREE = "+"
"""What the numbers of free rows begin with, as on paper: +1 is the first one below the printed lines."""

BATCH, STEP = "batch", "step"
"""The fields that say what a free row is about."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, the floor it is keyed into, and the site's zone."""

    blank: Blank
    floor: Floor
    zone: ZoneInfo

    @property
    def hours(self) -> Hours:
        """The hours it was issued for."""
        return Hours(self.blank.from_at, self.blank.until_at, self.zone)

    def lines(self, draft: Draft) -> tuple[BlankLine, ...]:
        """The printed lines, and below them the free rows that were begun."""
        return (*self.blank.lines, *(self.free(row, draft) for row in free_rows(draft)))

    def line(self, name: str, draft: Draft) -> BlankLine | None:
        """The line of this number, printed or free, or None."""
        return next((line for line in self.lines(draft) if line.id == name), None)

    def free(self, row: str, draft: Draft) -> BlankLine:
        """A free row as the recipe tells the step that was written on it; nothing but its number where that is not known."""
        batch, step = draft.text(row, BATCH), draft.text(row, STEP)
        found = self.floor.batches.get(batch)
        recipe = self.floor.recipe_of(found) if found is not None else None
        told = recipe.by_code.get(step) if recipe is not None else None
        if found is None or told is None:
            return BlankLine(row, batch, step, "")
        have = found.steps.get(step)
        started = have.started_at if have is not None and not have.over else None
        return BlankLine(
            row, batch, step, told.title, found.coi_tail, started_at=started, role=told.role, verified=told.verified,
            values=told.limits,
        )  # fmt: skip

    def batches(self) -> tuple[tuple[str, str], ...]:
        """The batches a free row may speak of, by number, with the last four of their identity."""
        live = [batch for batch in self.floor.batches.values() if batch.live]
        named = [(b.id, f"{b.id} · COI …{b.coi_tail}" if b.coi else b.id) for b in live]
        return tuple(sorted(named))

    def steps(self, batch: str) -> tuple[tuple[str, str], ...]:
        """The steps of a batch in the recipe's order."""
        found = self.floor.batches.get(batch)
        recipe = self.floor.recipe_of(found) if found is not None else None
        if found is None or recipe is None:
            return ()
        return tuple((told.code, told.title) for told in recipe.steps if told.code in found.steps)

    def places(self) -> tuple[tuple[str, str], ...]:
        """Stations and instruments of the sheet's room, as key and words; the key is station and instrument with a bar between."""
        facility = self.floor.facility
        room = next((r for r in facility.rooms if r.id == self.blank.room), None) if facility is not None else None
        if facility is None or room is None:
            return ()
        found = []
        for station in room.stations:
            found.append((f"{station}|", f"station {station}"))
            here = [i for i in facility.instruments if (i.room, i.station) == (room.id, station)]
            found += [(f"{station}|{i.id}", f"station {station}, {i.title}") for i in here]
        return tuple(found)


def is_free(row: str) -> bool:
    """Whether a line is a free row."""
    return row.startswith(FREE) and row[len(FREE) :].isdigit()


def free_rows(draft: Draft) -> tuple[str, ...]:
    """The free rows in which anything stands, in their order."""
    found = {key.partition("/")[0] for key, text in draft.texts.items() if text}
    return tuple(sorted((row for row in found if is_free(row)), key=lambda row: int(row[len(FREE) :])))


def next_free(draft: Draft) -> str:
    """The number of the next free row."""
    rows = free_rows(draft)
    return f"{FREE}{1 + max((int(row[len(FREE) :]) for row in rows), default=0)}"
