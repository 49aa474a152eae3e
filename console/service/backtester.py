"""The site's own journal backtested while the console runs, in a process of its own that steps aside for everything else."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from threading import Event

from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.forecast.backtest.imported import relived
from console.forecast.backtest.site import walk_to_the_end
from console.forecast.backtest.site_figures import IMPORTED, card_of_walk
from console.forecast.report_card import ReportCard
from console.service.past import Past, one_by_one
from console.service.zones import ZoneUnknown, zone_of

APART = timedelta(hours=12)
"""A batch is forecast anew no sooner than this: steps that follow one another closely say the same."""
SCENARIOS = 200
ASIDE = 15
"""How far the process steps aside for others (nice)."""
LOOKS_UP_S = 0.2
ENDED = Refusal("backtest", "The backtest of the journal ended before it was done.", "`backtest --db` does it at leisure.")


class Backtester:
    """Backtests the journal once, when first asked; answered from then on with the same card."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._closing = Event()
        self._made: Future[ReportCard | Refusal] | None = None

    def ask(self, past: Callable[[], Past], until: datetime) -> Future[ReportCard | Refusal]:
        """The report card of the whole journal as of an instant; `past` reads all of it, away from the screens' thread."""
        if self._made is None:
            self._made = self._executor.submit(self._card, past, until)
        return self._made

    def stop(self) -> None:
        """Leave it, whatever is done of it."""
        self._closing.set()

    def _card(self, past: Callable[[], Past], until: datetime) -> ReportCard | Refusal:
        spawn = multiprocessing.get_context("spawn")
        here, there = spawn.Pipe()
        process = spawn.Process(target=run_backtest, args=(there,), name="backtest", daemon=True)
        process.start()
        there.close()
        try:
            here.send((past(), until))
            while not here.poll(LOOKS_UP_S):
                if self._closing.is_set():
                    return ENDED
            found: ReportCard | Refusal = here.recv()
        except (EOFError, OSError):
            return ENDED
        finally:
            here.close()
            process.kill()
            process.join()
            process.close()
        return found


def run_backtest(pipe: Connection) -> None:
    """The life of the process: one journal in, one report card out."""
    if hasattr(os, "nice"):
        os.nice(ASIDE)
    past, until = pipe.recv()
    try:
        pipe.send(card_of_journal(past, until))
    except (ZoneUnknown, ValueError, ArithmeticError, LookupError, TypeError, AttributeError):
        pipe.send(ENDED)


def card_of_journal(past: Past, until: datetime) -> ReportCard:
    """The report card of what would have been forecast along this journal as of an instant; without a release of its own along
    the history it took in.
    """
    last = Floor()

    def held() -> Iterator[tuple[datetime, Floor]]:
        nonlocal last
        for happened in one_by_one(past):
            last = happened.floor
            yield happened.at, last

    card = card_of_walk(walk_to_the_end(held(), zone_of, until, SCENARIOS, APART))
    if card.batches:
        return card
    imported = card_of_walk(walk_to_the_end(relived(last), zone_of, None, SCENARIOS, APART), IMPORTED)
    return imported if imported.batches else card
