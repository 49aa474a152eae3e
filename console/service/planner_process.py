"""The planner process: from its own floor it tells how the plan stands, searches for a better one, and answers questions."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any

from console.domain.floor import Floor
from console.planning.answers.answering import answer
from console.planning.answers.plan_view import PlanView, Proposal
from console.planning.answers.proposing import Standing, better_than, standing_of, view_of, worth_telling
from console.planning.check import check
from console.planning.problem import Plan, Problem
from console.service.clock import SystemClock
from console.service.followed import Ask, answer_all
from console.service.zones import zone_of

NICE = 10
"""How far the planner steps back behind everything else that runs on this computer."""

SLICES = 6
"""So many slices without anything better, and the search rests until something happens."""

ENDLESS = 1_000_000
"""More attempts than any slice has time for."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the plan stands now."""


@dataclass(frozen=True, slots=True)
class Search:
    """Search on for a better plan, for so long."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Searched:
    """What a slice of the search found: the view, and whether searching on is worth it."""

    view: PlanView
    more: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """Hand out the problem and the best plan known, for somebody else to better."""


@dataclass(frozen=True)
class Handed:
    """The problem as it stands, and the best plan known: values that may cross to another process."""

    problem: Problem
    plan: Plan


@dataclass(frozen=True)
class Take:
    """Take this plan for the problem that was handed out, if it is still the one and the plan is worth telling."""

    plan: Plan


class Planner:
    """What the process knows of the plan between two questions: how it stands, and how far the search has come."""

    def __init__(self, nanoseconds: Callable[[], int]) -> None:
        self._nanoseconds = nanoseconds
        self._standing: Standing | None = None
        self._view: PlanView | None = None
        self._best = Plan()
        self._slices = 0
        self._idle = 0

    def answer(self, floor: Floor, ask: Ask) -> Any:
        """The answer to one wish on this floor at the asked instant."""
        wish = ask.wish
        if isinstance(wish, Search):
            return self._search(floor, ask, wish)
        if isinstance(wish, (Hand, Take)):
            return self._hand(floor, ask) if isinstance(wish, Hand) else self._take(floor, ask, wish)
        return self._look(floor, ask) if isinstance(wish, Look) else answer(wish, floor, ask.now, zone_of)

    def _look(self, floor: Floor, ask: Ask) -> PlanView:
        """The plan anew; a better one found before is still offered while nothing was recorded and none of it has passed."""
        kept = self._still(floor, ask)
        self._standing = standing_of(floor, ask.now, zone_of)
        view, self._best = view_of(self._standing, ask.now)
        self._slices = self._idle = 0
        self._view = replace(view, better=kept)
        return self._view

    def _still(self, floor: Floor, ask: Ask) -> Proposal | None:
        view = self._view
        if view is None or view.better is None or view.entries != floor.entries:
            return None
        return view.better if all(move.after.start > ask.now for move in view.better.moves) else None

    def _search(self, floor: Floor, ask: Ask, wish: Search) -> Searched:
        if self._standing is None or self._view is None or self._standing.floor is not floor:
            self._look(floor, ask)
        assert self._standing is not None and self._view is not None
        until = self._nanoseconds() + int(wish.seconds * 1e9)
        self._slices += 1
        found = better_than(self._standing, self._best, ENDLESS, self._slices, lambda: self._nanoseconds() >= until)
        if found is None or not _gains_on(found.proposal, self._view.better):
            self._idle += 1
        else:
            self._idle, self._best = 0, found.plan
            self._view = replace(self._view, better=found.proposal)
        return Searched(self._view, self._idle < SLICES)

    def _hand(self, floor: Floor, ask: Ask) -> Handed:
        if self._standing is None or self._standing.floor is not floor:
            self._look(floor, ask)
        assert self._standing is not None
        return Handed(self._standing.problem, self._best)

    def _take(self, floor: Floor, ask: Ask, wish: Take) -> Searched:
        """A plan somebody else made is looked at as our own are: lawful by the independent check, and worth telling, or left."""
        if self._standing is None or self._view is None or self._standing.floor is not floor:
            return Searched(self._look(floor, ask), False)
        if not check(self._standing.problem, wish.plan):
            found = worth_telling(self._standing, self._best, wish.plan)
            if found is not None and _gains_on(found.proposal, self._view.better):
                self._best = found.plan
                self._view = replace(self._view, better=found.proposal)
        return Searched(self._view, False)


def _gains_on(found: Proposal, known: Proposal | None) -> bool:
    return known is None or found.late_after_h < known.late_after_h - 0.05


def run_planner(pipe: Connection) -> None:
    """The life of the process, behind everything else."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    answer_all(pipe, Planner(SystemClock().mono_ns).answer)
