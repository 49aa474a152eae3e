"""`report-card`: how far the forecast of a site can be trusted, from the forecasts it kept."""

from __future__ import annotations

import argparse
import json

from console.cli.codes import Exit
from console.cli.opened import reading, zone_of
from console.cli.status import now_of
from console.store.replay import floor_at
from console.view.card_listing import card_json, card_text


def report_card(asked: argparse.Namespace) -> int:
    """What was stated against what came, as of now or of an instant, of forecasts made since another or ever."""
    from zoneinfo import ZoneInfo

    from console.forecast.durations import learn
    from console.forecast.judged import outcomes
    from console.forecast.marking import report_card as marked
    from console.forecast.model import in_use

    with reading(asked.db) as opened:
        floor = opened.floor if asked.at is None else floor_at(opened.site, asked.at)
        now = asked.at or now_of(opened.site.class_.plays, floor)
        stood = [one for one in opened.pages.stood(asked.since) if one.made_at <= now]
        kind = opened.site.class_.value
    history = in_use(floor, kind, learn)
    card = marked(stood, outcomes(floor, now, ZoneInfo), now, history.drifts, history.model)
    print(json.dumps(card_json(card), indent=1, ensure_ascii=False) if asked.json else card_text(card, now, zone_of(floor)))
    return Exit.WELL
