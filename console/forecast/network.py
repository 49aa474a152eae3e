"""What is left to do for one batch: its steps and tests with all that holds them back, hours counted from a fixed origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from console.domain.batch import Batch
from console.domain.facility import Clinic, LaneKind
from console.domain.floor import AppointmentKind, RoomOut
from console.domain.recipe import QC_RELEASE, Edge, Lag, Recipe, RecipeKind, RecipeStep
from console.forecast.assays import ROWS_PER_ASSAY, Assay, assays_of
from console.forecast.hours import DayClock
from console.forecast.learning.luck import NO_LUCK, Luck
from console.forecast.mishaps import Mishaps, culture_follower, mishaps_of
from console.forecast.readiness import clock_floor, planned_floor, signed
from console.forecast.seen import Seen
from console.forecast.spread import Spread, certain
from console.planning.floor.ahead import wanted


@dataclass(frozen=True, slots=True)
class Open:
    """Something that stands open since an instant (hours from the origin), and how long such things take in all.

    It is believed to end at `until`, where somebody said so and that has not passed.
    """

    since: float
    law: Spread
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A window's lower edge: not before so many hours after this edge of that step, which still lies ahead."""

    step: str
    edge: Edge
    hours: float


@dataclass(frozen=True, slots=True)
class Job:
    """One step that is not over; all instants in hours from the origin.

    `started` is None while planned; `known` the latest of all that is certain before it (ends that are facts, opened windows, its
    planned start), None without any; `after` and `opens` are what still lies ahead. It keeps `crew` (how many of which pool) and
    the hands in `room` for its whole length; it is not begun unless its people stay for `typical` hours, but where `stays` its
    crew stays for it in any case. `planned` is its planned start: of two ready at once the one planned first goes first.
    """

    code: str
    row: int
    started: float | None
    known: float | None
    after: tuple[str, ...]
    opens: tuple[Opening, ...]
    closes: tuple[Opening, ...]
    earliest_end: float
    wait: Spread
    took: Spread
    signature: bool = False
    panel: bool = False
    slot: float | None = None
    bedside: DayClock | None = None
    out: Open | None = None
    crew: tuple[tuple[str, int], ...] = ()
    room: str = ""
    typical: float = 0.0
    stays: bool = False
    planned: float | None = None

    @property
    def asks(self) -> bool:
        """Whether it needs people of the site, or hands in a room."""
        return bool(self.crew or self.room)

    def waits_for(self) -> Iterator[str]:
        """The steps ahead that must be settled before it."""
        if self.started is None:
            yield from self.after
            yield from (opening.step for opening in self.opens)
        yield from (opening.step for opening in self.closes)


NO_WAIT = certain(0.0)


@dataclass(frozen=True)
class Network:
    """The remaining network of one batch, steps in an order in which each comes after what it waits for.

    `seen_at` is when its mishaps were looked at: what they say of time spent counts up to then. `luck` is what its steps and
    tests have in common.
    """

    batch: str
    rows: int
    jobs: tuple[Job, ...]
    assays: tuple[Assay, ...]
    mishaps: Mishaps
    release: str
    promise_to: str
    follower: str = ""
    lab_wait: Spread = NO_WAIT
    review: Spread = NO_WAIT
    holds: tuple[Open, ...] = ()
    deviations: tuple[Open, ...] = ()
    seen_at: float = 0.0
    luck: Luck = NO_LUCK

    @cached_property
    def by_code(self) -> dict[str, Job]:
        """Every step under its code."""
        return {job.code: job for job in self.jobs}

    @cached_property
    def followers(self) -> Mapping[str, tuple[str, ...]]:
        """For each step those that wait for it; the panel of tests waits for its samples."""
        found: dict[str, tuple[str, ...]] = {}
        for job in self.jobs:
            for code in self.before(job):
                found[code] = (*found.get(code, ()), job.code)
        return found

    @cached_property
    def waits(self) -> Mapping[str, int]:
        """For how many steps each step waits."""
        return {job.code: len(self.before(job)) for job in self.jobs}

    def before(self, job: Job) -> set[str]:
        """The steps that must be settled before this one."""
        samples = {assay.sample_step for assay in self.assays} if job.panel else set()
        return ({*job.waits_for()} | samples) & self.by_code.keys()


BATCH_ROWS = 19
"""Rows of normals for what concerns the batch as a whole."""
OUT_LAWS = {RoomOut.EXCURSION_HOLD: "room_excursion", RoomOut.OUT_OF_SERVICE: "incident"}


