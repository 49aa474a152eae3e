"""The plan a supervisor's own workbook holds: its open rows as batches to be planned, and a mended plan as its rows again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate

from console.domain.batch import Batch, BatchStatus, Placement, ReportedRow, Step, StepState
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.quality import Test, TestState
from console.domain.recipe import Recipe
from console.planning.floor.problem import placements_of, plan_of, problem_of
from console.planning.floor.rooms import standing
from console.planning.problem import Plan, Problem

Span = tuple[datetime, datetime]
Lane = tuple[str, str]
"""A batch and the room it is in."""


def reported_plan(floor: Floor, now: datetime, zones: Zones) -> tuple[Floor, Problem, Plan]:
    """The reported batches that are not over, as they would stand on the floor, their problem, and what their workbook plans."""
    open_floor = as_live(floor)
    problem = problem_of(open_floor, now, zones, firm=True)
    return open_floor, problem, plan_of(open_floor, problem)


def as_live(floor: Floor) -> Floor:
    """The floor with its reported batches alone, as if their rows had been recorded here; those that are over are left out."""
    rooms = {room.id for room in floor.facility.rooms} if floor.facility else set()
    found = [(b, r) for b in floor.batches.values() if b.reported and (r := floor.recipe_of(b)) is not None]
    rows = {batch.id: tuple(_used(batch, recipe)) for batch, recipe in found}
    unfinished = [(batch, recipe) for batch, recipe in found if any(not _over(row) for row in rows[batch.id])]
    stations = _stations(floor, {b.id: [row for row in rows[b.id] if row.lane in rooms] for b, _ in unfinished})
    live = {b.id: _batch(floor, b, recipe, rows[b.id], stations) for b, recipe in unfinished}
    return replace(floor, batches=live)


def with_reported(floor: Floor) -> Floor:
    """The floor with the open batches of workbooks standing beside those recorded here: what is planned at all."""
    live = {name: batch for name, batch in floor.batches.items() if not batch.reported}
    return replace(floor, batches={**live, **as_live(floor).batches})


def told_anew(floor: Floor, open_floor: Floor, problem: Problem, plan: Plan) -> Floor:
    """The floor with the rows of its reported batches planned as this plan has them: what goes back into the workbook."""
    batches = dict(floor.batches)
    for name, placements in placements_of(problem, plan, open_floor).items():
        steps = open_floor.batches[name].steps
        told = {code: placements.get(code, step.placement) for code, step in steps.items() if step.state is StepState.PLANNED}
        rows = tuple(_row(row, told) if set(row.codes) & placements.keys() else row for row in batches[name].rows)
        batches[name] = replace(batches[name], rows=rows)
    return replace(floor, batches=batches)


def _row(row: ReportedRow, told: Mapping[str, Placement | None]) -> ReportedRow:
    """One row at its new time and place: a row of several steps from the first start to the last end."""
    places = [place for code in row.codes if (place := told.get(code)) is not None]
    first = min(places, key=lambda place: place.start)
    return replace(
        row, lane=first.lane, station=first.station, planned_start=first.start, planned_end=max(place.end for place in places)
    )


def _used(batch: Batch, recipe: Recipe) -> Iterator[ReportedRow]:
    """The rows that name steps of the recipe and say when."""
    for row in batch.rows:
        known = row.codes and all(code in recipe.by_code for code in row.codes)
        if known and row.lane and (row.started_at is not None or (row.planned_start is not None and row.planned_end is not None)):
            yield row


def _over(row: ReportedRow) -> bool:
    return row.finished_at is not None or row.status in ("done", "skipped")


def _batch(floor: Floor, batch: Batch, recipe: Recipe, rows: tuple[ReportedRow, ...], stations: Mapping[Lane, str]) -> Batch:
    steps: dict[str, Step] = {}
    for row in rows:
        station = row.station or stations.get((batch.id, row.lane), "")
        for code, planned, actual in _parted(recipe, row):
            steps[code] = _step(floor, recipe, row, code, station, planned, actual)
    return Batch(batch.id, batch.recipe, status=BatchStatus.STARTED, steps=steps, tests=_tests(batch.id, recipe, steps))


def _tests(batch: str, recipe: Recipe, steps: Mapping[str, Step]) -> dict[str, Test]:
    """A workbook tells of no tests: those whose sample was taken are taken to run since then."""
    found = {}
    for spec in recipe.gating:
        sampled = steps.get(spec.sample_step)
        if sampled is not None and sampled.finished_at is not None:
            name = f"T-{batch}-{spec.code}-1"
            found[name] = Test(name, batch, spec.code, 1, "", TestState.IN_TEST, sampled.finished_at, "")
    return found


def _step(
    floor: Floor,
    recipe: Recipe,
    row: ReportedRow,
    code: str,
    station: str,
    planned: Span | None,
    actual: tuple[datetime | None, datetime | None],
) -> Step:
    kind = recipe.by_code[code].instrument
    instrument = standing(floor, row.lane, station, kind) if kind else ""
    placement = None if planned is None else Placement(row.lane, *planned, station, instrument)
    started, finished = actual
    if not _over(row) and started is None:
        return Step(code, placement=placement)
    state = StepState.DONE if _over(row) else StepState.RUNNING
    return Step(
        code, state, placement, lane=row.lane, station=station, instrument=instrument, started_at=started, finished_at=finished
    )  # fmt: skip


def _parted(recipe: Recipe, row: ReportedRow) -> Iterator[tuple[str, Span | None, tuple[datetime | None, datetime | None]]]:
    """The steps of a row with their shares of its times, by what is usual; a row that runs is at its first step's length."""
    usual = [max(recipe.by_code[code].law.typical_h, 0.01) for code in row.codes]
    edges = [0.0, *(done / sum(usual) for done in accumulate(usual))]
    for n, code in enumerate(row.codes):
        share = (edges[n], edges[n + 1])
        planned = _share(row.planned_start, row.planned_end, share)
        actual = _share(row.started_at, row.finished_at, share)
        yield code, planned, actual or (row.started_at, row.finished_at)


