"""Sections 8 and 10: materials, what must not be done, and what somebody owns until a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from console.domain.facility import Role
from console.domain.floor import MaterialState, RoomOut
from console.domain.handover import HandoverPoint, HandoverWords, Standing
from console.domain.timers import TimerState, timers_of
from console.report.handover.places import OUT
from console.report.handover.seen import Seen

EXPIRING = timedelta(days=7)
HAND = "10.hand."
"""How the id of a point begins that somebody added by hand: it is carried over until somebody leaves it out."""
NOT_TO_USE = ((MaterialState.QUARANTINE, "in quarantine"), (MaterialState.BLOCKED, "blocked"))


def materials(seen: Seen) -> Iterator[HandoverPoint]:
    """Released lots that expire within a week or have expired."""
    for lot in seen.floor.materials.values():
        if lot.state is MaterialState.RELEASED and lot.expires_at is not None and lot.expires_at - seen.now < EXPIRING:
            word = "has expired" if lot.expires_at <= seen.now else "expires"
            words = f"{lot.title} {lot.id} {word} {seen.clock(lot.expires_at)}"
            do = "take it off the floor" if lot.expires_at <= seen.now else "use or replace it before"
            yield seen.point(8, "expiry", f"material:{lot.id}", words, Role.SUPERVISOR, lot.expires_at, do=do)


def materials_now(seen: Seen) -> Iterator[HandoverWords]:
    """Lots in quarantine or blocked."""
    for state, word in NOT_TO_USE:
        lots = [f"{lot.title} {lot.id}" for lot in seen.floor.materials.values() if lot.state is state]
        if lots:
            yield HandoverWords(8, f"{word[:1].upper()}{word[1:]}: {', '.join(lots)}", Standing.BLOCKED)


def must_not(seen: Seen) -> Iterator[HandoverWords]:
    """What the next shift must not do, for as long as the floor forbids it."""
    floor = seen.floor
    told = [(f"Do not start anything in {r.id}: {OUT[r.out]}, {r.out_reason}.", f"room:{r.id}")
            for r in floor.rooms.values() if r.out is not RoomOut.NO]  # fmt: skip
    told += [(f"Do not load {i.id}: {i.out_reason}.", f"instrument:{i.id}") for i in floor.instruments.values() if i.out_reason]
    for batch in seen.live:
        told += [
            (f"Do not start a step of {batch.id}: on hold, {hold.reason}.", f"batch:{batch.id}") for hold in batch.holds.values()
        ]
        for timer in timers_of(floor, batch, seen.now):
            if timer.state is TimerState.EARLY and timer.not_before is not None and timer.not_before < seen.until:
                title, opens = seen.title(batch, timer.to_step), seen.clock(timer.not_before)
                words = f"Do not begin {title} of {batch.id} before {opens}: too early for {timer.title}."
                told.append((words, f"batch:{batch.id}"))
    told += [
        (f"Do not record on {entity.replace(':', ' ')} here: a newer program wrote about it.", entity)
        for entity in sorted(floor.locked)
    ]
    told += [*_lots(seen)]
    yield from (HandoverWords(10, words, Standing.MUST_NOT, subject) for words, subject in told)


def _lots(seen: Seen) -> Iterator[tuple[str, str]]:
    words = dict(NOT_TO_USE)
    for lot in seen.floor.materials.values():
        expired = lot.state is MaterialState.RELEASED and lot.expires_at is not None and lot.expires_at <= seen.now
        why = "expired" if expired else words.get(lot.state, "")
        if why:
            yield f"Do not use {lot.title} {lot.id}: {why}.", f"material:{lot.id}"


def owned(seen: Seen, told: frozenset[str]) -> Iterator[HandoverPoint]:
    """What somebody owns that no other section speaks of, signatures that are missing, and what was added by hand before."""
    for subject in seen.floor.owners:
        if subject not in told and _open(seen, subject):
            name = subject.partition(":")[2]
            yield seen.point(10, "owned", subject, f"{name or subject} is owned")
    for owed in seen.floor.owed.values():
        at = f" of {seen.clock(owed.taken_at)}" if owed.taken_at else ""
        words = f"The signature “given” is missing for the duty taken{at} by {seen.floor.person_name(owed.taker)}"
        yield seen.point(10, "signature", f"handover:{owed.id}", words, owed.giver, do="give it")
    handed = seen.floor.handed
    for point in handed.points if handed else ():
        if point.id.startswith(HAND):
            yield HandoverPoint(point.id, 10, point.words, point.owner, point.due, point.subject, point.carried + 1)
    for asked in handed.questions if handed else ():
        if asked.carried and asked.open:
            words = f"Not answered at the last handover: {asked.words}"
            yield seen.point(10, "question", f"question:{asked.id}", words, handed.giver if handed else "", do="answer it")


def _open(seen: Seen, subject: str) -> bool:
    """Whether what is owned is still open: a batch on which work goes on, a deviation nobody has closed, or anything else."""
    kind, _, name = subject.partition(":")
    if kind == "batch":
        return name in seen.floor.batches and seen.floor.batches[name].live
    if kind == "deviation":
        found = seen.floor.deviations.get(name)
        return found is not None and found.closed_at is None
    return True
