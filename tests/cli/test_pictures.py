"""The screenshot verb: the same site, instant, size and theme give the same picture; every screen is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from console.cli.codes import Exit
from tests.cli.conftest import AT


@pytest.mark.parametrize("screen", ["board", "batch", "charts"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_screen_is_drawn_in_both_themes(demo: Path, tmp_path: Path, verb, screen: str, theme: str, qapp) -> None:
    out = tmp_path / "picture.png"
    code, _, said = verb(
        "screenshot", "--db", demo, "--screen", screen, "--size", "1366x768", "--theme", theme, "--at", AT.isoformat(), "--out", out
    )
    assert code == Exit.WELL, said
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1366, 768)
    colours = {image.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7)}
    assert len(colours) > 12


def test_the_same_instant_is_the_same_picture(demo: Path, tmp_path: Path, verb, qapp) -> None:
    for name in ("a", "b"):
        out = tmp_path / name
        verb("screenshot", "--db", demo, "--screen", "board", "--size", "1366x768", "--at", AT.isoformat(), "--out", out)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
