"""How people write what they look for: accents and capitals are nothing, dashes neither, and an O in a number is a zero."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 160
"""So many letters of what was typed are looked at: no identifier and no remembered phrase is longer."""

MOST = 6
"""So many words of it: each further one only costs time."""

_MIXED_UP = str.maketrans({"o": "0", "i": "1", "l": "1"})
_MAY_COMBINE = re.compile("[\u0300-\u1fff\u20d0-\U0010ffff]")
_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")
_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, bounded: its words, folded; the number of an entry (0: none), and the id of one, where it may be these.

    `upto` is the number of the last entry that may be found; 0: every one.
    """

    words: tuple[str, ...] = ()
    number: int = 0
    entry: str = ""
    upto: int = 0

    def __bool__(self) -> bool:
        return bool(self.words or self.number)


def asked(text: str) -> Asked:
    """What a person typed, as it is looked for; of a text that is too long its beginning."""
    told = folded(text[:LONGEST]).split()
    alone = told[0] if len(told) == 1 else ""
    figures = alone.removeprefix("#")
    counts = figures.isascii() and figures.isdigit() and len(figures) < 18 and (figures[0] != "0" or figures != alone)
    number = int(figures) if counts else 0
    if alone.startswith("#") and number:
        return Asked((), number)
    found = dict.fromkeys(word for word in told if any(letter.isalnum() for letter in word))
    return Asked(tuple(found)[:MOST], number, _id(alone) if _ID.fullmatch(alone) else "")


def _id(written: str) -> str:
    bare = written.replace("-", "")
    return "-".join((bare[:8], bare[8:12], bare[12:16], bare[16:20], bare[20:]))


def folded(text: str) -> str:
    """The text without accents and capitals: what a person need not get right."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.lower())
    if not _MAY_COMBINE.search(plain):
        return plain
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def key(word: str) -> str:
    """An identifier without what people leave out or mix up: B-0412, b0412 and B-O412 are one."""
    bare = "".join(parts(word))
    return bare.translate(_MIXED_UP) if _FIGURE.search(bare) else bare


def parts(text: str) -> tuple[str, ...]:
    """The words of a text, folded, as they are found by their beginnings: CAR-T is two of them."""
    return tuple(_WORD.findall(folded(text)))
