"""Invented facilities to plan for: nine rooms, seven ways of working, any number of batches; and tiny ones for brute force."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from console.planning.problem import (
    WHOLE_ROOM,
    Anchor,
    Assay,
    Closed,
    Fact,
    Grid,
    InstrumentSpec,
    Lag,
    Loan,
    Place,
    Plan,
    PlanBatch,
    PlanStep,
    Pool,
    Problem,
    RoomSpec,
    Span,
    Stand,
)
from console.planning.risk import delay_of, last_end, penalty_for
from tests.planning.templates import TEMPLATES, Law, Template, Work

MONDAY = date(2026, 1, 5)
ZONE = "America/New_York"
STATIONS = {"CR1": 2, "CR2": 2, "CR3": 2, "CR4": 1, "CR5": 1, "CR6": 2, "CR7": 2, "CR8": 2, "CR9": 1}
COCOONS = ("CR1", "CR2", "CR3")
# people from hour to hour of the day: on Monday to Friday, and at the weekend
SHIFTS: dict[str, tuple[str, dict[int, int], dict[int, int]]] = {
    "OPS": ("Cell processing operators", {0: 2, 6: 6, 14: 4, 22: 2}, {0: 2, 7: 4, 19: 2}),
    "VEC": ("Vector and RNA operators", {0: 0, 6: 5, 14: 4, 22: 0}, {0: 0, 8: 3, 18: 0}),
    "QC": ("QC analysts", {0: 0, 7: 4, 15: 3, 23: 0}, {0: 0, 8: 3, 20: 0}),
    "QA": ("Quality assurance", {0: 0, 7: 3, 19: 1, 22: 0}, {0: 0, 8: 2, 20: 0}),
    "LOG": ("Logistics", {0: 0, 6: 4, 22: 0}, {0: 0, 7: 2, 21: 0}),
}
INCUBATORS = 18
# hours of the day at which runs start (Monday to Friday, weekend), and samples a run
RUNS = {"PCR": ("PCR run", (8, 11, 15, 18), (9, 12, 15), 8), "FLOW": ("Flow cytometry run", (8, 10, 13, 16, 19), (9, 13, 16), 6)}
COURIER = (6, 21)
SAME_PRODUCT_H, OTHER_PRODUCT_H, OTHER_MODALITY_H = 1.0, 2.0, 12.0
NIGHT_H = 18.0
ACUITY = ((1, 0.5), (3, 0.35), (8, 0.15))


def facility(
    batches: int, per_week: float, seed: int, weeks_warm: int = 0, *, monday: date = MONDAY, zone: str = ZONE, minutes: int = 15
) -> Problem:
    """So many batches, released from Monday to Friday at this rate, to be planned from a site's Monday on.

    `weeks_warm` puts that many weeks of other batches before them (ids W-...), so that the counted ones (B-...) meet a busy site.
    """
    chance = Random(seed)
    warm = round(per_week * weeks_warm)
    weeks = (warm + batches) / per_week
    site = _Site(monday, zone, minutes, days=int(7 * weeks) + 68)
    names = [f"W-{n:04d}" for n in range(1, warm + 1)] + [f"B-{n:04d}" for n in range(1, batches + 1)]
    queue = sorted(_release(chance, site, n / per_week) for n in range(len(names)))
    mix = _mix(len(names), chance)
    made = tuple(_batch(*each, site, chance) for each in zip(names, mix, queue, strict=True))
    return Problem(
        grid=site.grid,
        horizon=site.midnights[-1],
        rooms=tuple(_room(room, n, site) for n, room in enumerate(STATIONS)),
        instruments=tuple(_cocoon(name, n, site) for n, name in enumerate(_cocoons())),
        pools=(*site.staff.values(), Pool("INCUBATORS", "Incubators", ((0, INCUBATORS),))),
        assays=tuple(_assay(assay, site) for assay in RUNS),
        batches=made,
        changeover=_changeover(site.grid),
        days=site.midnights,
    )


def law_of(batch: PlanBatch, code: str) -> Law:
    """The duration law behind a step of a generated batch, in hours."""
    return _works(batch.title)[code].law


def under_way(problem: Problem, plan: Plan, now: int) -> Problem:
    """The same problem at a later instant: what the plan started before it is fact, as planned; a running step not yet over."""
    batches = tuple(_at(batch, plan, now) if plan.holds(batch) else batch for batch in problem.batches)
    return replace(problem, now=now, batches=batches)


def _at(batch: PlanBatch, plan: Plan, now: int) -> PlanBatch:
    facts: dict[str, Fact] = {}
    for step in batch.steps:
        start, end = plan.start(batch, step), plan.end(batch, step)
        if start < now:
            facts[step.code] = step.fact or Fact(start, end, end <= now)
    begun = {step.stand for step in batch.steps if step.code in facts}
    stands = tuple(
        replace(stand, held=plan.places.get((batch.id, n))) if n in begun else stand for n, stand in enumerate(batch.stands)
    )
    return replace(batch, steps=tuple(replace(s, fact=facts.get(s.code)) for s in batch.steps), stands=stands)


class _Site:
    """The site's clock on the grid: the slot of any hour of any of its days, true over both change nights."""

    def __init__(self, monday: date, zone: str, minutes: int, days: int) -> None:
        self.zone = ZoneInfo(zone)
        self.monday = monday
        self.grid = Grid(datetime.combine(monday, datetime.min.time(), self.zone).astimezone(UTC), minutes)
        self.days = range(days)
        self.midnights = tuple(self.slot(day, 0) for day in self.days)
        self.couriers: tuple[Span, ...] = tuple((self.slot(day, COURIER[0]), self.slot(day, COURIER[1])) for day in self.days)
        self.staff = {pool: _pool(pool, self) for pool in SHIFTS}

    def slot(self, day: int, hour: int) -> int:
        on = self.monday + timedelta(days=day)
        return self.grid.ceil(datetime(on.year, on.month, on.day, hour, tzinfo=self.zone).astimezone(UTC))

    def weekend(self, day: int) -> bool:
        return (self.monday + timedelta(days=day)).weekday() >= 5


