"""One replay, open on the record of a week; its windows are made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from console.domain.floor import Floor
from tests.ui.replay.opened import Open, recorded


@pytest.fixture(scope="module")
def windows(qapp: QApplication) -> Iterator[tuple[Open, Floor]]:
    front = recorded()
    made = Open(qapp, front)
    yield made, front.floor
    made.away(qapp)


@pytest.fixture
def site(windows: tuple[Open, Floor]) -> Open:
    made, floor = windows
    made.put_back(floor)
    return made
