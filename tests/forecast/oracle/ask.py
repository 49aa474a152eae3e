"""The oracle asked: the rest of a floor lived again and again by the learned laws, with random numbers of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from console.domain.facility import LaneKind
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import DISPOSITION, QC_RELEASE, Recipe, RecipeStep
from console.forecast.durations import History
from console.forecast.spread import Spread, from_law
from tests.forecast.oracle.could import idle
from tests.forecast.oracle.rest import Rest, rest_of
from tests.forecast.oracle.works import NEVER, Assay, Chance, Key, Task, run

Hours = NDArray[np.float64]
ATTEMPTS = 3
GRID = 4000
FAR = 6.5
"""Log-hours: nothing is drawn beyond four weeks, so that the shifts known reach to the end of every scenario."""


def drawn(spread: Spread, n: int, rng: np.random.Generator, spent: float = NEVER) -> Hours:
    """Hours in all by this law, given that more than `spent` have passed (its own quadrature, no table of the engine's)."""
    if spread.scale <= 0.0:
        return np.full(n, max(math.exp(spread.mu) - spread.offset, spent, 0.0))
    if spent <= 0.0:
        t = rng.standard_t(spread.nu, n)
    else:
        t = _beyond((math.log(spent + spread.offset) - spread.mu) / spread.scale, spread.nu, rng.random(n))
    return np.maximum(np.exp(np.minimum(spread.mu + spread.scale * t, FAR)) - spread.offset, max(spent, 0.0))


def _beyond(low: float, nu: float, u: Hours) -> Hours:
    """Student draws above `low`: the density summed by trapezoids over a grid that grows finer towards it."""
    grid = low + np.expm1(np.linspace(0.0, math.log(1.0 + 60.0 + abs(low) * 20.0), GRID))
    logs = -0.5 * grid * grid if nu > 1e5 else -(nu + 1.0) / 2.0 * np.log1p(grid * grid / nu)
    density = np.exp(logs - logs.max())
    mass = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2.0 * np.diff(grid))])
    return np.asarray(np.interp(u * mass[-1], mass, grid))


@dataclass
class Scenario(Chance):
    """One column of what was drawn beforehand."""

    waits: Mapping[Key, Hours]
    tooks: Mapping[Key, Hours]
    parts: Mapping[tuple[Key, str, int, str], Hours]
    closings: Mapping[Key, Hours]
    failing: Mapping[tuple[Key, str, int], NDArray[np.bool_]]
    n: int = 0

    def wait(self, task: Task, ready: float) -> float:
        return float(self.waits[task.key][self.n])

    def took(self, task: Task, start: float) -> float:
        return float(self.tooks[task.key][self.n])

    def assay(self, task: Task, assay: Assay, attempt: int, part: str, at: float) -> float:
        return float(self.parts[task.key, assay.code, attempt, part][self.n])

    def invalid(self, task: Task, assay: Assay, attempt: int) -> bool:
        return bool(self.failing[task.key, assay.code, attempt][self.n])

    def closing(self, task: Task) -> float:
        return float(self.closings[task.key][self.n])


