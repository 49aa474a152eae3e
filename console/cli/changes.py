"""`changes`: what happened since you left, in sentences, what hurts a promise first."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.opened import reading, zone_of
from console.cli.status import now_of
from console.domain.refusal import Refusal
from console.report.changes.lines import ChangeLine, Since, Tier
from console.service.since import since_left
from console.store.replay import floor_at
from console.view.listing import utc
from console.view.spoken import counted, moment


def changes(asked: argparse.Namespace) -> int:
    """Tell what changed between the instant asked for, or the person's leaving, and now (or --at)."""
    with reading(asked.db) as opened:
        floor = opened.floor if asked.at is None else floor_at(opened.site, asked.at)
        now = asked.at or now_of(opened.site.class_.plays, floor)
        if asked.user and asked.user not in floor.people:
            return _refused(f"nobody here is called {asked.user!r}.", "Use the user id that the person logs in with.")
        if asked.since is not None and asked.since > now:
            print("cleanroom-console: --since lies after the instant that is asked about.", file=sys.stderr)
            return Exit.USAGE
        found = since_left(opened.pages, floor, asked.user, now, asked.since)
    if isinstance(found, Refusal):
        return _refused(f"{found.why[:1].lower()}{found.why[1:]}", found.instead)
    print(json.dumps(changes_json(found), indent=1, ensure_ascii=False) if asked.json else changes_text(found, zone_of(floor)))
    return Exit.WELL


def changes_json(told: Since) -> dict[str, Any]:
    """The sentences for programs, in their order: what each is about, where it leads, which entries it tells."""
    return {
        "since": utc(told.since),
        "at": utc(told.now),
        "user": told.user,
        "entries": told.entries,
        "changes": [_line_json(rank, line) for rank, line in enumerate(told.lines, start=1)],
    }


def changes_text(told: Since, zone: ZoneInfo) -> str:
    """The sentences for people, under a line that says from when to when."""
    span = f"since {moment(told.since, told.now, zone)}, until {moment(told.now, told.now, zone)}"
    head = f"What changed {span}: {counted(told.entries, 'entry', 'entries')}"
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


def _refused(why: str, instead: str) -> int:
    print(f"cleanroom-console: {why} {instead}", file=sys.stderr)
    return Exit.REFUSED
