"""A batch whose night goes on paper: a sheet for its room, brought back in the morning, and what two people read on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache

from console.domain.blanks import Blank, BlankEntry
from console.domain.commands import FinishStep, IssueBlanks, KeyBlank, ReturnBlank
from console.domain.floor import Floor
from console.view.blanks.draft import Draft
from console.view.blanks.sheet import Sheet
from tests.ui.front import DAY0, ZONE, floor_of, ordered, person, run_until, site_floor

BATCH, MARK, ROOM = "B-0415", "7K3M", "CR1"
NUMBER, EMPTY = f"P-{MARK}-000001", f"P-{MARK}-000002"
START = DAY0 + timedelta(days=3)
ISSUED = START + timedelta(hours=5, minutes=44)
MORNING = ISSUED + timedelta(hours=13)
SEEN_AT = MORNING + timedelta(hours=1)
CLEARED = {"did": "done", "start": "14:20", "end": "14:50", "by": "areyes", "check": "bokafor"}
"""What stands in the first line: the clearance, in site time."""
ENRICHED = {
    "did": "done", "start": "15:20", "end": "18:35", "by": "areyes", "check": "clindqvist", "values.cd3_purity": "96.2",
    "values.recovery": "71", "values.viability": "94.5", "remark": "bag changed once",
}  # fmt: skip


@cache
def issued() -> Floor:
    """The sheet of the batch's room is out, and one of a room in which nothing is planned."""
    floor = run_until(ordered(site_floor(), BATCH, START, "W1234561234"), BATCH, ISSUED)
    command = IssueBlanks(by=person(floor, "supervisor"), rooms=(ROOM, "CR2"), mark=MARK, reason="network works tonight")
    return floor_of((command, ISSUED), start=floor)


@cache
def returned() -> Floor:
    """The morning after: the lab has finished its part meanwhile, and the sheet is back."""
    floor = issued()
    lab, check = person(floor, "qc_analyst"), person(floor, "qc_analyst", 1)
    told = next(r for r in floor.recipes.values() if r.id == floor.batches[BATCH].recipe).by_code["APH_QC"]
    values = {limit.name: (limit.alert_low or limit.action_low or Decimal(0)) + 1 for limit in told.limits}
    done = FinishStep(by=lab, batch=BATCH, step="APH_QC", verifier=check if told.verified else "", values=values)
    back = ReturnBlank(by=person(floor, "operator", 9), blank=NUMBER, pages=2)
    return floor_of((done, ISSUED + timedelta(minutes=50)), (back, MORNING), start=floor)


def keyed(entries: tuple[BlankEntry, ...], by: str = "gnovak") -> Floor:
    """A first person has keyed this."""
    return floor_of((KeyBlank(by=by, blank=NUMBER, entries=entries), MORNING), start=returned())


def sheet(floor: Floor | None = None, **changes: object) -> Sheet:
    """The sheet of the batch's room as it lies beside the keyboard."""
    found = floor or returned()
    blank: Blank = replace(found.blanks[NUMBER], **changes)  # type: ignore[arg-type]
    return Sheet(blank, found, ZONE)


def typed(*lines: dict[str, str]) -> Draft:
    """A draft with these texts in the first lines, and nothing done in the rest of the sheet."""
    draft = Draft()
    for n, line in enumerate(returned().blanks[NUMBER].lines):
        for name, text in (lines[n] if n < len(lines) else {"did": "nothing"}).items():
            draft = draft.with_text(line.id, name, text)
    return draft
