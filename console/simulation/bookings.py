"""What the planners order, and when: patients Monday to Friday, lots in turn, rooms out of production now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from console.domain.batch import Batch, Placement
from console.domain.commands import OrderBatch
from console.domain.commands.command import Command
from console.domain.facility import Clinic, LaneKind, Product, Role
from console.domain.floor import Floor
from console.domain.recipe import Recipe
from console.planning.floor.newcomer import newcomer
from console.planning.floor.nominal import nominal_plan, occupied
from console.simulation.scene import Act, Maker, Scene

DAY = timedelta(days=1)
AHEAD = 11
"""Days before its collection a patient is ordered, at most."""

TRIES = 20_000
"""How many chains of identity are tried for one whose luck fits a wish."""

LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
OFFICE_OPENS = time(9)
Placing = Callable[[Scene, Recipe, Product, str, datetime, datetime], Mapping[str, Placement]]
FIRST_NUMBERS = {"patient": ("B", 1001), "LVV-SUSP-50L": ("LVV", 101), "MRNA-IVT-1G": ("MRNA", 101), "FILL-FINISH": ("FILL", 101)}


@dataclass(frozen=True, slots=True)
class Turn:
    """How often a lot is made: every so many days, on one of these weekdays, ordered so many days ahead."""

    recipe: str
    every: int
    weekdays: tuple[int, ...]
    ahead: int
    first: int
    hour: time


TURNS = (
    Turn("LVV-SUSP-50L-v1", 24, (1, 2), 10, 3, time(7, 15)),
    Turn("MRNA-IVT-1G-v1", 9, (1, 2, 3, 4), 6, 2, time(7)),
    Turn("FILL-FINISH-v1", 9, (1, 2, 3, 4), 6, 5, time(7, 15)),
)

BLOCKS = (
    ("CAL-v1", "CR5"), ("HVAC-PM-v1", "CR8"), ("EM-REQUAL-v1", "CR5"), ("CAL-v1", "CR9"), ("HVAC-PM-v1", "CR5"),
    ("EM-REQUAL-v1", "CR9"), ("CAL-v1", "CR8"), ("EM-REQUAL-v1", "CR8"), ("HVAC-PM-v1", "CR9"), ("CAL-v1", "CR7"),
)  # fmt: skip
"""The round of rooms out of production, one a week."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A patient wished for: whether a chain of identity fits its planned collection, and whether the clinic is the far one."""

    fits: Callable[[Scene, str, datetime], bool]
    far: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a history wants of its present: days that must bring a patient, and where the lots' turns begin."""

    patients: Mapping[date, Wish] = field(default_factory=dict)
    first_turns: Mapping[str, date] = field(default_factory=dict)


NO_WISHES = Wishes()


def booking_acts(scene: Scene, wishes: Wishes = NO_WISHES) -> Iterator[Act]:
    """Every order the planners have still to place for the days ahead."""
    known = [*scene.floor.batches.values(), *scene.floor.left.values()]
    yield from _patients(scene, known, wishes)
    for turn in TURNS:
        yield from _lot(scene, known, turn, wishes)
    yield from _block(scene, known)


# ----------------------------------------------------------------------------------------------- patients


def patient_days(scene: Scene, monday: date) -> tuple[date, ...]:
    """The weekdays of one week on which a patient is collected: three or four of five."""
    n = 3 if scene.draws.share("patients", monday) < 0.5 else 4
    days = sorted(range(5), key=lambda d: scene.draws.share("collection", monday, d))[:n]
    return tuple(monday + d * DAY for d in sorted(days))


def _patients(scene: Scene, known: list[Batch], wishes: Wishes) -> Iterator[Act]:
    zone = scene.roster.zone
    today = scene.latest.astimezone(zone).date()
    booked = {_first_day(batch, scene) for batch in known if batch.coi}
    for ahead in range(1, AHEAD + 2):
        day = today + ahead * DAY
        monday = day - (day.isoweekday() - 1) * DAY
        if day in booked or (day not in patient_days(scene, monday) and day not in wishes.patients):
            continue
        ordered = _office_day(day - scene.draws.pick((8, 9, 10, 11), "ordered", day) * DAY)
        at = datetime.combine(ordered, OFFICE_OPENS, zone).astimezone(UTC)
        yield Act(at + timedelta(seconds=round(scene.draws.share("ordered", day) * 21_600)), _order_patient(day, wishes))


