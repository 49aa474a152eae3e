"""The latest safe start of a step: how late it may begin so that the promise is still kept with a stated chance."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from math import ceil, inf

import numpy as np

from console.forecast.assays import Stage
from console.forecast.montecarlo import Futures, futures
from console.forecast.network import NO_WAIT, Job, Network, Opening


def latest_start(
    network: Network, base: Futures, code: str, by: float, at_start: bool, share: float, seed: int, now: float = 0.0
) -> float | None:
    """The latest start of step `code` with which at least `share` of the scenarios keep the promise due at `by`.

    All instants are hours from the origin. `base` are the futures of the whole network. In each scenario what follows the step is
    laid twice more from the same draws: without its clocks, which tells how late it may begin, and begun at once with them, which
    tells the scenarios that a bedside's morning, a reading at 08:00 or an appointment breaks however early it begins. Each step
    waits for people and places as long as it did in the base. None where too few are kept at any start.
    """
    following = _between(network, code)
    if not following or any(job.started is not None for job in following):
        return None
    last = following[-1]
    base = replace(base, held={c: held for c, held in base.held.items() if c != code})
    free = futures(_without_clocks(network, following, now), len(base.passes), seed, base, now)
    begun, over = free.starts[last.code], free.ends[last.code]
    begin_by = np.full(len(begun), by) if at_start else by - (over - begun)
    if last.bedside is not None:
        begin_by = last.bedside.until(begin_by)
    latest = begin_by - begun
    at_once = futures(_begun_now(network, following, now), len(base.passes), seed, base, now)
    bound = (at_once.starts if at_start else at_once.ends)[last.code] > by
    kept = latest[base.passes & ~(bound & (latest >= 0.0))]
    needed = max(1, ceil(share * len(latest)))
    return now + float(np.partition(kept, -needed)[-needed]) if needed <= len(kept) else None


def _between(network: Network, code: str) -> tuple[Job, ...]:
    """The steps on the ways from this one to the promise's end, both with them, in their order; empty where no way leads there."""
    before = {job.code: _waits_for(network, job) for job in network.jobs}
    follows = {code}
    for job in network.jobs:
        if before[job.code] & follows:
            follows.add(job.code)
    leads = {network.promise_to}
    for job in reversed(network.jobs):
        if job.code in leads:
            leads |= before[job.code]
    way = tuple(job for job in network.jobs if job.code in follows & leads)
    return way if way and (way[0].code, way[-1].code) == (code, network.promise_to) else ()


def _waits_for(network: Network, job: Job) -> set[str]:
    """The steps whose start or end this one waits for; the panel also for those at which samples are taken."""
    samples = (assay.sample_step for assay in network.assays if job.panel)
    return {*job.after, *(opening.step for opening in (*job.opens, *job.closes)), *samples}


def _without_clocks(network: Network, following: tuple[Job, ...], now: float) -> Network:
    """What follows from the start of the first step, begun now, waiting for nothing else."""
    kept = {job.code for job in following}
    first, *rest = (_freed(job, kept) for job in following)
    assays = tuple(replace(a, reading=None) for a in network.assays if a.sample_step in kept and a.stage is Stage.AHEAD)
    return replace(network, jobs=(replace(first, known=now, wait=NO_WAIT), *rest), assays=assays, follower="", holds=())


def _begun_now(network: Network, following: tuple[Job, ...], now: float) -> Network:
    """The first step begun now, and all that follows with everything it has to wait for."""
    first = replace(following[0], known=now, wait=NO_WAIT, after=(), opens=(), out=None)
    return replace(network, jobs=(first, *following[1:]), follower="")


def _freed(job: Job, kept: Set[str]) -> Job:
    """A job that waits for nothing but what is kept: no clock, no appointment, no room that is out."""
    return replace(
        job,
        known=None,
        after=tuple(code for code in job.after if code in kept),
        opens=_within(job.opens, kept),
        closes=_within(job.closes, kept),
        earliest_end=-inf,
        slot=None,
        bedside=None,
        out=None,
    )


def _within(openings: tuple[Opening, ...], kept: Set[str]) -> tuple[Opening, ...]:
    return tuple(opening for opening in openings if opening.step in kept)
