"""Deviations, samples and lots as they are found."""

from __future__ import annotations

from console.domain.floor import MaterialLot
from console.domain.quality import Deviation, Sample
from console.view.search.seen import Seen
from console.view.search.things import Kind, Thing, Where, thing


def deviation_thing(seen: Seen, deviation: Deviation) -> Thing:
    """A deviation: what it is, its class, how it stands, and what it touches."""
    told = [
        deviation.title,
        deviation.severity.value,
        deviation.state.value.lower(),
        "blocks release" if deviation.blocks_release and deviation.closed_at is None else "",
        ", ".join(deviation.batches[:4]) + (f" and {len(deviation.batches) - 4} more" if len(deviation.batches) > 4 else ""),
        deviation.room,
        f"opened {seen.at(deviation.opened_at)} by {seen.name(deviation.by)}",
    ]
    line = " · ".join(part for part in told if part)
    where = Where("batch", deviation.batches[0], about=f"deviation:{deviation.id}") if deviation.batches else Where("board")
    return thing(Kind.DEVIATION, deviation.id, line, where, also=deviation.batches[4:])


def sample_thing(seen: Seen, sample: Sample) -> Thing:
    """A sample: of which batch and step, when, by whom, and whether the lab has it."""
    received = f"with the lab since {seen.at(sample.received_at)}" if sample.received_at else "not received yet"
    line = f"of {sample.batch} at {sample.step} · taken {seen.at(sample.taken_at)} by {seen.name(sample.by)} · {received}"
    return thing(Kind.SAMPLE, sample.id, line, Where("batch", sample.batch, sample.step, about=f"sample:{sample.id}"))


def lot_thing(seen: Seen, lot: MaterialLot) -> Thing:
    """A lot of a material: how it stands and until when it may be used."""
    expires = f"expires {seen.at(lot.expires_at)}" if lot.expires_at else ""
    line = " · ".join(part for part in (lot.title, lot.state.value.lower(), expires) if part)
    return thing(Kind.LOT, lot.id, line, Where(look=True, about=f"material:{lot.id}"))
