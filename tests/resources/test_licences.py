"""What others made is shipped with its licence, and nothing lies in the package that nobody uses."""

from __future__ import annotations

import re
from importlib.resources import files
from xml.etree import ElementTree

from console.ui.icons import drawing
from console.view.action_table import TABLE


def test_typeface_and_icons_carry_their_licences() -> None:
    assert "SIL OPEN FONT LICENSE" in (files("resources.fonts") / "LICENSE.txt").read_text(encoding="utf-8").upper()
    icons = (files("resources.icons") / "LICENSE.txt").read_text(encoding="utf-8")
    assert "ISC License" in icons and "MIT" in icons


def test_every_icon_is_one_stroke_colour_and_whole() -> None:
    for file in files("resources.icons").iterdir():
        if file.name.endswith(".svg"):
            text = file.read_text(encoding="utf-8")
            assert ElementTree.fromstring(text).attrib["viewBox"] == "0 0 24 24"
            assert "currentColor" in text
            assert not re.search(r"#[0-9a-fA-F]{3,6}", text)


def test_every_icon_of_the_table_can_be_drawn() -> None:
    for row in TABLE:
        if row.icon:
            assert drawing(row.icon).startswith("<svg")
