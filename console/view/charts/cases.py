"""Every batch of a product as its programme counts it: from the end of leukapheresis to infusion, or lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from console.domain.batch import Batch, BatchStatus, StepState
from console.domain.facility import Clinic, Facility, Measure, Product, Promise
from console.domain.floor import Floor
from console.domain.promise import Zones, deadline, promise_of
from console.domain.recipe import Recipe, RecipeKind

LOST = {
    BatchStatus.TERMINATED: "terminated",
    BatchStatus.REJECTED: "rejected",
    BatchStatus.CANCELLED: "called off",
    BatchStatus.POST_RELEASE_FAILURE: "failed after release",
}
"""How a batch can be lost, in words; what reasons people wrote is theirs and stays in the journal."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Case:
    """One batch whose promise runs: when its first step ended and what came of it since, every instant a fact.

    `ended_at` is the end of the promise's last step (infusion); `days` the length from begin to end as the promise counts
    it (whole calendar days, or hours / 24); `first` whether no earlier batch carries the same chain of identity.
    """

    batch: str
    product: str
    began_at: datetime
    formulated_at: datetime | None = None
    released_at: datetime | None = None
    ended_at: datetime | None = None
    lost_at: datetime | None = None
    lost_as: str = ""
    promise_by: datetime | None = None
    days: float | None = None
    coi: str = ""
    first: bool = True

    @property
    def running(self) -> bool:
        """Whether neither its end nor its loss is known."""
        return self.ended_at is None and not self.lost_as

    @property
    def sound(self) -> bool:
        """Whether its times follow one another as they must; a clock that jumped makes them contradict."""
        ways = ((self.released_at, self.ended_at), (self.formulated_at, self.released_at), (self.lost_at,))
        return all(_rises(self.began_at, way) for way in ways)

    @property
    def length_h(self) -> float | None:
        """Hours from begin to end (vein-to-vein); None while it has not ended."""
        return (self.ended_at - self.began_at) / timedelta(hours=1) if self.ended_at else None

    @property
    def turnaround_h(self) -> float | None:
        """Hours from begin to release; None without release."""
        return (self.released_at - self.began_at) / timedelta(hours=1) if self.released_at else None

    @property
    def release_h(self) -> float | None:
        """Time to release (TTR): hours from the end of formulation to disposition; None where either is missing."""
        if self.released_at is None or self.formulated_at is None:
            return None
        return (self.released_at - self.formulated_at) / timedelta(hours=1)

    def kept(self, now: datetime) -> bool | None:
        """Whether its promise was kept; None while that is open. A batch that is lost has missed it."""
        if self.promise_by is None:
            return None
        if self.ended_at is not None:
            return self.ended_at <= self.promise_by
        return False if self.lost_as or now > self.promise_by else None


@dataclass(frozen=True, eq=False)
class Counted:
    """All cases of the site, by product in the order they began, with what they were read from.

    The same batch, unchanged, is never read twice: `of` keeps each batch with its case.
    """

    facility: Facility | None = None
    cases: Mapping[str, tuple[Case, ...]] = field(default_factory=dict)
    of: Mapping[str, tuple[Batch, Case | None]] = field(default_factory=dict)


def counted(floor: Floor, zones: Zones, before: Counted | None = None) -> Counted:
    """Every case of the floor and of what left it; `before` (of the same facility) saves reading again what did not change.

    A batch as reported from a workbook is no case: its times were not lived. Nor is one whose promise does not run yet.
    """
    known = before.of if before is not None and before.facility is floor.facility else {}
    of: dict[str, tuple[Batch, Case | None]] = {}
    for batch in (*floor.batches.values(), *floor.left.values()):
        old = known.get(batch.id)
        of[batch.id] = old if old is not None and old[0] is batch else (batch, _case(floor, batch, zones))
    if before is not None and of.keys() == known.keys() and all(of[key] is known[key] for key in of):
        return before
    return Counted(floor.facility, _by_product([case for _, case in of.values() if case is not None]), of)


def promised_days(promise: Promise, began: datetime, ended: datetime, clinic: Clinic | None, site: Facility, zones: Zones) -> float:
    """The length between two instants as this promise counts it: the fewest days whose deadline the end still keeps.

    By hours that is hours / 24; by calendar days whole days at the clinic, one more when the bedside day was over.
    """
    if promise.measure is Measure.HOURS:
        return (ended - began) / DAY
    zone = zones(clinic.zone if clinic else site.zone)
    days = (ended.astimezone(zone).date() - began.astimezone(zone).date()).days
    late = ended > deadline(replace(promise, days=days), began, clinic, site, zones)
    return float(days + late)


def _rises(at: datetime, after: tuple[datetime | None, ...]) -> bool:
    for each in after:
        if each is not None:
            if each < at:
                return False
            at = each
    return True


def _by_product(found: list[Case]) -> dict[str, tuple[Case, ...]]:
    found.sort(key=lambda case: (case.began_at, case.batch))
    seen: set[tuple[str, str]] = set()
    cases: dict[str, list[Case]] = {}
    for case in found:
        again = (case.product, case.coi) in seen and bool(case.coi)
        seen.add((case.product, case.coi))
        cases.setdefault(case.product, []).append(replace(case, first=False) if again else case)
    return {product: tuple(each) for product, each in cases.items()}


def _case(floor: Floor, batch: Batch, zones: Zones) -> Case | None:
    product, recipe = floor.product_of(batch), floor.recipe_of(batch)
    if batch.reported or product is None or product.promise is None or recipe is None or recipe.kind is RecipeKind.BLOCK:
        return None
    promise = promise_of(floor, batch, zones)
    if promise is None or promise.from_at is None or not promise.from_is_fact:
        return None
    ended_at = _ended(batch, recipe, product.promise)
    lost = LOST.get(batch.status, "") if ended_at is None else ""
    return Case(
        batch=batch.id,
        product=batch.product,
        began_at=promise.from_at,
        formulated_at=_formulated(batch, recipe),
        released_at=batch.released_at,
        ended_at=ended_at,
        lost_at=batch.status_at if lost else None,
        lost_as=lost,
        promise_by=promise.by,
        days=_days(floor, batch, product, promise.from_at, ended_at, zones),
        coi=batch.coi,
    )


def _days(floor: Floor, batch: Batch, product: Product, began: datetime, ended: datetime | None, zones: Zones) -> float | None:
    if ended is None or product.promise is None or floor.facility is None:
        return None
    return promised_days(product.promise, began, ended, floor.facility.clinic(batch.clinic), floor.facility, zones)


def _ended(batch: Batch, recipe: Recipe, promise: Promise) -> datetime | None:
    if promise.to_step == recipe.release_step:
        return batch.released_at
    return _done(batch, promise.to_step)


def _formulated(batch: Batch, recipe: Recipe) -> datetime | None:
    """When formulation ended: the step that brings the batch into quarantine (domain.md 3.3)."""
    for step in recipe.steps:
        if step.reaches == BatchStatus.QUARANTINE:
            return _done(batch, step.code)
    return None


def _done(batch: Batch, code: str) -> datetime | None:
    step = batch.steps.get(code)
    return step.finished_at if step is not None and step.state is StepState.DONE else None
