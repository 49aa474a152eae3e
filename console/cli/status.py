"""`status`, `forecast`, `batches` and `rooms`: the same answers without a window, for people and for programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import reading, zone_of
from console.domain.floor import Floor
from console.domain.timers import TimerState, timers_of
from console.forecast.outlook import Outlook
from console.service.clock import SystemClock
from console.store.replay import floor_at
from console.view.listing import (
    batch_json,
    batches_table,
    forecast_json,
    forecast_table,
    live_batches,
    reported_batches,
    rooms_json,
    rooms_table,
    utc,
)
from console.view.sentence import sentence
from console.view.spoken import moment
from console.view.standing import WORDS, Standing, in_process, is_patient, standing, tally


class Told(NamedTuple):
    """What the verbs look at: the floor and outlook of one instant."""

    floor: Floor
    outlook: Outlook
    now: datetime
    zone: ZoneInfo


def status(asked: argparse.Namespace) -> int:
    """The sentence of the day, what is late or at risk, and the timers that break first."""
    return _told(asked, status_json, status_text)


def forecast(asked: argparse.Namespace) -> int:
    """When each live batch will be released and reach its patient, and how sure that is."""

    def rows(told: Told) -> list[dict[str, Any]]:
        return [forecast_json(told.outlook.forecasts[b.id]) for b in live_batches(told.floor) if b.id in told.outlook.forecasts]

    return _told(asked, rows, lambda told: forecast_table(told.floor, told.outlook, told.now, told.zone))


def batches(asked: argparse.Namespace) -> int:
    """Every live batch."""

    def rows(told: Told) -> list[dict[str, Any]]:
        found = (*live_batches(told.floor), *reported_batches(told.floor))
        return [batch_json(told.floor, b, told.outlook) for b in found]

    return _told(asked, rows, lambda told: batches_table(told.floor, told.outlook, told.now, told.zone))


def rooms(asked: argparse.Namespace) -> int:
    """What is in each room now and next."""
    return _told(asked, lambda told: rooms_json(told.floor, told.now), lambda told: rooms_table(told.floor, told.now, told.zone))


def look(folder: Path, at: datetime | None) -> Told:
    """The floor of a site and the outlook made from it, now or as of an instant."""
    from console.forecast.durations import learn
    from console.forecast.expected import forecast_floor
    from console.forecast.model import in_use

    with reading(folder) as opened:
        floor = opened.floor if at is None else floor_at(opened.site, at)
        now = at or now_of(opened.site.class_.plays, floor)
        kind = opened.site.class_.value
    outlook = forecast_floor(floor, now, ZoneInfo, in_use(floor, kind, learn))
    return Told(floor, outlook, now, zone_of(floor))


def now_of(plays: bool, floor: Floor) -> datetime:
    """A site that plays stands at its last entry while nobody runs it; a real one at the machine's clock."""
    machine = SystemClock().now()
    return floor.latest if plays and floor.latest is not None else machine


def _told(asked: argparse.Namespace, rows: Callable[[Told], Any], text: Callable[[Told], str]) -> int:
    told = look(asked.db, asked.at)
    print(json.dumps(rows(told), indent=1, ensure_ascii=False) if asked.json else text(told))
    return Exit.WELL


def status_json(told: Told) -> dict[str, Any]:
    """The sentence of the day, how many batches stand how, and the timers that run, for programs."""
    patients, lots = tally(told.floor, told.outlook, True), tally(told.floor, told.outlook, False)
    return {
        "at": utc(told.now.astimezone(UTC)),
        "zone": told.zone.key,
        "sentence": sentence(told.floor, told.outlook, told.now, told.zone),
        "patients": {"in_process": patients.in_process, **{WORDS[s]: n for s, n in patients.by.items()}},
        "lots": {"in_process": lots.in_process, **{WORDS[s]: n for s, n in lots.by.items()}},
        "timers": [
            {"batch": t.batch, "limit": t.title, "due_at": utc(t.due_at), "state": t.state.value}
            for b in live_batches(told.floor)
            for t in timers_of(told.floor, b, told.now)
        ],
        "entries": told.floor.entries,
    }


def status_text(told: Told) -> str:
    """The sentence of the day, what needs somebody, and the timers that break first, for people."""
    lines = [sentence(told.floor, told.outlook, told.now, told.zone), ""]
    for batch in live_batches(told.floor):
        made = told.outlook.forecasts.get(batch.id)
        stand = standing(told.floor, batch, made)
        if stand in (Standing.LATE, Standing.AT_RISK, Standing.HELD) and is_patient(told.floor, batch) and in_process(batch):
            why = "; ".join(made.blockers[:2]) if made else "; ".join(h.reason for h in batch.holds.values())
            why = why or (f"{round((made.p_keep or 0) * 100)} % chance of keeping its promise" if made else "")
            owner = told.floor.owners.get(f"batch:{batch.id}")
            who = f" — {told.floor.person_name(owner.owner)}" if owner else " — nobody owns it yet"
            lines.append(f"{batch.id} {WORDS[stand]}: {why}{who}")
    closing = [t for b in live_batches(told.floor) for t in timers_of(told.floor, b, told.now)]
    for timer in sorted((t for t in closing if t.due_at is not None), key=lambda t: t.due_at or told.now)[:3]:
        mark = "BROKEN " if timer.state is TimerState.BROKEN else ""
        lines.append(f"{mark}{timer.batch} {timer.title}: until {moment(timer.due_at or told.now, told.now, told.zone)}")
    return "\n".join(lines).rstrip()