def _first_day(batch: Batch, scene: Scene) -> date | None:
    first = batch.steps.get("APH_COLLECT")
    return first.baseline.start.astimezone(scene.roster.zone).date() if first is not None and first.baseline is not None else None


def _office_day(day: date) -> date:
    return day - max(0, day.isoweekday() - 5) * DAY


def _placing() -> Placing:
    """Places the batch of one order; what planners worked out stands until the order is placed or the day looked at anew."""
    known: dict[datetime, Mapping[str, Placement]] = {}

    def place(
        scene: Scene, recipe: Recipe, product: Product, clinic: str, start: datetime, now: datetime
    ) -> Mapping[str, Placement]:
        if start not in known:
            known[start] = newcomer(scene.floor, recipe, product.id, clinic, start, now, scene.zones).placements
        return known[start]

    return place


def _order_patient(day: date, wishes: Wishes) -> Maker:
    place = _placing()

    def make(scene: Scene, now: datetime) -> Command | None:
        products = [p for p in scene.facility.products if p.patient]
        product = scene.draws.pick(products, "product", day)
        recipe = scene.floor.recipes.get(product.recipe)
        wish = wishes.patients.get(day)
        clinic = _clinic(scene, day, wish)
        if recipe is None:
            return None
        start = _slot(scene, clinic, day)
        placements = place(scene, recipe, product, clinic.id, start, now)
        number, coi = _number(scene.floor, "patient"), _identity(scene, day, start, wish)
        return OrderBatch(
            by=scene.who(Role.PLANNER, now, day),
            at=now,
            batch=number,
            recipe=recipe.id,
            product=product.id,
            clinic=clinic.id,
            coi=coi,
            subject=_subject(scene, product, day),
            acuity=1 + int(3 * scene.draws.share("acuity", day)),
            placements=placements,
        )

    return make


def _clinic(scene: Scene, day: date, wish: Wish | None) -> Clinic:
    clinics = scene.facility.clinics
    far = [c for c in clinics if c.zone != scene.facility.zone]
    near = [c for c in clinics if c.zone == scene.facility.zone] or list(clinics)
    wanted = wish.far if wish is not None else scene.draws.share("far", day) < 0.1
    return scene.draws.pick(far if far and wanted else near, "clinic", day)


def _slot(scene: Scene, clinic: Clinic, day: date) -> datetime:
    law = scene.facility.law("collection_start")
    late = scene.draws.span(law, "collection", day)
    at = datetime.combine(day, time(8, 30), scene.zones(clinic.zone)).astimezone(UTC) + late
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def _subject(scene: Scene, product: Product, day: date) -> str:
    centre, person = (scene.draws.token("0123456789", 3, word, day) for word in ("centre", "subject"))
    return f"{product.sponsor[:2]}-{centre}-{person}"


def _identity(scene: Scene, day: date, start: datetime, wish: Wish | None) -> str:
    """A chain of identity; where the history wishes something of this day, the first whose luck fits."""
    for n in range(TRIES):
        coi = "CI" + scene.draws.token(LETTERS, 10, "coi", day, n)
        if wish is None or wish.fits(scene, coi, start):
            return coi
    return "CI" + scene.draws.token(LETTERS, 10, "coi", day)


def _number(floor: Floor, kind: str) -> str:
    """The next number of its kind; numbers are never used again."""
    prefix, first = FIRST_NUMBERS[kind]
    tails = [b.removeprefix(f"{prefix}-") for b in (*floor.batches, *floor.left) if b.startswith(f"{prefix}-")]
    used = [int(tail) for tail in tails if tail.isdigit()]
    return f"{prefix}-{max([*used, first - 1]) + 1}"


