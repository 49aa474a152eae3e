"""A forecast model frozen: what was learned of every recipe, in decimals and counts, so that it can be signed and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from console.domain.plain import to_plain


@dataclass(frozen=True, slots=True)
class LearnedSpan:
    """One duration or wait as learned, in log-hours: how often seen, mean, squares about the mean, how far the mean lies from
    the recipe's word, and the variance that word states.
    """

    n: Decimal
    mean: Decimal
    squares: Decimal
    gap: Decimal
    variance: Decimal


@dataclass(frozen=True, slots=True)
class LearnedCases:
    """How often something happened among how many cases."""

    happened: int
    of: int


@dataclass(frozen=True, slots=True)
class LearnedRecipe:
    """What was learned of one recipe, under its kind: finished batches, spans of work and of waits by step, and cases."""

    kind: str
    batches: int = 0
    took: Mapping[str, LearnedSpan] = field(default_factory=dict)
    waited: Mapping[str, LearnedSpan] = field(default_factory=dict)
    cases: Mapping[str, LearnedCases] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForecastModel:
    """A version of what was learned, by recipe name; `shared` is the share of its luck that a batch's steps have in common."""

    version: str
    recipes: Mapping[str, LearnedRecipe] = field(default_factory=dict)
    shared: Decimal = Decimal(0)

    @property
    def batches(self) -> int:
        """How many finished batches stand behind it."""
        return sum(recipe.batches for recipe in self.recipes.values())

    @property
    def spans(self) -> Iterator[LearnedSpan]:
        """Every duration and wait in it."""
        for recipe in self.recipes.values():
            yield from recipe.took.values()
            yield from recipe.waited.values()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of its canonical plain form, the version left out: the same lessons have the same digest."""
        told = {"recipes": to_plain(self.recipes), "shared": to_plain(self.shared)}
        plain = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(b"forecast model\x00" + plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PromotedModel:
    """The model in use on a RECORD site: which, its digest as signed, who promoted it, when and why."""

    model: ForecastModel
    digest: str
    by: str
    at: datetime
    reason: str = ""
