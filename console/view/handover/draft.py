"""What the outgoing supervisor has added so far: kept as a setting of this console until it is signed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from console.domain.floor import Floor
from console.domain.handover import HandoverPoint, HandoverWords
from console.domain.plain import PlainError, from_plain, to_plain
from console.report.handover.filled import Filled
from console.report.handover.rest import HAND


@dataclass(frozen=True, slots=True)
class Named:
    """Who owns a point of the floor's until when, by the word of whoever hands over."""

    point: str
    owner: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """The must-know, what was added to the sections, own open actions, the carried ones left out, and whom one named.

    `by` is who wrote in it last: at one console it outlives their session.
    """

    must_know: str = ""
    remarks: tuple[HandoverWords, ...] = ()
    points: tuple[HandoverPoint, ...] = ()
    left_out: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    by: str = ""

    @property
    def empty(self) -> bool:
        """Whether nobody has added anything."""
        return not (self.must_know.strip() or self.remarks or self.points or self.left_out or self.named)

    def with_owner(self, point: str, owner: str, due: datetime) -> Draft:
        """With somebody else who owns a point, or another due time."""
        mine = tuple(replace(p, owner=owner, due=due) if p.id == point else p for p in self.points)
        if mine != self.points:
            return replace(self, points=mine)
        others = tuple(one for one in self.named if one.point != point)
        return replace(self, named=(*others, Named(point, owner, due)))

    def with_words(self, section: int, words: str) -> Draft:
        """With a sentence more in a section."""
        return replace(self, remarks=(*self.remarks, HandoverWords(section, words)))

    def with_point(self, words: str, owner: str, due: datetime, section: int = 10) -> Draft:
        """With an open action of one's own."""
        taken = {p.id for p in self.points}
        name = next(f"{HAND}{n}" for n in range(1, len(taken) + 2) if f"{HAND}{n}" not in taken)
        return replace(self, points=(*self.points, HandoverPoint(name, section, words, owner, due)))

    def without(self, key: str) -> Draft:
        """Without an added sentence (`r3`: the fourth), an own action, or a carried one; what the floor says stays."""
        if key.startswith("r") and key[1:].isdigit() and int(key[1:]) < len(self.remarks):
            number = int(key[1:])
            return replace(self, remarks=tuple(w for n, w in enumerate(self.remarks) if n != number))
        if any(p.id == key for p in self.points):
            return replace(self, points=tuple(p for p in self.points if p.id != key))
        return replace(self, left_out=(*self.left_out, key)) if key.startswith(HAND) else self

    def laid_over(self, filled: Filled) -> Filled:
        """What the floor fills in, with the own actions; a carried action that was left out, or comes again, is not there twice."""
        mine = {p.id for p in self.points}
        named = {one.point: one for one in self.named}
        stays = [_named(p, named.get(p.id)) for p in filled.points if p.id not in mine and p.id not in self.left_out]
        return Filled((*stays, *self.points), filled.facts)


def _named(point: HandoverPoint, named: Named | None) -> HandoverPoint:
    return point if named is None else replace(point, owner=named.owner, due=named.due)


def write(draft: Draft) -> str:
    """The draft as a setting."""
    return json.dumps(to_plain(draft))


def read(text: str) -> Draft:
    """The draft of a setting; an empty one where it says nothing that can be read."""
    try:
        plain: Any = json.loads(text) if text else {}
        made = from_plain(Draft, plain)
    except (json.JSONDecodeError, PlainError):
        return Draft()
    assert isinstance(made, Draft)
    return made


def new_name(floor: Floor, now: datetime) -> str:
    """A number for a handover that no other on the floor has: HO-261125-1440, then HO-261125-1440-2."""
    used = {found.id for found in (floor.handover, floor.handed, *floor.owed.values()) if found is not None}
    name = f"HO-{now:%y%m%d-%H%M}"
    return next(one for n in range(1, len(used) + 2) if (one := name if n == 1 else f"{name}-{n}") not in used)
