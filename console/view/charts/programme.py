"""The programme of each sponsor and product: how fast its patients are reached, against what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.facility import Facility, Measure, Product, Promise
from console.domain.floor import Floor
from console.domain.promise import Zones, deadline, promise_of
from console.domain.recipe import Recipe, RecipeKind
from console.forecast.outlook import Outlook
from console.forecast.report_card import ENOUGH
from console.view.charts import xmr
from console.view.charts.cases import Case, Counted, counted
from console.view.charts.chance import Curve, chance_of_release
from console.view.charts.intervals import Median, Share, median_of, share_of
from console.view.charts.quarter import Coming, DayEnds, QuarterChance, quarter_chance, quarter_of
from console.view.spoken import in_a_sentence

LAST = 20
"""How many of the latest batches that ended a programme's median is taken over."""


@dataclass(frozen=True, slots=True)
class Attrition:
    """Of the batches that have come to an end, how many were lost before theirs, and how, the most frequent first."""

    share: Share
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a programme is judged by; every figure carries its own n.

    `length` is the median of the last LAST in the promise's days, `length_h` the same in hours; `kept` the share of all begun
    whose promise is decided (`open_` are not), lost ones missed it; `turnaround_h` begin to disposition; `first_pass` first
    attempts released of those dispositioned or terminated (domain.md 1.3).
    """

    length: Median
    length_h: Median
    kept: Share
    open_: int
    turnaround_h: Median
    first_pass: Share
    attrition: Attrition
    quarter: QuarterChance


@dataclass(frozen=True, slots=True)
class Naming:
    """How one programme is called: whose, what, and its promise in words.

    `length` names what the promise spans (Vein-to-vein), `began` what it runs from (leukapheresis), `end` what it ends with.
    """

    sponsor: str
    sponsor_name: str
    product: str
    title: str
    promise_days: int
    measure: Measure
    length: str
    began: str
    end: str


@dataclass(frozen=True, eq=False)
class Programme:
    """One sponsor's product: how it is called, its batches, and what is made of them."""

    naming: Naming
    cases: tuple[Case, ...]
    figures: Figures
    length: xmr.XmR
    release: xmr.XmR
    chance: Curve

    @property
    def contradict(self) -> int:
        """Batches left out of every figure because their times contradict one another."""
        return sum(not case.sound for case in self.cases)


@dataclass(frozen=True, eq=False)
class ProgrammeState:
    """Every programme of the site as of one instant, sponsor by sponsor.

    `judged` is how many releases the forecasts have been judged by (None: unknown, hence unproven); what one sponsor may see
    says only whether they are enough, since the count is of everybody's batches;
    `counted` is what it was read from, so that the next state reads only what changed.
    """

    now: datetime
    zone: ZoneInfo
    programmes: tuple[Programme, ...] = ()
    judged: int | None = None
    counted: Counted = field(default_factory=Counted)

    def sponsors(self) -> tuple[tuple[str, str], ...]:
        """Id and name of every sponsor with a programme, in the facility's order."""
        return tuple(dict.fromkeys((each.naming.sponsor, each.naming.sponsor_name) for each in self.programmes))

    def of(self, sponsor: str) -> ProgrammeState:
        """What this sponsor may see: the programmes of others are not there at all. No sponsor named: all."""
        if not sponsor:
            return self
        mine = tuple(each for each in self.programmes if each.naming.sponsor == sponsor)
        proven = self.judged is not None and self.judged >= ENOUGH
        return replace(self, programmes=mine, judged=ENOUGH if proven else None, counted=Counted())

    def find(self, product: str) -> Programme | None:
        """The programme of a product, or None."""
        return next((each for each in self.programmes if each.naming.product == product), None)


def programme_state(
    floor: Floor,
    outlook: Outlook | None,
    now: datetime,
    zones: Zones,
    before: ProgrammeState | None = None,
    judged: int | None = None,
) -> ProgrammeState:
    """Every product with a promise of whose recipe the site holds a version; `before` saves what did not change."""
    site = floor.facility
    if site is None:
        return ProgrammeState(now, ZoneInfo("UTC"))
    read, zone = counted(floor, zones, before.counted if before else None), ZoneInfo(site.zone)
    names = {each.id: each.name for each in site.sponsors}
    order = {each.id: place for place, each in enumerate(site.sponsors)}
    made = []
    for product in sorted(site.products, key=lambda each: order.get(each.sponsor, len(order))):
        recipe = floor.recipes.get(product.recipe)
        if product.promise is None or recipe is None or recipe.kind is RecipeKind.BLOCK:
            continue
        naming = _naming(product, product.promise, recipe, names.get(product.sponsor, product.sponsor))
        coming = _coming(floor, site, product, product.promise, outlook, zones)
        old = before.find(product.id) if before else None
        made.append(_programme(naming, read.cases.get(product.id, ()), coming, now, zone, old))
    return ProgrammeState(now, zone, tuple(made), judged, read)


