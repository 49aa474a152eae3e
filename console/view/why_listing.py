"""Why a forecast is what it is, and why it moved, as lines for people and as JSON values for programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from console.forecast.explained import Driver, Explained, Lever, Part, Waterfall
from console.view.listing import utc
from console.view.spoken import counted, moment

HOUR = timedelta(hours=1)


def why_json(told: Explained, fall: Waterfall) -> dict[str, Any]:
    """Both answers in the words of `why --json`: hours, shares 0..1, instants in UTC."""
    return {
        "batch": told.batch,
        "at": utc(told.made_at),
        "release_p50": utc(told.p50),
        "scenarios": told.scenarios,
        "drivers": [
            {
                "kind": d.kind.value, "key": d.key, "title": d.title, "batch": d.batch or None,
                "share": round(d.share, 3), "hours": round(d.hours, 2),
            }
            for d in told.drivers
        ],
        "levers": [
            {
                "title": one.title, "kind": one.kind.value, "key": one.key, "batch": one.batch or None,
                "gained_h": round(one.gained / HOUR, 3), "keep": None if one.keep is None else round(one.keep, 4),
                "release_p50": utc(one.p50),
            }
            for one in told.levers
        ],
        "moved": {
            "since": utc(fall.since), "of": fall.of, "before": utc(fall.before), "after": utc(fall.after),
            "why_not": fall.why_not or None,
            "parts": [
                {
                    "title": p.title, "moved_h": round(p.moved / HOUR, 4), "at": utc(p.at), "batch": p.batch or None,
                    "who": p.who or None, "entries": list(p.entries),
                }
                for p in fall.parts
            ],
        },
    }  # fmt: skip


def why_lines(told: Explained, fall: Waterfall, zone: ZoneInfo) -> list[str]:
    """What drives the batch, what would help, and why it moved, in words."""
    now = told.made_at
    lines = [f"{told.batch}: release P50 {moment(told.p50, now, zone) if told.p50 is not None else '—'}", "", "What it hangs on"]
    lines += [f"  {_driver(one)}" for one in told.drivers] or ["  Nothing that lies ahead binds it."]
    lines += ["", "What would help (the same futures run again with it done)"]
    lines += [f"  {_lever(one)}" for one in told.levers] or ["  Nothing that was tried buys time."]
    return [*lines, "", *_fall_lines(fall, now, zone)]


def _fall_lines(fall: Waterfall, now: datetime, zone: ZoneInfo) -> list[str]:
    since = moment(fall.since, now, zone)
    if fall.before is None or fall.after is None:
        return [f"Moved since {since}", f"  {fall.why_not}"]
    what = "The end of its promise" if fall.of == "promise" else "Its release"
    whole = fall.after - fall.before
    head = f"{what} moved by {_signed(whole)} since {since}: {moment(fall.before, now, zone)} → {moment(fall.after, now, zone)}"
    return [head, *(f"  {_part(one, now, zone)}" for one in fall.parts)]


def _driver(driver: Driver) -> str:
    return f"{driver.share:4.0%} of futures, {driver.hours:6.1f} h  {driver.title}"


def _lever(lever: Lever) -> str:
    keep = "" if lever.keep is None else f", chance of keeping the promise {100 * lever.keep:+.1f} points"
    return f"{_signed(-lever.gained)}  {lever.title}{keep}"


def _part(part: Part, now: datetime, zone: ZoneInfo) -> str:
    at = f" ({moment(part.at, now, zone)}{f', {part.who}' if part.who else ''})" if part.at is not None else ""
    more = f", {counted(len(part.entries), 'entry', 'entries')}" if len(part.entries) > 1 and part.at is not None else ""
    return f"{_signed(part.moved)}  {part.title}{at}{more}"


def _signed(moved: timedelta) -> str:
    """Hours with their sign: later is plus."""
    hours = moved / HOUR
    return f"{hours:+7.1f} h" if abs(hours) >= 0.05 or not hours else f"{hours * 60:+5.0f} min"