def _release(chance: Random, site: _Site, week: float) -> int:
    day = 7 * int(week) + chance.randrange(5)
    return site.slot(day, chance.randint(12, 17))


def _mix(count: int, chance: Random) -> list[Template]:
    """So many ways of working, dealt like cards: each hand of fifty holds every template by its share."""
    dealt: list[Template] = []
    while len(dealt) < count:
        hand = [template for template in TEMPLATES for _ in range(round(50 * template.share))]
        chance.shuffle(hand)
        dealt += hand
    return dealt[:count]


def _batch(name: str, template: Template, release: int, site: _Site, chance: Random) -> PlanBatch:
    grid, product = site.grid, chance.choice(template.products)
    family = f"{template.modality}:{product}"
    weight = chance.choices([w for w, _ in ACUITY], [share for _, share in ACUITY])[0] if template.patient else 1
    due = release + grid.slots(24 * template.days)
    batch = PlanBatch(
        id=name,
        steps=tuple(_step(work, grid, site.couriers) for work in template.work),
        lags=(*_own_order(template), *(_lag(limit, grid) for limit in template.limits)),
        anchors=_anchors(template, site),
        stands=tuple(_stand(title, rooms, family, template) for title, rooms in template.stands),
        loans=tuple(Loan(*loan) for loan in template.loans),
        title=template.name,
        product=product,
        patient=template.patient,
        weight=weight,
        release=release,
        due=due,
        promise_step=template.work[-1].code,
    )
    last = last_end(batch, site.staff, due)
    return replace(batch, penalty=penalty_for(last, *delay_of(batch, missed=grid.slots(NIGHT_H))))


def _step(work: Work, grid: Grid, couriers: tuple[Span, ...]) -> PlanStep:
    per_hour = 60 / grid.minutes
    return PlanStep(
        code=work.code,
        title=work.title,
        duration=max(1, round(work.law.median * per_hour)),
        crew=work.crew,
        stand=work.stand,
        attended=work.attended,
        open=work.open,
        windows=couriers if work.courier else None,
        assay=work.assay,
        lane="" if work.stand is not None else (work.crew[0][0] if work.crew else ""),
        mean=work.law.mean * per_hour,
        deviation=work.law.deviation * per_hour,
        milestone=work.milestone,
    )


