"""From where a forecast is made: the floor, the instant, and what was learned until then."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import QC_RELEASE, Edge, Lag, Recipe, RecipeStep
from console.forecast.durations import History
from console.forecast.hours import DayClocks
from console.forecast.spread import Spread, certain, from_law
from console.planning.floor.ahead import in_order


@dataclass(frozen=True, slots=True)
class Seen:
    """From where a network is looked at: the floor, the instant, its zones, the history and the day clocks."""

    floor: Floor
    now: datetime
    zones: Zones
    history: History
    clocks: DayClocks
    orders: dict[str, tuple[RecipeStep, ...]] = field(default_factory=dict)
    windows: dict[str, dict[tuple[str, Edge], tuple[Lag, ...]]] = field(default_factory=dict)
    spreads: dict[tuple[str, str, str], tuple[Spread, Spread]] = field(default_factory=dict)
    laws: dict[str, Spread] = field(default_factory=dict)

    def hours(self, at: datetime) -> float:
        """Hours from now to this instant."""
        return (at - self.now) / timedelta(hours=1)

    def order(self, recipe: Recipe) -> tuple[RecipeStep, ...]:
        """The recipe's steps, each after all it waits for; found once for every recipe."""
        if recipe.id not in self.orders:
            self.orders[recipe.id] = in_order(recipe)
        return self.orders[recipe.id]

    def opening(self, recipe: Recipe, code: str, edge: Edge) -> tuple[Lag, ...]:
        """The windows this edge of a step must wait for to open; looked up once for every recipe."""
        if recipe.id not in self.windows:
            found: dict[tuple[str, Edge], tuple[Lag, ...]] = {}
            for lag in recipe.lags:
                if lag.min_h is not None:
                    found[lag.to_step, lag.to_edge] = (*found.get((lag.to_step, lag.to_edge), ()), lag)
            self.windows[recipe.id] = found
        return self.windows[recipe.id].get((code, edge), ())

    @property
    def zone(self) -> tzinfo:
        """The site's zone."""
        return self.zones(self.floor.facility.zone if self.floor.facility else "UTC")

    @property
    def hold_law(self) -> Spread:
        """How long a hold stands: the plant's own law, or that of a major deviation where it states none."""
        stated = self.floor.facility is not None and self.floor.facility.law("hold") is not None
        return self.law("hold" if stated else "major_deviation")

    def law(self, name: str) -> Spread:
        """A law of the plant as a spread; none when the facility file does not state it."""
        if name not in self.laws:
            law = self.floor.facility.law(name) if self.floor.facility else None
            self.laws[name] = from_law(law) if law is not None else certain(0.0)
        return self.laws[name]

    def spreads_of(self, recipe: Recipe, told: RecipeStep, clinic: str) -> tuple[Spread, Spread]:
        """How long this step may wait and take for this clinic's batches; a panel of tests takes until somebody closes it."""
        key = (recipe.id, told.code, clinic)
        if key not in self.spreads:
            self.spreads[key] = self._spreads(recipe, told, clinic)
        return self.spreads[key]

    def _spreads(self, recipe: Recipe, told: RecipeStep, clinic: str) -> tuple[Spread, Spread]:
        facility = self.floor.facility
        wait = self.history.wait(recipe, told, facility, clinic)
        if told.code == QC_RELEASE and recipe.gating:
            return wait, self.history.closing(recipe, facility)
        there = facility.clinic(clinic) if facility else None
        return wait, self.history.step(recipe, told, clinic, there.travel if there else None)
