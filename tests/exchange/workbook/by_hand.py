"""A small site's words and workbooks made by hand, for the tests of the reader."""

# ruff: noqa: DTZ001  (the cells of a workbook hold wall times without a zone)

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from console.exchange.workbook import (
    DayOrder,
    Fault,
    Place,
    Reading,
    RecipeWords,
    StepWords,
    Vocabulary,
    Wish,
    read_content,
)
from console.exchange.workbook.bounds import BOUNDS, Bounds

NEW_YORK = ZoneInfo("America/New_York")


def _recipe(id_: str, *steps: tuple[str, Sequence[str], bool], aside: tuple[StepWords, ...] = ()) -> RecipeWords:
    """Steps one after the other, each with its words and whether hands are needed."""
    made: list[StepWords] = []
    before: tuple[str, ...] = ()
    for code, words, attended in steps:
        made.append(StepWords(code, tuple(words), before, attended))
        before = (code,)
    return RecipeWords(id_, (*made, *aside))


CART = _recipe(
    "CART-7D-v1",
    ("RECEIPT_COI", ["Receipt & COI check", "Receipt"], True),
    ("LINE_CLEARANCE", ["Line clearance"], True),
    ("ENRICH", ["Enrichment"], True),
    ("ACTIVATE_LOAD", ["Activation / load"], True),
    ("VECTOR_THAW", ["Vector thaw"], True),
    ("TRANSDUCE", ["Transduction"], True),
    ("WASH_FEED", ["Wash & feed"], True),
    ("IPC_SAMPLE_D3", ["IPC sample D3"], True),
    ("IPC_SAMPLE_D5", ["IPC sample D5"], True),
    ("HARVEST_WASH", ["Harvest & wash"], True),
    ("FORMULATE_FILL", ["Formulation / fill"], True),
    ("QC_RELEASE", ["QC release panel"], True),
    ("DISPOSITION", ["Disposition"], True),
    aside=(StepWords("RECORD_REVIEW", ("Record review",)), StepWords("CHANGEOVER", ("Changeover",))),
)
LVV = _recipe(
    "LVV-SUSP-50L-v1",
    ("TRANSFECT", ["Transfection"], True),
    ("CULTURE", ["Culture"], False),
    ("HARVEST_CLARIFY", ["Harvest & clarify"], True),
)
MRNA = _recipe(
    "MRNA-IVT-1G-v1", ("IVT", ["IVT"], True), ("PURIFY", ["Purification"], True), ("FILTER_FILL", ["Filter & fill"], True)
)
FILL = _recipe("FILL-FINISH-v1", ("SETUP", ["Set-up"], True), ("FILL", ["Fill"], True), ("CLEAN", ["Clean"], True))

WORDS = Vocabulary.of(
    places=[
        *((word, Place(f"CR{n}")) for n in range(1, 10) for word in (f"CR{n}", f"Cleanroom {n}", f"Suite {n}")),
        *((f"CR{n}-{s}", Place(f"CR{n}", s)) for n in range(1, 5) for s in "12"),
        *((desk, Place(desk)) for desk in ("DOCK", "QC", "QA")),
    ],
    recipes=[
        ("CART-7D", CART),
        ("CART-7D-v1", CART),
        ("LVV", LVV),
        ("LVV-SUSP-50L-v1", LVV),
        ("MRNA-IVT", MRNA),
        ("MRNA-IVT-1G-v1", MRNA),
        ("FILL-FINISH", FILL),
        ("FILL-FINISH-v1", FILL),
    ],
    people=[("O. Berg", "oberg"), ("Olga Berg", "oberg"), ("P. Diaz", "pdiaz"), ("E. Tanaka", "etanaka")],
    stations={f"CR{n}": ("1", "2") if n < 5 else ("1",) for n in range(1, 10)},
    batches={"B-KNOWN": "CART-7D-v1"},
)

HEADINGS = (
    "Room",
    "Batch",
    "Recipe",
    "Step",
    "Planned start",
    "Planned end",
    "Actual start",
    "Actual end",
    "Status",
    "People",
    "Note",
)
PLAN = (datetime(2026, 10, 12, 15, 30), datetime(2026, 10, 12, 16, 0))


def row(**told: Any) -> list[Any]:
    """A row under HEADINGS that is right in every cell but the told ones."""
    cells = dict(
        zip(
            HEADINGS,
            ("CR1", "B-1", "CART-7D", "Enrichment", *PLAN, None, None, "planned", "O. Berg, P. Diaz", None),
            strict=True,
        )
    )
    return list((cells | {name.replace("_", " "): value for name, value in told.items()}).values())


def book(*rows: Sequence[Any], touch: Callable[[Any], object] | None = None) -> bytes:
    """An .xlsx of one sheet, `Board`; `touch` may alter the workbook before it is packed."""
    made = Workbook()
    sheet = made.active
    sheet.title = "Board"
    for cells in rows:
        sheet.append(list(cells))
    if touch is not None:
        touch(made)
    return packed(made)


def packed(made: Workbook) -> bytes:
    """The workbook's bytes."""
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(
    content: bytes | str,
    name: str = "",
    zone: ZoneInfo = NEW_YORK,
    order: DayOrder = DayOrder.UNSAID,
    sheet: str = "",
    bounds: Bounds = BOUNDS,
    words: Vocabulary = WORDS,
) -> Reading:
    """What the reader makes of it in this process."""
    if isinstance(content, str):
        content = content.encode()
    kind = "board.xlsx" if content.startswith(b"PK") else "board.csv"
    return read_content(name or kind, content, Wish(words, zone, order, sheet, bounds))


def places(faults: Sequence[Fault]) -> list[tuple[str, int, int]]:
    """Rule, row and column of each fault."""
    return [(f.rule, f.row, f.column) for f in faults]


def one_error(**told: Any) -> Fault:
    """The single error a row with these cells gives."""
    reading = read(book(HEADINGS, row(**told)))
    assert len(reading.errors) == 1, reading.errors
    assert not reading.findings
    return reading.errors[0]
