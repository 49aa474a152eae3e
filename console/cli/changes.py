"""`changes`: what happened since you left, in sentences, what hurts a promise first."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import Reading, reading, zone_of
from console.cli.status import now_of
from console.domain.floor import Floor
from console.report.changes.difference import difference
from console.report.changes.leaving import left_at
from console.report.changes.lines import ChangeLine, Tier
from console.store.changes import between, last_left
from console.store.replay import floor_at
from console.view.listing import utc
from console.view.spoken import counted, moment


class Changed(NamedTuple):
    """What the verb found: the sentences between two instants for one person (empty: for anybody)."""

    since: datetime
    now: datetime
    user: str
    lines: tuple[ChangeLine, ...]
    zone: ZoneInfo


def changes(asked: argparse.Namespace) -> int:
    """Tell what changed between the instant asked for, or the person's leaving, and now (or --at)."""
    with reading(asked.db) as opened:
        floor = opened.floor if asked.at is None else floor_at(opened.site, asked.at)
        now = asked.at or now_of(opened.site.class_.plays, floor)
        if asked.user and asked.user not in floor.people:
            return _refused(f"nobody here is called {asked.user!r}.", "Use the user id that the person logs in with.")
        since = asked.since or _since(opened, floor, asked.user, now)
        if since is None:
            whom = f"when {asked.user} last left" if asked.user else "any handover"
            return _refused(f"this site does not know {whom}.", "Say from when on: --since 2026-11-23T14:05:00Z.")
        if since > now:
            print("cleanroom-console: --since lies after the instant that is asked about.", file=sys.stderr)
            return Exit.USAGE
        found = difference(between(opened.site, since, now), asked.user)
    told = Changed(since, now, asked.user, found, zone_of(floor))
    print(json.dumps(changes_json(told), indent=1, ensure_ascii=False) if asked.json else changes_text(told))
    return Exit.WELL


def changes_json(told: Changed) -> dict[str, Any]:
    """The sentences for programs, in their order: what each is about, where it leads, which entries it tells."""
    return {
        "since": utc(told.since),
        "at": utc(told.now),
        "user": told.user,
        "entries": sum(len(line.entries) for line in told.lines),
        "changes": [_line_json(rank, line) for rank, line in enumerate(told.lines, start=1)],
    }


def changes_text(told: Changed) -> str:
    """The sentences for people, under a line that says from when to when."""
    entries = sum(len(line.entries) for line in told.lines)
    span = f"since {moment(told.since, told.now, told.zone)}, until {moment(told.now, told.now, told.zone)}"
    head = f"What changed {span}: {counted(entries, 'entry', 'entries')}"
    return "\n".join([head, "", *(line.sentence for line in told.lines)] if told.lines else [head])


def _line_json(rank: int, line: ChangeLine) -> dict[str, Any]:
    return {
        "rank": rank,
        "about": line.tier.name.lower(),
        "sentence": line.sentence,
        "places": list(line.places),
        "at": utc(line.at),
        "chance_lost": round(line.fall, 4),
        "late_min": round(line.late.total_seconds() / 60),
        "own": line.tier is Tier.OWN,
        "entries": list(line.entries),
    }


def _since(opened: Reading, floor: Floor, user: str, now: datetime) -> datetime | None:
    """Since duty last passed from this person, else since a session of theirs ended or they left duty."""
    found = left_at(floor, user)
    return found if found is not None or not user else last_left(opened.site, user, now)


def _refused(why: str, instead: str) -> int:
    print(f"cleanroom-console: {why} {instead}", file=sys.stderr)
    return Exit.REFUSED
