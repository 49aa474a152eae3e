"""What the tests of the window share: one theme, a window of fake pages, a sight of an empty or small floor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.domain.batch import Batch, Step, StepState
from console.domain.floor import Floor
from console.ui.page import Page
from console.ui.remember import Forgetful
from console.ui.shell.sight import Sight
from console.ui.shell.window import Shell
from console.ui.theme import Theme

NOW = datetime(2026, 11, 22, 19, 5, 9, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def nothing_of_the_test_before(qapp: QApplication) -> None:
    """Widgets told to go have gone, so that no style sheet is applied to them again and again."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """A theme on the one application; the light desk look is put back afterwards."""
    made = Theme(qapp)
    yield made
    qapp.setStyleSheet("")


def floor() -> Floor:
    """Two batches, one of them with a step that runs."""
    running = Step("TRANSDUCE", StepState.RUNNING, started_at=NOW)
    return Floor(
        batches={
            "B-0412": Batch("B-0412", "CART-7D-v1", coi="W1234567788", opened_at=NOW, steps={"TRANSDUCE": running}),
            "B-0415": Batch("B-0415", "CART-7D-v1", coi="W1234561234", opened_at=NOW),
        }
    )


class Pane(QWidget):
    """A page that remembers what it was told."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = QLineEdit(name)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(name))
        column.addWidget(self.line)
        self.told: list[object] = []

    def picked(self, batch: str, step: str) -> None:
        """Another batch is meant."""
        self.told.append((batch, step))


def sight(**changes: object) -> Sight:
    """A sight of the small floor."""
    plain: dict[str, object] = {
        "floor": floor(), "zone": ZONE, "sentence": "2 in process · 2 on time", "site": "Watertown",
        "site_class": "DEMO", "entries": 1240, "fresh_at": NOW,
    }  # fmt: skip
    return Sight(**(plain | changes))  # type: ignore[arg-type]


def pages() -> tuple[Page, ...]:
    """Board, batch and charts as panes that remember."""
    made = []
    for key in ("board", "batch", "charts"):
        pane = Pane(key)
        does = {"board.now": partial(pane.told.append, "now")} if key == "board" else {}
        icon = "layout-dashboard"
        made.append(
            Page(key, key.title(), icon, pane, pane.told.append, pane.told.append, pane.picked, does=does)
        )
    return tuple(made)


@pytest.fixture
def shell(theme: Theme, qtbot: QtBot) -> Iterator[Shell]:
    """A shown window on the small floor, its second hand stopped."""
    made = Shell(theme, pages(), Forgetful(), lambda: NOW)
    made.second_hand.stop()
    qtbot.addWidget(made)
    made.apply(sight())
    with qtbot.waitExposed(made):
        made.show()
    yield made

