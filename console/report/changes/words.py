"""The words of a sentence: what each entry says of itself, and how many entries become a few clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
NAMED = 3
"""How many steps or results that went alike are named before the rest is counted."""
LONG = 140
"""Longer words of one entry are cut here; the whole stands in the record."""
MOVED = 0.01
"""A chance that moved by less is not told."""

_DECIDED, _BAD, _PASSED, _FINISHED, _STARTED, _MOVED, _REST = range(7)
_WEIGHT: dict[type[Event], int] = {
    e.DispositionSigned: _DECIDED,
    e.BatchTerminated: _DECIDED,
    e.BatchCancelled: _DECIDED,
    e.BatchFailed: _DECIDED,
    e.BatchHeld: _BAD,
    e.BatchResumed: _BAD,
    e.DeviationOpened: _BAD,
    e.DeviationAssessed: _BAD,
    e.DeviationClosed: _BAD,
    e.BatchOrdered: _PASSED,
    e.ResultReviewed: _PASSED,
    e.HandoverGiven: _PASSED,
    e.HandoverAccepted: _PASSED,
    e.DutyTaken: _PASSED,
    e.StepFinished: _FINISHED,
    e.StepCorrected: _FINISHED,
    e.StepStarted: _STARTED,
    e.TestStarted: _STARTED,
    e.AppointmentMoved: _PASSED,
    e.AppointmentCancelled: _PASSED,
    e.OwnerSet: _FINISHED,
    e.PlanChanged: _MOVED,
    e.StepMoved: _MOVED,
}
"""What weighs more is named before what weighs less; smaller is heavier."""

_OVERTAKEN = (e.StepStarted, e.StepFinished, e.StepMoved, e.StepRecorded, e.StepSkipped)
_OF_TEST = (e.TestStarted, e.ResultEntered, e.ResultReviewed)
_OF_DEVIATION = (e.DeviationOpened, e.DeviationAssessed, e.DeviationClosed)
_ALIKE = (" passed", " finished", " started", " result entered")
"""How words end that are said once of several steps or results: Dose, Viability and Endotoxin passed."""
_WHOSE_WEIGHS = "batch:"
"""An owner of what begins so is told before routine; of a deviation it is routine."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One entry in words; of those `of` the same thing only the heaviest, latest is named.

    What is `alike` is said once of several things; each is then named by `thing`.
    """

    entry: Entered
    text: str
    of: str
    weight: int
    thing: str = ""
    alike: str = ""

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
    elif isinstance(event, _OF_DEVIATION):
        of = f"deviation:{event.deviation}"
    else:
        of = f"text:{text}"
    weight = _WEIGHT.get(type(event), _REST) if isinstance(event, Event) else _BAD
    if isinstance(event, e.OwnerSet) and not event.subject.startswith(_WHOSE_WEIGHS):
        weight = _REST
    bad = isinstance(event, e.ResultReviewed) and event.verdict is not Verdict.PASS
    alike, thing = _parted(text) if isinstance(event, (*_OVERTAKEN, *_OF_TEST)) else ("", "")
    return Clause(entry, _cut(text), of, _BAD if bad else weight, thing, alike)


def _parted(text: str) -> tuple[str, str]:
    """What is said of a step or result, and the step or result with how late it was: ("finished", "Transduction (15 h late)")."""
    for how in _ALIKE:
        thing, found, late = text.partition(how)
        if found:
            return how.strip(), f"{thing} ({late.strip()})" if late.strip() else thing
    return "", ""


def step_of(clauses: Sequence[Clause]) -> str:
    """The step that the heaviest, latest of these entries is about; empty where none is."""
    found = [(clause.weight, -n, str(getattr(clause.entry.event, "step", ""))) for n, clause in enumerate(clauses)]
    return min((one for one in found if one[2]), default=(0, 0, ""))[2]


def told(clauses: Sequence[Clause], tier: Tier) -> str:
    """Many entries as a few words: the heaviest first, what went alike said once, and how many more there are."""
    if tier in (Tier.PEOPLE, Tier.ROOMS, Tier.PAPER) and len(clauses) > CLAUSES:
        return counted_kinds([clause.entry for clause in clauses])
    named = _named(clauses)
    times = Counter(clause.of for clause in clauses if clause.of.startswith("text:"))
    sayings: dict[str, list[Clause]] = {}
    for clause in named:
        kind = clause.of.partition(":")[0]
        sayings.setdefault(f"{kind} {clause.alike}" if clause.alike else clause.of, []).append(clause)
    chosen, rest = [*sayings.values()][:CLAUSES], [*sayings.values()][CLAUSES:]
    words = [_saying(alike) + _times(times[alike[0].of]) for alike in chosen]
    more = sum(len(alike) for alike in rest)
    return "; ".join([*words, *([f"and {more} more"] if more else [])])


def _named(clauses: Sequence[Clause]) -> list[Clause]:
    """Of each thing the heaviest, latest entry, the heaviest first; a deviation that was opened is told with what became of it."""
    best: dict[str, int] = {}
    for place, clause in enumerate(clauses):
        held = best.get(clause.of)
        opened = held is not None and isinstance(clauses[held].entry.event, e.DeviationOpened)
        if held is None or (clause.weight <= clauses[held].weight and not opened):
            best[clause.of] = place
    places = sorted(best.values(), key=lambda place: (clauses[place].weight, place))
    return [_with_fate(clauses[place], clauses[place + 1 :]) for place in places]


def _with_fate(clause: Clause, later: Sequence[Clause]) -> Clause:
    """A deviation that was opened, and the last that was done about it."""
    if not isinstance(clause.entry.event, e.DeviationOpened):
        return clause
    fate = [one.text.removeprefix(f"Deviation {clause.entry.event.deviation} ") for one in later if one.of == clause.of]
    return replace(clause, text=f"{clause.text}, {fate[-1]}") if fate else clause


def _saying(alike: Sequence[Clause]) -> str:
    """One thing in its own words; of several that went alike the names, of many how many and which last."""
    if len(alike) == 1:
        return alike[0].text
    things, how = [clause.thing for clause in alike], alike[0].alike
    if len(things) <= NAMED:
        return f"{', '.join(things[:-1])} and {things[-1]} {how}"
    if alike[0].of.startswith("step:"):
        return f"{len(things)} steps {how}, the last of them {things[-1]}"
    return f"{len(things)} tests {how}, among them {things[0]} and {things[1]}"


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
    if isinstance(event, e.BatchLeft):
        return "Left the floor"
    if isinstance(event, e.OwnerSet):
        kind, _, name = event.subject.partition(":")
        owned = "it" if kind == "batch" else name
        return f"{floor.person_name(event.owner)} owns {owned}{': ' + event.what if event.what else ''}"
    return ""


_KINDS: dict[type[Event], str] = {
    e.PersonCameOnDuty: "came on duty",
    e.PersonLeftDuty: "left duty",
    e.SessionOpened: "logged in",
    e.SessionClosed: "logged out",
    e.SessionRefused: "login refused",
    e.StationCleaned: "station cleaned",
    e.BlankIssued: "sheet given out",
    e.BlankReturned: "sheet back",
    e.BlankVoided: "sheet void",
    e.BlankKeyed: "sheet keyed",
    e.BlankVerified: "sheet keyed by a second person",
    e.OriginalAttached: "original of a sheet attached",
    e.BlankSigned: "signed for a sheet in ink",
}
"""Kinds whose bare names would be said awkwardly."""


def _kind(event: Event | Unknown) -> str:
    if type(event) in _KINDS:
        return _KINDS[type(event)]  # type: ignore[index]
    name = event.type if isinstance(event, Unknown) else wire_name(type(event))
    return name.replace(".", " ").replace("_", " ")


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""


def _cut(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONG else one_line[: LONG - 1].rstrip() + "…"
