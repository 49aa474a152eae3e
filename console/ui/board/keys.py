"""The keys of the board itself; whatever else is pressed belongs to the shell."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from console.ui.board.asked import Asked
from console.view.board.walk import Spot

_NONE, _SHIFT, _ALT = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
_KEY = Qt.Key
PAN_PX = 120

KEYS: dict[tuple[Qt.KeyboardModifier, int], Callable[[Asked], None]] = {
    (_NONE, _KEY.Key_Left): lambda board: board.walk("left"),
    (_NONE, _KEY.Key_Right): lambda board: board.walk("right"),
    (_NONE, _KEY.Key_Up): lambda board: board.walk("up"),
    (_NONE, _KEY.Key_Down): lambda board: board.walk("down"),
    (_NONE, _KEY.Key_Home): lambda board: board.walk("home"),
    (_NONE, _KEY.Key_End): lambda board: board.walk("end"),
    (_NONE, _KEY.Key_Return): lambda board: board.open_spot(),
    (_NONE, _KEY.Key_Enter): lambda board: board.open_spot(),
    (_NONE, _KEY.Key_Space): lambda board: board.open_spot(),
    (_NONE, _KEY.Key_Escape): lambda board: board.choose(Spot()),
    (_NONE, _KEY.Key_F): lambda board: board.fold_here(),
    (_NONE, _KEY.Key_T): lambda board: board.read(),
    (_NONE, _KEY.Key_N): lambda board: board.go_now(),
    (_NONE, _KEY.Key_Plus): lambda board: board.zoom(1.5),
    (_SHIFT, _KEY.Key_Plus): lambda board: board.zoom(1.5),
    (_NONE, _KEY.Key_Equal): lambda board: board.zoom(1.5),
    (_NONE, _KEY.Key_Minus): lambda board: board.zoom(1 / 1.5),
    (_SHIFT, _KEY.Key_Left): lambda board: board.pan(-PAN_PX),
    (_SHIFT, _KEY.Key_Right): lambda board: board.pan(PAN_PX),
    (_ALT, _KEY.Key_Left): lambda board: board.back(),
    (_ALT, _KEY.Key_Right): lambda board: board.forward(),
    (_NONE, _KEY.Key_PageUp): lambda board: board.turn_page(-1),
    (_NONE, _KEY.Key_PageDown): lambda board: board.turn_page(1),
}
