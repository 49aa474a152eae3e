"""Sections 8 to 10: materials, people, and what somebody owns until a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from console.domain.floor import MaterialState
from console.domain.handover import HandoverPoint, HandoverWords
from console.report.handover.seen import Seen, span

EXPIRING = timedelta(days=7)
LONG_DUTY = timedelta(hours=12)
HAND = "10.hand."
"""How the id of a point begins that somebody added by hand: it is carried over until somebody leaves it out."""


def materials(seen: Seen) -> Iterator[HandoverPoint]:
    """Released lots that expire within a week or have expired."""
    for lot in seen.floor.materials.values():
        if lot.state is MaterialState.RELEASED and lot.expires_at is not None and lot.expires_at - seen.now < EXPIRING:
            word = "has expired" if lot.expires_at <= seen.now else "expires"
            words = f"{lot.title} {lot.id} {word} {seen.clock(lot.expires_at)}"
            yield seen.point(8, "expiry", f"material:{lot.id}", words, due=lot.expires_at)


def materials_now(seen: Seen) -> Iterator[HandoverWords]:
    """Lots in quarantine or blocked."""
    for state, word in ((MaterialState.QUARANTINE, "In quarantine"), (MaterialState.BLOCKED, "Blocked")):
        lots = [f"{lot.title} {lot.id}" for lot in seen.floor.materials.values() if lot.state is state]
        if lots:
            yield HandoverWords(8, f"{word}: {', '.join(lots)}")


def people(seen: Seen) -> Iterator[HandoverWords]:
    """Who is on duty, by role, and who has been so for long."""
    by_role: dict[str, list[str]] = {}
    for user in seen.floor.on_duty:
        person = seen.floor.people.get(user)
        role = person.roles[0].value.replace("_", " ") if person and person.roles else "others"
        by_role.setdefault(role, []).append(seen.floor.person_name(user))
    for role, names in sorted(by_role.items()):
        yield HandoverWords(9, f"On the floor, {role}: {', '.join(sorted(names))}")
    for user, since in seen.floor.on_duty.items():
        if seen.now - since > LONG_DUTY:
            yield HandoverWords(9, f"{seen.floor.person_name(user)} is on the floor for {span(seen.now - since)}")


def owned(seen: Seen, told: frozenset[str]) -> Iterator[HandoverPoint]:
    """What somebody owns that no other section speaks of, signatures that are missing, and what was added by hand before."""
    for subject in seen.floor.owners:
        kind, _, name = subject.partition(":")
        if subject in told or (kind == "batch" and name not in seen.floor.batches):
            continue
        yield seen.point(10, "owned", subject, f"{name or subject} is owned")
    for owed in seen.floor.owed.values():
        at = f" of {seen.clock(owed.taken_at)}" if owed.taken_at else ""
        words = f"The signature “given” is missing for the duty taken{at} by {seen.floor.person_name(owed.taker)}"
        yield seen.point(10, "signature", f"handover:{owed.id}", words, owed.giver)
    handed = seen.floor.handed
    for point in handed.points if handed else ():
        if point.id.startswith(HAND):
            yield HandoverPoint(point.id, 10, point.words, point.owner, point.due, point.subject, point.carried + 1)
    for asked in handed.questions if handed else ():
        if asked.carried and asked.open:
            words = f"Not answered at the last handover: {asked.words}"
            yield seen.point(10, "question", f"question:{asked.id}", words, handed.giver if handed else "")
