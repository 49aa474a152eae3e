"""Workbook rows as the site's reported history, and the site's steps as workbook rows again."""

from __future__ import annotations

from collections.abc import Iterator

from console.domain.batch import Batch, ReportedRow, Step
from console.domain.commands import ReportedBatch, ReportHistory
from console.domain.floor import Floor
from console.domain.recipe import Recipe
from console.domain.refusal import Refusal
from console.exchange.workbook.reading import Reading, StepRow
from console.exchange.workbook.row_reader import parted_names
from console.exchange.workbook.spelling import tidy, tidy_lines


def to_command(reading: Reading, by: str) -> ReportHistory | Refusal:
    """What the importer asks of the floor: all rows as reported, batch by batch; refused when any cell is in error."""
    if not reading.enters:
        first = reading.errors[0].sentence if reading.errors else "there is nothing in it"
        count = len(reading.errors)
        why = f"{reading.file} has {count} error{'' if count == 1 else 's'}; the first: {first}"
        return Refusal("import-faulty", why, "Mend the workbook and read it again; nothing was taken in.", "file")
    grouped: dict[tuple[str, str], list[ReportedRow]] = {}
    for row in reading.rows:
        grouped.setdefault((row.batch, row.recipe), []).append(_reported(row))
    batches = tuple(ReportedBatch(batch=batch, recipe=recipe, rows=tuple(rows)) for (batch, recipe), rows in grouped.items())
    return ReportHistory(by=by, file=reading.file, sha256=reading.sha256, batches=batches, findings=len(reading.findings))


def floor_rows(floor: Floor) -> tuple[StepRow, ...]:
    """Every step of the floor that has a place, reported and live, by time and batch: what `export` writes."""
    rows = [row for batch in (*floor.left.values(), *floor.batches.values()) for row in batch_rows(floor, batch)]
    return tuple(sorted(rows, key=_when))


def batch_rows(floor: Floor, batch: Batch) -> Iterator[StepRow]:
    """One batch's rows: as its workbook reported them, or from its live steps."""
    for row in batch.rows:
        yield _again(batch, row)
    recipe = floor.recipe_of(batch)
    for step in batch.steps.values():
        row_of_step = _live(floor, batch, step, recipe)
        if row_of_step.lane:
            yield row_of_step


def _reported(row: StepRow) -> ReportedRow:
    return ReportedRow(
        row=row.row, label=row.label, codes=row.codes, lane=row.lane, planned_start=row.planned_start,
        planned_end=row.planned_end, started_at=row.started_at, finished_at=row.finished_at, status=row.status,
        people="; ".join(row.people), note=row.note, station=row.station, sheet=row.sheet,
    )  # fmt: skip


def _again(batch: Batch, row: ReportedRow) -> StepRow:
    return StepRow(
        row.sheet, row.row, batch.id, batch.recipe, row.lane, row.codes, row.label, row.status, station=row.station,
        planned_start=row.planned_start, planned_end=row.planned_end, started_at=row.started_at,
        finished_at=row.finished_at, people=tuple(parted_names(row.people)), note=row.note,
    )  # fmt: skip


def _live(floor: Floor, batch: Batch, step: Step, recipe: Recipe | None) -> StepRow:
    """A live step; its people and remark are parted from what could be taken for several cells."""
    placed = step.placement
    known = recipe.by_code.get(step.code) if recipe else None
    people = (floor.person_name(user) for user in (step.performer, step.verifier) if user)
    return StepRow(
        "", 0, batch.id, batch.recipe, step.lane or (placed.lane if placed else ""), (step.code,),
        known.title if known else step.code, str(step.state), station=step.station or (placed.station if placed else ""),
        planned_start=placed.start if placed else None, planned_end=placed.end if placed else None,
        started_at=step.started_at, finished_at=step.finished_at,
        people=tuple(dict.fromkeys(tidy(name.replace(";", " ").replace(",", " ")) for name in people)),
        note=tidy_lines(step.comment),
    )  # fmt: skip


def _when(row: StepRow) -> tuple[str, str, int]:
    at = row.started_at or row.planned_start or row.finished_at or row.planned_end
    return (at.isoformat() if at else "9999", row.batch, row.row)