# ----------------------------------------------------------------------------------------------- lots and blocks


def _lot(scene: Scene, known: list[Batch], turn: Turn, wishes: Wishes) -> Iterator[Act]:
    recipe = scene.floor.recipes.get(turn.recipe)
    product = next((p for p in scene.facility.products if p.recipe == turn.recipe and not p.patient), None)
    if recipe is None or product is None:
        return
    zone = scene.roster.zone
    starts = [s for b in known if b.recipe == turn.recipe and (s := _planned_start(b)) is not None]
    if starts:
        day = max(starts).astimezone(zone).date() + turn.every * DAY
    else:
        day = wishes.first_turns.get(turn.recipe) or scene.latest.astimezone(zone).date() + turn.first * DAY
    while day.isoweekday() not in turn.weekdays:
        day += DAY
    start = datetime.combine(day, turn.hour, zone).astimezone(UTC)
    ordered = datetime.combine(_office_day(day - turn.ahead * DAY), time(11), zone).astimezone(UTC)
    yield Act(min(max(ordered, scene.latest), max(scene.latest, start - DAY)), _order_lot(recipe, product, start))


def _planned_start(batch: Batch) -> datetime | None:
    return min((s.baseline.start for s in batch.steps.values() if s.baseline is not None), default=None)


def _order_lot(recipe: Recipe, product: Product, start: datetime) -> Maker:
    place = _placing()

    def make(scene: Scene, now: datetime) -> Command | None:
        placements = place(scene, recipe, product, "", start, now)
        number = _number(scene.floor, recipe.name)
        by = scene.who(Role.PLANNER, now, recipe.id, start)
        return OrderBatch(by=by, at=now, batch=number, recipe=recipe.id, product=product.id, placements=placements)

    return make


def _block(scene: Scene, known: list[Batch]) -> Iterator[Act]:
    """One room a week leaves production on a Wednesday or so, if nothing is planned there then."""
    zone = scene.roster.zone
    today = scene.latest.astimezone(zone).date()
    for monday in (today - (today.isoweekday() - 1) * DAY, today + (8 - today.isoweekday()) * DAY):
        week = monday.toordinal() // 7
        recipe_id, room = BLOCKS[week % len(BLOCKS)]
        recipe = scene.floor.recipes.get(recipe_id)
        number = f"{recipe_id.split('-v')[0]}-{room}-{monday:%y%m%d}"
        day = monday + scene.draws.pick((1, 2, 3), "block", monday) * DAY
        start = datetime.combine(day, recipe.steps[0].clock or time(7), zone).astimezone(UTC) if recipe is not None else None
        if recipe is None or start is None or start <= scene.latest or any(b.id == number for b in known):
            continue
        at = datetime.combine(_office_day(day - 5 * DAY), time(13), zone).astimezone(UTC)
        if at <= scene.latest and start - scene.latest < DAY:
            continue
        yield Act(at, _order_block(recipe, number, room, start))


def _order_block(recipe: Recipe, number: str, room: str, start: datetime) -> Maker:
    def make(scene: Scene, now: datetime) -> Command | None:
        placements = _in_room(nominal_plan(scene.floor, recipe, "", start, scene.zones), recipe, room, scene)
        span = (start - DAY, max(p.end for p in placements.values()) + DAY)
        taken = [s for (lane, _), spans in occupied(scene.floor).items() if lane == room for s in spans]
        if any(a < span[1] and span[0] < b for a, b in taken) or now > start:
            return None
        by = scene.who(Role.PLANNER, now, number)
        return OrderBatch(by=by, at=now, batch=number, recipe=recipe.id, product="ROOM", placements=placements)

    return make


def _in_room(placements: Mapping[str, Placement], recipe: Recipe, room: str, scene: Scene) -> Mapping[str, Placement]:
    static = scene.facility.room(room)
    station = static.stations[0] if static is not None else ""
    return {
        code: replace(placed, lane=room, station=station) if recipe.by_code[code].lane is LaneKind.ROOM else placed
        for code, placed in placements.items()
    }
