"""What is true of a plant and told to nobody: how long its steps really take, what they have in common, how often tests fail."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from console.domain.durations import DurationLaw, LawKind
from console.domain.facility import Facility, LaneKind
from console.domain.recipe import DISPOSITION, Recipe
from console.forecast.spread import Spread, from_law
from tests.forecast.oracle.works import Assay, Chance, Task

LEAST_H = 0.02


@lru_cache(maxsize=4096)
def _prior(law: DurationLaw) -> Spread:
    return from_law(law)


@dataclass
class Truth(Chance):
    """A plant of the model's own form (planning.md 3.3): lognormal times whose widths scatter about the recipe's as `nu` says, and
    whose medians lie about `off` widths from the recipe's.
    """

    facility: Facility
    recipe: Recipe
    origin: datetime
    zone: tzinfo
    seed: int
    off: float = 0.41
    nu: float = 8.0

    def rng(self, *key: object) -> np.random.Generator:
        """The numbers of one thing, whatever is drawn before it."""
        digest = blake2b("|".join(map(str, (self.seed, *key))).encode(), digest_size=8).digest()
        return np.random.default_rng(int.from_bytes(digest, "big"))

    def own(self, what: str, law: DurationLaw) -> tuple[float, float]:
        """The true median (hours) and log sd of one thing at this plant."""
        if law.kind is LawKind.FIXED:
            return float(law.a), 0.0
        prior, rng = _prior(law), self.rng("own", what)
        median = max(math.exp(prior.mu) - prior.offset, LEAST_H)
        sd = max(prior.scale, 0.02) * math.sqrt(self.nu / rng.chisquare(self.nu))
        return median * math.exp(self.off * sd * rng.standard_normal()), sd

    def hours(self, what: str, law: DurationLaw, batch: str, at: float, *key: object) -> float:
        """How long it takes for this batch when begun at `at`."""
        median, sd = self.own(what, law)
        return float(median * math.exp(sd * self.rng(batch, what, *key).standard_normal()))

    def wait(self, task: Task, ready: float) -> float:
        told = self.recipe.by_code[task.key[1]]
        if told.code == DISPOSITION:
            return 0.0
        usual = "attended_start" if told.clock is not None else "between_steps"
        usual = "pickup_wait" if told.lane is LaneKind.COURIER else usual
        law = told.wait or self.facility.law(usual)
        assert law is not None
        return self.hours(f"wait:{told.code}", law, task.key[0], ready)

    def took(self, task: Task, start: float) -> float:
        told = self.recipe.by_code[task.key[1]]
        return self.hours(told.code, told.law, task.key[0], start)

    def assay(self, task: Task, assay: Assay, attempt: int, part: str, at: float) -> float:
        spec = self.recipe.test(assay.code)
        law = self.facility.law({"lab": "between_steps", "review": "result_review"}.get(part, ""))
        assert spec is not None
        return self.hours(f"test:{spec.code}" if law is None else part, law or spec.law, task.key[0], at, assay.code, attempt)

    def invalid(self, task: Task, assay: Assay, attempt: int) -> bool:
        spec = self.recipe.test(assay.code)
        assert spec is not None
        return attempt < 3 and float(self.rng(task.key[0], assay.code, attempt, "invalid").random()) < float(spec.invalid)

    def closing(self, task: Task) -> float:
        law = self.facility.law("between_steps")
        assert law is not None
        return self.hours("close", law, task.key[0], 0.0)


BIMODAL = frozenset({"HARVEST", "RECORD_REVIEW", "test:PURITY", "FORMULATE_FILL"})
TROUBLE, LONGER = 0.2, 1.9
"""How often such a step meets its trouble, and how much longer it takes then."""
SLOW_TEAM, MONDAY_LAB = 1.2, 1.3
BATCH_SD, NEXT_SD, MEMORY = 0.10, 0.12, 0.6


@dataclass
class OtherTruth(Truth):
    """A plant not of the model's form: gamma and two-humped times, a slow team, Mondays in the lab, luck that stays."""

    def hours(self, what: str, law: DurationLaw, batch: str, at: float, *key: object) -> float:
        median, sd = self.own(what, law)
        rng = self.rng(batch, what, *key)
        if sd <= 0.0:
            return median
        shape = 1.0 / max(sd, 0.05) ** 2
        found = median * float(rng.gamma(shape)) / (shape - 1.0 / 3.0 + 0.02 / shape)
        if what in BIMODAL and rng.random() < TROUBLE:
            found *= LONGER
        return found * self.together(what, batch) * self.by_the_clock(what, at)

    def together(self, what: str, batch: str) -> float:
        """What this batch's steps have in common: a donor's cells, and a memory from step to step."""
        common = BATCH_SD * self.rng(batch, "common").standard_normal()
        codes = [s.code for s in self.recipe.steps]
        n = codes.index(what) if what in codes else len(codes)
        noise = self.rng(batch, "memory").standard_normal(n + 1)
        drift = 0.0
        for step in noise:
            drift = MEMORY * drift + NEXT_SD * math.sqrt(1.0 - MEMORY**2) * step
        return math.exp(common + drift)

    def by_the_clock(self, what: str, at: float) -> float:
        """The night team is slower with its hands; the lab is behind on Mondays."""
        local = (self.origin + timedelta(hours=at)).astimezone(self.zone)
        if what.startswith("test:"):
            return MONDAY_LAB if local.isoweekday() == 1 else 1.0
        return SLOW_TEAM if local.hour < 6 or local.hour >= 22 else 1.0
