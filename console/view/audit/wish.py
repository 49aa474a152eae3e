"""What a person looks for in the journal: fields as typed, read with care, and told again as short words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.codec import EVENTS
from console.domain.decide import CONSOLE
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.service.audited import AuditWish
from console.view import instants
from console.view.spoken import stamp

_DAY = re.compile(r"(today|yesterday|\d{4}-\d{2}-\d{2})")
_INSIDE = re.compile(r".*\(([^()]+)\)\s*")
DEVICE = "device:"
"""What the journal writes about itself is signed by the console's own name."""

LEAST = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the filter as they were typed; an empty one asks nothing."""

    since: str = ""
    until: str = ""
    who: str = ""
    about: str = ""
    kind: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on: the field it stands in, and its words."""

    field: str
    words: str


def kind_choices() -> tuple[tuple[str, str], ...]:
    """Every kind of entry this program writes: its name in the record and its words, by the words."""
    return tuple(sorted(((kind, kind_words(kind)) for kind in EVENTS), key=lambda each: each[1]))


def kind_words(kind: str) -> str:
    """The kind of an entry in words: step.started is Step started."""
    return kind.replace(".", " ").replace("_", " ").capitalize()


def people_choices(floor: Floor) -> tuple[str, ...]:
    """Everybody who has entered something or could: name and id, by the name."""
    return tuple(sorted(f"{person.name} ({person.id})" for person in floor.people.values()))


def wish_of(typed: Typed, floor: Floor, now: datetime, zone: ZoneInfo) -> AuditWish | tuple[Refusal, ...]:
    """What these fields ask for, or why they cannot be read, each refusal naming its field."""
    since, until = _edge(typed.since, now, zone, "since"), _edge(typed.until, now, zone, "until")
    who, kind = _person(typed.who, floor), _kind(typed.kind)
    if isinstance(since, Refusal) or isinstance(until, Refusal) or isinstance(who, Refusal) or isinstance(kind, Refusal):
        return tuple(each for each in (since, until, who, kind) if isinstance(each, Refusal))
    if since is not None and until is not None and since > until:
        return (Refusal("audit.times", "“Until” lies before “since”.", "Change one of them.", "until"),)
    return AuditWish(since, until, who, typed.about.strip(), kind, " ".join(typed.words.split()))


def chips(wish: AuditWish, floor: Floor, zone: ZoneInfo) -> tuple[Chip, ...]:
    """The filters that are on."""
    return tuple(Chip(field, words) for field, words in _said(wish, floor, zone))


def _said(wish: AuditWish, floor: Floor, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    if wish.since is not None:
        yield "since", f"since {stamp(wish.since, zone)}"
    if wish.until is not None:
        yield "until", f"until {stamp(wish.until, zone)}"
    if wish.who:
        yield "who", f"by {floor.person_name(wish.who)}"
    if wish.about:
        yield "about", f"about {wish.about}"
    if wish.kind:
        yield "kind", kind_words(wish.kind).lower()
    if wish.words:
        yield "words", f"“{wish.words}”"


def _edge(text: str, now: datetime, zone: ZoneInfo, field: str) -> datetime | Refusal | None:
    """The first or the last instant of what was written: of a whole day, or of a minute."""
    written = " ".join(text.lower().split())
    if not written:
        return None
    day = _DAY.fullmatch(written)
    if day is None:
        at = instants.read(text, now, zone, field)
        return at + MINUTE - LEAST if isinstance(at, datetime) and field == "until" else _with_days(at)
    start = instants.read(f"{written} 00:00", now, zone, field)
    if field == "since" or isinstance(start, Refusal):
        return _with_days(start)
    following = (start.astimezone(zone).date() + timedelta(days=1)).isoformat()
    end = instants.read(f"{following} 00:00", now, zone, field)
    return end - LEAST if isinstance(end, datetime) else end


def _with_days(found: datetime | Refusal) -> datetime | Refusal:
    """A time that cannot be read: here a day alone is enough, too."""
    if isinstance(found, Refusal) and found.rule == "form.time":
        return replace(found, instead="Write it like 2026-11-22, yesterday, 14:05 or 2026-11-22 14:05, in site time.")
    return found


def _person(text: str, floor: Floor) -> str | Refusal:
    """The id of whoever is meant: by id, by the id in brackets, or by a part of one name only."""
    written = " ".join(text.split())
    if not written:
        return ""
    inside = _INSIDE.fullmatch(written)
    for name in (inside[1] if inside else "", written):
        if name in floor.people or name == CONSOLE or name.startswith(DEVICE):
            return name
    near = [person for person in floor.people.values() if written.lower() in person.name.lower()]
    if len(near) == 1:
        return near[0].id
    if near:
        names = ", ".join(f"{person.name} ({person.id})" for person in near[:3])
        return Refusal("audit.who", f"“{written}” may be several people: {names}.", "Write the id.", "who")
    return Refusal("audit.who", f"Nobody here is called “{written}”.", "Write a name or an id of this site.", "who")


def _kind(text: str) -> str | Refusal:
    """The name in the record of a kind that is written in words, or as the record has it."""
    written = " ".join(text.lower().split())
    if not written:
        return ""
    for kind in EVENTS:
        if written in (kind, kind_words(kind).lower()):
            return kind
    if "." in written and " " not in written:
        return written
    return Refusal("audit.kind", f"No entry is called “{text.strip()}”.", "Choose one from the list.", "kind")
