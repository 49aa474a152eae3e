"""Answers of the planner in instants and words: why a step is where it is, and what could be offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from console.domain.batch import Batch, Placement, Step
from console.domain.facility import Facility, Product
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import Recipe
from console.domain.refusal import Refusal
from console.planning.answers.plan_view import (
    Answer,
    Entrance,
    Explained,
    Lever,
    Link,
    Offer,
    OfferFor,
    Offers,
    Paid,
    WhatIf,
    Why,
    Wish,
)
from console.planning.answers.proposing import foresee, standing_of
from console.planning.build import Stop, never
from console.planning.explain import Explanation, explain
from console.planning.floor.ahead import in_order
from console.planning.floor.batches import Site, batch_of, case_of
from console.planning.floor.calendar import DAY
from console.planning.floor.crews import crews_of
from console.planning.floor.newcomer import NEW
from console.planning.floor.nominal import nominal_times
from console.planning.floor.problem import calendar_of, followed, plan_of, problem_at
from console.planning.floor.windows import COLLECTION, FRIDAY
from console.planning.offer import Offered, offer
from console.planning.problem import PlanBatch, Problem

LOOKED_AT = timedelta(days=14)
"""How far after the asked start others are looked at."""

EVERY = timedelta(hours=1)
"""How far apart the starts are that are tried."""


def answer(wish: Wish, floor: Floor, now: datetime, zones: Zones, stop: Stop = never) -> Answer | Refusal:
    """What the planner answers, or why it cannot."""
    if isinstance(wish, WhatIf):
        return foresee(wish.text, floor, now, zones, stop)
    return _why(wish, floor, now, zones) if isinstance(wish, Why) else _offers(wish, floor, now, zones, stop)


# ----------------------------------------------------------------------------------------------- why


def _why(wish: Why, floor: Floor, now: datetime, zones: Zones) -> Explained | Refusal:
    batch = floor.batches.get(wish.batch)
    if batch is None or not batch.live:
        return Refusal("plan", f"There is no live batch {wish.batch} here.", "Check the number.", "batch")
    if wish.code and wish.code not in batch.steps:
        return Refusal("plan", f"{wish.batch} has no step {wish.code}.", f"Choose one of {', '.join(batch.steps)}.", "step")
    standing = standing_of(floor, now, zones)
    zone = zones(floor.facility.zone if floor.facility else "UTC")

    def clock(slot: int) -> str:
        local = standing.problem.grid.at(slot).astimezone(zone)
        return f"{local:%a} {local.day} {local:%b %H:%M}"

    return _explained(standing.problem, explain(standing.problem, standing.going, wish.batch, wish.code, clock))


def _explained(problem: Problem, found: Explanation) -> Explained:
    at, hours = problem.grid.at, problem.grid.hours
    links = tuple(Link(c.code, c.title, at(c.start), c.words, c.kind, c.subject, c.others) for c in found.causes)
    levers = tuple(
        Lever(lever.words, hours(lever.gain), at(lever.end), tuple((batch, hours(by)) for batch, by in lever.others))
        for lever in found.levers
    )
    entrances = tuple(
        Entrance(e.place.room, e.place.station, e.place.instrument, None if e.start is None else at(e.start), e.words)
        for e in found.entries
    )
    return Explained(found.batch, found.code, found.sentence, links, levers, entrances)


# ----------------------------------------------------------------------------------------------- offers


def _offers(wish: OfferFor, floor: Floor, now: datetime, zones: Zones, stop: Stop) -> Offers | Refusal:
    facility = floor.facility
    product = facility.product(wish.product) if facility is not None else None
    if facility is None or product is None:
        known = ", ".join(p.id for p in facility.products) if facility is not None else ""
        return Refusal("plan", f"There is no product {wish.product} here.", f"Choose one of {known}." if known else "", "product")
    recipe = next((r for r in floor.recipes.values() if product.recipe in (r.id, r.name)), None)
    clinic = _clinic(facility, product, wish.clinic)
    if recipe is None or clinic is None:
        missing = f"recipe {product.recipe}" if recipe is None else f"clinic {wish.clinic}"
        return Refusal("plan", f"There is no {missing} here.", "Name one of the facility.", "clinic")
    if wish.around < now:
        return Refusal("plan", "That instant has passed.", "Ask about one that lies ahead.", "around")
    made = _tried(wish, floor, now, zones, recipe, product, clinic, stop)
    return Offers(product.id, clinic, made)


def _clinic(facility: Facility, product: Product, asked: str) -> str | None:
    """The clinic a patient comes from: the one named, or the first; lots come from none."""
    if not product.patient:
        return ""
    clinics = [c.id for c in facility.clinics]
    return asked if asked in clinics else None if asked or not clinics else clinics[0]


def _tried(
    wish: OfferFor, floor: Floor, now: datetime, zones: Zones, recipe: Recipe, product: Product, clinic: str, stop: Stop
) -> tuple[Offer, ...]:
    last = wish.around + LOOKED_AT
    times = nominal_times(recipe, last, zones(floor.facility.zone if floor.facility else "UTC"), None, zones)
    days = calendar_of(floor, now, zones, 15, max(end for _, end in times.values()))
    site = Site(floor, now, zones, days, crews_of(floor, days))
    problem = problem_at(site)
    make = _maker(site, recipe, product, clinic)
    slots = [days.slot(at) for at in _starts(wish, site, recipe, clinic)]
    plan = followed(problem, plan_of(floor, problem))
    return tuple(_offer(problem, found) for found in offer(problem, plan, make, slots, stop=stop))


def _maker(site: Site, recipe: Recipe, product: Product, clinic: str) -> Callable[[int], PlanBatch | None]:
    """Makes the batch that would begin at a slot, and at no other."""
    first = in_order(recipe)[0]
    length = timedelta(hours=first.law.typical_h)

    def make(slot: int) -> PlanBatch | None:
        start = site.calendar.grid.at(slot)
        steps = {told.code: Step(told.code) for told in recipe.steps}
        steps[first.code] = Step(first.code, placement=Placement("", start, start + length))
        case = case_of(site, Batch(NEW, recipe.id, product.id, clinic, opened_at=site.now, steps=steps))
        if case is None:
            return None
        batch = batch_of(case)
        fixed = tuple(replace(s, windows=((slot, slot + 1),)) if s.code == first.code else s for s in batch.steps)
        return replace(batch, steps=fixed)

    return make


def _starts(wish: OfferFor, site: Site, recipe: Recipe, clinic: str) -> Iterator[datetime]:
    """The start that was asked for, then every hour at which one may begin, for two weeks."""
    yield wish.around
    there = site.floor.facility.clinic(clinic) if site.floor.facility else None
    zone = site.zones(there.zone) if there is not None else site.calendar.zone
    opens, closes = COLLECTION
    day, clock = wish.around.astimezone(zone).date(), in_order(recipe)[0].clock
    for n in range(LOOKED_AT.days):
        today = day + n * DAY
        if there is not None and today.isoweekday() > FRIDAY:
            continue
        at = datetime.combine(today, opens if there is not None or clock is None else clock, zone)
        end = datetime.combine(today, closes, zone) if there is not None else at
        while at <= end:
            if at > wish.around:
                yield at
            at += EVERY


def _offer(problem: Problem, found: Offered) -> Offer:
    at = problem.grid.at
    paid = tuple(Paid(cost.batch, at(cost.before), at(cost.after)) for cost in found.others)
    weight = 100 * (found.batch.weight if found.batch is not None else 1)
    return Offer(
        start=at(found.slot),
        lawful=found.lawful,
        end=None if found.end is None else at(found.end),
        due=None if found.due is None else at(found.due),
        late_h=problem.grid.hours(found.cost) / weight,
        others=paid,
    )
