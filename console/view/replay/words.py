"""What every page of replay is marked with: which instant it shows, what it claims, and what was not kept."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from console.service.held import Held
from console.view.spoken import moment, offset, zone_name
from console.view.zoned_ticks import day_label

CLAIM = "not who knew"
REFUSED = "Replay is read-only: nothing is recorded here. Go back to now to act."
ABSENT = "Not kept, so not shown: expected times of single steps, what a forecast hangs on, what the planner said."


def instant(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """An instant whole: Mon 23 Nov 02:00 EST (UTC−05:00); with its year where today's is another, with seconds where it has any."""
    local = at.astimezone(zone)
    year = "" if local.year == now.astimezone(zone).year else f" {local.year}"
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    named = zone_name(at, zone)
    return f"{day_label(local.date())}{year} {clock} " + (f"{named} ({offset(at, zone)})" if named else offset(at, zone))


def mark(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """What stands on every page."""
    return f"REPLAY · read-only · what this console showed on {instant(at, now, zone)} · {CLAIM}"


def told(held: Held, made_at: datetime | None, zone: ZoneInfo) -> str:
    """When the last entry had come by then, and how old the forecasts were."""
    if held.latest is None:
        return "Nothing had been recorded yet."
    last = moment(held.latest, held.at, zone)
    forecasts = f"forecasts as kept, the newest of {moment(made_at, held.at, zone)}" if made_at else "no forecast had been kept"
    return f"the last entry {last} · {forecasts}"


def loading(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """What is being read, while the last state stays in sight."""
    return f"loading {moment(at, now, zone)}…"
