"""What changed since a person left, as a table: each sentence, when its last entry was, and the batch it leads to."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.report.changes.lines import Since, Tier
from console.view import spoken
from console.view.batch.rows import Row, Table

CHANGES = ("What changed", "Last at")
_SIGNS = {Tier.PROMISE: "2", Tier.HOLD: "H"}


def since_words(found: Since | Refusal, zone: ZoneInfo) -> str:
    """Since when, and how much: Since today 06:02: 308 entries in 18 sentences."""
    if isinstance(found, Refusal):
        return found.why
    when = spoken.moment(found.since, found.now, zone)
    entries, lines = spoken.counted(found.entries, "entry", "entries"), spoken.counted(len(found.lines), "sentence")
    return f"Since {when}, as of {spoken.moment(found.now, found.now, zone)}: {entries} in {lines}."


def since_table(found: Since | Refusal, zone: ZoneInfo) -> Table:
    """The sentences in their order; what one did oneself is muted."""
    if isinstance(found, Refusal):
        return Table(CHANGES, ())
    rows = (
        Row(
            str(n), (line.sentence, spoken.moment(line.at, found.now, zone)), _SIGNS.get(line.tier, ""),
            "muted" if line.tier is Tier.OWN else "",
        )
        for n, line in enumerate(found.lines)
    )  # fmt: skip
    return Table(CHANGES, tuple(rows))


def batch_of(found: Since | Refusal | None, key: str, floor: Floor) -> str:
    """The batch on the board that a sentence leads to: its first one there, or what stands in its room or instrument."""
    if not isinstance(found, Since) or not key.isdigit() or int(key) >= len(found.lines):
        return ""
    return next((batch for place in found.lines[int(key)].places if (batch := _at(place, floor))), "")


def _at(place: str, floor: Floor) -> str:
    kind, _, name = place.partition(":")
    if kind == "batch":
        return name if name in floor.batches else ""
    if kind == "room" and name in floor.rooms:
        return next((station.batch for station in floor.rooms[name].stations.values() if station.batch), "")
    if kind == "instrument" and name in floor.instruments:
        return floor.instruments[name].batch
    return ""
