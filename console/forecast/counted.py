"""Judged cases as columns, and their figures: scores, calibration and chances, each batch counting the same.

Forecasts of one batch are not independent cases. Every share and mean is therefore first taken over each batch's own cases and
then over batches, and the binomial interval counts batches: where a batch's cases differ it is wider than need be, never narrower.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from console.forecast.judged import HOUR, LEVELS, Case, Stood, hours_of
from console.forecast.report_card import Calibration, Chance, Score
from console.forecast.scores import Floats, brier, covered, crps_of_quantiles, pinball, wilson

PLAN, NOMINAL, RECENT = "plan date", "recipe nominal", "recent median"
INSTEAD = (PLAN, NOMINAL, RECENT)
CLEARLY = 2.0
"""By how many standard errors a difference is no longer chance."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Cases as columns, in hours from when each forecast was made; `batch` numbers batches, `instead` follows INSTEAD (or NaN)."""

    batch: NDArray[np.int64]
    quantiles: Floats
    came: Floats
    overdue: NDArray[np.bool_]
    instead: Floats

    @classmethod
    def of(cls, cases: Sequence[Case], now: datetime) -> Counted:
        """The columns of these cases as of now."""
        numbers: dict[str, int] = {}
        batch = np.array([numbers.setdefault(case.stood.batch, len(numbers)) for case in cases], np.int64)
        quantiles, came = hours_of(cases, now)
        overdue = np.array([case.came is None for case in cases], np.bool_)
        instead = np.array([_instead(case.stood) for case in cases], float).reshape(-1, len(INSTEAD))
        return cls(batch, quantiles, came, overdue, instead)

    def only(self, places: Sequence[int]) -> Counted:
        """Some of the cases."""
        at = np.asarray(places, np.int64)
        return Counted(self.batch[at], self.quantiles[at], self.came[at], self.overdue[at], self.instead[at])

    @property
    def n(self) -> int:
        """How many batches stand behind them."""
        return len(np.unique(self.batch))

    def score(self, group: str) -> Score:
        """How good these forecasts were; hours. Raises ValueError where there is none to be scored."""
        if not len(self.batch):
            raise ValueError("no forecast to be scored")
        q, weights, n = self.quantiles, weights_of(self.batch), self.n
        cover = share_of(weights, covered(q[:, 0], q[:, -1], self.came) & ~self.overdue)
        low, high = wilson(cover * n, n)
        return Score(
            group=group,
            n=n,
            forecasts=len(self.batch),
            cover80=cover,
            cover_low=low,
            cover_high=high,
            crps=float(weights @ crps_of_quantiles(LEVELS, q, self.came)),
            pinball90=float(weights @ pinball(LEVELS[-1], q[:, -1], self.came)),
            error=float(weights @ np.abs(q[:, 2] - self.came)),
            width80=float(weights @ (q[:, -1] - q[:, 0])),
            baselines=self._baselines(),
        )

    def _baselines(self) -> dict[str, float]:
        """The mean absolute errors of what one would have used instead, on the cases that noted it."""
        noted = ~np.isnan(self.instead).any(axis=1)
        if not noted.any():
            return {}
        errors = weights_of(self.batch[noted]) @ np.abs(self.instead[noted] - self.came[noted, None])
        return {name: float(error) for name, error in zip(INSTEAD, errors, strict=True)}

    def typical(self) -> dict[str, float]:
        """Half of the batches err by no more than this, in hours: the forecast (under its own name, "") and what one would use
        instead. A single lot with a long delay weighs in the means of `score`; here it is one batch among the others.
        """
        noted = ~np.isnan(self.instead).any(axis=1)
        said = {"": (self.quantiles[:, 2], np.ones_like(noted)), **{n: (self.instead[:, k], noted) for k, n in enumerate(INSTEAD)}}
        found = {}
        for name, (hours, there) in said.items():
            if there.any():
                _, place, counts = np.unique(self.batch[there], return_inverse=True, return_counts=True)
                errors = np.bincount(place, np.abs(hours[there] - self.came[there])) / counts
                found[name] = float(np.median(errors))
        return found

    def nearer(self) -> str:
        """What one would use instead and was clearly nearer; empty where nothing was.

        Clearly: the difference of errors, batch by batch, is larger than two of its standard errors, so that a few batches with
        a long delay do not decide it alone.
        """
        noted = ~np.isnan(self.instead).any(axis=1)
        if len(np.unique(self.batch[noted])) < 2:
            return ""
        _, place, counts = np.unique(self.batch[noted], return_inverse=True, return_counts=True)
        own = np.abs(self.quantiles[noted, 2] - self.came[noted])
        more = own[:, None] - np.abs(self.instead[noted] - self.came[noted, None])
        of_batch = np.array([np.bincount(place, each) / counts for each in more.T])
        error = of_batch.std(axis=1, ddof=1) / np.sqrt(of_batch.shape[1])
        clear = np.where(of_batch.mean(axis=1) > CLEARLY * error, of_batch.mean(axis=1), 0.0)
        return INSTEAD[int(clear.argmax())] if clear.max() > 0.0 else ""

    def calibration(self) -> tuple[Calibration, ...]:
        """For each stated chance the share that came by then, with the interval of that share over batches (Wilson 1927)."""
        if not len(self.batch):
            return ()
        weights, n, found = weights_of(self.batch), self.n, []
        for place, level in enumerate(LEVELS):
            share = share_of(weights, (self.came <= self.quantiles[:, place]) & ~self.overdue)
            found.append(Calibration(level, share, *wilson(share * n, n), n))
        return tuple(found)


def _instead(stood: Stood) -> tuple[float, ...]:
    """What one would have used instead, in hours left.

    Where nothing like it had been released yet, or nothing was planned, that is the recipe's typical times; and nobody expects
    what has not come to lie in the past.
    """
    nominal = stood.nominal_at
    if nominal is None:
        return (np.nan,) * len(INSTEAD)
    return tuple(max(0.0, (at - stood.made_at) / HOUR) for at in (stood.plan_at or nominal, nominal, stood.recent_at or nominal))


def weights_of(batch: NDArray[np.int64]) -> Floats:
    """The weight of each case: every batch counts the same, whatever the number of its cases; they sum to one."""
    numbers, place, counts = np.unique(batch, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / (len(numbers) * counts[place]))


def share_of(weights: Floats, happened: NDArray[np.bool_]) -> float:
    """A weighted share; sums of parts that do not come out even are kept from passing 1."""
    return round(float(weights @ happened), 12)


def chance(what: str, cases: Sequence[tuple[str, float, bool]]) -> Chance:
    """A stated chance against what happened, over cases (batch, stated, happened); at least one."""
    names = np.unique([name for name, _, _ in cases], return_inverse=True)[1].astype(np.int64)
    stated, happened = np.array([p for _, p, _ in cases]), np.array([came for _, _, came in cases], np.bool_)
    weights, n = weights_of(names), int(names.max()) + 1
    share = share_of(weights, happened)
    low, high = wilson(share * n, n)
    told, plain = float(weights @ brier(stated, happened)), float(weights @ brier(np.full(len(cases), share), happened))
    return Chance(what, float(weights @ stated), share, low, high, told, plain, n)
