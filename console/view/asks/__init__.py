"""Everything that can be asked of the floor by hand, as fields to fill in; the screens only draw them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from console.view.asks import batches, handover, model, moving, ordering, plan, quality, site, steps
from console.view.asks.ask import Answers, Ask, Field, Kind, Scene

ASKS: dict[str, Callable[[Scene], Ask]] = {
    "batch.new": ordering.new,
    "batch.move": batches.move,
    "batch.cancel": batches.cancel,
    "batch.apheresis": batches.apheresis,
    "batch.infusion": batches.infusion,
    "batch.note": batches.note,
    "batch.owner": batches.owner,
    "batch.hold": batches.hold,
    "batch.lift": batches.lift,
    "batch.deviation": batches.deviation,
    "batch.terminate": batches.terminate,
    "batch.disposition": batches.disposition,
    "step.start": steps.start,
    "step.earlier": steps.earlier,
    "step.values": steps.values,
    "step.finish": steps.finish,
    "step.move": moving.move,
    "step.skip": steps.skip,
    "step.correct": steps.correct,
    "step.sample": steps.sample,
    "room.out": site.room_out,
    "room.back": site.room_back,
    "instrument.out": site.instrument_out,
    "instrument.back": site.instrument_back,
    "model.promote": model.promote,
    "plan.back": plan.back,
    "duty.take": handover.take,
    "test.receive": quality.receive,
    "test.start": quality.start,
    "test.result": quality.result,
    "test.review": quality.review,
}
"""What the drawer opens for each action of this id."""


def ask_for(action: str, scene: Scene) -> Ask:
    """The question behind an action; KeyError for an action that asks nothing, or a batch or step that is gone."""
    return replace(ASKS[action](scene), action=action)


__all__ = ["ASKS", "Answers", "Ask", "Field", "Kind", "Scene", "ask_for"]
