"""Law 2: the fold of the journal, the rows, and the Floor in memory say the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from console.domain.floor import Floor
from tests.laws.two import Wish, apart, live, unseen, wishes
from tests.service.fakes import Console, fold
from tests.service.scenes import with_batch


def agrees(console: Console) -> None:
    """Memory, fold and rows are one."""
    assert fold(Floor(), console.journal.in_order()) == console.floor
    assert console.journal.load() == console.floor
    everything = {**console.floor.batches, **console.floor.left}
    assert console.journal.rows == everything


@pytest.mark.parametrize("until", ["", "ENRICH", "INFUSE"])
def test_a_lived_console_agrees_with_its_journal_and_its_rows(until: str) -> None:
    agrees(with_batch(until=until).console)


@settings(max_examples=12)
@given(told=wishes())
def test_two_consoles_agree_with_themselves_after_they_met(told: list[Wish]) -> None:
    first, second = apart()
    second.journal.rows = dict(first.journal.rows)
    live((first, second), told)
    for console, other in ((first, second), (second, first)):
        console.dispatcher.absorb(unseen(console, other)).result()
        agrees(console)


@settings(max_examples=15)
@given(told=wishes())
def test_a_snapshot_changes_nothing(told: list[Wish]) -> None:
    first, second = apart()
    live((first, second), told[: len(told) // 2])
    first.dispatcher.snapshot().result()
    live((first, second), told[len(told) // 2 :])
    agrees(first)
    first.dispatcher.absorb(unseen(first, second)).result()
    agrees(first)