def _own_order(template: Template) -> list[Lag]:
    """The steps of a stand follow one another as they are listed, wherever no limit says so already."""
    named = {(before, after) for before, after, *_ in template.limits}
    at_stand = [work for work in template.work if work.stand is not None]
    return [Lag(a.code, b.code) for a, b in pairwise(at_stand) if (a.code, b.code) not in named]


def _lag(limit: tuple[str, str, float, float | None], grid: Grid) -> Lag:
    before, after, least, most = limit
    return Lag(before, after, grid.slots(least), None if most is None else grid.slots(most))


def _anchors(template: Template, site: _Site) -> tuple[Anchor, ...]:
    if template.anchor is None:
        return ()
    root, step, later, hour = template.anchor
    return (Anchor(root, step, tuple(site.slot(day + later, hour) for day in site.days)),)


def _stand(title: str, rooms: tuple[str, ...], family: str, template: Template) -> Stand:
    cocoon = template.instrument != ("", "")
    places = tuple(
        Place(room, station, f"COCOON-{room}-{station}" if cocoon else "") for room in rooms for station in _stations(room)
    )
    return Stand(title, places, family, *template.instrument)


def _stations(room: str) -> tuple[str, ...]:
    return tuple("ABCD"[: STATIONS[room]])


def _cocoons() -> list[str]:
    return [f"COCOON-{room}-{station}" for room in COCOONS for station in _stations(room)]


def _room(room: str, nth: int, site: _Site) -> RoomSpec:
    """Cleaned once a fortnight, never all rooms of a kind at a time; every fourteen weeks out for two days instead."""
    first, instead = (6, 13, 3)[nth % 3], 14 * (1, 3, 6, 2, 4, 0, 3, 5, 1)[nth]
    closed = []
    for day in site.days:
        if day % 98 == first + instead:
            closed.append(Closed(site.slot(day, 6), site.slot(day + 2, 6), "Requalification"))
        elif day % 14 == first:
            closed.append(Closed(site.slot(day, 8), site.slot(day, 14), "Fortnightly cleaning"))
    return RoomSpec(room, room, _stations(room), tuple(closed))


def _cocoon(name: str, nth: int, site: _Site) -> InstrumentSpec:
    days = [day for day in site.days if day % 28 == (2 + 4 * nth) % 28]
    return InstrumentSpec(name, name, tuple(Closed(site.slot(day, 9), site.slot(day, 13), "Calibration") for day in days))


def _pool(pool: str, site: _Site) -> Pool:
    title, week, weekend = SHIFTS[pool]
    levels = []
    for day in site.days:
        levels += [(site.slot(day, hour), count) for hour, count in (weekend if site.weekend(day) else week).items()]
    return Pool(pool, title, tuple(levels))


def _assay(assay: str, site: _Site) -> Assay:
    title, week, weekend, size = RUNS[assay]
    runs = [(site.slot(day, hour), size) for day in site.days for hour in (weekend if site.weekend(day) else week)]
    return Assay(assay, title, tuple(runs))


def _changeover(grid: Grid) -> dict[tuple[str, str], int]:
    families = sorted({f"{template.modality}:{product}" for template in TEMPLATES for product in template.products})

    def gap(before: str, after: str) -> float:
        if before == after:
            return SAME_PRODUCT_H
        return OTHER_PRODUCT_H if before.split(":")[0] == after.split(":")[0] else OTHER_MODALITY_H

    return {(before, after): grid.slots(gap(before, after)) for before in families for after in families}


@cache
def _works(title: str) -> dict[str, Work]:
    return {work.code: work for template in TEMPLATES if template.name == title for work in template.work}


def small(seed: int) -> Problem:
    """A tiny facility for brute force: two or three batches, two rooms, a horizon of at most 60 slots, a bit of every rule."""
    return small_of(Random(seed))


