"""A handover in words: its sections by name, each point with owner and due time, the lines a person signs."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from console.domain import commands as c
from console.domain.floor import Floor
from console.domain.handover import Handover, HandoverPoint
from console.report.handover.sections import TITLES, owner_words
from console.report.handover.sheet import behind, said_fact
from console.view import spoken

Line = tuple[str, str]
TOLD = ("must_know", "points", "facts", "remarks", "changes", "since", "until")
"""What of a handover is told in words of its own, every one of them."""


def point_words(point: HandoverPoint, floor: Floor, zone: ZoneInfo) -> str:
    """A point with who owns it, until when, and through how many handovers it came."""
    due = f", due {spoken.stamp(point.due, zone)}" if point.due is not None else ""
    carried = f" (carried over {point.carried}×)" if point.carried else ""
    more = "".join(f". {name}: {words}" for name, words in behind(point, floor, zone))
    return f"{point.words}{carried}{more}. Owner: {owner_words(floor, point.owner)}{due}"


def signed_lines(command: c.GiveHandover | c.AcceptHandover, floor: Floor, zone: ZoneInfo) -> list[Line]:
    """Every word that is signed by giving or accepting: the message first, then the sections in their order."""
    if isinstance(command, c.GiveHandover):
        given = Handover(
            command.handover, command.by, None, command.must_know, command.points, command.facts, command.remarks,
            command.changes, command.since, command.until,
        )  # fmt: skip
        return _words(given, floor, zone)
    found = floor.handover
    if found is None or found.id != command.handover:
        return []
    asked = [(f"Question of {floor.person_name(q.by)}", f"{q.words} — {q.answer or 'not answered'}") for q in found.questions]
    return [("Given by", floor.person_name(found.giver)), *_words(found, floor, zone), *asked]


def _words(handover: Handover, floor: Floor, zone: ZoneInfo) -> list[Line]:
    found = [("Must know", handover.must_know)]
    if handover.since is not None:
        entries = spoken.counted(sum(change.entries for change in handover.changes), "entry", "entries")
        until = f", until {spoken.stamp(handover.until, zone)}" if handover.until is not None else ""
        found.append(("What changed", f"Since the last handover, {spoken.stamp(handover.since, zone)}{until}: {entries}"))
        found += [("", change.words) for change in handover.changes]
    for section, title in TITLES.items():
        label = f"{section} {title}"
        found += [(label, point_words(p, floor, zone)) for p in handover.points if p.section == section]
        found += [(label, said_fact(w)) for w in handover.facts if w.section == section]
        found += [(label, w.words) for w in handover.remarks if w.section == section]
    return found
