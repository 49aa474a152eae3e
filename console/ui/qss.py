"""The few rules that Fusion and the palette cannot say: flat panels, a focus ring, sizes to touch."""

from __future__ import annotations

from importlib.resources import files
from string import Template

from console.ui.sizes import FOCUS_RING_PX
from console.view.tokens import HOLD, PRIORITY_1, PRIORITY_2, PRIORITY_3, PRIORITY_4, Tokens

LINE = 1.65
"""The height of a line of words in pixels, of their points."""

_RULES = Template((files("resources.text") / "look.qss").read_text(encoding="utf-8"))


def stylesheet(tokens: Tokens, points: float, target: int, critical: int) -> str:
    """The style sheet of one theme; points for plain words, target sizes in pixels."""
    colours = {name: getattr(tokens, name) for name in tokens.__slots__}
    marks = {"1": PRIORITY_1, "2": PRIORITY_2, "3": PRIORITY_3, "4": PRIORITY_4, "h": HOLD}
    fills = {f"p{key}": mark.fill for key, mark in marks.items()}
    inks = {f"i{key}": mark.ink for key, mark in marks.items()}
    ring = FOCUS_RING_PX
    room = {"ring": ring, "target": target - 2 * ring - 4, "critical": critical - 2 * ring - 4}
    room["menu"] = max(6, round((target - LINE * points) / 2))  # a gloved hand opens a menu, too
    words = {"points": points, "small": points - 1, "title": points + 2, "number": points + 4, "sentence": points + 5}
    return _RULES.substitute({**colours, **fills, **inks, **room, **words})