def small_of(chance: Random) -> Problem:
    """`small` from any source of chance, so that Hypothesis can shrink it."""
    horizon = chance.randint(24, 48)
    rooms = (RoomSpec("R1", "R1", ("A", "B"), _closed(chance, horizon)), RoomSpec("R2", "R2", ("A",), _closed(chance, horizon)))
    level, low = chance.randint(2, 3), chance.randint(0, 2)
    turns = sorted(chance.sample(range(1, horizon), 2))
    pools = (Pool("P", "Operators", ((0, level), (turns[0], low), (turns[1], level))), Pool("D", "Incubators", ((0, 1),)))
    runs = tuple((at, chance.randint(1, 2)) for at in sorted(chance.sample(range(2, horizon), 5)))
    families = [("F", "F", 1), ("F", "G", 2), ("G", "F", 2), ("G", "G", 0)]
    return Problem(
        grid=Grid(datetime(2026, 3, 27, tzinfo=UTC), 15),
        horizon=horizon,
        rooms=rooms,
        instruments=(InstrumentSpec("I1", "I1", _closed(chance, horizon)),),
        pools=pools,
        assays=(Assay("Q", "Assay", runs),),
        batches=tuple(_small_batch(f"T-{n}", chance, horizon) for n in range(1, chance.randint(2, 3) + 1)),
        changeover={(before, after): gap for before, after, gap in families if gap and chance.random() < 0.7},
        days=(0, 12, 24, 36),
        now=chance.choice((0, 0, 3)),
    )


smalls = st.randoms(use_true_random=False).map(small_of)
"""Tiny facilities for Hypothesis."""


def _closed(chance: Random, horizon: int) -> tuple[Closed, ...]:
    if chance.random() < 0.6:
        return ()
    start = chance.randint(0, horizon - 4)
    return (Closed(start, start + chance.randint(1, 4), "Maintenance"),)


def _small_batch(name: str, chance: Random, horizon: int) -> PlanBatch:
    """A chain of three steps at one stand or two, sometimes a branch outside the rooms; most of its limits can be met."""
    split = chance.random() < 0.4
    steps = [_small_step(f"S{n}", 1 if split and n == 3 else 0, chance, horizon) for n in (1, 2, 3)]
    lags = [Lag(f"S{n}", f"S{n + 1}", *_limits(chance)) for n in (1, 2)]
    if chance.random() < 0.2:
        lags.append(Lag("S1", "S3", 0, chance.randint(6, 14), from_end=False, to_end=True))
    if chance.random() < 0.5:
        steps.append(PlanStep("Q1", chance.randint(1, 3), crew=_crew(chance), assay=chance.choice(("Q", ""))))
        lags.append(Lag("S2", "Q1", 0, chance.choice((None, 12))))
    places = [Place("R1", "A", "I1"), Place("R1", "B"), Place("R2", "A")]
    family, instrument = chance.choice("FG"), chance.random() < 0.5
    first = chance.sample(places, chance.randint(1, 3)) + ([Place("R2", WHOLE_ROOM)] if chance.random() < 0.1 else [])
    stands = [Stand("First", tuple(first), family, *(("S1", "S2") if instrument else ("", "")))]
    stands += [Stand("Second", tuple(chance.sample(places, 2)), family)] if split else []
    release, due = chance.randint(0, 6), chance.randint(8, 24)
    return PlanBatch(
        name, tuple(steps), tuple(lags), _small_anchors(chance), tuple(stands),
        loans=(Loan("D", "S1", "S3"),) if chance.random() < 0.3 else (),
        weight=chance.choice((1, 3)), release=release, due=due, promise_step="S3", penalty=penalty_for(due, 1.0, 3.0),
    )  # fmt: skip


def _small_step(code: str, stand: int, chance: Random, horizon: int) -> PlanStep:
    windows = tuple((at, at + 5) for at in range(chance.randint(0, 4), horizon, 8)) if chance.random() < 0.15 else None
    return PlanStep(
        code,
        chance.randint(1, 4),
        code,
        _crew(chance),
        stand,
        attended=chance.random() < 0.8,
        open=chance.random() < 0.15,
        windows=windows,
        latest=horizon - 4 if chance.random() < 0.1 else None,
    )


def _crew(chance: Random) -> tuple[tuple[str, int], ...]:
    return (("P", chance.randint(1, 2)),) if chance.random() < 0.7 else ()


def _limits(chance: Random) -> tuple[int, int | None]:
    least = chance.choice((0, 0, 1, 3))
    return least, chance.choice((None, least, least + 3))


def _small_anchors(chance: Random) -> tuple[Anchor, ...]:
    return (Anchor("S1", "S3", (6, 16, 28, 40)),) if chance.random() < 0.15 else ()
