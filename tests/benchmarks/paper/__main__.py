"""A history of many entries on paper: process CPU for the whole, and the longest step between which the window is free."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from time import process_time

from PySide6.QtGui import QGuiApplication

from console.report.plain import content_digest
from console.report.tree import Document, Section, Table
from console.ui.paper.printer import Press
from tests.report.documents import imprint

HEADINGS = ("Entry", "Happened", "Recorded", "Who", "What", "Details", "Reason", "Signed")
AT = "2026-11-22 14:05 EST (UTC-05:00)"


def document(rows: int) -> Document:
    """A history of so many entries."""
    told = tuple(
        (str(n), AT, "at once", "Ana Reyes", "Step finished", f"batch B-{n} step ENRICH values tnc 12.{n}", "hands were full", "")
        for n in range(rows)
    )
    return Document("History", "A copy.", imprint(), (), (Section("Every entry", (Table(HEADINGS, told),)),))


def longest(steps: Iterator[None]) -> float:
    """The CPU seconds of the longest step."""
    most, before = 0.0, process_time()
    for _ in steps:
        now = process_time()
        most, before = max(most, now - before), now
    return most


def taken(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return process_time() - before


def main() -> None:
    """Print one line a size."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication.instance() or QGuiApplication([])
    for rows in (200, 2_000, 10_000):
        start = process_time()
        made = document(rows)
        digest = taken(partial(content_digest, made))
        press = Press(made)
        steps = longest(press.lay_out()), longest(press.draw())
        end = taken(press.content)
        assert press.pages > rows / 60
        told = ", ".join(
            f"{name} {1000 * s:.0f} ms" for name, s in zip(("digest", "lay out", "draw", "end"), (digest, *steps, end), strict=True)
        )
        print(f"{rows:>6} entries, {press.pages:>3} pages: {process_time() - start:.2f} s; longest step: {told}")
    del app


if __name__ == "__main__":
    main()
