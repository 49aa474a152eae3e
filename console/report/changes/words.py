"""The words of a sentence: what each entry says of itself, and how many entries become a few clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from console.domain import events as e
from console.domain.batch import BatchStatus
from console.domain.codec import Unknown, wire_name
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.quality import Verdict
from console.forecast.said import NOTICED, said, span
from console.report.changes.lines import Entered, Expected, Tier

CLAUSES = 3
"""How many things one sentence says before it counts the rest."""
LONG = 100
"""Longer words of one entry are cut here; the whole stands in the record."""
MOVED = 0.01
"""A chance that moved by less is not told."""

_DECIDED, _BAD, _PASSED, _FINISHED, _STARTED, _MOVED, _REST = range(7)
_WEIGHT: dict[type[Event], int] = {
    e.DispositionSigned: _DECIDED,
    e.BatchTerminated: _DECIDED,
    e.BatchCancelled: _DECIDED,
    e.BatchFailed: _DECIDED,
    e.BatchOrdered: _PASSED,
    e.ResultReviewed: _PASSED,
    e.HandoverGiven: _PASSED,
    e.HandoverAccepted: _PASSED,
    e.DutyTaken: _PASSED,
    e.StepFinished: _FINISHED,
    e.StepCorrected: _FINISHED,
    e.StepStarted: _STARTED,
    e.TestStarted: _STARTED,
    e.AppointmentMoved: _STARTED,
    e.AppointmentCancelled: _STARTED,
    e.PlanChanged: _MOVED,
    e.StepMoved: _MOVED,
}
"""What weighs more is named before what weighs less; smaller is heavier."""

_OVERTAKEN = (e.StepStarted, e.StepFinished, e.StepMoved, e.StepRecorded, e.StepSkipped)
_OF_TEST = (e.TestStarted, e.ResultEntered, e.ResultReviewed)


@dataclass(frozen=True, slots=True)
class Clause:
    """One entry in words; of those `of` the same thing only the heaviest, latest is named."""

    entry: Entered
    text: str
    of: str
    weight: int

    @property
    def weighty(self) -> bool:
        """Whether this must never go under among routine."""
        return self.weight <= _BAD


def clause_of(entry: Entered, before: Floor, after: Floor, about: str) -> Clause:
    """An entry in words, on the floor before and after it, in a sentence about this batch."""
    event = entry.event
    text = _own_words(event, before) or said(event, before, after, about)[0]
    if isinstance(event, _OVERTAKEN):
        of = f"step:{event.step}"
    elif isinstance(event, _OF_TEST):
        of = f"test:{event.test}"
    else:
        of = f"text:{text}"
    weight = _WEIGHT.get(type(event), _REST) if isinstance(event, Event) else _BAD
    bad = isinstance(event, e.ResultReviewed) and event.verdict is not Verdict.PASS
    return Clause(entry, _cut(text), of, _BAD if bad else weight)


def told(clauses: Sequence[Clause], tier: Tier) -> str:
    """Many entries as a few words: the heaviest in their order, and how many more there are."""
    if tier in (Tier.PEOPLE, Tier.ROOMS) and len(clauses) > CLAUSES:
        return counted_kinds([clause.entry for clause in clauses])
    best: dict[str, int] = {}
    for place, clause in enumerate(clauses):
        held = best.get(clause.of)
        if held is None or clause.weight <= clauses[held].weight:
            best[clause.of] = place
    times = Counter(clause.of for clause in clauses if clause.of.startswith("text:"))
    chosen = sorted(sorted(best.values(), key=lambda place: (clauses[place].weight, -place))[:CLAUSES])
    words = [clauses[place].text + _times(times[clauses[place].of]) for place in chosen]
    more = len(best) - len(chosen)
    return "; ".join([*words, *([f"and {more} more"] if more else [])])


def counted_kinds(entries: Sequence[Entered]) -> str:
    """What kinds of things were done and how often, the most frequent first: step finished (6), note added."""
    kinds = Counter(_kind(entry.event) for entry in entries)
    ranked = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    words = [name + (f" ({count})" if count > 1 else "") for name, count in ranked[: CLAUSES + 2]]
    rest = sum(count for _, count in ranked[CLAUSES + 2 :])
    return ", ".join([*words, *([f"and {rest} more"] if rest else [])])


def loses(event: Event | Unknown) -> bool:
    """Whether by this entry the batch will never keep its promise."""
    if isinstance(event, e.DispositionSigned):
        return event.decision is BatchStatus.REJECTED
    return isinstance(event, (e.BatchTerminated, e.BatchCancelled, e.BatchFailed))


def effect(then: Expected | None, now: Expected | None) -> tuple[float, timedelta]:
    """What the chance lost (0..1) and how much later release, or else the promise's end, is expected; zero where not known."""
    if then is None or now is None:
        return 0.0, timedelta(0)
    fall = then.p_keep - now.p_keep if then.p_keep is not None and now.p_keep is not None else 0.0
    for old, new in ((then.release, now.release), (then.end, now.end)):
        if old is not None and new is not None:
            return fall, new - old
    return fall, timedelta(0)


def forecast_words(then: Expected | None, now: Expected | None) -> str:
    """How the forecast moved: forecast 1 h 20 min later, chance 64 % (was 91 %); empty while it stands."""
    fall, late = effect(then, now)
    words = []
    if abs(late) >= NOTICED:
        words.append(f"forecast {span(late)} {'later' if late > timedelta(0) else 'earlier'}")
    if then is not None and now is not None and then.p_keep is not None and now.p_keep is not None and abs(fall) >= MOVED:
        words.append(f"chance of keeping its promise {round(now.p_keep * 100)} % (was {round(then.p_keep * 100)} %)")
    return ", ".join(words)


def _own_words(event: Event | Unknown, floor: Floor) -> str:
    if isinstance(event, e.BatchOrdered):
        return "Ordered"
    if isinstance(event, e.BatchPlanned):
        return "Planned"
    if isinstance(event, e.MaterialReceived):
        return f"{event.title or event.material} ({event.material}) received"
    if isinstance(event, e.MaterialChanged):
        lot = floor.materials.get(event.material)
        return f"{lot.title if lot else event.material} ({event.material}) {event.state.value.lower()}"
    if isinstance(event, e.OwnerSet):
        return f"{floor.person_name(event.owner)} owns it{': ' + event.what if event.what else ''}"
    return ""


def _kind(event: Event | Unknown) -> str:
    name = event.type if isinstance(event, Unknown) else wire_name(type(event))
    return name.replace(".", " ").replace("_", " ")


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""


def _cut(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONG else one_line[: LONG - 1].rstrip() + "…"
