"""What changed since a person left, as a table: what matters first, the rest folded behind one line, each leading to its place."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.report.changes.lines import ChangeLine, Since, Tier
from console.view import spoken
from console.view.batch.rows import Row, Table

CHANGES = ("What changed", "Last at")
REST = "rest"
FIRST = 12
"""So many sentences are read in a minute; those after them are folded behind one line."""
_SIGNS = {Tier.HOLD: "H", Tier.DEVIATION: "3"}
GRAVE_FALL, GRAVE_LATE = 0.05, timedelta(hours=1)
"""A promise that lost less of its chance, and whose end moved less, bears no mark: forecasts breathe."""
_FOLDED = frozenset({Tier.PEOPLE, Tier.OWN, Tier.SITE})
"""What is folded first where there are too many: who came and went, and what one did oneself."""


def since_words(found: Since | Refusal, zone: ZoneInfo) -> str:
    """Since when, and how much: Since today 06:02: 308 entries in 18 sentences."""
    if isinstance(found, Refusal):
        return found.why
    when = spoken.moment(found.since, found.now, zone)
    entries, lines = spoken.counted(found.entries, "entry", "entries"), spoken.counted(len(found.lines), "sentence")
    whose = "" if found.user else "the last handover, "
    return f"Since {whose}{when}, as of {spoken.moment(found.now, found.now, zone)}: {entries} in {lines}."


def first_of(found: Since) -> int:
    """How many of the sentences are told at once: all where they are few, else the first ones and none of what is always folded."""
    if len(found.lines) <= FIRST:
        return len(found.lines)
    told = [n for n, line in enumerate(found.lines) if line.tier not in _FOLDED][:FIRST]
    count = told[-1] + 1 if told else 0
    return count if len(found.lines) - count > 1 else len(found.lines)


def since_table(found: Since | Refusal, zone: ZoneInfo, unfolded: bool = False) -> Table:
    """The sentences in their order; what one did oneself is muted. The rest is one line, which opens in place."""
    if isinstance(found, Refusal):
        return Table(CHANGES, ())
    first = first_of(found)
    rows = [_row(found, n, line, zone) for n, line in enumerate(found.lines)]
    if first == len(rows):
        return Table(CHANGES, tuple(rows))
    fold = Row(REST, (_rest_words(found.lines[first:], unfolded), ""), tone="muted")
    return Table(CHANGES, (*rows[:first], fold, *(rows[first:] if unfolded else ())))


def _row(found: Since, n: int, line: ChangeLine, zone: ZoneInfo) -> Row:
    moment = spoken.moment(line.at, found.now, zone)
    grave = line.tier is Tier.PROMISE and (line.fall >= GRAVE_FALL or line.late >= GRAVE_LATE)
    sign = "2" if grave else _SIGNS.get(line.kind, "")
    return Row(str(n), (line.sentence, moment), sign, "muted" if line.tier is Tier.OWN else "")


def _rest_words(rest: tuple[ChangeLine, ...], unfolded: bool) -> str:
    entries = sum(len(line.entries) for line in rest)
    told = f"{spoken.counted(len(rest), 'more sentence')} of {spoken.counted(entries, 'entry', 'entries')}"
    about = ", ".join(dict.fromkeys(_ABOUT[line.tier] for line in rest))
    return f"▾ {told}" if unfolded else f"▸ {told}: {about}. Enter shows them"


_ABOUT = {
    Tier.PROMISE: "promises",
    Tier.HOLD: "holds",
    Tier.DEVIATION: "deviations",
    Tier.OUT: "rooms that are out",
    Tier.BATCH: "work as planned",
    Tier.PLAN: "the plan",
    Tier.ROOMS: "cleaning",
    Tier.MATERIAL: "materials",
    Tier.PAPER: "sheets of paper",
    Tier.SHIFT: "handovers",
    Tier.SITE: "the site",
    Tier.PEOPLE: "who came and went",
    Tier.OWN: "what you did yourself",
}


def batch_of(found: Since | Refusal | None, key: str, floor: Floor) -> tuple[str, str]:
    """The batch and step on the board that a sentence leads to: its first one there, or what stands in its room or instrument."""
    if not isinstance(found, Since) or not key.isdigit() or int(key) >= len(found.lines):
        return "", ""
    line = found.lines[int(key)]
    batch = next((batch for place in line.places if (batch := _at(place, floor))), "")
    known = floor.batches.get(batch)
    return batch, line.step if known is not None and line.step in known.steps else ""


def _at(place: str, floor: Floor) -> str:
    kind, _, name = place.partition(":")
    if kind == "batch":
        return name if name in floor.batches else ""
    if kind == "room" and name in floor.rooms:
        return next((station.batch for station in floor.rooms[name].stations.values() if station.batch), "")
    if kind == "instrument" and name in floor.instruments:
        return floor.instruments[name].batch
    return ""