def _share(start: datetime | None, end: datetime | None, share: tuple[float, float]) -> Span | None:
    if start is None or end is None:
        return None
    length: timedelta = end - start
    return start + length * share[0], start + length * share[1]


# ----------------------------------------------------------------------------------------------- stations


def _stations(floor: Floor, rows: Mapping[str, list[ReportedRow]]) -> dict[Lane, str]:
    """A station for every batch in a room whose workbook names none: the first that is free over its rows, else the first."""
    found: dict[Lane, str] = {}
    taken: dict[tuple[str, str], list[Span]] = {}
    lanes = {(batch, row.lane) for batch, mine in rows.items() for row in mine}
    held = {lane: _held([row for row in rows[lane[0]] if row.lane == lane[1]]) for lane in lanes}
    for lane in sorted(lanes, key=lambda lane: (held[lane], lane)):
        stated = next((row.station for row in rows[lane[0]] if row.lane == lane[1] and row.station), "")
        found[lane] = stated or _free(floor, lane[1], held[lane], taken)
        taken.setdefault((lane[1], found[lane]), []).append(held[lane])
    return found


def _held(rows: list[ReportedRow]) -> Span:
    starts = [at for row in rows if (at := row.started_at or row.planned_start) is not None]
    ends = [at for row in rows if (at := row.finished_at or row.planned_end or row.started_at) is not None]
    return min(starts), max(ends)


def _free(floor: Floor, room: str, held: Span, taken: Mapping[tuple[str, str], list[Span]]) -> str:
    spec = floor.facility.room(room) if floor.facility else None
    stations = spec.stations if spec is not None else ("1",)
    free = (s for s in stations if all(held[1] <= start or end <= held[0] for start, end in taken.get((room, s), ())))
    return next(free, stations[0])
