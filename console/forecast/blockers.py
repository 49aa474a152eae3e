"""What stands in a batch's way right now, in plain words, and by which law the forecast waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from console.domain.batch import Batch, StepState
from console.domain.floor import RoomOut
from console.domain.quality import DeviationState, TestState
from console.domain.recipe import Recipe
from console.forecast.network import OUT_LAWS
from console.forecast.seen import Seen

_TEST_WORDS = {
    TestState.IN_TEST: "running",
    TestState.RESULT_ENTERED: "result waits for its reviewer",
    TestState.INVALID: "invalid, to be repeated",
    TestState.OOS: "out of specification",
}


def blockers_of(seen: Seen, batch: Batch, recipe: Recipe) -> tuple[str, ...]:
    """Holds, deviations, results and rooms that keep this batch, the gravest first."""
    if batch.released_at is not None:
        return tuple(_holds(seen, batch))
    grave = (*_holds(seen, batch), *_results(batch, recipe), *_deviations(seen, batch))
    return (*grave, *_rooms(seen, batch, recipe), *_running(batch, recipe))


def _holds(seen: Seen, batch: Batch) -> Iterator[str]:
    usual = f"{seen.hold_law.median:.0f} h"
    return (f"On hold: {h.reason}; lifting usually takes {usual} here" for h in batch.holds.values())


def _results(batch: Batch, recipe: Recipe) -> Iterator[str]:
    for spec in recipe.gating:
        last = batch.last_test(spec.code)
        if last is not None and last.state is TestState.OOS:
            yield f"{spec.title}: {_TEST_WORDS[TestState.OOS]}"


def _deviations(seen: Seen, batch: Batch) -> Iterator[str]:
    for deviation in seen.floor.open_deviations(batch.id):
        if not deviation.blocks_release:
            continue
        name = "minor_deviation" if deviation.severity.value == "minor" else "major_deviation"
        word = "open" if deviation.state is DeviationState.OPEN else "blocks release"
        yield f"Deviation {deviation.id} ({deviation.severity.value}) {word}: settling usually takes {seen.law(name).median:.0f} h"


def _rooms(seen: Seen, batch: Batch, recipe: Recipe) -> Iterator[str]:
    told: set[str] = set()
    for step in recipe.steps:
        planned = batch.steps.get(step.code)
        if planned is None or planned.state is not StepState.PLANNED or planned.placement is None:
            continue
        room = seen.floor.rooms.get(planned.placement.lane)
        if room is not None and room.out is not RoomOut.NO and room.id not in told:
            told.add(room.id)
            left = seen.hours(room.out_until) if room.out_until else 0.0
            usual = f"return usually takes {seen.law(OUT_LAWS[room.out]).median:.0f} h"
            back = f"expected back in {left:.0f} h" if left > 0.0 else usual
            yield f"{room.id} is out of use: {room.out_reason or 'no reason given'}; {back}"


def _running(batch: Batch, recipe: Recipe) -> Iterator[str]:
    for spec in recipe.gating:
        last = batch.last_test(spec.code)
        if last is None:
            sampled = batch.steps.get(spec.sample_step)
            if sampled is not None and sampled.state is StepState.DONE:
                yield f"{spec.title}: not started"
        elif last.state in _TEST_WORDS and last.state is not TestState.OOS:
            yield f"{spec.title}: {_TEST_WORDS[last.state]}"
