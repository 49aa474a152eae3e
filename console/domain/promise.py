"""The promise of a batch: from which instant, until which, and how it stands (ux.md, words with one meaning)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from console.domain.batch import Batch
from console.domain.facility import Clinic, Facility, Measure, Promise
from console.domain.floor import Floor

Zones = Callable[[str], tzinfo]
"""Gives the zone of an IANA name; passed in, because the domain reads no files."""


@dataclass(frozen=True, slots=True)
class PromiseNow:
    """One batch's promise: what it runs from and to, and the instant it must be kept by; None while nothing starts it."""

    to_step: str
    from_at: datetime | None
    by: datetime | None
    from_is_fact: bool = False


def promise_of(floor: Floor, batch: Batch, zones: Zones) -> PromiseNow | None:
    """The promise of this batch, or None where its product makes none; a lot's due date is a promise of its release."""
    product = floor.product_of(batch)
    recipe = floor.recipe_of(batch)
    if product is not None and product.promise is not None and floor.facility is not None:
        started, fact = _edge(batch, product.promise.from_step)
        clinic = floor.facility.clinic(batch.clinic)
        by = deadline(product.promise, started, clinic, floor.facility, zones) if started else None
        return PromiseNow(product.promise.to_step, started, by, fact)
    if batch.due_at is not None and recipe is not None:
        return PromiseNow(recipe.release_step, batch.opened_at, batch.due_at, True)
    return None


def _edge(batch: Batch, step: str) -> tuple[datetime | None, bool]:
    found = batch.steps.get(step)
    if found is None:
        return None, False
    if found.finished_at is not None:
        return found.finished_at, True
    return (found.placement.end, False) if found.placement else (None, False)


def deadline(promise: Promise, from_at: datetime, clinic: Clinic | None, facility: Facility, zones: Zones) -> datetime:
    """The last instant that keeps the promise: hours count as hours, calendar days end with the clinic's bedside day."""
    if promise.measure is Measure.HOURS:
        return from_at + timedelta(days=promise.days)
    zone = zones(clinic.zone if clinic else facility.zone)
    day = from_at.astimezone(zone).date() + timedelta(days=promise.days)
    if clinic is None:
        return datetime.combine(day + timedelta(days=1), datetime.min.time(), zone).astimezone(UTC)
    return datetime.combine(day, clinic.closes, zone).astimezone(UTC)
