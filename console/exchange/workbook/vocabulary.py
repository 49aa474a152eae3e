"""What the site calls its rooms, recipes, steps and people, so that a workbook's words can be matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from console.exchange.workbook.spelling import fold
from console.exchange.workbook.words import status_words

_PARTS = re.compile(r"\s*(?:\+|&|/|,|;|\band\b|\bthen\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A room or desk, and one station of it where the word names one."""

    lane: str
    station: str = ""


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step of a recipe: its code, the words people use for it, what must come before, and whether hands are needed."""

    code: str
    words: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    attended: bool = True


@dataclass(frozen=True)
class RecipeWords:
    """One recipe with its steps in order."""

    id: str
    steps: tuple[StepWords, ...]

    @cached_property
    def by_word(self) -> dict[str, str]:
        """Every folded word of a step and its code; a word two steps share stands for neither."""
        found: dict[str, str] = {}
        shared = set()
        for step in self.steps:
            for word in {fold(w) for w in (step.code, *step.words)}:
                if found.setdefault(word, step.code) != step.code:
                    shared.add(word)
        own = {fold(step.code): step.code for step in self.steps}
        return {word: code for word, code in found.items() if word not in shared} | own

    @cached_property
    def by_code(self) -> dict[str, StepWords]:
        """Every step under its code."""
        return {step.code: step for step in self.steps}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each step in the recipe."""
        return {step.code: n for n, step in enumerate(self.steps)}

    def before(self, code: str) -> frozenset[str]:
        """The steps that must be over before this one starts, directly or through others."""
        return self._before[code]

    @cached_property
    def _before(self) -> dict[str, frozenset[str]]:
        known: dict[str, frozenset[str]] = {}
        for step in self.steps:
            direct = [c for c in step.after if c in known]
            known[step.code] = frozenset(direct).union(*(known[c] for c in direct))
        return known

    def codes(self, label: str) -> tuple[str, ...]:
        """The steps a label stands for, in recipe order: one, several such as `Vector thaw + transduction`, or none."""
        whole = self.by_word.get(fold(label))
        if whole:
            return (whole,)
        parts = [p for p in _PARTS.split(label) if p]
        codes = {self.by_word.get(fold(p), "") for p in parts}
        if len(parts) < 2 or "" in codes:
            return ()
        return tuple(sorted(codes, key=self.order.__getitem__))


@dataclass(frozen=True)
class Vocabulary:
    """Everything the reader may match against; all keys are folded spellings (see `of`)."""

    places: Mapping[str, Place]
    recipes: Mapping[str, RecipeWords]
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    batches: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=status_words)

    @classmethod
    def of(
        cls,
        places: Iterable[tuple[str, Place]],
        recipes: Iterable[tuple[str, RecipeWords]],
        people: Iterable[tuple[str, str]] = (),
        stations: Mapping[str, tuple[str, ...]] | None = None,
        batches: Mapping[str, str] | None = None,
    ) -> Vocabulary:
        """From words as they are written; a word of two people keeps both, a room word of two places stands for neither.

        `stations` names the stations of each cleanroom (a desk has none and takes any number of batches at once),
        `batches` the recipe of each batch the site already knows.
        """
        rooms: dict[str, Place | None] = {}
        for word, place in places:
            key = fold(word)
            rooms[key] = place if rooms.get(key, place) == place else None
        known: dict[str, tuple[str, ...]] = {}
        for word, person in people:
            key = fold(word)
            known[key] = tuple(sorted({*known.get(key, ()), person}))
        return cls(
            places={word: place for word, place in rooms.items() if word and place is not None},
            recipes={fold(word): recipe for word, recipe in recipes if fold(word)},
            people={word: ids for word, ids in known.items() if word},
            stations=dict(stations or {}),
            batches=dict(batches or {}),
        )

    def place(self, text: str) -> Place | None:
        """The place a text names, as `CR3` or `Suite 3 (CR3)` when both names are of the same."""
        whole = self.places.get(fold(text))
        if whole or "(" not in text:
            return whole
        outside, _, inside = text.partition("(")
        named = {self.places.get(fold(outside)), self.places.get(fold(inside))}
        return named.pop() if len(named) == 1 else None

    def status(self, text: str) -> str:
        """The state a text names, with or without a tick beside the word; empty when it is not known."""
        words = " ".join(token for token in fold(text).split() if token.isalnum())
        return self.statuses.get(fold(text)) or self.statuses.get(words, "")

    @cached_property
    def recipe_by_id(self) -> dict[str, RecipeWords]:
        """Every recipe under its own id."""
        return {recipe.id: recipe for recipe in self.recipes.values()}
