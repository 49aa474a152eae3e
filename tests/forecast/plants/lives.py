"""A plant with a known truth lived for months under the dispatch rule: what is written of it, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.domain import events as e
from console.domain.batch import BatchStatus
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.facility import Facility
from console.domain.floor import Floor
from console.domain.quality import Verdict
from console.domain.recipe import DISPOSITION, Recipe
from console.planning.floor.nominal import nominal_plan
from tests.forecast.oracle.rest import rest_of
from tests.forecast.oracle.works import Chance, Told, run
from tests.forecast.truth import HOUR, site, zones

SEEN = 12
"""How many batches back a new one looks for a free place: the others have left by then."""
BEFORE = 72 * HOUR


@dataclass(frozen=True)
class Plant:
    """A site, what it makes, from when, how many, and every how many hours one is begun."""

    name: str
    facility: Facility
    recipe: Recipe
    products: tuple[str, ...]
    clinic: str
    start: datetime
    batches: int
    every: float

    def begins(self, n: int) -> datetime:
        """When the n-th batch is planned to begin."""
        return self.start + n * self.every * HOUR


@dataclass(frozen=True)
class Lived:
    """What is written of a plant's life, and when each batch began and was released."""

    floor: Floor
    events: tuple[Event, ...]
    spans: dict[str, tuple[datetime, datetime]]


def live(plant: Plant, chance: Chance) -> Lived:
    """The plant from its first order to its last release."""
    empty = site(plant.facility, [plant.recipe])
    told, full = list(_orders(plant, empty)), empty
    for event in told:
        full = evolve(full, event)
    origin = plant.start - BEFORE
    days = int(plant.batches * plant.every / 24) + 120
    rest = rest_of(full, origin, zones, days)
    came = run(rest.tasks, rest.pools, {}, chance)
    told += _happened(full, came, origin)
    first: dict[str, float] = {}
    for (batch, _), start in came.starts.items():
        first[batch] = min(start, first.get(batch, start))
    ends = {batch: end for (batch, code), end in came.ends.items() if code == DISPOSITION}
    spans = {batch: (origin + first[batch] * HOUR, origin + end * HOUR) for batch, end in ends.items()}
    return Lived(empty, tuple(sorted(told, key=lambda event: event.at)), spans)


def _orders(plant: Plant, floor: Floor) -> Iterator[Event]:
    names: list[str] = []
    for n in range(plant.batches):
        name, at = f"L{n:04}", plant.begins(n) - BEFORE
        product = plant.products[n % len(plant.products)]
        order = e.BatchOrdered(by="p", at=at, batch=name, recipe=plant.recipe.id, product=product, clinic=plant.clinic)
        floor = evolve(floor, order)
        plan = nominal_plan(floor, plant.recipe, plant.clinic, plant.begins(n), zones)
        planned = e.BatchPlanned(by="p", at=at, batch=name, placements=plan)
        floor = evolve(floor, planned)
        names.append(name)
        floor = replace(floor, batches={b: floor.batches[b] for b in names[-SEEN:]})
        yield order
        yield planned


def _happened(floor: Floor, came: Told, origin: datetime) -> list[Event]:
    """Steps, tests and signatures as they would be written."""
    found: list[Event] = []
    for (batch, code), end in came.ends.items():
        at = origin + timedelta(hours=end)
        if code == DISPOSITION:
            found.append(e.DispositionSigned(by="q", at=at, batch=batch, decision=BatchStatus.RELEASED))
        else:
            start = origin + timedelta(hours=came.starts[batch, code])
            place = floor.batches[batch].steps[code].placement
            lane, station = (place.lane, place.station) if place is not None else ("", "")
            found.append(e.StepStarted(by="o", at=start, batch=batch, step=code, lane=lane, station=station))
            found.append(e.StepFinished(by="o", at=at, batch=batch, step=code))
    for (batch, _), assay, attempt, began, read, seen, again in came.tests:
        test = f"{batch}-{assay.code}-{attempt}"
        at0, at1, at2 = (origin + timedelta(hours=h) for h in (began, read, seen))
        found.append(e.TestStarted(by="a", at=at0, test=test, batch=batch, code=assay.code, attempt=attempt, sample="S"))
        found.append(e.ResultEntered(by="a", at=at1, test=test, batch=batch))
        verdict = Verdict.INVALID if again else Verdict.PASS
        found.append(e.ResultReviewed(by="r", at=at2, test=test, batch=batch, verdict=verdict))
    return found
