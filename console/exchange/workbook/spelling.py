"""How a word written by hand is compared: without case, accents, punctuation and leading zeros, but CR1-2 is never CR12."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TOKENS = re.compile(r"[^\W\d_]+|\d+|[✓✔☑]")
_JOINERS = str.maketrans({"&": " and ", "+": " and "})


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The form in which two spellings of one word are equal, such as `CR 01` and `cr-1`: tokens parted by one space."""
    plain = unicodedata.normalize("NFKD", text.translate(_JOINERS)).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(t.lstrip("0") or "0" if t.isdecimal() else t for t in _TOKENS.findall(bare))


def tidy(text: str) -> str:
    """One line without outer, doubled or unbreakable blanks: how names, rooms and labels are kept."""
    return " ".join(text.split())


def tidy_lines(text: str) -> str:
    """The same line by line: how remarks are kept, which may run over several lines."""
    lines = [tidy(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip("\n")


def unprintable(text: str, joiners: bool = False) -> str:
    """The first character that shows nothing or turns the line round, as `U+202E`; empty when there is none.

    `joiners` lets the two joiners of Indic and Persian script and of emoji pass, in names and remarks.
    """
    for c in text:
        if c in "\t\n\r" or (joiners and c in "\u200c\u200d"):
            continue
        if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"):
            return f"U+{ord(c):04X}"
    return ""
