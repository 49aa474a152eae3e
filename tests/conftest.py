"""What every test stands on: Qt offscreen, nothing stray left behind, the same chances drawn every time."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if "tests.blocked" in sys.modules:

    def heard() -> list[str]:
        """Nothing: there is no Qt to hear."""
        return []

else:
    from tests.qt_messages import heard

APART = {"benchmarks", "soak", "window"}  # run only when named: make bench, make soak, and make test under Xvfb
HERE = Path(__file__).parent
PATIENCE_S = 5.0  # how long a thread or process that was told to end may take

settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=15)
settings.register_profile("soak", settings.get_profile("ci"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave benchmarks, campaigns and window stories out unless the command line names them."""
    inside = collection_path.relative_to(HERE).parts if collection_path.is_relative_to(HERE) else ()
    if not inside or inside[0] not in APART:
        return None
    top = HERE / inside[0]
    named = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    return None if any(path == top or top in path.parents for path in named) else True


@pytest.fixture(autouse=True)
def nothing_stray() -> Iterator[None]:
    """Fail the test that leaves a thread, a timer or a child process behind."""
    before = set(threading.enumerate())
    yield
    left = _still_there(before)
    assert not left, f"left behind: {', '.join(left)}"


def _still_there(before: set[threading.Thread]) -> list[str]:
    until = time.monotonic() + PATIENCE_S
    while True:
        threads = [
            thread.name
            for thread in threading.enumerate()
            if thread not in before and not isinstance(thread, threading._DummyThread)
        ]
        children = [f"process {child.name}" for child in multiprocessing.active_children()]
        if not (threads or children) or time.monotonic() > until:
            return threads + children
        time.sleep(0.01)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Fail the test whose widgets complain while they are taken down; pytest-qt listens only to the test itself."""
    result = yield
    said = heard()
    if said:
        pytest.fail("Qt said outside the test's own body: " + "; ".join(said), pytrace=False)
    return result
