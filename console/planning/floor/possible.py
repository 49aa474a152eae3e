"""Whether a site could make what it says it makes: one batch of every product, planned in thought in its empty rooms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from console.domain.batch import Batch, Step
from console.domain.facility import Facility, Product
from console.domain.floor import Floor, InstrumentNow, RoomNow
from console.domain.promise import Zones
from console.domain.recipe import Recipe, RecipeKind
from console.planning.faults import Fault, FaultKind, faults
from console.planning.floor.ahead import in_order
from console.planning.floor.nominal import nominal_plan
from console.planning.floor.problem import problem_of

PEOPLE = frozenset({FaultKind.TOO_LONG})
"""Faults that more people would mend: a site may be founded before all who work there are named."""


def impossible_products(
    facility: Facility, recipes: Iterable[Recipe], now: datetime, zones: Zones, with_people: bool = True
) -> tuple[Fault, ...]:
    """Why products of this facility can never be made, each named with what hinders it; people are left aside on request."""
    known = {recipe.id: recipe for recipe in recipes}
    floor = Floor(
        facility=facility,
        recipes=known,
        people={person.id: person for person in facility.people},
        rooms={room.id: RoomNow(room.id) for room in facility.rooms},
        instruments={instrument.id: InstrumentNow(instrument.id) for instrument in facility.instruments},
    )
    made = [
        _first(floor, product, recipe, now, zones)
        for product in facility.products
        if (recipe := known.get(product.recipe)) is not None and recipe.kind is not RecipeKind.BLOCK
    ]
    until = max((end for _, end in made), default=now)
    batches = {batch.id: batch for batch, _ in made}
    found = faults(problem_of(replace(floor, batches=batches), now, zones, until=until))
    return tuple(fault for fault in found if with_people or fault.kind not in PEOPLE)


def _first(floor: Floor, product: Product, recipe: Recipe, now: datetime, zones: Zones) -> tuple[Batch, datetime]:
    """A batch of the product, named like it, whose first step is told for now; and when it would typically end."""
    clinics = floor.facility.clinics if floor.facility else ()
    clinic = clinics[0].id if product.patient and clinics else ""
    steps = {told.code: Step(told.code) for told in recipe.steps}
    first = in_order(recipe)[0].code
    told = nominal_plan(floor, recipe, clinic, now, zones)
    if first in told:
        steps[first] = Step(first, placement=told[first])
    batch = Batch(product.id, recipe.id, product.id, clinic, opened_at=now, steps=steps)
    return batch, max((placement.end for placement in told.values()), default=now)
