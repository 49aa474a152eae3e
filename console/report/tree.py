"""A report as a frozen tree: what it says and whose journal it comes from; printing and exporting it is others' work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo


def stamp(at: datetime, zone: tzinfo) -> str:
    """An instant whole, with its zone and offset: 2026-11-22 14:05 EST (UTC-05:00)."""
    local = at.astimezone(zone)
    away = f"{local:%z}"
    return f"{local:%Y-%m-%d %H:%M %Z} (UTC{away[:3]}:{away[3:5]})"


@dataclass(frozen=True, slots=True)
class Words:
    """Running text, as a person wrote it."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, all of one width; `numbers` names the columns read from the right, `empty` is said of no rows.

    Raises ValueError for a row of another width: its cells would stand under headings that do not mean them.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    empty: str = "Nothing."

    def __post_init__(self) -> None:
        wrong = next((row for row in self.rows if len(row) != len(self.headings)), None)
        if wrong is not None:
            raise ValueError(f"a row of {len(wrong)} cells under {len(self.headings)} headings: {wrong[:1]}")


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """A signature in readable form: printed name, role, meaning, when, and over which content digest (21 CFR 11.50).

    `at` is None while the signature is missing; `about` says in words what was signed.
    """

    name: str
    user: str
    role: str
    meaning: str
    at: datetime | None
    zone: tzinfo
    over: str = ""
    about: str = ""

    @property
    def when(self) -> str:
        """The instant in the zone it was signed in, with its offset; or that the signature is missing."""
        return stamp(self.at, self.zone) if self.at is not None else "SIGNATURE MISSING"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that the printer is handed under this name; `words` say what it shows, `high` is its height in % of its width."""

    name: str
    words: str
    high: int = 60


@dataclass(frozen=True, slots=True)
class Boxes:
    """Empty boxes to write in by hand, side by side, each under its label; `lines` of writing fit, `shares` are their widths."""

    labels: tuple[str, ...]
    lines: int = 1
    shares: tuple[int, ...] = ()


Block = Words | Table | SignatureBlock | Picture | Boxes


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, in order; `together` on one page where a page is high enough."""

    title: str
    blocks: tuple[Block, ...]
    together: bool = False


@dataclass(frozen=True, slots=True)
class Imprint:
    """Whose paper it is: site and class with its meaning, entries and head of the journal, program, and when it was made.

    `copy` says which copy the pages are, by whom and when; or that they are no logged copy. Files for programs do not say it.
    """

    site: str
    site_class: str
    class_words: str
    entries: int
    head: str
    program: str
    made_at: datetime
    zone: tzinfo
    copy: str = ""

    @property
    def mark(self) -> str:
        """The class with what it means: it stands on every page."""
        return f"{self.site_class}. {self.class_words}".strip() if self.class_words else self.site_class

    @property
    def made(self) -> str:
        """When it was made, whole."""
        return stamp(self.made_at, self.zone)

    @property
    def foot(self) -> str:
        """Class, site, journal, program and instant in one line: it stands at the foot of every page."""
        journal = f"{self.entries:,} entries, head {self.head}"
        return " · ".join((self.site_class, self.site, journal, self.program, f"made {self.made}"))


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report; `facts` are names and what is so, said before the sections; `code` stands on every page, to be scanned."""

    title: str
    subtitle: str
    imprint: Imprint
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = field(default=())
    code: str = ""

    def signatures(self) -> Iterator[SignatureBlock]:
        """Every signature in it, in order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, SignatureBlock))
