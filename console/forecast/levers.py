"""What one could do for a batch, each tried on the same futures: the hours a lever buys are those of running them again.

Every lever is a changed network of the floor; luck stays (common random numbers), so the difference is the lever's alone. What
buys nothing is not told. Which are lawful people decide: a lever is an offer, never a plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from console.domain.facility import LaneKind
from console.forecast.drivers import Words, lowered
from console.forecast.expected import forecast_of
from console.forecast.explained import Driver, DriverKind, Lever
from console.forecast.floorwide import FloorNetwork, run
from console.forecast.network import Job, Network
from console.forecast.outlook import Forecast
from console.forecast.passage import Futures
from console.forecast.seen import Seen
from console.forecast.spread import certain
from console.forecast.standing import After
from console.forecast.way_back import Found, Name
from console.planning.answers.milestones import harvest_of

MOST = 12
"""How many levers are tried."""
LEAST = timedelta(minutes=3)
LEAST_KEEP = 0.005
"""A lever that buys neither this much time nor this much chance of keeping the promise buys nothing."""
EARLIER_H = 1.0

AT_ONCE = certain(0.0)
SIGNED = certain(0.25)
"""A signature for which everything lies ready."""


@dataclass(frozen=True)
class Tried:
    """A lever before it is tried: in words, what it pulls at, and the floor with it pulled."""

    title: str
    kind: DriverKind
    key: str
    floor: FloorNetwork
    batch: str = ""


def levers(
    seen: Seen,
    floor: FloorNetwork,
    futures: Mapping[str, Futures],
    batch: str,
    told: Sequence[Driver],
    found: Mapping[Name, Found],
    scenarios: int,
    seed: int,
) -> tuple[Lever, ...]:
    """What would help this batch, by what drives it and was found on its way; the largest gain first."""
    before = forecast_of(seen, floor.networks[batch], futures[batch], seed)
    made = []
    for tried in islice(offers(seen, floor, batch, told, found), MOST):
        drawn = run(tried.floor, scenarios, seed)
        after = forecast_of(seen, tried.floor.networks[batch], drawn[batch], seed)
        lever = _lever(tried, before, after)
        if lever is not None:
            made.append(lever)
    return tuple(sorted(made, key=lambda lever: (-lever.gained, -(lever.keep or 0.0), lever.title)))


def _lever(tried: Tried, before: Forecast, after: Forecast) -> Lever | None:
    was, now = before.release or before.end, after.release or after.end
    if was is None or now is None:
        return None
    keep = None if before.p_keep is None or after.p_keep is None else after.p_keep - before.p_keep
    gained = was.p50 - now.p50
    if gained < LEAST and (keep or 0.0) < LEAST_KEEP:
        return None
    return Lever(tried.title, gained, keep, now.p50, tried.kind, tried.key, tried.batch)


def offers(seen: Seen, floor: FloorNetwork, batch: str, told: Sequence[Driver], found: Mapping[Name, Found]) -> Iterator[Tried]:
    """Every lever that pulls at what drives this batch, what binds most first; those at the desks and the courier last."""
    pull = _Pull(seen, floor, floor.networks[batch], Words(seen.floor, floor, seen.floor.batches[batch]), found)
    known: set[str] = set()
    for driver in told:
        for tried in pull.at(driver):
            if tried.title not in known:
                known.add(tried.title)
                yield tried
    yield from pull.last()


@dataclass(frozen=True)
class _Pull:
    """The levers of one batch."""

    seen: Seen
    floor: FloorNetwork
    mine: Network
    words: Words
    found: Mapping[Name, Found]

    def at(self, driver: Driver) -> Iterator[Tried]:
        """What could be done about one driver."""
        if driver.kind is DriverKind.TEST:
            yield from self._test(driver.key)
        elif driver.kind is DriverKind.REVIEW:
            yield from self._review(driver.key)
        elif driver.kind is DriverKind.CREW:
            yield from self._crew(driver.key)
        elif driver.kind in (DriverKind.OTHER_BATCH, DriverKind.INSTRUMENT):
            yield from self._other(driver)
        elif driver.kind is DriverKind.CLOCK:
            yield from self._clock(driver.key)
        elif driver.kind is DriverKind.HOLD:
            settled = replace(self.mine, holds=()) if driver.key == "hold" else replace(self.mine, deviations=())
            title = "The hold lifted now" if driver.key == "hold" else "The deviation settled now"
            yield Tried(title, driver.kind, driver.key, self._floor(settled))
        elif driver.kind is DriverKind.ROOM and driver.key.startswith("out:"):
            back = tuple(replace(job, out=None) for job in self.mine.jobs)
            yield Tried("The room given back now", driver.kind, driver.key, self._floor(replace(self.mine, jobs=back)))

    def last(self) -> Iterator[Tried]:
        """What can always be asked for: the courier at once."""
        recipe = self.seen.floor.recipe_of(self.seen.floor.batches[self.mine.batch])
        for job in self.mine.jobs:
            told = recipe.by_code.get(job.code) if recipe is not None else None
            if told is not None and told.lane is LaneKind.COURIER and told.after and job.started is None:
                title = f"{told.title}: courier at once"
                yield Tried(title, DriverKind.WAIT, job.code, self._floor(_job(self.mine, replace(job, wait=AT_ONCE))))

    def _test(self, code: str) -> Iterator[Tried]:
        title = self.words.test(code)
        waits = any(assay.code == code and assay.since is not None for assay in self.mine.assays)
        if waits or any(assay.sample_step in self.mine.by_code for assay in self.mine.assays):
            yield Tried("Release tests started at once", DriverKind.TEST, code, self._floor(replace(self.mine, lab_wait=AT_ONCE)))
        if any(assay.code == code and assay.invalid > 0.0 for assay in self.mine.assays):
            sure = tuple(replace(a, invalid=0.0) if a.code == code else a for a in self.mine.assays)
            yield Tried(f"{title} valid at the first attempt", DriverKind.TEST, code, self._floor(replace(self.mine, assays=sure)))

    def _review(self, code: str) -> Iterator[Tried]:
        if not code:
            yield Tried("Results reviewed at once", DriverKind.REVIEW, "", self._floor(replace(self.mine, review=AT_ONCE)))
        elif (job := self.mine.by_code.get(code)) is not None and job.started is None:
            ready = replace(job, wait=AT_ONCE, stays=True, took=SIGNED if job.signature else job.took)
            title = f"{self._title(code)} {'signed' if job.signature else 'begun'} as soon as it can be"
            yield Tried(title, DriverKind.REVIEW, code, self._floor(_job(self.mine, ready)))

    def _crew(self, pool: str) -> Iterator[Tried]:
        title = self.words.crew(pool)
        more = replace(self.floor, rota=self.floor.rota.with_more(pool, 1))
        yield Tried(f"One more person: {lowered(title)}", DriverKind.CREW, pool, more)
        overtime = tuple(replace(job, stays=True) if any(p == pool for p, _ in job.crew) else job for job in self.mine.jobs)
        yield Tried(
            f"Overtime for this batch: {lowered(title)}", DriverKind.CREW, pool, self._floor(replace(self.mine, jobs=overtime))
        )

    def _other(self, driver: Driver) -> Iterator[Tried]:
        """The other patient's step after ours: where they meet at a station, its whole stand; in a room or crew, that step."""
        theirs, mine = driver.batch, self.mine.batch
        network = self.floor.networks.get(theirs)
        if network is None:
            return
        met = [key for key, told in self.floor.standing.items() if key[0] == mine and any(a.batch == theirs for a in told)]
        if any(network.by_code[a.code].started is not None for key in met for a in self.floor.standing[key] if a.batch == theirs):
            return
        standing = dict(self.floor.standing)
        if met:
            ours = tuple(After(mine, code) for _, code in met)
            codes = {after.code for key in met for after in standing[key] if after.batch == theirs}
            for key in met:
                standing[key] = tuple(after for after in standing[key] if after.batch != theirs)
        else:
            there = self.found.get((DriverKind.OTHER_BATCH, "", theirs))
            code = there.at if there is not None else ""
            if (
                code not in self.mine.by_code
                or driver.key not in network.by_code
                or network.by_code[driver.key].started is not None
            ):
                return
            ours, codes = (After(mine, code),), {driver.key}
        for code in codes:
            standing[theirs, code] = (*standing.get((theirs, code), ()), *ours)
        yield Tried(f"{theirs} after this batch", driver.kind, driver.key, replace(self.floor, standing=standing), theirs)

    def _clock(self, key: str) -> Iterator[Tried]:
        job = self.mine.by_code.get(key)
        if (
            job is None
            or job.started is not None
            or job.known is None
            or job.known <= self.floor.now
            or not (job.after or job.opens)
        ):
            return
        title = self._title(key)
        recipe = self.seen.floor.recipe_of(self.seen.floor.batches[self.mine.batch])
        if key == harvest_of(recipe):
            sooner = replace(job, known=job.known - EARLIER_H)
            yield Tried(f"{title} an hour earlier", DriverKind.CLOCK, key, self._floor(_job(self.mine, sooner)))
        ready = _job(self.mine, replace(job, known=None))
        yield Tried(f"{title} as soon as it is ready", DriverKind.CLOCK, key, self._floor(ready))

    def _title(self, code: str) -> str:
        return self.words.title_of(self.words.batch, code)

    def _floor(self, network: Network) -> FloorNetwork:
        return self.floor.with_batch(network)


def _job(network: Network, job: Job) -> Network:
    """The same network with another step of this code."""
    return replace(network, jobs=tuple(job if one.code == job.code else one for one in network.jobs))
