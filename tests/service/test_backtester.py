"""The backtest beside the console: one process, one card, out of everybody's way and gone when the console closes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import active_children

import numpy as np

from console.domain import events as e
from console.domain.codec import to_wire
from console.domain.refusal import Refusal
from console.forecast.report_card import BACKTEST, ReportCard
from console.planning.floor.nominal import nominal_plan
from console.service.backtester import APART, ENDED, Backtester, card_of_journal
from console.service.cards import BEGINNING, beside
from console.service.followed import entry_plain
from console.service.library import shipped_facility, shipped_recipes
from console.service.past import Past, PastEntry
from tests.forecast.test_backtest_imported import rows_of
from tests.forecast.truth import CART, MONDAY, Life, ordered, site, zones

WEEK = timedelta(days=7)
END = MONDAY + 2 * WEEK


def journal() -> Past:
    """One batch ordered, planned and lived, from the empty site on."""
    floor = site()
    placements = nominal_plan(floor, floor.recipes[CART], "NORTHQUAY", MONDAY, zones)
    first = MONDAY - WEEK
    told = [
        e.FacilityAdopted(by="admin", at=first, facility=shipped_facility()),
        *(e.RecipeApproved(by="qa", at=first, recipe=recipe) for recipe in shipped_recipes().values()),
        e.BatchOrdered(by="p", at=first, batch="B", recipe=CART, product="AV-119", clinic="NORTHQUAY"),
        e.BatchPlanned(by="p", at=first, batch="B", placements=placements),
        *Life(ordered(floor, "B", MONDAY), "B", np.random.default_rng(1)).lived().events,
    ]
    entries = (PastEntry(f"id-{n}", (n, "chain", n), event.at, entry_plain(to_wire(event))) for n, event in enumerate(told))
    return Past(BEGINNING, None, tuple(entries))


def test_the_journal_is_backtested_once_in_another_process_and_the_same_card_answers_from_then_on():
    past, executor = journal(), ThreadPoolExecutor(1)
    backtester = Backtester(executor)
    made = backtester.ask(lambda: past, END)
    card = made.result(timeout=60)
    assert card == card_of_journal(past, END)
    assert isinstance(card, ReportCard)
    assert card.source == BACKTEST and card.batches == 1 and not card.proven
    assert backtester.ask(lambda: past, END + WEEK) is made
    backtester.stop()
    executor.shutdown()
    assert not active_children()


def test_forecasts_of_a_batch_lie_apart():
    assert 5 < card_of_journal(journal(), END).forecasts <= 9 + 7 * 24 * 3600 / APART.total_seconds()


def test_when_the_console_closes_it_ends_at_once():
    executor = ThreadPoolExecutor(1)
    backtester = Backtester(executor)
    past = journal()
    made = backtester.ask(lambda: past, END)
    backtester.stop()
    before = time.monotonic()
    executor.shutdown()
    assert made.result() == ENDED and time.monotonic() - before < 5 and not active_children()


def test_a_journal_that_cannot_be_walked_ends_in_a_plain_no():
    executor = ThreadPoolExecutor(1)
    broken = PastEntry("id", (1, "chain", 1), MONDAY, {"type": "step.started"})
    made = Backtester(executor).ask(lambda: Past(BEGINNING, None, (broken,)), END)
    found = made.result(timeout=60)
    executor.shutdown()
    assert isinstance(found, Refusal) and "backtest" in found.instead


def test_beside_what_was_kept_both_verdicts_stand_and_nothing_is_proven():
    kept = ReportCard(END, 5, 40, "Unproven: 5 releases judged, 20 needed.", model="FM-2")
    both = beside(kept, ReportCard(END, 45, 800, "Too narrow: …", source=BACKTEST))
    assert both.verdict == "Unproven: 5 releases judged, 20 needed. Too narrow: …" and not both.proven and both.model == "FM-2"


def test_a_site_that_released_nothing_itself_is_judged_by_the_history_it_took_in():
    told = [e.BatchReported(by="s", at=END, batch=f"R{n}", recipe=CART, rows=rows_of(n), sha256="0" * 64) for n in range(3)]
    taken = (PastEntry(f"id-r{n}", (9000 + n, "chain", n), END, entry_plain(to_wire(one))) for n, one in enumerate(told))
    plant = (one for one in journal().entries if one.plain["type"] in ("facility.adopted", "recipe.approved"))
    card = card_of_journal(Past(BEGINNING, None, (*plant, *taken)), END)
    assert card.batches > 1 and card.verdict.endswith(" releases judged by backtest of the imported history, 20 needed.")
