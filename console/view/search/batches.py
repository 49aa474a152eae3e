"""Batches as they are found: at work, planned, ended, and those that left the live floor."""

from __future__ import annotations

from console.domain.batch import Batch, BatchStatus, StepState
from console.domain.floor import Floor
from console.forecast.outlook import Forecast
from console.view.search.seen import Seen
from console.view.search.things import Kind, Thing, Where, thing
from console.view.spoken import in_a_sentence
from console.view.standing import WORDS, Standing, in_process, standing


def batch_thing(seen: Seen, batch: Batch, forecast: Forecast | None, left: bool) -> Thing:
    """A batch, without any patient identifier but the last four of the COI."""
    floor = seen.floor
    product, recipe = floor.product_of(batch), floor.recipe_of(batch)
    title = product.title if product else (recipe.title if recipe else batch.recipe)
    told = [
        title,
        f"COI …{batch.coi_tail}" if batch.coi else "",
        batch.status.value.replace("_", " ").lower(),
        "on hold" if batch.held else _standing(floor, batch, forecast),
        *_where(seen, batch),
        f"left the live floor after {seen.day(batch.status_at)}" if left and batch.status_at else "",
        "as reported" if batch.reported else "",
    ]
    line = " · ".join(part for part in told if part)
    sponsor = product.sponsor if product else ""
    also = (batch.recipe, batch.product, sponsor, batch.clinic)
    return thing(Kind.BATCH, batch.id, line, Where("batch", batch.id), also=also)


def order_of(batch: Batch) -> tuple[bool, bool]:
    """Those at work first, then the planned, then the ended."""
    return not batch.live, batch.status is BatchStatus.PLANNED or batch.opened_at is None


def _standing(floor: Floor, batch: Batch, forecast: Forecast | None) -> str:
    found = standing(floor, batch, forecast) if in_process(batch) else Standing.UNKNOWN
    return WORDS[found] if found in (Standing.LATE, Standing.AT_RISK) else ""


def _where(seen: Seen, batch: Batch) -> list[str]:
    """What runs and where, or when it begins."""
    running = [step for step in batch.steps.values() if step.state is StepState.RUNNING]
    if running:
        return [seen.step_title(batch, step.code) + (f" in {step.lane}" if step.lane else "") for step in running]
    if batch.status is BatchStatus.PLANNED:
        starts = [step.placement.start for step in batch.steps.values() if step.placement]
        return [f"from {seen.day(min(starts))}"] if starts else []
    ahead = [(step.placement.start, step) for step in batch.steps.values() if step.state is StepState.PLANNED and step.placement]
    if not ahead or not batch.live:
        return []
    _, following = min(ahead, key=lambda one: one[0])
    place = f" in {following.placement.lane}" if following.placement and following.placement.lane else ""
    return [f"next {in_a_sentence(seen.step_title(batch, following.code))}{place}"]
