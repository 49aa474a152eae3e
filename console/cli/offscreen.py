"""The session without a display: the sentence of the day, the table of batches, and the main screens as pictures."""

from __future__ import annotations

from pathlib import Path

from console.cli.codes import Exit
from console.cli.opened import Writing
from console.cli.pictures import Camera
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.service.still import Still, with_plan
from console.service.zones import zone_of
from console.view.listing import forecast_table
from console.view.sentence import sentence

SHOWN = (("board", "light"), ("board", "dark"), ("batch", "light"), ("charts", "light"), ("charts", "dark"))
SIZE = (1920, 1080)


def session(opened: Writing, folder: Path) -> int:
    """Say what a supervisor is told first, picture the screens, and end."""
    try:
        floor, now = opened.dispatcher.floor, opened.clock.now()
        outlook = forecast_floor(floor, now, zone_of, learn(floor))
        opened.writer.submit(opened.journal.keep, outlook).result()
        print(sentence(floor, outlook, now, opened.zone))
        print()
        print(forecast_table(floor, outlook, now, opened.zone))
        print()
        folder.mkdir(parents=True, exist_ok=True)
        camera = Camera(with_plan(Still(opened.journal.site, floor, outlook, opened.pages, now)))
        for screen, theme in SHOWN:
            out = folder / f"{screen}-{theme}.png"
            camera.take(screen, SIZE, theme, "", out)
            print(f"picture: {out}")
        camera.put_away()
    finally:
        opened.close()
    return Exit.WELL
