"""From where a forecast is made: the floor, the instant, and what was learned until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

from console.domain.floor import AppointmentKind, Floor
from console.domain.promise import Zones
from console.domain.quality import Deviation
from console.domain.recipe import QC_RELEASE, Edge, Lag, Recipe, RecipeStep
from console.forecast.durations import History
from console.forecast.hours import DayClocks
from console.forecast.rota import OnSite, on_site
from console.forecast.spread import Spread, certain, from_law
from console.planning.floor.ahead import in_order
from console.planning.floor.crews import Crews

STAYS_H = 4
"""A step that must follow within so many hours keeps its crew, whatever the shift (planning.md 3.2)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """From where a network is looked at: the floor, the instant, its zones, the history and the day clocks.

    A network counts its hours from the clocks' origin and not from now, so that it stays true while time goes by.
    """

    floor: Floor
    now: datetime
    zones: Zones
    history: History
    clocks: DayClocks
    orders: dict[str, tuple[RecipeStep, ...]] = field(default_factory=dict)
    windows: dict[str, dict[tuple[str, Edge], tuple[Lag, ...]]] = field(default_factory=dict)
    spreads: dict[tuple[str, str, str], tuple[Spread, Spread]] = field(default_factory=dict)
    laws: dict[str, Spread] = field(default_factory=dict)
    stays: dict[str, frozenset[str]] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)

    def hours(self, at: datetime) -> float:
        """Hours from now to this instant."""
        return (at - self.now) / timedelta(hours=1)

    def since_origin(self, at: datetime) -> float:
        """Hours from the origin to this instant."""
        return (at - self.clocks.origin) / timedelta(hours=1)

    @property
    def at(self) -> float:
        """Now, in hours from the origin."""
        return self.since_origin(self.now)

    @property
    def people(self) -> OnSite:
        """The site's people on their shifts."""
        if "people" not in self.found:
            self.found["people"] = on_site(self.floor, self.now, self.clocks.origin, self.zones)
        found: OnSite = self.found["people"]
        return found

    @property
    def crews(self) -> Crews:
        """Whom a step asks for."""
        return self.people.crews

    @property
    def slots(self) -> Mapping[tuple[str, AppointmentKind], datetime]:
        """The latest clinic slot of each batch and kind that was not given back."""
        if "slots" not in self.found:
            told = (a for a in self.floor.appointments.values() if not a.cancelled)
            self.found["slots"] = {(a.batch, a.kind): a.slot_at for a in sorted(told, key=lambda a: a.slot_at)}
        found: Mapping[tuple[str, AppointmentKind], datetime] = self.found["slots"]
        return found

    @property
    def deviations(self) -> Mapping[str, tuple[Deviation, ...]]:
        """For each batch the deviations its release waits for, oldest first."""
        if "deviations" not in self.found:
            by: dict[str, tuple[Deviation, ...]] = {}
            for deviation in self.floor.deviations.values():
                for batch in deviation.batches if deviation.closed_at is None and deviation.blocks_release else ():
                    by[batch] = (*by.get(batch, ()), deviation)
            self.found["deviations"] = by
        found: Mapping[str, tuple[Deviation, ...]] = self.found["deviations"]
        return found

    def staying(self, recipe: Recipe) -> frozenset[str]:
        """The steps that must follow so soon that their crew stays for them."""
        if recipe.id not in self.stays:
            soon = (lag for lag in recipe.lags if lag.to_edge is Edge.START and lag.max_h is not None and lag.max_h <= STAYS_H)
            self.stays[recipe.id] = frozenset(lag.to_step for lag in soon)
        return self.stays[recipe.id]

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
