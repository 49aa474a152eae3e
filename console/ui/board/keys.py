"""The keys of the board itself, those that move a bar among them; whatever else is pressed belongs to the shell."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from console.ui.board.asked import Asked
from console.view.board.drag import Drag
from console.view.board.nudge import by_slots, to_edge, to_lawful_place, to_place

_NONE, _SHIFT, _ALT = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
_CTRL = Qt.KeyboardModifier.ControlModifier
_CTRL_SHIFT = _CTRL | _SHIFT
_KEY = Qt.Key
PAN_PX = 120

KEYS: dict[tuple[Qt.KeyboardModifier, int], Callable[[Asked], None]] = {
    (_NONE, _KEY.Key_Left): lambda board: board.walk("left"),
    (_NONE, _KEY.Key_Right): lambda board: board.walk("right"),
    (_NONE, _KEY.Key_Up): lambda board: board.walk("up"),
    (_NONE, _KEY.Key_Down): lambda board: board.walk("down"),
    (_NONE, _KEY.Key_Home): lambda board: board.walk("home"),
    (_NONE, _KEY.Key_End): lambda board: board.walk("end"),
    (_NONE, _KEY.Key_Return): lambda board: board.confirm(),
    (_NONE, _KEY.Key_Enter): lambda board: board.confirm(),
    (_NONE, _KEY.Key_Space): lambda board: board.open_spot(),
    (_NONE, _KEY.Key_Escape): lambda board: board.escape(),
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

Nudge = Callable[[Drag], Drag]
NUDGE: dict[str, Nudge] = {
    "earlier": lambda drag: by_slots(drag, -1),
    "later": lambda drag: by_slots(drag, 1),
    "up": lambda drag: to_place(drag, -1),
    "down": lambda drag: to_place(drag, 1),
    "edge_earlier": lambda drag: to_edge(drag, -1),
    "edge_later": lambda drag: to_edge(drag, 1),
    "lawful_up": lambda drag: to_lawful_place(drag, -1),
    "lawful_down": lambda drag: to_lawful_place(drag, 1),
}
"""The twins of a drag: by a slot or a place, or to where it is lawful."""
NUDGES: dict[tuple[Qt.KeyboardModifier, int], Nudge] = {
    (_CTRL, _KEY.Key_Left): NUDGE["earlier"],
    (_CTRL, _KEY.Key_Right): NUDGE["later"],
    (_CTRL, _KEY.Key_Up): NUDGE["up"],
    (_CTRL, _KEY.Key_Down): NUDGE["down"],
    (_CTRL_SHIFT, _KEY.Key_Left): NUDGE["edge_earlier"],
    (_CTRL_SHIFT, _KEY.Key_Right): NUDGE["edge_later"],
    (_CTRL_SHIFT, _KEY.Key_Up): NUDGE["lawful_up"],
    (_CTRL_SHIFT, _KEY.Key_Down): NUDGE["lawful_down"],
}
