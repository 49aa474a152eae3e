"""Icons take the colour of the words beside them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIZES = (20, 40)


@lru_cache(maxsize=128)
def drawing(name: str) -> str:
    """The SVG text of one icon; KeyError when there is no such icon."""
    source = files("resources.icons") / f"{name}.svg"
    if not source.is_file():
        raise KeyError(name)
    return source.read_text(encoding="utf-8")


def pixmap(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """One icon drawn in one colour on nothing; side in logical pixels."""
    renderer = QSvgRenderer(QByteArray(drawing(name).replace("currentColor", colour).encode()))
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, colour: str, faint: str | None = None) -> QIcon:
    """A Qt icon in all sizes the shell uses; faint is its colour when it cannot be used."""
    made = QIcon()
    for side in SIZES:
        made.addPixmap(pixmap(name, colour, side), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, faint or colour, side), QIcon.Mode.Disabled)
    return made
