"""Giving sheets out, before it is signed: what each room's sheet would carry, and the command of what is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.blanks import HOURS_MOST, console_mark
from console.domain.commands import IssueBlanks
from console.domain.decide.sheets import lines_of
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.view.spoken import counted


@dataclass(frozen=True, slots=True)
class Issuing:
    """What is filled in: the rooms chosen, the hours and the reason as typed."""

    rooms: tuple[str, ...]
    hours: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoomOffer:
    """A room with what its sheet would carry, in words."""

    id: str
    words: str


def rooms_of(floor: Floor, now: datetime, length: timedelta) -> tuple[RoomOffer, ...]:
    """Every room of the facility, with how much is planned in it for these hours."""
    titles = {room.id: room.title for room in floor.facility.rooms} if floor.facility is not None else {}
    found = []
    for room in floor.rooms:
        lines = len(lines_of(floor, room, now, now + length))
        planned = counted(lines, "line") if lines else "nothing planned"
        found.append(RoomOffer(room, f"{room} {titles.get(room, '')} · {planned}".replace("  ", " ")))
    return tuple(found)


def told(issuing: Issuing, floor: Floor, now: datetime) -> str:
    """How many sheets with how many lines would go out; empty while that cannot be said."""
    hours = _hours(issuing.hours)
    if isinstance(hours, Refusal) or not issuing.rooms:
        return ""
    lines = sum(len(lines_of(floor, room, now, now + timedelta(hours=hours))) for room in issuing.rooms)
    return f"{counted(len(issuing.rooms), 'sheet')} with {counted(lines, 'line')}, each with free rows below."


def command_of(issuing: Issuing, by: str, chain: str) -> IssueBlanks | Refusal:
    """What is asked of the floor, or the refusal that names the field; `chain` is the console's own."""
    hours = _hours(issuing.hours)
    if isinstance(hours, Refusal):
        return hours
    if not issuing.rooms:
        return Refusal("form.empty", "No room is chosen.", "Choose at least one.", "rooms")
    if not issuing.reason.strip():
        return Refusal("form.empty", "The reason is missing.", "Say why these rooms work on paper.", "reason")
    return IssueBlanks(by=by, rooms=issuing.rooms, mark=console_mark(chain), hours=hours, reason=issuing.reason.strip())


def _hours(text: str) -> int | Refusal:
    said = text.strip().removesuffix("h").strip()
    if said.isdecimal() and said.isascii() and 1 <= int(said) <= HOURS_MOST:
        return int(said)
    return Refusal("form.number", f"“{text.strip()}” is no number of hours.", f"Write 1 to {HOURS_MOST}.", "hours")
