"""Every kind of paper the console prints, as it is, and with strings as long as can come, each with a mark at both ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from console.report.blanks.account import account_document
from console.report.blanks.sheet import blank_document
from console.report.handover.document import document as handover_document
from console.report.handover.sheet import sheet_of
from console.report.tree import Block, Document, Imprint, Picture, Section, SignatureBlock, Table, Words
from console.service.audited import AuditRow, AuditWish
from console.service.change import Signed
from console.ui.paper.strips import Drawing
from console.view.audit_printed import audit_document
from console.view.batch.printed import history_document
from console.view.charts.printed import Chart, charts_document
from console.view.charts.programme import programme_state
from console.view.charts.promise_report import promise_report
from console.view.charts.tables import Table as Behind
from console.view.plan.lines import Line, Told
from console.view.plan.lines import Section as Part
from console.view.plan.printed import told_document
from tests.domain.decide.test_handover import accepted
from tests.domain.sheets import keyed, out, sheet
from tests.report.documents import AT, DIGEST, LONG_WORD, ZONE, imprint
from tests.view.batch.test_printed import FLOOR, row
from tests.view.charts import programmes

COPY = "Copy 3 · printed by J. Hart, supervisor · 2026-11-03 10:00 EST (UTC-05:00)"
LONG = f"The incubator's CO₂ read 4.2 % while it waited {LONG_WORD[:40]} and so on. " * 3
SIGNED = Signed("mortiz", "M. Ortiz", "qa", "released", DIGEST, AT, "America/New_York")


@dataclass(frozen=True)
class Kind:
    """A paper, and what draws its pictures."""

    document: Document
    drawings: Mapping[str, Drawing] = field(default_factory=dict)


def whose() -> Imprint:
    return replace(imprint(), copy=COPY)


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its name."""
    house = accepted()
    handed = house.floor.handed
    assert handed is not None
    entry = AuditRow(
        7, "id-7", AT, AT, "jhart", "J. Hart", "step.corrected", "Step corrected", ("batch:B-1",), (("count", "12"),),
        (("count", "21"),), "read upside down", (SIGNED,),
    )  # fmt: skip
    entries = (entry, *[replace(entry, signed=())] * 30)
    floor = programmes.floor_of(*programmes.months(30), programmes.batch("H-9", product="HL-22"))
    promise = programme_state(floor, None, programmes.NOW, ZoneInfo, judged=30).of("AV")
    moves = Part("What moves (40)", tuple(Line(f"B-{n} Wash", "12:00 → 13:00") for n in range(40)))
    behind = Behind("Ages", ("what", "n"), tuple((f"row {n}", str(n)) for n in range(40)), frozenset({1}))
    issued, written = out(), keyed()
    return {
        "handover": Kind(handover_document(sheet_of(house.floor, handed, ZONE), house.floor, whose())),
        "history": Kind(history_document(FLOOR, "B-0412", [row(n) for n in range(20)], {"e4": (SIGNED,)}, whose())),
        "audit": Kind(audit_document(entries, AuditWish(since=AT, about="B-1"), "Nobody yet.", whose(), ZONE)),
        "promise": Kind(promise_report(promise, whose())),
        "draft": Kind(told_document(Told("Draft D-1: Many", "Many move.", (moves,)), "D-1", "the plan", whose())),
        "charts": Kind(charts_document("Charts: Live", [Chart("Ages", "They are old.", behind, "one")], whose()), {"one": _drawn}),
        "blank": Kind(blank_document(issued.floor, sheet(issued), whose())),
        "account": Kind(account_document(written.floor, whose())),
    }


def _drawn(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawText(QPointF(box.left() + box.width() / 3, box.center().y()), "a word of the picture")


def stretched(document: Document) -> tuple[Document, tuple[str, ...]]:
    """The document with every string as long as can come, and the marks that stand at both ends of each."""
    numbers = count(1)
    marks: list[str] = []

    def long(text: str) -> str:
        if not text:
            return ""
        ends = f"q{next(numbers)}z", f"q{next(numbers)}z"
        marks.extend(ends)
        return f"{ends[0]} {text} {LONG} {ends[1]}"

    def rows(table: Table) -> Iterator[tuple[str, ...]]:
        for place, line in enumerate(table.rows):
            yield tuple(long(cell) for cell in line) if place < 2 else line

    def block(one: Block) -> Block:
        if isinstance(one, Words):
            return Words(long(one.text))
        if isinstance(one, Table):
            return replace(one, headings=tuple(map(_headed, one.headings)), rows=tuple(rows(one)), empty=long(one.empty))
        if isinstance(one, SignatureBlock):
            return replace(one, name=long(one.name), role=long(one.role), meaning=long(one.meaning), about=long(one.about))
        if isinstance(one, Picture):
            return replace(one, words=long("a picture"))
        return replace(one, labels=tuple(f"{label} {LONG_WORD[:30]}" for label in one.labels))

    facts = tuple((long(name), long(said)) for name, said in document.facts)
    parts = tuple(Section(long(part.title), tuple(block(one) for one in part.blocks), part.together) for part in document.sections)
    made = replace(document, title=long(document.title), subtitle=long(document.subtitle), facts=facts, sections=parts)
    empty = {mark for part in parts for one in part.blocks if isinstance(one, Table) and one.rows for mark in one.empty.split()}
    return made, tuple(mark for mark in marks if mark not in empty)


def _headed(heading: str) -> str:
    return f"{heading} {LONG_WORD[:24]}".strip()