def figures(cases: Sequence[Case], coming: Sequence[Coming], promise_days: int, now: datetime, zone: ZoneInfo) -> Figures:
    """The figures of one programme from its batches; those whose times contradict one another stand in none of them."""
    sound = [case for case in cases if case.sound and case.began_at <= now]
    ended = sorted((case for case in sound if case.ended_at is not None), key=lambda case: (case.ended_at or now, case.batch))
    last = ended[-LAST:]
    verdicts = [case.kept(now) for case in sound]
    decided = [each for each in verdicts if each is not None]
    quarter = quarter_of(now, zone)
    in_quarter = [case.days for case in ended if case.days is not None and quarter.start <= (case.ended_at or now) < quarter.end]
    return Figures(
        length=median_of([case.days for case in last if case.days is not None]),
        length_h=median_of([case.length_h for case in last if case.length_h is not None]),
        kept=share_of(sum(decided), len(decided)),
        open_=len(sound) - len(decided),
        turnaround_h=median_of([case.turnaround_h for case in _last_released(sound) if case.turnaround_h is not None]),
        first_pass=first_pass(sound),
        attrition=attrition(sound),
        quarter=quarter_chance(quarter, in_quarter, coming, float(promise_days), now),
    )


def first_pass(cases: Sequence[Case]) -> Share:
    """First attempts released, of first attempts dispositioned or terminated; what the clinic called off is neither."""
    first = [case for case in cases if case.first and (case.released_at is not None or case.lost_as in ("terminated", "rejected"))]
    return share_of(sum(case.released_at is not None for case in first), len(first))


def attrition(cases: Sequence[Case]) -> Attrition:
    """Batches lost before their end, of all that have ended one way or the other, with how they were lost and when."""
    over = [case for case in cases if not case.running]
    reasons: dict[str, int] = {}
    for case in over:
        if case.lost_as:
            reasons[_loss(case)] = reasons.get(_loss(case), 0) + 1
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return Attrition(share_of(sum(reasons.values()), len(over)), tuple(ordered))


def _loss(case: Case) -> str:
    """How a batch was lost and how far it had come; why is written in its journal, and names people."""
    if case.lost_as != "terminated":
        return case.lost_as
    stage = "after release" if case.released_at else "after formulation" if case.formulated_at else "in process"
    return f"{case.lost_as} {stage}"


def _last_released(cases: Sequence[Case]) -> list[Case]:
    released = [case for case in cases if case.released_at is not None]
    return sorted(released, key=lambda case: (case.released_at or case.began_at, case.batch))[-LAST:]


def _programme(
    naming: Naming, cases: tuple[Case, ...], coming: Sequence[Coming], now: datetime, zone: ZoneInfo, old: Programme | None
) -> Programme:
    told = figures(cases, coming, naming.promise_days, now, zone)
    curve = chance_of_release(cases, now)
    if old is not None and cases is old.cases and naming == old.naming:
        return replace(old, figures=told, chance=curve)
    return Programme(naming, cases, told, xmr.vein_to_vein(cases, naming.length), xmr.to_release(cases), curve)


def _naming(product: Product, promise: Promise, recipe: Recipe, sponsor: str) -> Naming:
    steps = (promise.from_step, promise.to_step)
    began, end = (in_a_sentence(recipe.by_code[code].title) if code in recipe.by_code else code for code in steps)
    length = "Vein-to-vein" if recipe.kind is RecipeKind.PATIENT else f"{began[:1].upper()}{began[1:]} to {end}"
    return Naming(product.sponsor, sponsor, product.id, product.title, promise.days, promise.measure, length, began, end)


def _coming(
    floor: Floor, site: Facility, product: Product, promised: Promise, outlook: Outlook | None, zones: Zones
) -> list[Coming]:
    """The product's live batches whose end is forecast, whether they have begun or are planned to."""
    found = []
    for forecast in outlook.forecasts.values() if outlook else ():
        batch = floor.batches.get(forecast.batch)
        if batch is None or batch.product != product.id or forecast.end is None or not batch.live:
            continue
        now = promise_of(floor, batch, zones)
        if now is not None and now.from_at is not None:
            found.append(Coming(batch.id, now.from_at, forecast, _day_ends(site, promised, batch.clinic, now.from_at, zones)))
    return found


def _day_ends(site: Facility, promised: Promise, clinic: str, began: datetime, zones: Zones) -> DayEnds | None:
    if promised.measure is Measure.HOURS:
        return None
    return lambda days: deadline(replace(promised, days=days), began, site.clinic(clinic), site, zones)
