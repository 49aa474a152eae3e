"""A small demo site in its real window, with everything that works behind it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.cli.engine import Relay
from console.cli.opened import open_existing, reading, writing, zone_of
from console.cli.places import STATE
from console.cli.simulate import make_demo
from console.cli.window import Running
from console.service.clock import PacedClock, SystemClock

SEED, DAYS = 2, 9
UNTIL = datetime(2026, 11, 13, 15, 0, tzinfo=UTC)
"""A morning on which one batch is late and its sample of day 5 is due; others are at risk, held and on time."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site of every story and the private state beside it, made once; no story writes to them."""
    site, state = tmp_path_factory.mktemp("sites") / "demo", tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STATE, str(state))
        make_demo(site, SEED, DAYS, UNTIL).close()
    return site, state


@pytest.fixture
def folder(demo: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy to write to, on a computer of its own: a copy opened beside it would make it look put back."""
    site, state = demo
    monkeypatch.setenv(STATE, str(shutil.copytree(state, tmp_path / "state")))
    return Path(shutil.copytree(site, tmp_path / "demo"))


@pytest.fixture
def running(qapp: QApplication, qtbot: QtBot, folder: Path) -> Iterator[Running]:
    with reading(folder) as known:
        zone = zone_of(known.floor)
    clock, relay = PacedClock(SystemClock(), UNTIL, 1), Relay()
    opened = writing(open_existing(folder, clock, zone), clock, zone, relay.on_change, relay.on_trouble)
    site = Running(qapp, opened, relay, SEED)
    shell = site.desktop.shell
    shell.resize(1600, 1000)
    with qtbot.waitExposed(shell):
        site.desktop.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow, timeout=10_000)
    yield site
    site.stop()
    qapp.removeEventFilter(site.desktop.wedge)
    qapp.removeEventFilter(site.desktop.idle)
    shell.deleteLater()
    site.desktop.deleteLater()
    qapp.setStyleSheet("")