def network_of(seen: Seen, batch: Batch, recipe: Recipe, promise_to: str) -> Network:
    """The network of what is left for this batch."""
    told = [s for s in seen.order(recipe) if wanted(batch, s)]
    ahead = frozenset(s.code for s in told)
    clinic = seen.floor.facility.clinic(batch.clinic) if seen.floor.facility else None
    return Network(
        batch=batch.id,
        rows=2 * len(recipe.steps) + ROWS_PER_ASSAY * len(recipe.tests) + BATCH_ROWS,
        jobs=tuple(_job(seen, batch, recipe, step, ahead, clinic) for step in told),
        assays=assays_of(seen, batch, recipe) if QC_RELEASE in ahead else (),
        mishaps=mishaps_of(seen, batch, recipe),
        release=recipe.release_step,
        promise_to=promise_to,
        follower=culture_follower(recipe, batch) if recipe.kind is not RecipeKind.BLOCK else "",
        lab_wait=seen.history.lab_wait(recipe, seen.floor.facility),
        review=seen.history.review(recipe, seen.floor.facility),
        holds=tuple(Open(seen.since_origin(h.at), seen.hold_law) for h in batch.holds.values()),
        deviations=_deviations(seen, batch),
        seen_at=seen.at,
        luck=seen.history.luck(recipe, batch, seen.floor.facility),
    )


def _job(seen: Seen, batch: Batch, recipe: Recipe, told: RecipeStep, ahead: frozenset[str], clinic: Clinic | None) -> Job:
    step = batch.steps[told.code]
    wait, took = seen.spreads_of(recipe, told, batch.clinic)
    started = None if step.started_at is None else seen.since_origin(step.started_at)
    place = step.placement
    at_clinic = told.lane is LaneKind.CLINIC and clinic is not None
    return Job(
        code=told.code,
        row=2 * recipe.order[told.code],
        started=started,
        known=_known(seen, batch, recipe, told),
        after=tuple(code for code in told.after if code in ahead),
        opens=_openings(seen.opening(recipe, told.code, Edge.START), ahead),
        closes=_openings(seen.opening(recipe, told.code, Edge.END), ahead),
        earliest_end=_latest_opening(seen, batch, recipe, told.code, Edge.END),
        wait=wait,
        took=took,
        signature=signed(told),
        panel=told.code == QC_RELEASE and bool(recipe.gating),
        slot=_slot(seen, batch, told) if at_clinic else None,
        bedside=seen.clocks.bedside(seen.zones(clinic.zone), clinic.opens, clinic.closes) if at_clinic and clinic else None,
        out=_out(seen, place.lane) if place and started is None else None,
        crew=seen.crews.of(recipe, told),
        room=(step.lane or (place.lane if place else "")) if told.attended and told.lane is LaneKind.ROOM else "",
        typical=told.law.typical_h,
        stays=told.code in seen.staying(recipe),
        planned=seen.since_origin(place.start) if place else None,
    )


def _known(seen: Seen, batch: Batch, recipe: Recipe, told: RecipeStep) -> float | None:
    """The latest certain thing before a step: facts in the past, a planned start ahead."""
    found = [at for code in told.after if (s := batch.steps.get(code)) is not None and (at := s.finished_at) is not None]
    planned = planned_floor(recipe, batch, told) or clock_floor(recipe, batch, told, seen.zone)
    hours = [seen.since_origin(at) for at in (*found, *((planned,) if planned else ()))]
    opening = _latest_opening(seen, batch, recipe, told.code, Edge.START)
    return max((*hours, opening) if opening > float("-inf") else hours, default=None)


def _latest_opening(seen: Seen, batch: Batch, recipe: Recipe, code: str, edge: Edge) -> float:
    found = [float("-inf")]
    for lag in seen.opening(recipe, code, edge):
        before = batch.steps.get(lag.from_step)
        at = None if before is None else before.started_at if lag.from_edge is Edge.START else before.finished_at
        if at is not None and lag.min_h is not None:
            found.append(seen.since_origin(at) + float(lag.min_h))
    return max(found)


def _openings(windows: tuple[Lag, ...], ahead: frozenset[str]) -> tuple[Opening, ...]:
    return tuple(Opening(lag.from_step, lag.from_edge, float(lag.min_h or 0)) for lag in windows if lag.from_step in ahead)


def _slot(seen: Seen, batch: Batch, told: RecipeStep) -> float | None:
    """The clinic slot of this step: the first clinic step is the apheresis, the others are the patient's infusion."""
    at = seen.slots.get((batch.id, AppointmentKind.INFUSION if told.after else AppointmentKind.APHERESIS))
    return None if at is None else seen.since_origin(at)


def _out(seen: Seen, lane: str) -> Open | None:
    """How long a room that is out stays so: as whoever took it out expects, else as such things usually take."""
    room = seen.floor.rooms.get(lane)
    if room is None or room.out is RoomOut.NO:
        return None
    since = seen.since_origin(room.out_since) if room.out_since else seen.at
    until = seen.since_origin(room.out_until) if room.out_until else None
    return Open(since, seen.law(OUT_LAWS[room.out]), until)


def _deviations(seen: Seen, batch: Batch) -> tuple[Open, ...]:
    """The deviations release waits for, with the time since each was opened; the plant states how long each class takes."""
    found = []
    for deviation in seen.deviations.get(batch.id, ()):
        law = "minor_deviation" if deviation.severity.value == "minor" else "major_deviation"
        found.append(Open(seen.since_origin(deviation.assessed_at or deviation.opened_at), seen.law(law)))
    return tuple(found)
