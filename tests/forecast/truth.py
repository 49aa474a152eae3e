"""A small plant with a known truth: batches lived by the recipe's own laws, written as events up to an instant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from console.domain import events as e
from console.domain.batch import BatchStatus
from console.domain.durations import DurationLaw
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.facility import Facility, LaneKind
from console.domain.floor import Floor
from console.domain.quality import Verdict
from console.domain.recipe import DISPOSITION, QC_RELEASE, Edge, Recipe, RecipeStep
from console.planning.floor.nominal import bedside, nominal_plan
from console.service.library import shipped_facility, shipped_recipes

MONDAY = datetime(2026, 9, 7, 13, 30, tzinfo=UTC)
"""A collection on a Monday, 09:30 in New York."""
CART = "CART-7D-v1"
HOUR = timedelta(hours=1)

zones: Callable[[str], ZoneInfo] = ZoneInfo


def site(facility: Facility | None = None, recipes: Sequence[Recipe] = ()) -> Floor:
    """A floor with the demo facility and every shipped recipe, or those given."""
    floor = Floor()
    told: list[Event] = [e.FacilityAdopted(by="admin", at=MONDAY - 90 * 24 * HOUR, facility=facility or shipped_facility())]
    told += [e.RecipeApproved(by="qa", at=MONDAY - 90 * 24 * HOUR, recipe=r) for r in recipes or shipped_recipes().values()]
    return after(floor, told)


def calm(facility: Facility) -> Facility:
    """The facility without mishaps: every stated chance is none."""
    return replace(facility, chances=())


def after(floor: Floor, told: Sequence[Event]) -> Floor:
    """The floor after these events, in their order."""
    for event in told:
        floor = evolve(floor, event)
    return floor


def ordered(
    floor: Floor, batch: str, start: datetime, recipe: str = CART, product: str = "AV-119", clinic: str = "NORTHQUAY"
) -> Floor:
    """The floor with one more batch, ordered three days before and planned at the recipe's typical times."""
    at = start - 72 * HOUR
    floor = evolve(floor, e.BatchOrdered(by="p", at=at, batch=batch, recipe=recipe, product=product, clinic=clinic))
    placements = nominal_plan(floor, floor.recipes[recipe], clinic, start, zones)
    return evolve(floor, e.BatchPlanned(by="p", at=at, batch=batch, placements=placements))


@dataclass
class Life:
    """One batch lived to its end by the recipe's laws, times stretched by `factor`; `events` in the order of time."""

    floor: Floor
    batch: str
    rng: np.random.Generator
    factor: float = 1.0
    ends: dict[str, datetime] = field(default_factory=dict)
    starts: dict[str, datetime] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def lived(self) -> Life:
        """All steps and gating tests."""
        recipe = self.floor.recipes[self.floor.batches[self.batch].recipe]
        left = [s for s in recipe.steps if not s.optional]
        while left:
            step = next(s for s in left if all(code in self.ends for code in s.after))
            left.remove(step)
            self._step(recipe, step)
        self.events.sort(key=lambda event: event.at)
        return self

    def _step(self, recipe: Recipe, step: RecipeStep) -> None:
        batch = self.floor.batches[self.batch]
        place = batch.steps[step.code].placement
        assert place is not None
        ready = max((self.ends[code] for code in step.after), default=place.start)
        for lag in recipe.lags:
            if lag.to_step == step.code and lag.to_edge is Edge.START and lag.min_h is not None:
                ready = max(ready, self.ends[lag.from_step] + float(lag.min_h) * HOUR)
        ready = max(ready, place.start) if step.clock is not None else ready
        start = ready + self._hours(step.wait or self._law("attended_start" if step.clock else "between_steps"))
        clinic = self.floor.facility.clinic(batch.clinic) if self.floor.facility else None
        if step.lane is LaneKind.CLINIC and step.after and clinic is not None:
            start = bedside(start, clinic, zones(clinic.zone))
        law = clinic.travel if step.lane is LaneKind.COURIER and clinic is not None and clinic.travel is not None else step.law
        self.starts[step.code] = start
        self.ends[step.code] = start + self._hours(law) if step.code != QC_RELEASE else self._tested(recipe, start)
        self._tell(step, place.lane)

    def _tell(self, step: RecipeStep, lane: str) -> None:
        start, end = self.starts[step.code], self.ends[step.code]
        if step.code == DISPOSITION:
            signed = e.DispositionSigned(by="q", at=end, batch=self.batch, decision=BatchStatus.RELEASED_CONDITIONAL)
            self.events.append(signed)
            return
        self.events.append(e.StepStarted(by="o", at=start, batch=self.batch, step=step.code, lane=lane))
        self.events.append(e.StepFinished(by="o", at=end, batch=self.batch, step=step.code))

    def _tested(self, recipe: Recipe, start: datetime) -> datetime:
        zone = zones(self.floor.facility.zone) if self.floor.facility else UTC
        ends = [start]
        for spec in recipe.gating:
            began = self.ends[spec.sample_step] + self._hours(self._law("between_steps"))
            for attempt in (1, 2):
                read = began + self._hours(spec.law)
                if spec.read_clock is not None:
                    local = read.astimezone(zone)
                    read = max(read, datetime.combine(local.date(), spec.read_clock, zone).astimezone(UTC))
                seen = read + self._hours(self._law("result_review"))
                invalid = attempt == 1 and self.rng.random() < float(spec.invalid)
                self._tell_test(spec.code, attempt, (began, read, seen), invalid)
                began = seen + self._hours(self._law("between_steps"))
                if not invalid:
                    break
            ends.append(seen)
        return max(ends) + self._hours(self._law("between_steps"))

    def _tell_test(self, code: str, attempt: int, at: tuple[datetime, datetime, datetime], invalid: bool) -> None:
        test = f"{self.batch}-{code}-{attempt}"
        verdict = Verdict.INVALID if invalid else Verdict.PASS
        self.events += [
            e.TestStarted(by="a", at=at[0], test=test, batch=self.batch, code=code, attempt=attempt, sample="S"),
            e.ResultEntered(by="a", at=at[1], test=test, batch=self.batch, value=Decimal(1)),
            e.ResultReviewed(by="r", at=at[2], test=test, batch=self.batch, verdict=verdict),
        ]

    def _law(self, name: str) -> DurationLaw:
        law = self.floor.facility.law(name) if self.floor.facility else None
        assert law is not None
        return law

    def _hours(self, law: DurationLaw) -> timedelta:
        z = float(self.rng.standard_normal())
        p = float(self.rng.random()) if law.kind.value in ("triangular", "uniform") else 0.5
        return law.quantile(p, z) * self.factor * HOUR


def until(events: Sequence[Event], at: datetime) -> list[Event]:
    """The events that have happened by an instant."""
    return [event for event in events if event.at <= at]
