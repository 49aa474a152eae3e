"""The pictures of the programmes: both themes, a large screen and a small one, made by the program and still what it shows.

`LOOKS=write` writes them anew, as does the absence of one; look at them before they are committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ui.charts.programme_page import ProgrammePage
from console.ui.theme import Theme
from tests.looks.pictures import differing, keep, read
from tests.view.charts.invented_programmes import state

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MOST_DIFFERING, MOST_BYTES = 0.02, 250_000
LARGE, SMALL = (1904, 936), (1350, 604)
"""What is left for the page in a window of 1920x1080 and of 1366x768."""
STATE = state()

PICTURES = (
    ("programme-light", "light", LARGE, "AV-119", False),
    ("programme-dark", "dark", LARGE, "AV-119", False),
    ("programme-small-light", "light", SMALL, "HL-22", True),
    ("programme-small-dark", "dark", SMALL, "AV-119", False),
    ("programme-young-light", "light", SMALL, "QM-7", False),
)
"""Name, theme, size, product, and whether time to release is shown instead of vein-to-vein."""


@pytest.mark.parametrize(("name", "theme", "size", "product", "release"), PICTURES, ids=[row[0] for row in PICTURES])
def test_the_picture_is_what_the_programmes_show(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, name: str, theme: str, size: tuple[int, int], product: str, release: bool
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
    fresh, kept = tmp_path / "fresh.png", FOLDER / f"{name}.png"
    assert page.grab().save(str(fresh), "PNG")
    if os.environ.get("LOOKS") == "write" or not kept.exists():
        keep(read(fresh), kept)
    share = differing(read(fresh), read(kept))
    assert share <= MOST_DIFFERING, f"{share:.1%} of {kept.name} is not what the program shows; LOOKS=write writes it anew"
    assert kept.stat().st_size <= MOST_BYTES