@dataclass
class Oracle:
    """Draws everything a floor's rest may need, then lives it scenario by scenario."""

    floor: Floor
    now: datetime
    zones: Zones
    history: History
    scenarios: int
    seed: int

    def ends(self, step: str = DISPOSITION) -> dict[str, Hours]:
        """For every batch that has this step ahead the hours until it ends, one per scenario."""
        rest = rest_of(self.floor, self.now, self.zones)
        rng = np.random.default_rng([self.seed, 8])
        chance = self._chance(rest, rng)
        gates = self._gates(rest, rng)
        found: dict[str, Hours] = {t.key[0]: np.empty(self.scenarios) for t in rest.tasks if t.key[1] == step}
        for n in range(self.scenarios):
            told = run(rest.tasks, rest.pools, {name: float(at[n]) for name, at in gates.items()}, replace(chance, n=n))
            for batch, hours in found.items():
                hours[n] = told.ends[batch, step]
        return found

    def _gates(self, rest: Rest, rng: np.random.Generator) -> dict[str, Hours]:
        """When holds are lifted and rooms come back."""
        facility = self.floor.facility
        assert facility is not None
        hold = facility.law("hold") or facility.law("major_deviation")
        found = {}
        for name, since in rest.held.items():
            assert hold is not None
            found[name] = drawn(from_law(hold), self.scenarios, rng, since) - since
        for name, (why, since) in rest.out.items():
            law = facility.law("room_excursion" if why == "EXCURSION_HOLD" else "incident")
            until = rest.back[name]
            if until is not None and until > 0.0:
                found[name] = np.full(self.scenarios, until)
            else:
                assert law is not None
                found[name] = drawn(from_law(law), self.scenarios, rng, since) - since
        return found

    def _chance(self, rest: Rest, rng: np.random.Generator) -> Scenario:
        chance = Scenario({}, {}, {}, {}, {})
        for task in rest.tasks:
            batch = self.floor.batches[task.key[0]]
            recipe = self.floor.recipes[batch.recipe]
            self._step(chance, task, rest, recipe, recipe.by_code[task.key[1]], rng)
            for assay in task.panel:
                self._tests(chance, task, assay, recipe, rng)
        return chance

    def _step(self, chance: Scenario, task: Task, rest: Rest, recipe: Recipe, told: RecipeStep, rng: np.random.Generator) -> None:
        facility, batch = self.floor.facility, self.floor.batches[task.key[0]]
        assert isinstance(chance.waits, dict) and isinstance(chance.tooks, dict) and isinstance(chance.closings, dict)
        clinic = facility.clinic(batch.clinic) if facility else None
        travel = clinic.travel if clinic is not None and told.lane is LaneKind.COURIER else None
        spent = idle(task, rest.tasks, rest.pools)
        wait = self.history.wait(recipe, told, facility, batch.clinic)
        chance.waits[task.key] = drawn(wait, self.scenarios, rng, spent) if told.code != DISPOSITION else np.zeros(self.scenarios)
        took = self.history.step(recipe, told, batch.clinic, travel)
        if told.code == DISPOSITION:
            chance.tooks[task.key] = drawn(took, self.scenarios, rng, spent) - spent
        else:
            chance.tooks[task.key] = drawn(took, self.scenarios, rng, -task.started if task.started is not None else NEVER)
        if told.code == QC_RELEASE:
            seen = [a.passed for a in task.panel if a.passed is not None]
            over = -max(seen) if task.panel and len(seen) == len(task.panel) else 0.0
            chance.closings[task.key] = drawn(self.history.closing(recipe, facility), self.scenarios, rng, over) - over

    def _tests(self, chance: Scenario, task: Task, assay: Assay, recipe: Recipe, rng: np.random.Generator) -> None:
        assert isinstance(chance.parts, dict) and isinstance(chance.failing, dict)
        facility, spec = self.floor.facility, recipe.test(assay.code)
        assert spec is not None
        laws = {
            "lab": self.history.lab_wait(recipe, facility),
            "test": self.history.test(recipe, spec),
            "review": self.history.review(recipe, facility),
        }
        since = assay.failed if assay.failed is not None else assay.taken
        open_since = {"lab": since, "test": assay.began, "review": assay.read}
        share = self.history.invalid(recipe, spec)
        for attempt in range(1, ATTEMPTS + 1):
            chance.failing[task.key, assay.code, attempt] = rng.random(self.scenarios) < (share if attempt < ATTEMPTS else 0.0)
            for part, law in laws.items():
                began = open_since[part] if attempt == 1 else None
                spent = -began if began is not None and began != NEVER else NEVER
                chance.parts[task.key, assay.code, attempt, part] = drawn(law, self.scenarios, rng, spent)
