"""Years of plant life against the figures the model was fitted to (domain.md 9.3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.batch import Batch
from console.domain.floor import Floor
from console.service.library import shipped_facility, shipped_recipes
from console.simulation.history import history

NOW = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
SEEDS = range(1, 9)
ZONE = ZoneInfo("America/New_York")


def hours(span: timedelta) -> float:
    return span.total_seconds() / 3600


@pytest.fixture(scope="module")
def patients() -> list[Batch]:
    """Every patient collected in eight times 400 days, a month before the end at the latest: the wishes of the present left out."""
    found: list[Batch] = []
    for seed in SEEDS:
        floor = Floor()
        for happened in history(shipped_facility(), shipped_recipes(), ZoneInfo, seed, NOW, 400):
            floor = happened.floor
        every = [*floor.left.values(), *floor.batches.values()]
        ends = [(b, b.steps["APH_COLLECT"].finished_at) for b in every if b.coi]
        found += [b for b, end in ends if end is not None and end < NOW - timedelta(days=40)]
    return found


def ended(batch: Batch, step: str) -> datetime:
    at = batch.steps[step].finished_at
    assert at is not None
    return at


@pytest.mark.timeout(3600)
def test_vein_to_vein_and_time_to_release_are_as_published_and_as_modelled(patients: list[Batch]) -> None:
    infused = [b for b in patients if b.steps["INFUSE"].finished_at is not None]
    days = [(ended(b, "INFUSE").astimezone(ZONE).date() - ended(b, "APH_COLLECT").astimezone(ZONE).date()).days for b in infused]
    kept = sum(d <= 7 for d in days) / len(days)
    ttr = sorted(hours(b.released_at - ended(b, "FORMULATE_FILL")) for b in patients if b.released_at is not None)
    age = sorted(hours(at - ended(b, "APH_COLLECT")) for b in patients if (at := b.steps["ENRICH"].started_at) is not None)
    fresh = sum(b.steps["CRYO_BACKUP"].state == "skipped" for b in infused) / len(infused)
    assert all(b.steps["CRYO_BACKUP"].state in ("done", "skipped") for b in infused)
    figures = {
        "patients": len(patients),
        "infused": len(infused) / len(patients),
        "fresh of infused": fresh,
        "V2V <= 7 d": kept,
        "TTR p50/p90/p95": tuple(round(ttr[int(len(ttr) * p)], 2) for p in (0.5, 0.9, 0.95)),
        "apheresis age p50/p95": tuple(round(age[int(len(age) * p)], 2) for p in (0.5, 0.95)),
    }
    print(figures)
    assert 0.88 <= kept <= 0.94
    assert 4.5 <= ttr[len(ttr) // 2] <= 5.0
    assert 0.93 <= len(infused) / len(patients) <= 0.98
    assert 0.94 <= fresh <= 0.985
    assert 4.0 <= age[len(age) // 2] <= 5.0
