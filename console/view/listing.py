"""Lists for people and programs: batches, forecasts and rooms as rows, as text and as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from console.domain.batch import Batch, StepState
from console.domain.floor import Floor
from console.domain.recipe import RecipeKind
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.view.rooms import room_views
from console.view.spoken import moment
from console.view.standing import WORDS, Standing, in_process, standing

FAR = datetime.max.replace(tzinfo=UTC)
REPORTED = "as reported"
"""How a batch stands that a workbook told of: nothing is claimed for it."""


def utc(at: datetime | None) -> str | None:
    """An instant as ISO 8601 UTC to the second, or None."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def live_batches(floor: Floor) -> list[Batch]:
    """Every batch in process or planned, blocks left out, those in process first."""
    found = [b for b in floor.batches.values() if b.live and not _block(floor, b)]
    return sorted(found, key=lambda b: (not in_process(b), b.opened_at or FAR, b.id))


def reported_batches(floor: Floor) -> list[Batch]:
    """Every batch taken in from a workbook, as reported."""
    return sorted((b for b in floor.batches.values() if b.reported), key=lambda b: (b.opened_at or FAR, b.id))


def forecast_json(forecast: Forecast) -> dict[str, Any]:
    """One forecast in the words of `forecast --json`: quantiles of release and of the promise's end, chances, n."""
    release, end = forecast.release, forecast.end
    return {
        "batch": forecast.batch,
        "product": forecast.product,
        "promise_to": forecast.promise_to,
        "promise_at": utc(forecast.promise_at),
        **{name: utc(getattr(release, name) if release else None) for name in ("p10", "p50", "p90")},
        **{f"end_{name}": utc(getattr(end, name) if end else None) for name in ("p10", "p50", "p90")},
        "p_keep": None if forecast.p_keep is None else round(forecast.p_keep, 4),
        "p_never": round(forecast.p_never, 4),
        "n_history": forecast.n_history,
    }


def batch_json(floor: Floor, batch: Batch, outlook: Outlook | None) -> dict[str, Any]:
    """One batch: what it is, where it stands, what runs and what comes."""
    forecast = outlook.forecasts.get(batch.id) if outlook else None
    running, coming = _reported_steps(batch) if batch.reported else _steps(batch)
    return {
        "batch": batch.id,
        "recipe": batch.recipe,
        "product": batch.product,
        "status": REPORTED if batch.reported else batch.status.value,
        "standing": REPORTED if batch.reported else WORDS[standing(floor, batch, forecast)],
        "running": running,
        "next": coming[0] if coming else None,
        "opened_at": utc(batch.opened_at),
        "released_at": utc(batch.released_at),
        "promise_at": utc(forecast.promise_at) if forecast else None,
        "held": [hold.reason for hold in batch.holds.values()],
        "reported": batch.reported,
    }


def _steps(batch: Batch) -> tuple[list[str], list[str]]:
    running = [code for code, step in batch.steps.items() if step.state is StepState.RUNNING]
    return running, [code for code, step in batch.steps.items() if step.state is StepState.PLANNED]


def _reported_steps(batch: Batch) -> tuple[list[str], list[str]]:
    running = [row.label for row in batch.rows if row.started_at is not None and row.finished_at is None]
    return running, [row.label for row in batch.rows if row.started_at is None]


def rooms_json(floor: Floor, now: datetime) -> list[dict[str, Any]]:
    """Every room: state, stations, what runs now and what comes next."""
    return [
        {
            "room": view.room,
            "title": view.title,
            "grade": view.grade,
            "state": view.state,
            "reason": view.reason,
            "expected_back": utc(view.until),
            "stations": [{"station": s, "state": state, "batch": batch} for s, state, batch in view.stations],
            "now": [
                {
                    "batch": w.batch, "step": w.step, "station": w.station, "start": utc(w.start), "end": utc(w.end),
                    "reported": w.reported,
                }
                for w in view.now
            ],
            "next": None
            if view.next is None
            else {"batch": view.next.batch, "step": view.next.step, "start": utc(view.next.start)},
            "reserved_but_idle": view.reserved,
        }
        for view in room_views(floor, now)
    ]


