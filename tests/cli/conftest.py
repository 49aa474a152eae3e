"""One small demo site for all verbs, and private state that belongs to the tests alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.cli.places import STATE
from console.cli.simulate import make_demo
from console.cli.verbs import run

AT = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
DAYS, SEED = 9, 11


@pytest.fixture(scope="session", autouse=True)
def one_application(qapp: QApplication) -> None:
    """The application that widgets need: pages alone would make a lesser one, and a process has one for all its tests."""


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STATE, str(folder))
        yield folder


@pytest.fixture(scope="session")
def demo(state: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo site of nine days that ends two days after a change night; no test writes to it."""
    folder = tmp_path_factory.mktemp("sites") / "demo"
    make_demo(folder, SEED, DAYS, AT).close()
    return folder


@pytest.fixture
def own_demo(demo: Path, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo to write to, on a computer of its own: a copy opened beside it would make it look put back."""
    monkeypatch.setenv(STATE, str(shutil.copytree(state, tmp_path / "state")))
    return Path(shutil.copytree(demo, tmp_path / "demo"))


@pytest.fixture
def verb(state: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run one verb as the command line does: its exit code, what it printed, and what it said on standard error."""

    def called(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return called
