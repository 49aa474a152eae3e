"""Pictures of replay at both sizes a console has, in both themes and under gloves: the mark, the rails, then beside now.

The record is invented, so that a picture changes with its drawing alone.
`LOOKS=write` writes them anew, as does the absence of one; look at them before they are committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from console.domain.floor import Floor
from console.ui.page import Place
from console.ui.sizes import Density
from tests.looks.pictures import looked_at
from tests.ui.replay.opened import NIGHT, Open, recorded

FOLDER = Path(__file__).parent / "replay"
SMALL, LARGE = (1366, 768), (1920, 1080)
PICTURES = (
    ("board-1366-light", SMALL, "light", Density.DESK, "board", ""),
    ("board-1920-light", LARGE, "light", Density.DESK, "board", ""),
    ("beside-1366-light", SMALL, "light", Density.DESK, "board", "replay.beside"),
    ("entries-1366-light", SMALL, "light", Density.DESK, "board", "replay.moments"),
    ("board-1366-dark", SMALL, "dark", Density.DESK, "board", ""),
    ("beside-1920-dark", LARGE, "dark", Density.DESK, "board", "replay.beside"),
    ("batch-1366-dark", SMALL, "dark", Density.DESK, "batch", ""),
    ("board-1366-glove", SMALL, "light", Density.GLOVE, "board", ""),
)
"""Name, size, theme, density, page, and the action taken before; by looks, because two windows take seconds to dress anew."""


@pytest.fixture(scope="module")
def windows(qapp: QApplication) -> Iterator[tuple[Open, Floor]]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    front = recorded()
    made = Open(qapp, front)
    yield made, front.floor
    made.away(qapp)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(("name", "size", "theme", "density", "page", "act"), PICTURES, ids=[row[0] for row in PICTURES])
def test_replay_looks_as_it_was_looked_at(
    windows: tuple[Open, Floor], tmp_path: Path, name: str, size: tuple[int, int], theme: str, density: Density, page: str, act: str
) -> None:
    site, floor = windows
    site.desktop.theme.use(theme=theme, density=density)
    site.put_back(floor)
    site.shell.resize(*size)
    site.go(NIGHT)
    site.shell.go(Place(page))
    if act:
        site.shell.acts.run(act)
    for _ in range(4):
        site.settle()
    assert (site.shell.width(), site.shell.height()) == size, "it fits a screen of this size"
    looked_at(site.shell, FOLDER / f"{name}.png", tmp_path, size=120_000)