def forecast_table(floor: Floor, outlook: Outlook, now: datetime, zone: ZoneInfo) -> str:
    """The table of batches in process: promise, P10, P50, P90 of release, and the chance of keeping the promise."""
    rows = []
    for batch in live_batches(floor):
        forecast = outlook.forecasts.get(batch.id)
        if forecast is None or not in_process(batch):
            continue
        rows.append(
            (
                batch.id,
                _standing_word(floor, batch, forecast),
                _when(forecast.promise_at, now, zone),
                *_three(forecast.release, batch, now, zone),
                _chance(forecast),
            )
        )
    headings = ("Batch", "Standing", "Promise", "P10", "Release P50", "P90", "Keeps it")
    return text_table(headings, rows) if rows else "Nothing is in process."


def rooms_table(floor: Floor, now: datetime, zone: ZoneInfo) -> str:
    """What is in each room now, and next."""
    rows = []
    for view in room_views(floor, now):
        doing = "; ".join(f"{w.batch} {w.title}" for w in view.now) or "; ".join(b for _, _, b in view.stations if b) or "–"
        coming = f"{view.next.batch} {view.next.title} {moment(view.next.start, now, zone)}" if view.next else "–"
        state = view.state + (", reserved" if view.reserved else "")
        back = f", back {moment(view.until, now, zone)}" if view.until else ""
        rows.append((view.room, view.title, state + back, doing, coming))
    return text_table(("Room", "", "State", "Now", "Next"), rows)


def batches_table(floor: Floor, outlook: Outlook | None, now: datetime, zone: ZoneInfo) -> str:
    """Every live batch: where it stands and what runs; then those a workbook told of."""
    rows: list[tuple[str, ...]] = []
    for batch in live_batches(floor):
        forecast = outlook.forecasts.get(batch.id) if outlook else None
        recipe = floor.recipe_of(batch)
        running = [
            recipe.by_code[c].title if recipe and c in recipe.by_code else c
            for c, s in batch.steps.items()
            if s.state is StepState.RUNNING
        ]
        state = batch.status.value.replace("_", " ").lower()
        rows.append((batch.id, batch.product, state, WORDS[standing(floor, batch, forecast)], ", ".join(running) or "–"))
    for batch in reported_batches(floor):
        rows.append((batch.id, batch.recipe, REPORTED, "–", ", ".join(_reported_steps(batch)[0]) or "–"))
    return text_table(("Batch", "Product", "Status", "Standing", "Runs"), rows)


def text_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain table with a line under its headings; no cell is cut."""
    widths = [max(len(row[n]) for row in (headings, *rows)) for n in range(len(headings))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (headings, *rows)]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])


def _block(floor: Floor, batch: Batch) -> bool:
    recipe = floor.recipe_of(batch)
    return recipe is not None and recipe.kind is RecipeKind.BLOCK


def _standing_word(floor: Floor, batch: Batch, forecast: Forecast) -> str:
    stand = standing(floor, batch, forecast)
    return WORDS[stand] if stand is not Standing.NO_PROMISE else "–"


def _when(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    return "–" if at is None else moment(at, now, zone)


def _three(release: Quantiles | None, batch: Batch, now: datetime, zone: ZoneInfo) -> tuple[str, str, str]:
    if release is None:
        return ("", f"released {_when(batch.released_at, now, zone)}" if batch.released_at else "–", "")
    return (_when(release.p10, now, zone), _when(release.p50, now, zone), _when(release.p90, now, zone))


def _chance(forecast: Forecast) -> str:
    return "–" if forecast.p_keep is None else f"{round(forecast.p_keep * 100)} % (n = {forecast.n_history})"
