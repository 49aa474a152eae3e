"""A batch's network after something was learned: what stands on the floor stays, what was learned of it is put in anew."""

from __future__ import annotations

from dataclasses import replace

from console.domain.batch import Batch
from console.domain.recipe import QC_RELEASE, Recipe
from console.forecast.assays import assays_of
from console.forecast.mishaps import mishaps_of
from console.forecast.network import Job, Network
from console.forecast.seen import Seen


def relearned(seen: Seen, batch: Batch, recipe: Recipe, network: Network) -> Network:
    """The network as it would be made now, from one that differs in nothing but the history it was made from."""
    facility, history = seen.floor.facility, seen.history
    return replace(
        network,
        jobs=tuple(_job(seen, batch, recipe, job) for job in network.jobs),
        assays=assays_of(seen, batch, recipe) if QC_RELEASE in network.by_code else (),
        mishaps=mishaps_of(seen, batch, recipe),
        lab_wait=history.lab_wait(recipe, facility),
        review=history.review(recipe, facility),
        seen_at=seen.at,
        luck=history.luck(recipe, batch, facility),
    )


def _job(seen: Seen, batch: Batch, recipe: Recipe, job: Job) -> Job:
    wait, took = seen.spreads_of(recipe, recipe.by_code[job.code], batch.clinic)
    return job if wait == job.wait and took == job.took else replace(job, wait=wait, took=took)
