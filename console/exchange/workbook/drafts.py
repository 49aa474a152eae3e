"""A row while it is read: what its cells gave, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from console.exchange.workbook.clocks import Unreadable
from console.exchange.workbook.reading import Fault, Weight
from console.exchange.workbook.vocabulary import Place, RecipeWords


@dataclass
class Draft:
    """A row while it is read: what its cells gave, and whether any of them failed."""

    sheet: str
    row: int
    batch: str = ""
    recipe: RecipeWords | None = None
    place: Place = field(default_factory=lambda: Place(""))
    label: str = ""
    status: str = ""
    people: tuple[str, ...] = ()
    note: str = ""
    times: dict[str, datetime] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def report(self, wrong: Unreadable, name: str, column: int, shown: str = "", weight: Weight = Weight.ERROR) -> None:
        """Note that a cell (or, with column 0, the row) cannot be read; an error spoils the row."""
        if weight is Weight.ERROR:
            self.failed.add(name)
        self.faults.append(
            Fault(weight, wrong.rule, self.sheet, self.row, column, name, shown[:120], wrong.what, wrong.why, wrong.instead)
        )

    def contradict(self, what: str, why: str) -> None:
        """Note that the row's recipe is not its batch's."""
        self.report(Unreadable("recipe.two", what, why, "Mend one of them"), "recipe", self.columns.get("recipe", 0))
