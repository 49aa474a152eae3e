"""Which sentence an entry belongs to, and where on the board it leads."""

from __future__ import annotations

from console.domain import events as e
from console.domain.codec import Unknown
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.report.changes.lines import Tier

Group = tuple[Tier, str]
"""What a sentence is about, and of which batch, room, instrument or deviation (like `batch:B-0412`; empty: of none)."""

_ABOUT: dict[type[Event], Tier] = {
    e.BatchHeld: Tier.HOLD,
    e.BatchResumed: Tier.HOLD,
    e.DeviationOpened: Tier.DEVIATION,
    e.DeviationAssessed: Tier.DEVIATION,
    e.DeviationClosed: Tier.DEVIATION,
    e.RoomTakenOut: Tier.OUT,
    e.RoomReturned: Tier.OUT,
    e.InstrumentTakenOut: Tier.OUT,
    e.InstrumentReturned: Tier.OUT,
    e.PlanChanged: Tier.PLAN,
    e.DraftKept: Tier.PLAN,
    e.DraftDropped: Tier.PLAN,
    e.StationCleaned: Tier.ROOMS,
    e.MaterialReceived: Tier.MATERIAL,
    e.MaterialChanged: Tier.MATERIAL,
    e.HandoverGiven: Tier.SHIFT,
    e.HandoverQuestioned: Tier.SHIFT,
    e.HandoverAnswered: Tier.SHIFT,
    e.HandoverChecked: Tier.SHIFT,
    e.HandoverAccepted: Tier.SHIFT,
    e.HandoverWithdrawn: Tier.SHIFT,
    e.DutyTaken: Tier.SHIFT,
    e.PersonAdded: Tier.PEOPLE,
    e.PersonChanged: Tier.PEOPLE,
    e.PersonKeyCertified: Tier.PEOPLE,
    e.PersonCameOnDuty: Tier.PEOPLE,
    e.PersonLeftDuty: Tier.PEOPLE,
    e.SessionOpened: Tier.PEOPLE,
    e.SessionClosed: Tier.PEOPLE,
    e.SessionRefused: Tier.PEOPLE,
    e.BlankIssued: Tier.PAPER,
    e.BlankReturned: Tier.PAPER,
    e.BlankVoided: Tier.PAPER,
    e.BlankKeyed: Tier.PAPER,
    e.BlankVerified: Tier.PAPER,
    e.OriginalAttached: Tier.PAPER,
    e.BlankSigned: Tier.PAPER,
    e.CopyPrinted: Tier.PEOPLE,
    e.CopyNotWritten: Tier.PEOPLE,
    e.BatchReported: Tier.SITE,
}
"""What kinds of event are about; all others are of their batch, or of the site."""

_SINGLE = frozenset({Tier.HOLD, Tier.DEVIATION, Tier.OUT})
"""What is told one by one: each batch, each deviation of several batches or of none, each room."""
_ON_BOARD = ("batch:", "room:", "instrument:", "handover:")


def group_of(event: Event | Unknown, floor: Floor) -> Group:
    """The sentence an entry is told in, on the floor after it."""
    places = places_of(event, floor)
    batches = [place for place in places if place.startswith("batch:")]
    tier = _ABOUT.get(type(event)) if isinstance(event, Event) else None
    if tier in (Tier.PLAN, Tier.DEVIATION, Tier.HOLD) and len(batches) == 1:
        return Tier.BATCH if tier is Tier.PLAN else tier, batches[0]
    if tier is Tier.DEVIATION:
        return tier, f"deviation:{getattr(event, 'deviation', '')}"
    if tier is not None:
        return tier, places[0] if tier in _SINGLE and places else ""
    if len(batches) == 1:
        return Tier.BATCH, batches[0]
    return Tier.SITE, ""


def places_of(event: Event | Unknown, floor: Floor) -> tuple[str, ...]:
    """Where on the board an entry leads, each place once; nowhere when it is of the site as a whole."""
    if isinstance(event, Unknown):
        return _named(event.entities)
    if isinstance(event, e.OwnerSet):
        kind, _, name = event.subject.partition(":")
        return _of_deviation(name, floor) if kind == "deviation" else _named((event.subject,))
    if isinstance(event, e.CopyPrinted | e.CopyNotWritten):
        return _named((event.subject,))
    blank = floor.blanks.get(getattr(event, "blank", ""))
    if blank is not None:
        return _named((f"room:{blank.room}",))
    deviation = getattr(event, "deviation", "")
    if deviation:
        return _of_deviation(deviation, floor)
    batch = getattr(event, "batch", "")
    several = (batch,) if batch else getattr(event, "batches", ())
    if several:
        return _named(tuple(f"batch:{one}" for one in several))
    own = (f"{kind}:{getattr(event, kind, '')}" for kind in ("room", "instrument", "handover"))
    return _named(tuple(own))


def _of_deviation(name: str, floor: Floor) -> tuple[str, ...]:
    """The batches a deviation touches, or its room."""
    found = floor.deviations.get(name)
    if found is None:
        return ()
    return _named(tuple(f"batch:{batch}" for batch in found.batches)) or _named((f"room:{found.room}",))


def _named(places: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for place in places if place.startswith(_ON_BOARD) and place.partition(":")[2]))
