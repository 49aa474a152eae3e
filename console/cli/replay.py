"""`replay`: what this console showed at an instant, without a window: floor and forecasts as they were held, nothing made anew."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import reading, zone_of
from console.cli.status import Told, status_json, status_text
from console.forecast.outlook import Outlook
from console.service.held import Held
from console.service.recalled import recalled
from console.view.listing import (
    batch_json,
    batches_table,
    forecast_json,
    forecast_table,
    live_batches,
    rooms_json,
    rooms_table,
    utc,
)
from console.view.spoken import moment

NOT_KEPT = (
    "Not kept, and so not told: what stood in a batch's way in the forecast's words, proposals of the planner that nobody signed, "
    "who looked at what."
)


def replay(asked: argparse.Namespace) -> int:
    """Tell what was held at --at: the sentence, the rooms, the batches with the forecasts that stood, the timers."""
    with reading(asked.db) as opened:
        held, of = opened.pages.held(asked.at), opened.pages.entries()
    if not held.entries:
        first = held.first.astimezone(opened.zone)
        print(f"cleanroom-console: the record here begins at {first.isoformat(timespec='minutes')}.", file=sys.stderr)
        return Exit.REFUSED
    outlook = recalled(held, ZoneInfo) or Outlook(held.at, held.entries)
    told = Told(held.floor, outlook, held.at, zone_of(held.floor))
    print(json.dumps(_json(told, held, of), indent=1, ensure_ascii=False) if asked.json else _text(told, held, of))
    return Exit.WELL


def _json(told: Told, held: Held, of: int) -> dict[str, Any]:
    batches = live_batches(told.floor)
    forecasts = [told.outlook.forecasts[b.id] for b in batches if b.id in told.outlook.forecasts]
    return {
        "replay": True,
        "at": utc(held.at.astimezone(UTC)),
        "entries": held.entries,
        "of": of,
        "last_came": utc(held.latest),
        "first_came": utc(held.first),
        "status": status_json(told),
        "rooms": rooms_json(told.floor, told.now),
        "batches": [batch_json(told.floor, batch, told.outlook) for batch in batches],
        "forecasts": [{**forecast_json(one), "made_at": utc(one.made_at)} for one in forecasts],
        "not_kept": NOT_KEPT,
    }


def _text(told: Told, held: Held, of: int) -> str:
    at = told.now.astimezone(told.zone).isoformat(timespec="minutes")
    last = moment(held.latest or held.first, told.now, told.zone)
    head = f"Replay, read-only: what this console showed at {at}, with {held.entries} of {of} entries, the last from {last}."
    kept = [forecast_table(told.floor, told.outlook, told.now, told.zone)] if told.outlook.forecasts else []
    none = [] if kept else ["No forecast had been kept by then."]
    parts = [
        head, status_text(told), rooms_table(told.floor, told.now, told.zone),
        batches_table(told.floor, told.outlook, told.now, told.zone), *kept, *none, NOT_KEPT,
    ]  # fmt: skip
    return "\n\n".join(parts)
