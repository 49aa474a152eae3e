"""How the floor changes with its controlled blanks: none is forgotten before it is done with, and no number comes twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.domain import events as e
from console.domain.blanks import CLOSED_KEPT, OWED_KEPT, PAPER, Blank, BlankState, Original, PaperSignature, number_parts, ordered
from console.domain.events.event import Event
from console.domain.evolve.parts import put
from console.domain.floor import Floor


def _issued(floor: Floor, event: e.BlankIssued) -> Floor:
    name = _free(floor, event.blank)
    blank = Blank(event.blank, event.room, event.from_at, event.until_at, event.by, event.at, event.reason, event.lines)
    parts = number_parts(event.blank)
    counts = floor.blank_counts
    if parts is not None:
        mark, count = parts
        counts = put(counts, mark, max(count, counts.get(mark, 0)))
    return replace(floor, blanks=put(floor.blanks, name, replace(blank, number=name)), blank_counts=counts)


def _free(floor: Floor, number: str) -> str:
    """The name a sheet is kept under: should two consoles ever give one number twice, both sheets are kept."""
    name, n = number, 2
    while name in floor.blanks:
        name, n = f"{number}/{n}", n + 1
    return name


def with_print(floor: Floor, event: e.CopyPrinted) -> Floor:
    """The floor after a copy was printed: the first one of a sheet is the sheet itself, and says how many pages it has."""
    kind, _, number = event.subject.partition(":")
    blank = floor.blanks.get(number) if (event.kind, kind) == (PAPER, PAPER) else None
    if blank is None or blank.printed:
        return floor
    return _with(floor, replace(blank, printed=event.pages))


def _returned(floor: Floor, event: e.BlankReturned) -> Floor:
    blank = floor.blanks.get(event.blank)
    if blank is None or blank.state is not BlankState.OUT:
        return floor
    return _with(floor, replace(blank, returned_by=event.by, returned_at=event.at, pages=event.pages))


def _voided(floor: Floor, event: e.BlankVoided) -> Floor:
    blank = floor.blanks.get(event.blank)
    if blank is None or blank.state not in (BlankState.OUT, BlankState.RETURNED):
        return floor
    return _with(floor, replace(blank, voided_by=event.by, voided_at=event.at, void_reason=event.reason, lost=event.lost))


def _keyed(floor: Floor, event: e.BlankKeyed) -> Floor:
    blank = floor.blanks.get(event.blank)
    if blank is None or blank.state not in (BlankState.RETURNED, BlankState.KEYED):
        return floor
    keyings = blank.keyings + 1
    return _with(floor, replace(blank, entries=event.entries, keyed_by=event.by, keyed_at=event.at, keyings=keyings))


def _verified(floor: Floor, event: e.BlankVerified) -> Floor:
    """Checked by another person than who keyed it last: whoever keyed it anew elsewhere meanwhile is not the second reader."""
    blank = floor.blanks.get(event.blank)
    if blank is None or blank.state is not BlankState.KEYED or blank.keyed_by == event.by:
        return floor
    return _with(floor, replace(blank, verified_by=event.by, verified_at=event.at))


def _attached(floor: Floor, event: e.OriginalAttached) -> Floor:
    blank = floor.blanks.get(event.blank)
    if blank is None or any(original.digest == event.digest for original in blank.originals):
        return floor
    kept = Original(event.digest, event.kind, event.size, event.name, event.by, event.at)
    return _with(floor, replace(blank, originals=(*blank.originals, kept)))


def _signed(floor: Floor, event: e.BlankSigned) -> Floor:
    blank = floor.blanks.get(event.blank)
    if blank is None or any(signature.by == event.by for signature in blank.signed):
        return floor
    return _with(floor, replace(blank, signed=(*blank.signed, PaperSignature(event.by, event.at))))


def _with(floor: Floor, blank: Blank) -> Floor:
    """The floor with this sheet in its new form; of those done with only the latest stay, the others are counted.

    One that somebody still has to sign for stays longer.
    """
    blanks = put(floor.blanks, blank.number, blank)
    done = [one for one in ordered(blanks.values()) if not one.open]
    signed, owed = [one for one in done if not one.owed], [one for one in done if one.owed]
    gone = floor.blanks_gone
    for old in (*signed[:-CLOSED_KEPT], *owed[:-OWED_KEPT]):
        del blanks[old.number]
        void = old.state is BlankState.VOID
        gone = replace(gone, void=gone.void + void, returned=gone.returned + (not void))
    return replace(floor, blanks=blanks, blanks_gone=gone)


RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {
    e.BlankIssued: _issued,
    e.BlankReturned: _returned,
    e.BlankVoided: _voided,
    e.BlankKeyed: _keyed,
    e.BlankVerified: _verified,
    e.OriginalAttached: _attached,
    e.BlankSigned: _signed,
}
