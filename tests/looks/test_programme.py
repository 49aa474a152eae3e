"""The pictures of the programmes: both themes, a large screen and a small one, made by the program and still what it shows.

`LOOKS=write` writes them anew, as does the absence of one; look at them before they are committed.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.charts.programme_page import ProgrammePage
from console.ui.theme import Theme
from tests.looks.pictures import looked_at
from tests.view.charts.invented_programmes import state

READERS = Path(__file__).parents[2] / "docs" / "pictures"
FOLDER = Path(__file__).parent / "programme"
LARGE, SMALL = (1904, 936), (1350, 604)
"""What is left for the page in a window of 1920x1080 and of 1366x768."""
STATE = state()

PICTURES = (
    (READERS / "programme-light.png", "light", LARGE, "AV-119", False),
    (FOLDER / "dark.png", "dark", LARGE, "AV-119", False),
    (FOLDER / "small-light.png", "light", SMALL, "HL-22", True),
    (FOLDER / "small-dark.png", "dark", SMALL, "AV-119", False),
    (FOLDER / "young-light.png", "light", SMALL, "QM-7", False),
)
"""File (among the documents where readers see it), theme, size, product, whether time to release is shown (else vein-to-vein)."""


@pytest.mark.parametrize(("kept", "theme", "size", "product", "release"), PICTURES, ids=[row[0].stem for row in PICTURES])
def test_the_picture_is_what_the_programmes_show(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, kept: Path, theme: str, size: tuple[int, int], product: str, release: bool
) -> None:
    look = Theme(qapp)
    look.use(theme=theme)
    page = ProgrammePage(look.tokens)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    page.apply(STATE)
    page.choose(product)
    page.release.setChecked(release)
    page.run.clearFocus()
    qtbot.wait(10)
    looked_at(page, kept, tmp_path)
