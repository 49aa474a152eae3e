"""Finding a batch by its number, by the last four of its identity, or by words."""

from __future__ import annotations

from console.domain.batch import Batch, BatchStatus, StepState
from console.domain.floor import Floor


def words_of(floor: Floor, batch: Batch) -> str:
    """One line that tells a batch from all others, without any patient identifier but the last four of the COI."""
    product = floor.product_of(batch)
    recipe = floor.recipe_of(batch)
    title = product.title if product else (recipe.title if recipe else batch.recipe)
    running = [step.code for step in batch.steps.values() if step.state is StepState.RUNNING]
    step_titles = [recipe.by_code[c].title if recipe and c in recipe.by_code else c for c in running]
    parts = [
        title,
        f"COI …{batch.coi_tail}" if batch.coi else "",
        batch.status.value.replace("_", " ").lower(),
        "on hold" if batch.held else "",
        ", ".join(step_titles),
        "as reported" if batch.reported else "",
    ]
    return " · ".join(part for part in parts if part)


def find_batches(floor: Floor, words: str, limit: int = 50) -> list[tuple[str, str]]:
    """Batches in which every typed word occurs, those at work first, then planned, then past, newest first: (id, its line)."""
    wanted = words.lower().split()
    hits = []
    for batch in floor.batches.values():
        line = words_of(floor, batch)
        said = f"{batch.id} {batch.recipe} {batch.clinic} {line}".lower()
        if all(word in said for word in wanted):
            exact = bool(wanted) and batch.id.lower().startswith(wanted[0])
            hits.append((not exact, not batch.live, batch.status is BatchStatus.PLANNED or batch.opened_at is None, batch, line))
    hits.sort(key=lambda hit: hit[3].id, reverse=True)
    hits.sort(key=lambda hit: hit[:3])
    return [(hit[3].id, hit[4]) for hit in hits[:limit]]
