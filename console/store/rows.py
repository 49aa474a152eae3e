"""Batches and steps as the rows that are paged: what changed is written, with the entries it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select

from console.domain.batch import Batch, ReportedRow, Step
from console.domain.floor import Floor
from console.domain.promise import promise_of
from console.domain.recipe import Recipe
from db.tables import batch_row, step_row

Row = dict[str, Any]


def all_batches(floor: Floor) -> dict[str, Batch]:
    """Every batch a Floor still holds, live or gone."""
    return {**floor.left, **floor.batches}


def write_changed(connection: Connection, before: Floor | None, after: Floor, touched: Iterable[str]) -> None:
    """Bring the rows from one Floor to the next: touched batches, and all when facility or recipes changed."""
    old = {} if before is None else all_batches(before)
    new = all_batches(after)
    if before is not None and (before.facility is not after.facility or before.recipes is not after.recipes):
        write_all(connection, after)
        return
    names = {*touched, *(name for name, batch in new.items() if before is not None and not _same(old.get(name), batch))}
    for name in sorted(names | (old.keys() - new.keys())):
        _write(connection, after, name, old.get(name), new.get(name))


def write_all(connection: Connection, floor: Floor) -> None:
    """Make every row anew from a Floor."""
    connection.execute(delete(step_row))
    connection.execute(delete(batch_row))
    batches = all_batches(floor).values()
    _insert(connection, batch_row, [batch_columns(floor, batch) for batch in batches])
    _insert(connection, step_row, [row for batch in batches for row in step_columns(floor.recipe_of(batch), batch)])


def _same(old: object, new: object) -> bool:
    """Whether nothing changed: mostly the very same value, after a fold from a snapshot an equal one."""
    return old is new or old == new


def _write(connection: Connection, floor: Floor, name: str, old: Batch | None, new: Batch | None) -> None:
    columns = batch_columns(floor, new) if new is not None else None
    if columns is None or old is None or batch_columns(floor, old) != columns:
        connection.execute(delete(batch_row).where(batch_row.c.batch == name))
        _insert(connection, batch_row, [columns] if columns else [])
    if old is None or new is None or new.reported:
        connection.execute(delete(step_row).where(step_row.c.batch == name))
        if new is not None:
            _insert(connection, step_row, step_columns(floor.recipe_of(new), new))
        return
    changed = [code for code, step in new.steps.items() if not _same(old.steps.get(code), step)]
    gone = [code for code in old.steps if code not in new.steps]
    if changed or gone:
        which = step_row.c.step.in_([*changed, *gone])
        connection.execute(delete(step_row).where(step_row.c.batch == name, which))
    recipe = floor.recipe_of(new)
    _insert(connection, step_row, [_step_columns(new, code, new.steps[code], _title(recipe, code)) for code in changed])


def _insert(connection: Connection, table: Any, rows: list[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


# ----------------------------------------------------------------------------------------------------------- columns


def batch_columns(floor: Floor, batch: Batch) -> Row:
    """A batch as its row; the patient's identifiers stay in the record."""
    product = floor.product_of(batch)
    recipe = floor.recipe_of(batch)
    promise = promise_of(floor, batch, ZoneInfo)
    return {
        "batch": batch.id,
        "recipe": batch.recipe,
        "product": batch.product,
        "sponsor": product.sponsor if product else "",
        "kind": recipe.kind.value if recipe else "",
        "status": batch.status.value,
        "opened_at": batch.opened_at,
        "closed_at": None if batch.live else batch.status_at,
        "promise_at": promise.by if promise else None,
        "reported": int(batch.reported),
        "plain": _short({"clinic": batch.clinic, "released_at": _text(batch.released_at), "held": int(batch.held)}),
    }


def step_columns(recipe: Recipe | None, batch: Batch) -> list[Row]:
    """The steps of a batch as their rows; of a reported batch, the lines of the workbook."""
    if batch.reported:
        return [_reported_columns(batch, row) for row in batch.rows]
    return [_step_columns(batch, code, step, _title(recipe, code)) for code, step in batch.steps.items()]


def _step_columns(batch: Batch, code: str, step: Step, title: str) -> Row:
    plan, base = step.placement, step.baseline
    return {
        "batch": batch.id,
        "step": code,
        "title": title,
        "lane": step.lane or (plan.lane if plan else ""),
        "start": step.started_at or (plan.start if plan else None),
        "end": step.finished_at or (plan.end if plan else None),
        "planned_start": plan.start if plan else None,
        "planned_end": plan.end if plan else None,
        "baseline_start": base.start if base else None,
        "baseline_end": base.end if base else None,
        "state": step.state.value,
        "reported": 0,
        "plain": _short(
            {
                "station": step.station or (plan.station if plan else ""),
                "instrument": step.instrument or (plan.instrument if plan else ""),
                "performer": step.performer,
                "verifier": step.verifier,
                "started_at": _text(step.started_at),
                "finished_at": _text(step.finished_at),
            }
        ),
    }


def _reported_columns(batch: Batch, row: ReportedRow) -> Row:
    return {
        "batch": batch.id,
        "step": f"row:{row.row}",
        "title": row.label,
        "lane": row.lane,
        "start": row.started_at or row.planned_start,
        "end": row.finished_at or row.planned_end,
        "planned_start": row.planned_start,
        "planned_end": row.planned_end,
        "baseline_start": None,
        "baseline_end": None,
        "state": row.status,
        "reported": 1,
        "plain": _short({"people": row.people, "note": row.note, "codes": ", ".join(row.codes)}),
    }


def _title(recipe: Recipe | None, code: str) -> str:
    found = next((step for step in recipe.steps if step.code == code), None) if recipe else None
    return found.title if found else code


def _short(words: dict[str, str | int]) -> Row:
    return {name: value for name, value in words.items() if value not in ("", 0)}


def _text(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat() if at is not None else ""


# ------------------------------------------------------------------------------------------------------------ checking


def rows_fault(connection: Connection, floor: Floor) -> str:
    """The first row that is not what the Floor says, in words; nothing when all are (law 2)."""
    batches = all_batches(floor)
    wanted = {row["batch"]: row for row in (batch_columns(floor, batch) for batch in batches.values())}
    fault = _differs(connection, batch_row, wanted, lambda row: row["batch"])
    if fault:
        return fault
    steps = {(row["batch"], row["step"]): row for batch in batches.values() for row in step_columns(floor.recipe_of(batch), batch)}
    return _differs(connection, step_row, steps, lambda row: (row["batch"], row["step"]))


def _differs(connection: Connection, table: Any, wanted: dict[Any, Row], key: Any) -> str:
    held = {key(row): row for row in map(dict, connection.execute(select(table)).mappings())}
    if held.keys() != wanted.keys():
        odd = sorted(map(str, held.keys() ^ wanted.keys()))[0]
        return f"{table.name} and the journal do not hold the same rows: {odd}"
    for name, row in wanted.items():
        if held[name] != row:
            columns = [column for column in row if held[name][column] != row[column]]
            return f"{table.name} {name}: {', '.join(columns)} is not what the journal says"
    return ""
