"""A report cut into strips that no page may tear: lines, rows of a table with their headings, signatures in a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPagedPaintDevice, QPainter

from console.report.tree import Block, Boxes, Document, Picture, Section, SignatureBlock, Table
from console.ui.paper.cells import Columns, Face, face, wrapped
from console.ui.paper.forms import Form

WORDS_PT, CELL_PT, TITLE_PT, SECTION_PT = 9.0, 8.0, 15.0, 11.0
BREATH = 200
"""So many rows are looked at before others may work."""
TOGETHER = 0.8
"""What is to stay together and is higher than this part of a page goes on wherever a page ends."""
HEADED = 10
"""A picture leaves room for so many lines on its page: those of its heading, and of the title on the first page."""
Drawing = Callable[[QPainter, QRectF], None]
"""Draws a picture into a box of the page; lengths in pixels of the device."""
GAP = 0.7
"""The gap between columns, in heights of a line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines at a place of a strip; `x` and `wide` in pixels of the device from the left edge of the body."""

    x: float
    wide: float
    lines: tuple[str, ...]
    face: Face
    right: bool = False

    @property
    def high(self) -> float:
        """How high its lines are together."""
        return len(self.lines) * self.face.line


@dataclass(frozen=True, slots=True)
class Strip:
    """What is drawn at one height over the whole width; `head` stands again on top of each page that goes on with it.

    `drawn` draws its picture, `drawn_high` pixels high, above the cells; `before` is the gap above it, `rule` draws a thin
    line over it, `holds` keeps it on the page of the next strip.
    """

    cells: tuple[Cell, ...]
    before: float = 0.0
    rule: bool = False
    holds: bool = False
    head: Strip | None = None
    drawn: Drawing | None = None
    drawn_high: float = 0.0

    @property
    def high(self) -> float:
        """How high it is with the gap above it."""
        return self.before + self.drawn_high + max((cell.high for cell in self.cells), default=0.0)


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts a report for a body as wide as `wide` pixels and pages of at most `high`; `text` scales every letter (1 is 100 %)."""

    device: QPagedPaintDevice
    wide: float
    high: float
    text: float = 1.0
    drawings: Mapping[str, Drawing] = field(default_factory=dict)

    def cut(self, document: Document) -> Iterator[Strip | None]:
        """The whole report in order; no strip is higher than a page with its head. None: some rows more were looked at."""
        for each in self._all(document):
            if each is None:
                yield None
            else:
                yield from self._torn(each)

    def _face(self, points: float, *, strong: bool = False) -> Face:
        return face(self.device, points * self.text, strong=strong)

    def _all(self, document: Document) -> Iterator[Strip | None]:
        words = self._face(WORDS_PT)
        yield self._line(document.title, self._face(TITLE_PT, strong=True), holds=True)
        if document.subtitle:
            yield self._line(document.subtitle, words, before=0.3)
        yield from self._facts(document.facts)
        for section in document.sections:
            yield from self._section(section)

    def _line(self, text: str, with_: Face, *, before: float = 0.0, holds: bool = False) -> Strip:
        return Strip((Cell(0, self.wide, wrapped(text, self.wide, with_), with_),), before * with_.line, holds=holds)

    def _facts(self, facts: tuple[tuple[str, str], ...]) -> Iterator[Strip]:
        strong, plain = self._face(WORDS_PT, strong=True), self._face(WORDS_PT)
        gap = GAP * plain.line
        left = min(max((strong.wide(name) for name, _ in facts), default=0.0), 0.3 * self.wide)
        rest = self.wide - left - gap
        for place, (name, said) in enumerate(facts):
            cells = (
                Cell(0, left, wrapped(name, left, strong), strong),
                Cell(left + gap, rest, wrapped(said, rest, plain), plain),
            )
            yield Strip(cells, (0.2 if place else 0.8) * plain.line)

    def _section(self, section: Section) -> Iterator[Strip | None]:
        title = self._line(section.title, self._face(SECTION_PT, strong=True), before=1.0, holds=True)
        if not section.together:
            yield title
            for block, following in zip_longest(section.blocks, section.blocks[1:]):
                pictured = isinstance(following, Picture)  # a picture stands under what is said of it
                yield from (replace(strip, holds=True) if strip and pictured else strip for strip in self._block(block))
            return
        strips = [title, *(strip for block in section.blocks for strip in self._block(block) if strip is not None)]
        fits = sum(strip.high for strip in strips) <= TOGETHER * self.high
        yield from (replace(strip, holds=strip.holds or fits) for strip in strips[:-1])
        yield strips[-1]

    def _block(self, block: Block) -> Iterator[Strip | None]:
        if isinstance(block, Table):
            yield from self._table(block)
        elif isinstance(block, SignatureBlock):
            yield self._signature(block)
        elif isinstance(block, Picture):
            yield self._picture(block)
        elif isinstance(block, Boxes):
            yield from self._boxes(block)
        else:
            yield self._line(block.text, self._face(WORDS_PT), before=0.4)

    def _table(self, table: Table) -> Iterator[Strip | None]:
        strong, plain = self._face(CELL_PT, strong=True), self._face(CELL_PT)
        if not table.rows:
            yield self._line(table.empty, self._face(WORDS_PT), before=0.4)
            return
        gap = GAP * plain.line
        room = self.wide - gap * (len(table.headings) - 1)
        asked = Columns(table.headings, (strong, plain))
        for place, row in enumerate(table.rows, 1):
            asked.look(row)
            if place % BREATH == 0:
                yield None
        widths = asked.widths(room)
        head = self._row(table.headings, widths, strong, table.numbers, before=1.0)
        yield Strip(head.cells, head.before, holds=True)
        for row in table.rows:
            made = self._row(row, widths, plain, table.numbers, before=0.3)
            yield Strip(made.cells, made.before, rule=True, head=head)

    def _row(
        self, row: tuple[str, ...], widths: tuple[float, ...], with_: Face, numbers: frozenset[int], *, before: float
    ) -> Strip:
        gap, x, cells = GAP * self._face(CELL_PT).line, 0.0, []
        for i, (text, wide) in enumerate(zip(row, widths, strict=True)):
            cells.append(Cell(x, wide, wrapped(text, wide, with_), with_, i in numbers))
            x += wide + gap
        return Strip(tuple(cells), before * with_.line)

    def _picture(self, block: Picture) -> Strip:
        """A drawing over its words, as high as it asks and no higher than the page gives."""
        plain = self._face(CELL_PT)
        said = Cell(0, self.wide, wrapped(block.words, self.wide, plain), plain)
        before = 0.5 * plain.line
        drawn = self.drawings.get(block.name)
        high = min(self.wide * block.high / 100, self.high - said.high - before - self._headed()) if drawn else 0.0
        return Strip((said,), before, drawn=drawn, drawn_high=max(high, 0.0))

    def _headed(self) -> float:
        """What a picture leaves free; of large letters only its own heading, or it would become too small itself."""
        return HEADED * self._face(CELL_PT).line / self.text

    def _boxes(self, block: Boxes) -> Iterator[Strip]:
        """Boxes to write in; labels that are too high to stand inside stand over them."""
        plain = self._face(CELL_PT)
        laid = Form(self.wide, self.high, self.device.logicalDpiX(), plain).laid_out(block)
        if laid.over:
            yield Strip(tuple(Cell(x, wide, lines, plain) for x, wide, lines in laid.over), 0.3 * plain.line, holds=True)
        yield Strip((), 0.0 if laid.over else 0.3 * plain.line, drawn=laid.drawn, drawn_high=laid.high)

    def _signature(self, block: SignatureBlock) -> Strip:
        """Two columns: who signed in which role; in which meaning, when, and over what."""
        strong, plain = self._face(WORDS_PT, strong=True), self._face(CELL_PT)
        half = (self.wide - GAP * plain.line) / 2
        who = wrapped(f"{block.name} ({block.user}), {block.role}", half, strong)
        said = (f"{block.meaning}: {block.when}", block.about, f"over SHA-256 {block.over}" if block.over else "")
        what = wrapped("\n".join(part for part in said if part), half, plain)
        return Strip((Cell(0, half, who, strong), Cell(self.wide - half, half, what, plain)), 0.5 * plain.line, rule=True)

    def _torn(self, strip: Strip) -> Iterator[Strip]:
        """A strip that is higher than a quarter of a page goes on in pieces, so that a long cell leaves no page empty."""
        room = self.high / 4
        if strip.high <= room or strip.drawn is not None:
            yield strip
            return
        tallest = max(cell.face.line for cell in strip.cells)
        step = max(1, int((room - strip.before) / tallest))
        for first in range(0, max(len(cell.lines) for cell in strip.cells), step):
            cells = tuple(Cell(cell.x, cell.wide, cell.lines[first : first + step], cell.face, cell.right) for cell in strip.cells)
            yield replace(strip, cells=cells, before=0.0 if first else strip.before, rule=strip.rule and not first, holds=False)
