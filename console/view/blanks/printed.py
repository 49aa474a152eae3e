"""What is printed of a sheet: once the sheet itself; after that copies for reading, without a box that could be written in.

Why a sheet is not printed twice: two papers of one number could both be written on, and the account of issued, returned and void
sheets would still come out even (FDA, Data Integrity and Compliance with Drug CGMP, 2018, question 6; PIC/S PI 041-1, 8.4: blank
forms are numbered, issued and reconciled one by one). Whoever needs another one voids the first, with a reason, and issues anew.
"""

from __future__ import annotations

from dataclasses import replace

from console.domain.blanks import Blank
from console.report.blanks.sheet import blank_document
from console.report.tree import Boxes, Document, Imprint, Section, Table, Words
from console.view.blanks.listing import Seen, entry_words

ITSELF = ("This print", "The sheet itself, printed once. Every later print says COPY, and has no boxes to write in.")
KEYED = ("Line", "Batch", "Step", "On the sheet")
COPY = "Copy for reading only: it is no controlled blank, and nothing that is written on it counts."


def original(seen: Seen, blank: Blank, imprint: Imprint) -> Document:
    """The sheet itself."""
    made = blank_document(seen.floor, blank, imprint)
    return replace(made, facts=(*made.facts, ITSELF))


def copy(seen: Seen, blank: Blank, imprint: Imprint) -> Document:
    """A copy: the printed words without boxes and bars, and what was keyed from the sheet once two have read it alike."""
    made = blank_document(seen.floor, blank, imprint)
    sections = [closed for section in made.sections if (closed := _closed(section)).blocks]
    if blank.verified_at is not None:
        sections.append(Section("What was keyed from it by two people", (_keyed(seen, blank),)))
    return replace(
        made, title=f"COPY of {made.title[:1].lower()}{made.title[1:]}", subtitle=COPY, sections=tuple(sections), code=""
    )  # fmt: skip


def _keyed(seen: Seen, blank: Blank) -> Table:
    """Every line as two people have read it, with its instants whole."""
    rows = []
    for entry in blank.entries:
        line = blank.line(entry.line)
        batch, step = blank.at_line(entry)
        title = line.title if line is not None else step
        rows.append((entry.line, batch, title, entry_words(seen, entry, line, whole=True)))
    return Table(KEYED, tuple(rows))


def _closed(section: Section) -> Section:
    """A section without its boxes; of one that tells how boxes are filled in, nothing is left."""
    told = tuple(block for block in section.blocks if not isinstance(block, Boxes))
    only_words = all(isinstance(block, Words) for block in section.blocks)
    return replace(section, blocks=() if only_words else told)
