"""A thing that can be found: by which identifiers and words, where it leads; and how well it fits what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from console.service.spelling import Asked, key, parts


class Kind(Enum):
    """What can be found, in the order in which it is shown: the group's title, the word for one, its icon."""

    BATCH = ("Batches", "batch", "file-text")
    LOT = ("Lots and materials", "lot", "database")
    PERSON = ("People", "person", "user-round")
    DEVIATION = ("Deviations", "deviation", "triangle-alert")
    SAMPLE = ("Samples", "sample", "flask-conical")
    PLACE = ("Rooms and instruments", "room", "layout-dashboard")
    APPOINTMENT = ("Clinics and appointments", "appointment", "calendar-plus")
    HANDOVER = ("Handovers", "handover", "check-check")
    SHEET = ("Sheets of paper", "sheet", "scan-line")
    ENTRY = ("Entries", "entry", "message-square-text")

    @property
    def title(self) -> str:
        """The title of its group."""
        return self.value[0]

    @property
    def word(self) -> str:
        """One of it, in words."""
        return self.value[1]

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class Where:
    """Where a found thing leads: the page, and what is meant there; `look` means that the search itself tells more of it."""

    page: str = ""
    batch: str = ""
    step: str = ""
    entry: int = 0
    sheet: str = ""
    about: str = ""
    look: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing: its identifier, its line (what it is, how it stands, where), and where it leads.

    `word` is what it is called where its kind has several words for it; `names` and `text` are what it is found by.
    """

    kind: Kind
    id: str
    line: str
    where: Where
    word: str
    names: str
    text: str


def thing(
    kind: Kind, id: str, line: str, where: Where, *, word: str = "", also: Iterable[str] = (), names: Sequence[str] = ()
) -> Thing:
    """A thing with what it is found by: identifier and `names` however they are spelt, every word of its line and of `also`."""
    keys = "\n".join(key(name) for name in (id, *names))
    told = " ".join(word for text in (id, line, *names, *also) for word in parts(text))
    return Thing(kind, id, line, where, word or kind.word, f"\n{keys}\n", f" {told} ")


EXACT, SPELT, BEGINS, HOLDS, WORDS = range(5)
"""How well a thing fits: it is what was typed, but for the spelling, its identifier begins so, holds it, or its words do."""


def fit(found: Thing, asked: Asked) -> int | None:
    """How well a thing fits what was typed, the smaller the better; None when a word of it is nowhere in the thing."""
    if not asked.words or not all(_has(found, word) for word in asked.words):
        return None
    whole = key("".join(asked.words))
    if f"\n{whole}\n" in found.names:
        return EXACT if "".join(asked.words) == found.id.lower() else SPELT
    if f"\n{whole}" in found.names:
        return BEGINS
    return HOLDS if len(whole) >= 2 and whole in found.names else WORDS


def _has(found: Thing, word: str) -> bool:
    """Whether one typed word is there: a word begins so, or an identifier does, or holds it where figures are typed."""
    if f" {' '.join(parts(word))}" in found.text:
        return True
    short = key(word)
    if f"\n{short}" in found.names:
        return True
    return len(short) >= 2 and any(letter.isdigit() for letter in short) and short in found.names
