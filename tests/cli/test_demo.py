"""The demo goes on where it was left: it lives through the time nobody had it open, and acts again while it is open."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest

from console.cli.alive import Living
from console.cli.codes import Exit
from console.cli.demo import has_display, wake
from console.cli.engine import Relay
from console.cli.simulate import make_demo
from console.domain.commands import AddNote
from console.domain.facility import Role
from console.service.change import Change
from console.service.clock import PacedClock, SystemClock
from console.store.mason import Mason
from console.store.replay import Replay
from db import journal, stones

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


def test_stones_are_laid_beside_the_writer_while_it_works(left_yesterday: Path) -> None:
    relay = Relay()
    opened, _ = wake(left_yesterday, SEED, 0, relay)
    thread = ThreadPoolExecutor(1, "stones")
    mason = Mason(opened.site, thread, opened.writer, 50, 0)
    relay.change = mason.hear
    try:
        mending = mason.start()
        floor = opened.dispatcher.floor
        who = next(person.id for person in floor.people.values() if Role.SUPERVISOR in person.roles)
        batch = next(iter(floor.batches))
        for n in range(120):
            answer = opened.dispatcher.submit(AddNote(by=who, batch=batch, text=f"remark {n}")).result()
            assert isinstance(answer, Change)
        assert mending.result(60) > 0
        thread.shutdown()
        with opened.site.reading() as connection:
            marks = stones.laid(connection)
            ends = [Replay(opened.site).after(connection, marks[-1] + n).floor for n in (0, 1)]
            last = journal.last_number(connection)
            assert Replay(opened.site).after(connection, last).floor == opened.dispatcher.floor
        assert all(later - earlier < 101 for earlier, later in pairwise([0, *marks, last]))
        assert len(ends[1].batches[batch].notes) == len(ends[0].batches[batch].notes) + 1
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
