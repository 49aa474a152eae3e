"""`demo` and `open`: a site in its window; without a display the same session offscreen."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import timedelta
from pathlib import Path

from console.cli.alive import CATCH_UP, catch_up
from console.cli.engine import Relay
from console.cli.opened import Writing, bring_up, open_existing, peek, plays_here, writing
from console.cli.places import demo_folder, pictures_folder
from console.cli.simulate import make_demo, unlock_all
from console.service.clock import PacedClock, SystemClock
from db.identity import IDENTITY_NAME

HISTORY_DAYS = 84
"""Twelve weeks of an invented plant's past."""

MARK = "seed"
"""The setting under which a demo remembers which invented plant it is."""


def demo(asked: argparse.Namespace) -> int:
    """Open the demo site, made on the first start; it lives on from where it was left."""
    folder = asked.db or demo_folder()
    if not (folder / IDENTITY_NAME).exists():
        _make(folder, asked.seed)
    speed = 0 if asked.offscreen or not has_display() else asked.speed
    relay = Relay()
    opened, seed = wake(folder, asked.seed, speed, relay)
    if asked.offscreen or not has_display():
        from console.cli.offscreen import session

        return session(opened, asked.pictures or pictures_folder())
    from console.cli.window import run_window

    return run_window(opened, relay, seed)


def open_site(asked: argparse.Namespace) -> int:
    """Open any site in its window; a site that plays goes on living."""
    bring_up(asked.db)
    plays, zone = plays_here(asked.db), peek(asked.db)[0]
    relay = Relay()
    if plays:
        opened, seed = wake(asked.db, 0, 60, relay)
    else:
        clock = SystemClock()
        opened, seed = writing(open_existing(asked.db, clock, zone), clock, zone, relay.on_change, relay.on_trouble), None
    if not has_display():
        from console.cli.offscreen import session

        return session(opened, pictures_folder())
    from console.cli.window import run_window

    return run_window(opened, relay, seed)


def wake(folder: Path, seed: int, speed: int, relay: Relay) -> tuple[Writing, int]:
    """Open a site that plays: its clock goes on from its last entry, or from now, after living through the gap."""
    bring_up(folder)
    zone, left = peek(folder)
    machine = SystemClock()
    now = machine.now()
    start = max(left, now) if now - left <= CATCH_UP else left
    clock = PacedClock(machine, left, 0)
    opened = writing(open_existing(folder, clock, zone), clock, zone, relay.on_change, relay.on_trouble)
    seed = int(opened.desk.setting(MARK) or seed)
    facility = opened.dispatcher.floor.facility
    if facility is not None and start - left > timedelta(minutes=1):
        unlock_all(opened)
        catch_up(opened, facility, seed, start)
        opened.dispatcher.sweep().result()
    clock.jump(start)
    clock.pace(speed)
    return opened, seed


def has_display() -> bool:
    """Whether a window could be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    return wanted != "offscreen" and bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _make(folder: Path, seed: int) -> None:
    print(f"Making a demo site with twelve weeks of history in {folder} (once; about a quarter of a minute)…", flush=True)
    opened = make_demo(folder, seed, HISTORY_DAYS, SystemClock().now().replace(microsecond=0))
    opened.writer.submit(opened.desk.remember, MARK, str(seed)).result()
    opened.close()
