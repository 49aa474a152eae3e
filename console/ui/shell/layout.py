"""How the window was left is how it comes back: size, page and look."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QLayout, QWidget

from console.ui.remember import Remember
from console.ui.sizes import Density
from console.ui.theme import Theme

USUAL = (1366, 768)
FRAME_PX = 4


def keep(memory: Remember, window: QWidget, theme: Theme) -> None:
    """Remember how the window stands."""
    memory.remember("window", bytes(window.saveGeometry().toBase64().data()).decode())
    memory.remember("theme", theme.tokens.name)
    memory.remember("density", theme.density.value)


def restore(memory: Remember, window: QWidget, theme: Theme) -> None:
    """Let the window stand as it was left; what cannot be read is as if nothing was remembered."""
    geometry = memory.setting("window")
    if not geometry or not window.restoreGeometry(QByteArray.fromBase64(geometry.encode())):
        window.resize(*USUAL)
    name, density = memory.setting("theme"), memory.setting("density")
    known = {each.value for each in Density}
    theme.use(
        theme=name if name in ("light", "dark") else None, density=Density(density) if density in known else None
    )


def frame(middle: QWidget, layout: QLayout) -> None:
    """Draw a thick dark line around everything in a window, so that it cannot be taken for another one."""
    middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    middle.setProperty("role", "framed")
    layout.setContentsMargins(FRAME_PX, FRAME_PX, FRAME_PX, FRAME_PX)
