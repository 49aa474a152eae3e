"""Where a file is to go: the dialog's kinds give the file its ending, and its buttons have room for their icons."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from console.ui.saving import where_to
from console.ui.sizes import Density
from console.ui.theme import Theme


@pytest.mark.parametrize("theme_name", ["light", "dark"])
@pytest.mark.parametrize("density", Density)
def test_the_dialogs_icons_are_seen(theme: Theme, qtbot: QtBot, theme_name: str, density: Density) -> None:
    theme.use(theme=theme_name, density=density)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = where_to(parent, "x.pdf", "Papers (*.pdf)", lambda _: None)
    button = dialog.findChild(QToolButton, "newFolderButton")
    assert isinstance(button, QToolButton)
    image = button.grab().toImage()
    assert inked(image) > 80, "an icon and no dot"
    dialog.reject()


def inked(image: QImage) -> int:
    """Pixels of the middle of the button that are not its ground."""
    middle = image.copy(image.rect().adjusted(4, 4, -4, -4))
    ground = middle.pixelColor(0, 0)
    return sum(middle.pixelColor(x, y) != ground for x in range(middle.width()) for y in range(middle.height()))


def test_the_kind_that_is_chosen_gives_the_ending(theme: Theme, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = where_to(parent, "x.pdf", "Papers (*.pdf);;Tables (*.csv);;Data (*.json)", lambda _: None)
    endings = []
    for kind in ("Tables (*.csv)", "Data (*.json)", "Papers (*.pdf)"):
        dialog.selectNameFilter(kind)
        dialog.filterSelected.emit(kind)
        endings.append(dialog.defaultSuffix())
    assert endings == ["csv", "json", "pdf"]
    dialog.reject()
