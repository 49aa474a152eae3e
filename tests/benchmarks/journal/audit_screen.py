"""The audit as a person waits for it, with the real page: `python -m tests.benchmarks.journal.audit_screen [N]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from time import perf_counter, thread_time

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from console.domain.floor import Floor
from console.service.audited import AuditPage, AuditWish
from console.service.front import LINES
from console.store.pages import SitePages
from console.ui.audit.screen import AuditScreen
from console.ui.bridge import Bridge
from console.ui.page import Place
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.ui.theme import Theme
from console.view.audit.wish import Typed
from tests.benchmarks.journal.audit import MILLION, flooded
from tests.benchmarks.journal.measures import Figure
from tests.store.place import START
from tests.ui.front import ZONE, FakeFront

FIRST_MS, SEARCH_MS, FRAME_MS = 150.0, 300.0, 16.0
RUNS = 3
SIZE = (1366, 700)
SCREENS = 120
PAGE = LINES


class Readers(FakeFront):
    """A front that reads the journal on threads of its own, as the counter does."""

    def __init__(self, floor: Floor, read: SitePages) -> None:
        super().__init__(floor)
        self._read, self._bridge, self._threads = read, Bridge(), ThreadPoolExecutor(3)

    def audit(self, wish: AuditWish, before: int | None, then: Callable[[AuditPage], None]) -> None:
        """A page, brought back to the thread of the screen."""

        def answer(done: Future[AuditPage]) -> None:
            self._bridge.post(lambda: then(done.result()))

        self._threads.submit(self._read.audit, wish, before, PAGE).add_done_callback(answer)


class Waiting:
    """Turns the screen's loop, and knows the longest turn: so long the window did not answer; and the most work in one.

    On a machine that others use, too, a turn waits for them; its work is what the screen itself costs.
    """

    def __init__(self) -> None:
        self.longest = self.most_work = 0.0

    def until(self, ready: Callable[[], bool]) -> float:
        """Wait for it, in milliseconds."""
        began = perf_counter()
        while not ready():
            turn, work = perf_counter(), thread_time()
            QCoreApplication.processEvents()
            self.longest = max(self.longest, (perf_counter() - turn) * 1000)
            self.most_work = max(self.most_work, (thread_time() - work) * 1000)
            if perf_counter() - began > 60:
                raise TimeoutError
        return (perf_counter() - began) * 1000

    def quiet(self, ms: float = 150.0) -> None:
        """Let what is under way come to an end."""
        began = perf_counter()
        self.until(lambda: (perf_counter() - began) * 1000 > ms)


class Seen:
    """The page before a journal, and whether what was asked for is drawn."""

    def __init__(self, front: Readers) -> None:
        self.screen = AuditScreen(front)
        self.screen.apply(Sight(front.floor, ZONE))
        self.theme = Theme(QApplication.instance())  # type: ignore[arg-type]
        self.screen.dress(self.theme.tokens, Density.DESK)
        self.screen.resize(*SIZE)
        self.wait = Waiting()

    def drawn(self) -> bool:
        """Whether lines, or the word that there are none, stand on the page, down to its last pixel."""
        reader, ledger = self.screen.reader, self.screen.model.ledger
        if not len(ledger) and not ledger.whole:
            return False
        if len(ledger) < len(self.screen.list.in_sight) and not ledger.whole and reader.reading and len(ledger) < 20:
            return False
        self.screen.grab()
        return True

    def ask(self, typed: Typed) -> float:
        """Type a filter and wait until the answer is drawn; the longest turn of the loop is kept apart."""
        self.screen.filters.put(typed)
        began = perf_counter()
        self.screen.filters.search.click()
        self.wait.until(self.drawn)
        return (perf_counter() - began) * 1000


def figures(front: Readers, many: int) -> Iterator[Figure]:
    """What a person waits for."""
    shown = []
    for _ in range(RUNS):
        seen = Seen(front)
        began = perf_counter()
        seen.screen.show()
        seen.wait.until(seen.drawn)
        shown.append((perf_counter() - began) * 1000)
        seen.wait.quiet()
    yield Figure("the page opens on the newest entries, drawn", max(shown), FIRST_MS)
    middle = START + timedelta(days=1, seconds=15 * many)
    for what, typed in (
        ("every entry again", Typed()),
        ("a day in the middle", Typed(since=f"{middle:%Y-%m-%d}", until=f"{middle:%Y-%m-%d}")),
        ("one batch", Typed(about="B-7")),
        ("one batch since the middle", Typed(about="B-7", since=f"{middle:%Y-%m-%d}")),
        ("a word of every entry", Typed(words="remark")),
        ("a word of one in a thousand", Typed(words="rattles")),
        ("a word of no entry", Typed(words="nowhere")),
        ("a word and a batch", Typed(words="rattles", about="B-1000")),
        ("a kind that never was", Typed(kind="batch.failed")),
        ("a kind of one in three", Typed(kind="step moved")),
    ):
        taken = []
        for _ in range(RUNS):
            taken.append(seen.ask(typed))
            seen.wait.quiet()
        yield Figure(f"{what} ({seen.screen.model.rowCount()} lines so far)", max(taken), SEARCH_MS)
    began = perf_counter()
    seen.screen.turn(Place("audit", entry=many // 2))
    seen.wait.until(lambda: seen.screen.list.here == many // 2 and seen.drawn())
    yield Figure("an entry from the middle, found and drawn", (perf_counter() - began) * 1000, SEARCH_MS)
    yield from scrolled(seen)


def scrolled(seen: Seen) -> Iterator[Figure]:
    """A hundred and twenty screens down and half of them up again: what is the longest time that the window does not answer?"""
    seen.ask(Typed())
    seen.wait.quiet()
    bar, list_ = seen.screen.list.verticalScrollBar(), seen.screen.list
    seen.wait.longest = seen.wait.most_work = 0.0
    began = perf_counter()
    for _ in range(SCREENS):
        bar.setValue(bar.value() + list_.viewport().height())
        seen.wait.until(lambda: bar.value() + list_.viewport().height() < bar.maximum())
        seen.wait.quiet(15)
    for _ in range(SCREENS // 2):
        bar.setValue(bar.value() - 2 * list_.viewport().height())
        seen.wait.quiet(15)
    model = seen.screen.model
    yield Figure("the most work of the screen's own thread in one turn of the loop", seen.wait.most_work, FRAME_MS)
    yield Figure(
        f"the longest turn of the loop in {SCREENS} screens down and back ({model.rowCount()} lines, {model.ledger.held} in "
        f"memory, {perf_counter() - began:.0f} s)", seen.wait.longest, FRAME_MS,
    )  # fmt: skip


def main() -> None:
    """Build the journal in a folder of its own, open the page on it, measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    app = QApplication(sys.argv[:1])
    with flooded(many) as (site, floor):
        for figure in figures(Readers(floor, site.pages(lambda: floor)), many):
            print(f"{figure.what:<110}{figure.ms:>9.1f}{figure.budget_ms or '':>9}  {figure.verdict}")
    del app


if __name__ == "__main__":
    main()
