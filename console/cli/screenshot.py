"""`screenshot`: one screen of a site as of an instant, as a picture."""

from __future__ import annotations

import argparse

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.pictures import write_picture
from console.cli.status import now_of
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.service.still import Still, with_plan
from console.service.zones import zone_of
from console.store.replay import floor_at


def screenshot(asked: argparse.Namespace) -> int:
    """Write the screen; the same site, instant, size and theme give the same picture."""
    with reading(asked.db) as seen:
        floor = seen.floor if asked.at is None else floor_at(seen.site, asked.at)
        now = asked.at or now_of(seen.site.class_.plays, floor)
        outlook = forecast_floor(floor, now, zone_of, learn(floor))
        front = with_plan(Still(seen.journal.site, floor, outlook, seen.pages, now))
        write_picture(front, asked.screen, asked.size, asked.theme, asked.batch, asked.out)
    print(f"{asked.screen} {asked.size[0]}x{asked.size[1]} {asked.theme}: {asked.out}")
    return Exit.WELL
