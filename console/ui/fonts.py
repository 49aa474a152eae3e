"""One typeface on every console, so that a number stands where it stood and a picture can be compared."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Console Inter"
FILES = ("ConsoleInter-Regular.otf", "ConsoleInter-SemiBold.otf")


def load() -> str:
    """Make the bundled typeface known to Qt once and return its family; LookupError when it is not whole."""
    if FAMILY not in QFontDatabase.families():
        for name in FILES:
            face = (files("resources.fonts") / name).read_bytes()
            if QFontDatabase.addApplicationFontFromData(face) < 0:
                raise LookupError(f"the typeface {name} could not be read")
    return FAMILY


def font(points: float, *, strong: bool = False) -> QFont:
    """The console's typeface at a size in points; strong is semibold."""
    face = QFont(FAMILY)
    face.setPointSizeF(points)
    face.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    face.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return face
