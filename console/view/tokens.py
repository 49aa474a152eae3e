"""The colours of the room: grey is normal, and only four priorities and Hold carry colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["square", "triangle-up", "triangle-down", "circle", "octagon"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One alarm mark: never colour alone, always shape, sign and words."""

    shape: Shape
    sign: str
    word: str
    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The named colours of one theme, as #RRGGBB."""

    name: Literal["light", "dark"]
    bg: str
    panel: str
    text: str
    muted: str
    run: str
    edge: str
    baseline: str
    stripe: str
    field: str
    done: str
    grid: str
    focus: str
    selected: str
    selected_text: str


PRIORITY_1 = Mark("square", "1", "act now", "#B5002A", "#FFFFFF")
PRIORITY_2 = Mark("triangle-up", "2", "act soon", "#F58220", "#14171A")
PRIORITY_3 = Mark("triangle-down", "3", "watch", "#FFE867", "#14171A")
PRIORITY_4 = Mark("circle", "4", "for your knowledge", "#5BC0EB", "#14171A")
HOLD = Mark("octagon", "H", "on hold", "#6A2FB5", "#FFFFFF")

MARKS: dict[str, Mark] = {"1": PRIORITY_1, "2": PRIORITY_2, "3": PRIORITY_3, "4": PRIORITY_4, "H": HOLD}

LIGHT = Tokens(
    name="light",
    bg="#E6E8EA",
    panel="#F4F5F6",
    text="#1F2428",
    muted="#565D64",
    run="#AEB6BE",
    edge="#5A626A",
    baseline="#6F7881",
    stripe="#DDE0E3",
    field="#FFFFFF",
    done="#9AA3AC",
    grid="#C9CED3",
    focus="#1F2428",
    selected="#C3CAD1",
    selected_text="#1F2428",
)

DARK = Tokens(
    name="dark",
    bg="#23272B",
    panel="#2C3136",
    text="#E8EAEC",
    muted="#A9B0B7",
    run="#5A636C",
    edge="#9AA3AB",
    baseline="#7C8791",
    stripe="#282C31",
    field="#1B1F22",
    done="#48515A",
    grid="#3B4248",
    focus="#E8EAEC",
    selected="#4A535C",
    selected_text="#FFFFFF",
)

THEMES: dict[str, Tokens] = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, 0..1 (WCAG 2.2, relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.2, 1.4.3)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
