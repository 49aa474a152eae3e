"""The demo's own plant, with its own stories: its past lived once, every floor on the way kept to be asked later."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from console.domain.batch import Batch
from console.domain.floor import Floor
from console.service.library import shipped_facility, shipped_recipes
from console.simulation.history import history
from tests.forecast.truth import CART, zones


@dataclass(frozen=True)
class Past:
    """Every floor of a demo's past and when it came to be; `spans` are the patients' lives from first step to release."""

    times: Sequence[datetime]
    kept: Sequence[Floor]
    spans: dict[str, tuple[datetime, datetime]]
    moments: Sequence[tuple[datetime, str]]

    def floors(self) -> Iterator[tuple[datetime, str, Floor]]:
        """Each moment with the patient asked for and the floor of that instant."""
        for at, batch in self.moments:
            yield at, batch, self.kept[bisect_right(self.times, at) - 1]


def lived_through(seed: int, now: datetime, days: int, skipped: int) -> Past:
    """So many days of the demo; one random moment of every released patient but the first `skipped`."""
    times, kept = [], []
    for happened in history(shipped_facility(), shipped_recipes(), zones, seed, now, days):
        times.append(happened.at)
        kept.append(happened.floor)
    last = kept[-1]
    spans = {b.id: span for b in (*last.left.values(), *last.batches.values()) if (span := _span(b)) is not None}
    rng = np.random.default_rng([seed, 78])
    names = sorted(spans, key=lambda name: spans[name][0])
    drawn = [(spans[n][0] + float(rng.uniform(0.02, 0.98)) * (spans[n][1] - spans[n][0]), n) for n in names]
    return Past(times, kept, spans, sorted(drawn[skipped:]))


def past_of(floor: Floor, most: int) -> tuple[Floor, list[str]]:
    """The floor as if the site had begun with the last so many finished patients, and their names."""
    every = (*floor.left.values(), *floor.batches.values())
    over = [b for b in every if b.released_at is not None or not b.live]
    done = [b for b in over if b.recipe == CART and b.released_at is not None]
    last = sorted(done, key=_released)[-most:]
    since = _released(last[0]) if last else floor.latest
    kept = {b.id: b for b in last}
    ended = {b.id: b for b in over if b.released_at is None and b.recipe == CART and since and b.status_at and b.status_at >= since}
    live = {i: b for i, b in floor.batches.items() if b.released_at is None and b.live}
    busy = {i: b for i, b in floor.batches.items() if b.live and b.released_at is not None and i not in kept and _busy(b)}
    return replace(floor, batches={**ended, **kept, **busy, **live}, left={}), list(kept)


def _busy(batch: Batch) -> bool:
    """Released, but with work of other recipes' or its own still on the floor."""
    return batch.recipe != CART and any(not s.over for s in batch.steps.values())


def _span(batch: Batch) -> tuple[datetime, datetime] | None:
    begun = [s.started_at for s in batch.steps.values() if s.started_at is not None]
    if batch.released_at is None or not begun or batch.recipe != CART or batch.released_at - min(begun) > timedelta(days=20):
        return None
    return min(begun), batch.released_at


def _released(batch: Batch) -> datetime:
    assert batch.released_at is not None
    return batch.released_at
