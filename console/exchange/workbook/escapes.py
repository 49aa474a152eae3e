"""Signs that a workbook cannot hold as themselves: written as `_x0007_`, which the library passes through untouched."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """The text as Excel shows it (ECMA-376, 22.9.2.19), so that a hidden bell is seen for what it is."""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def escaped(text: str) -> str:
    """A text whose own `_x0007_` reads as that and not as a bell."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text) if "_x" in text else text
