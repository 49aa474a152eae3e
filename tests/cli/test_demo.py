"""The demo goes on where it was left: it lives through the time nobody had it open, and acts again while it is open."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from console.cli.alive import Living
from console.cli.codes import Exit
from console.cli.demo import has_display, wake
from console.cli.engine import Relay
from console.cli.simulate import make_demo
from console.service.change import Change
from console.service.clock import PacedClock, SystemClock

SEED = 5


@pytest.fixture(scope="module")
def made(state: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that was left 20 hours ago."""
    folder = tmp_path_factory.mktemp("left") / "demo"
    until = SystemClock().now().replace(microsecond=0) - timedelta(hours=20)
    make_demo(folder, SEED, 4, until).close()
    return folder


@pytest.fixture
def left_yesterday(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(made, tmp_path / "demo"))


def test_a_reopened_demo_has_lived_through_the_gap_and_stands_at_now(left_yesterday: Path) -> None:
    before = SystemClock().now()
    opened, seed = wake(left_yesterday, SEED, 0, Relay())
    try:
        latest = opened.dispatcher.floor.latest
        assert seed == SEED
        assert latest is not None
        assert before - timedelta(hours=6) < latest <= SystemClock().now()
        assert before <= opened.clock.now() <= SystemClock().now() + timedelta(seconds=1)
    finally:
        opened.close()


def test_the_plant_of_an_open_demo_acts_and_every_act_is_told(left_yesterday: Path) -> None:
    told: list[Change] = []
    heard = Event()
    relay = Relay()

    def hear(change: Change) -> None:
        told.append(change)
        heard.set()

    opened, seed = wake(left_yesterday, SEED, 0, relay)
    relay.change = hear
    wrong: list[BaseException] = []
    assert isinstance(opened.clock, PacedClock)
    facility = opened.dispatcher.floor.facility
    assert facility is not None
    living = Living(opened, opened.clock, facility, seed, wrong.append)
    entries = opened.dispatcher.floor.entries
    living.start()
    opened.clock.jump(opened.clock.now() + timedelta(hours=9))
    assert heard.wait(30)
    living.stop()
    try:
        assert not wrong
        assert opened.dispatcher.floor.entries > entries
        assert opened.dispatcher.floor.entries == entries + sum(len(change.events) for change in told)
    finally:
        opened.close()


def test_without_a_display_the_same_session_runs_offscreen(left_yesterday: Path, tmp_path: Path, verb, qapp) -> None:
    code, out, said = verb("demo", "--db", left_yesterday, "--offscreen", "--pictures", tmp_path / "pictures")
    assert code == Exit.WELL, said
    assert "in process" in out.splitlines()[0] or "Nothing is in process" in out.splitlines()[0]
    assert "Keeps it" in out
    pictures = sorted(path.name for path in (tmp_path / "pictures").iterdir())
    assert pictures == ["batch-light.png", "board-dark.png", "board-light.png", "charts-dark.png", "charts-light.png"]


def test_a_display_is_looked_for_where_each_system_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    monkeypatch.setenv("DISPLAY", ":7")
    assert has_display()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert not has_display()
