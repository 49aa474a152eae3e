"""`programme`: how each sponsor's products keep their promise, for people and for programs."""

from __future__ import annotations

import argparse
import json
import sys

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.papers import imprint_of, write
from console.cli.status import look
from console.view.charts.programme import programme_state
from console.view.charts.programme_listing import state_json, state_text
from console.view.charts.promise_report import promise_report


def programme(asked: argparse.Namespace) -> int:
    """Every programme of the site, or of one sponsor; with a sponsor named the others are not there at all."""
    from zoneinfo import ZoneInfo

    from console.forecast.judged import outcomes
    from console.forecast.marking import report_card

    paper = asked.pdf is not None or asked.csv is not None
    if paper and not asked.sponsor:
        print("cleanroom-console: a report goes to one sponsor: name it with --sponsor S.", file=sys.stderr)
        return Exit.USAGE
    told = look(asked.db, asked.at)
    with reading(asked.db) as opened:
        stood = [one for one in opened.pages.stood(None) if one.made_at <= told.now]
        imprint = imprint_of(opened)
    judged = report_card(stood, outcomes(told.floor, told.now, ZoneInfo), told.now).batches
    state = programme_state(told.floor, told.outlook, told.now, ZoneInfo, judged=judged)
    wanted = asked.sponsor.casefold()
    named = next((key for key, name in state.sponsors() if wanted in (key.casefold(), name.casefold())), "")
    state = state.of(named)
    if asked.sponsor and not named:
        print(f"This site has no programme of a sponsor {asked.sponsor}.", file=sys.stderr)
        return Exit.REFUSED
    said = write(promise_report(state, imprint), asked) if paper else state_text(state)
    print(json.dumps(state_json(state), indent=1, ensure_ascii=False) if asked.json else said)
    return Exit.WELL
