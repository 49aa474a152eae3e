"""`why`: what a batch's release hangs on, what would buy hours, and why its forecast moved since an instant."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import timedelta

from console.cli.codes import Exit
from console.cli.opened import reading, zone_of
from console.cli.status import now_of
from console.domain.refusal import Refusal
from console.forecast.explained import Explain, Moved
from console.store.replay import floor_at
from console.view.why_listing import why_json, why_lines

BACK = timedelta(hours=24)
"""Since when, where nobody says."""
SECONDS = 60.0
"""How long a waterfall may take that somebody waits for."""


def why(asked: argparse.Namespace) -> int:
    """Answer for one batch, as of now or of an instant."""
    # The forecast's own modules are loaded when somebody asks: numpy would hold up every other verb.
    from console.service.explainer_process import Explainer, Why
    from console.service.outlook_process import Drawn
    from console.service.past import until

    with reading(asked.db) as opened:
        floor = opened.floor if asked.at is None else floor_at(opened.site, asked.at)
        now = asked.at or now_of(opened.site.class_.plays, floor)
        since, kind = asked.since or now - BACK, opened.site.class_.value
        past = until(opened.pages.past(since), now)
    if since > now:
        print("cleanroom-console: --since lies after the instant that is asked about.", file=sys.stderr)
        return Exit.USAGE
    explainer, drawn = Explainer(), Drawn(kind=kind)
    told = explainer.explain(floor, now, Why(Explain(asked.batch), None, drawn))
    if isinstance(told, Refusal):
        print(f"cleanroom-console: {told.why} {told.instead}", file=sys.stderr)
        return Exit.REFUSED
    fall = explainer.moved(now, Why(Moved(asked.batch, since), past, drawn, seconds=SECONDS))
    print(
        json.dumps(why_json(told, fall), indent=1, ensure_ascii=False)
        if asked.json
        else "\n".join(why_lines(told, fall, zone_of(floor)))
    )
    return Exit.WELL
