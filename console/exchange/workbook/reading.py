"""What came out of a workbook: its rows as reported, the cells that cannot be read, and what is worth knowing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.exchange.workbook.columns import column_letters


class Weight(StrEnum):
    """Errors refuse, findings inform."""

    ERROR = "error"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell, row or file that cannot be read, or reads clearly and is worth knowing; row and column count from 1.

    Row 0 speaks of the whole file or sheet, column 0 of the whole row.
    """

    weight: Weight
    rule: str
    sheet: str
    row: int
    column: int
    field: str
    value: str
    what: str
    why: str
    instead: str = ""

    @property
    def place(self) -> str:
        """Where a person finds it, such as `Board!D302`."""
        if not self.row:
            return self.sheet or "the file"
        spot = f"{column_letters(self.column)}{self.row}" if self.column else f"row {self.row}"
        return f"{self.sheet}!{spot}" if self.sheet else spot

    @property
    def sentence(self) -> str:
        """The fault in one line: place, what was found there, why it matters and what to do."""
        shown = f" {self.value!r}" if self.value else ""
        text = f"{self.place}{shown}: {self.what}: {self.why}"
        return f"{text}. {self.instead}" if self.instead else text


@dataclass(frozen=True, slots=True)
class StepRow:
    """One row of a board as reported: which batch, where, which steps, planned and actual times (UTC), state, people.

    `codes` are the recipe's steps the row covers, `label` is what the row itself calls them.
    """

    sheet: str
    row: int
    batch: str
    recipe: str
    lane: str
    codes: tuple[str, ...]
    label: str
    status: str
    station: str = ""
    planned_start: datetime | None = None
    planned_end: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    people: tuple[str, ...] = ()
    note: str = ""

    @property
    def facts(self) -> tuple[object, ...]:
        """All that the row says, apart from where it stands: two rows of equal facts are duplicates."""
        return (
            self.batch, self.recipe, self.lane, self.station, self.codes, self.label, self.status, self.planned_start,
            self.planned_end, self.started_at, self.finished_at, self.people, self.note,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook as read: rows in the order of the file, then what refuses it and what informs."""

    file: str
    sha256: str
    sheets: tuple[str, ...] = ()
    rows: tuple[StepRow, ...] = ()
    errors: tuple[Fault, ...] = ()
    findings: tuple[Fault, ...] = ()

    @property
    def enters(self) -> bool:
        """Whether all of it can be taken in: nothing is wrong and there is something."""
        return not self.errors and bool(self.rows)

    @property
    def batches(self) -> tuple[str, ...]:
        """The batches it speaks of, in order of first mention."""
        return tuple(dict.fromkeys(row.batch for row in self.rows))

    @property
    def sentence(self) -> str:
        """What was found, in one line."""
        head = f"{self.file}: {_count(len(self.rows), 'row')} of {_count(len(self.batches), 'batch')} read"
        faults = f"{_count(len(self.errors), 'error')}, {_count(len(self.findings), 'finding')}"
        return f"{head}; {faults}; " + ("it can be taken in" if self.enters else "nothing was taken in")


def _count(n: int, word: str) -> str:
    plural = "es" if word.endswith("ch") else "s"
    return f"{n or 'no'} {word}{'' if n == 1 else plural}"
