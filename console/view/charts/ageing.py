"""How old each live batch is at its step, against the ages at which past batches finished the same step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil, isfinite
from zoneinfo import ZoneInfo

import numpy as np

from console.view.charts.tables import Table, number
from console.view.charts.values import SIGNS, LiveBatch, PastAges
from console.view.charts.words import HOUR_S, Hours, frozen, hours_text, local_text
from console.view.standing import WORDS

ENOUGH = 8
"""Past batches below which no percentile is shown."""
ENOUGH_FOR_P95 = 20
"""Past batches below which the 95th percentile would be the highest age ever seen, under another name."""


@dataclass(frozen=True, eq=False)
class StepAges:
    """One step with the ages (hours, rising) at which past batches finished it; percentiles NaN without enough."""

    recipe: str
    step: str
    title: str
    ages_h: Hours
    p50: float
    p85: float
    p95: float

    @property
    def n(self) -> int:
        """Past batches that finished the step."""
        return len(self.ages_h)

    @property
    def enough(self) -> bool:
        """Whether there are past batches enough for a percentile."""
        return self.n >= ENOUGH

    @property
    def n_text(self) -> str:
        """The size of the evidence, in words."""
        return f"n = {self.n}" if self.enough else f"not enough data, n = {self.n}"

    def share_younger(self, age_h: float) -> float:
        """Share of past batches that had finished the step at this age, 0..1."""
        return float(np.searchsorted(self.ages_h, age_h, side="right")) / self.n if self.n else float("nan")


@dataclass(frozen=True, slots=True)
class Ageing:
    """The batch on the row of its step; `without` counts live batches that have no leukapheresis."""

    batch: LiveBatch
    row: int
    started_s: float

    def age_h(self, now: datetime) -> float:
        """Hours since leukapheresis."""
        return max(0.0, (now.timestamp() - self.started_s) / HOUR_S)


@dataclass(frozen=True, eq=False)
class WorkInProgress:
    """The steps in the order of the recipe, and the live batches standing at them, oldest first within a step."""

    steps: tuple[StepAges, ...]
    ageing: tuple[Ageing, ...]
    without: int


def work_in_progress(live: Sequence[LiveBatch], past: Sequence[PastAges]) -> WorkInProgress:
    """Live batches with a leukapheresis against the past; a step nobody finished yet still gets its row."""
    aged = [each for each in live if each.leukapheresis_at is not None]
    steps = {(each.recipe, each.step): _step(each) for each in past}
    for each in aged:
        key = (each.recipe, each.step)
        if key not in steps:
            steps[key] = _step(PastAges(each.recipe, each.step, each.step_title, ()))
    row = {key: index for index, key in enumerate(steps)}
    found = [
        Ageing(each, row[each.recipe, each.step], each.leukapheresis_at.timestamp())
        for each in aged
        if each.leukapheresis_at is not None
    ]
    found.sort(key=lambda one: (one.row, one.started_s, one.batch.title))
    return WorkInProgress(tuple(steps.values()), tuple(found), len(live) - len(aged))


@dataclass(frozen=True, slots=True)
class RowSizes:
    """Least heights in pixels: of a row without a batch, of one with, and of one more line of names."""

    empty: float
    held: float
    line: float


def drawn(work: WorkInProgress, room: float, sizes: RowSizes) -> tuple[tuple[int, float], ...]:
    """Which steps are drawn in `room` pixels, and how high each.

    Steps with a batch come first (those with a late one before others), then lines for their names, then as many
    steps without a batch as fit, the nearest first; what is left is shared.
    """
    many = [sum(one.row == row for one in work.ageing) for row in range(len(work.steps))]
    marked = {one.row for one in work.ageing if one.batch.standing in SIGNS}
    held = sorted((row for row, count in enumerate(many) if count), key=lambda row: (row not in marked, -many[row]))
    held = held[: max(1, int(room // sizes.held))]
    high = dict.fromkeys(held, sizes.held)
    left = room - sizes.held * len(held)
    for lines in range(1, 4):
        for row in held:
            if many[row] >= 2 * lines and left >= sizes.line:
                high[row] += sizes.line
                left -= sizes.line
    far = {row: min((abs(row - each) for each in held), default=0) for row, n in enumerate(many) if not n}
    for row in sorted(far, key=lambda one: (far[one], one))[: max(0, int(left // sizes.empty))]:
        high[row] = sizes.empty
        left -= sizes.empty
    more = min(max(0.0, left) / (len(high) or 1), sizes.held * 0.6)
    return tuple((row, high[row] + more) for row in sorted(high))


def scale_end(work: WorkInProgress, now: datetime) -> float:
    """Where the axis of age ends, in whole days, given in hours."""
    far = [one.age_h(now) for one in work.ageing]
    far += [each for step in work.steps for each in (step.p95, step.p85) if isfinite(each)]
    return max(24.0, ceil(max(far, default=24.0) * 1.04 / 24) * 24.0)


def place_text(work: WorkInProgress, one: Ageing, now: datetime) -> str:
    """Where the batch stands among the past, short: past P85."""
    step, age = work.steps[one.row], one.age_h(now)
    for name, limit in (("P95", step.p95), ("P85", step.p85), ("P50", step.p50)):
        if isfinite(limit) and age > limit:
            return f"past {name}"
    return ""


def words(work: WorkInProgress, one: Ageing, now: datetime) -> str:
    """One batch in words, for the status line."""
    step, age = work.steps[one.row], one.age_h(now)
    text = f"{one.batch.title} at {step.title}: {hours_text(age)} since leukapheresis"
    if not step.enough:
        return f"{text}; {step.n_text}."
    share = round(100 * step.share_younger(age))
    text += f"; {share} % of {step.n} past batches had finished this step at that age"
    limits = [("P50", step.p50), ("P85", step.p85), ("P95", step.p95)]
    return f"{text} ({', '.join(f'{name} {hours_text(at)}' for name, at in limits if isfinite(at))})."


def headline(work: WorkInProgress) -> str:
    """The chart in one line, with what it leaves out."""
    text = f"{len(work.ageing)} batches" if len(work.ageing) != 1 else "1 batch"
    if work.without:
        text += f" · {work.without} without leukapheresis"
    return text


def table(work: WorkInProgress, now: datetime, zone: ZoneInfo) -> Table:
    """Every live batch with its age and the percentiles of its step, then the steps without a batch."""
    columns = ("step", "batch", "standing", "leukapheresis", "age h", "finished by then %", "P50 h", "P85 h", "P95 h", "n")
    rows = []
    for index, step in enumerate(work.steps):
        limits = (number(step.p50), number(step.p85), number(step.p95), step.n_text.removeprefix("n = "))
        here = [one for one in work.ageing if one.row == index]
        for one in here:
            age = one.age_h(now)
            share = number(100 * step.share_younger(age), 0) if step.enough else ""
            at = local_text(one.batch.leukapheresis_at, zone)
            rows.append((step.title, one.batch.title, WORDS[one.batch.standing], at, number(age), share, *limits))
        if not here:
            rows.append((step.title, "", "", "", "", "", *limits))
    return Table("Age of work in progress", columns, tuple(rows), frozenset({4, 5, 6, 7, 8, 9}))


@lru_cache(maxsize=512)
def _step(past: PastAges) -> StepAges:
    ages = np.sort(np.array(past.ages_h, dtype=float))
    nan = float("nan")
    p50, p85, p95 = nan, nan, nan
    if len(ages) >= ENOUGH:
        p50, p85 = (float(each) for each in np.quantile(ages, (0.5, 0.85), method="median_unbiased"))
    if len(ages) >= ENOUGH_FOR_P95:
        p95 = float(np.quantile(ages, 0.95, method="median_unbiased"))
    return StepAges(past.recipe, past.step, past.title, frozen(ages), p50, p85, p95)
