"""A workbook on its way into the demo site's floor and out again: whole or not at all, and the same both ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from console.domain.batch import Batch, Placement, Step, StepState
from console.domain.commands import ReportHistory
from console.domain.decide import decide
from console.domain.evolve import evolve
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.exchange.floor_words import words_of
from console.exchange.history import floor_rows, to_command
from console.exchange.workbook import Reading, Wish, read_content, write_csv, write_xlsx
from console.service.library import shipped_facility, shipped_recipes

SAMPLES = Path(__file__).parent / "samples"
FACILITY = shipped_facility()
ZONE = ZoneInfo(FACILITY.zone)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
SUPERVISOR = next(p.id for p in FACILITY.people if Role.SUPERVISOR in p.roles)
EMPTY = Floor(facility=FACILITY, recipes=shipped_recipes(), people={p.id: p for p in FACILITY.people})


def reading_of(content: bytes, name: str = "board.xlsx", floor: Floor = EMPTY) -> Reading:
    return read_content(name, content, Wish(words_of(floor), ZONE))


def sample(name: str) -> Reading:
    return reading_of((SAMPLES / name).read_bytes(), name)


def taken_in(reading: Reading, floor: Floor = EMPTY) -> Floor:
    command = to_command(reading, SUPERVISOR)
    assert isinstance(command, ReportHistory)
    events = decide(floor, command, NOW)
    assert isinstance(events, list)
    for event in events:
        floor = evolve(floor, event)
    return floor


def test_the_clean_sample_enters_whole() -> None:
    floor = taken_in(sample("whiteboard.xlsx"))
    assert len(floor.batches) == 39
    assert all(batch.reported and not batch.steps for batch in floor.batches.values())
    assert sum(len(batch.rows) for batch in floor.batches.values()) == 381
    row = floor.batches["B-0401"].rows[0]
    assert (row.sheet, row.row, row.label, row.codes, row.lane) == ("Board", 2, "Receipt & COI check", ("RECEIPT_COI",), "DOCK")


def test_the_demo_site_knows_every_name_of_the_samples() -> None:
    assert {f.rule for f in sample("whiteboard.xlsx").findings} == {"people.two_places"}


def test_the_messy_sample_is_refused_with_its_twelve_errors() -> None:
    reading = sample("whiteboard_messy.xlsx")
    assert len(reading.errors) == 12
    refused = to_command(reading, SUPERVISOR)
    assert isinstance(refused, Refusal)
    assert "12 errors" in refused.why


@pytest.mark.parametrize(("name", "write"), [("board.xlsx", write_xlsx), ("board.csv", write_csv)])
def test_import_export_import_is_the_identity_on_the_floor(name: str, write: Callable[..., bytes]) -> None:
    floor = taken_in(sample("whiteboard.xlsx"))
    rows = floor_rows(floor)
    again = reading_of(write(rows, ZONE), name)
    assert again.errors == ()
    assert [r.facts for r in again.rows] == [r.facts for r in rows]
    assert floor_rows(taken_in(again)) != ()
    assert [r.facts for r in floor_rows(taken_in(again))] == [r.facts for r in rows]


def test_a_second_import_and_a_live_batch_are_refused() -> None:
    reading = sample("whiteboard.xlsx")
    command = to_command(reading, SUPERVISOR)
    assert isinstance(command, ReportHistory)
    assert isinstance(decide(taken_in(reading), command, NOW), Refusal)
    live = Floor(facility=FACILITY, recipes=EMPTY.recipes, people=EMPTY.people, batches={"B-0401": Batch("B-0401", "CART-7D-v1")})
    refused = decide(live, command, NOW)
    assert isinstance(refused, Refusal)
    assert "B-0401" in refused.why


def test_live_steps_are_written_in_the_same_form() -> None:
    at = [datetime(2026, 10, 12, hour, tzinfo=UTC) for hour in range(24)]
    steps = {
        "ENRICH": Step(
            "ENRICH", StepState.DONE, Placement("CR1", at[8], at[11], "1"), lane="CR1", station="2", started_at=at[9],
            finished_at=at[12], performer="oberg", verifier="pdiaz", comment="=1+1; slow\x0b",
        ),
        "ACTIVATE_LOAD": Step("ACTIVATE_LOAD", placement=Placement("CR1", at[13], at[14])),
        "INFUSE": Step("INFUSE"),
    }  # fmt: skip
    floor = Floor(
        facility=FACILITY,
        recipes=EMPTY.recipes,
        people=EMPTY.people,
        batches={"B-9": Batch("B-9", "CART-7D-v1", steps=steps)},
    )
    reading = reading_of(write_xlsx(floor_rows(floor), ZONE), floor=floor)
    assert reading.errors == ()
    first, second = reading.rows
    assert (first.lane, first.station, first.codes, first.status) == ("CR1", "2", ("ENRICH",), "done")
    assert (first.people, first.note, first.started_at) == (("O. Berg", "P. Diaz"), "=1+1; slow", at[9])
    assert (second.codes, second.status, second.planned_start) == (("ACTIVATE_LOAD",), "planned", at[13])
