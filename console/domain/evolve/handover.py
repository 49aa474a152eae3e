"""How a handover changes the floor: what is under way, who is responsible, and whose signature is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from console.domain import events as e
from console.domain.events.event import Event
from console.domain.evolve.parts import put, without
from console.domain.floor import Floor
from console.domain.handover import Duty, Handover, HandoverQuestion, PointCheck


def _given(floor: Floor, event: e.HandoverGiven) -> Floor:
    given = Handover(
        event.handover, event.by, event.at, event.must_know, event.points, event.facts, event.remarks, event.changes, event.since,
        event.until,
    )  # fmt: skip
    owed = floor.owed.get(event.settles)
    if owed is not None:
        return _settled(floor, owed, given)
    if event.settles or floor.handover is not None:
        return floor  # the signature is there already, or another handover is under way: it stands in the journal only
    return replace(floor, handover=given)


def _settled(floor: Floor, owed: Handover, given: Handover) -> Floor:
    """The missing signature came afterwards; duty stays with whoever took it."""
    whole = replace(given, id=owed.id, taker=owed.taker, taken_at=owed.taken_at, taken=True, reason=owed.reason, told=owed.told)
    handed = whole if floor.handed is not None and floor.handed.id == owed.id else floor.handed
    return replace(floor, owed=without(floor.owed, owed.id), handed=handed)


def _questioned(floor: Floor, event: e.HandoverQuestioned) -> Floor:
    handover = floor.handover
    if handover is None or handover.id != event.handover or any(q.id == event.question for q in handover.questions):
        return floor
    asked = HandoverQuestion(event.question, event.point, event.by, event.at, event.words)
    return replace(floor, handover=replace(handover, questions=(*handover.questions, asked)))


def _answered(floor: Floor, event: e.HandoverAnswered) -> Floor:
    for name in ("handover", "handed"):
        handover: Handover | None = getattr(floor, name)
        if handover is not None and handover.id == event.handover:
            questions = tuple(
                replace(q, answer=event.answer, answered_by=event.by, answered_at=event.at)
                if q.id == event.question and q.open
                else q
                for q in handover.questions
            )
            after = replace(handover, questions=questions)
            return replace(floor, handover=after) if name == "handover" else replace(floor, handed=after)
    return floor


def _checked(floor: Floor, event: e.HandoverChecked) -> Floor:
    handover = floor.handover
    if handover is None or handover.id != event.handover:
        return floor
    if any((check.point, check.by) == (event.point, event.by) for check in handover.checks):
        return floor
    checks = (*handover.checks, PointCheck(event.point, event.by, event.at))
    return replace(floor, handover=replace(handover, checks=checks))


def _accepted(floor: Floor, event: e.HandoverAccepted) -> Floor:
    handover = floor.handover
    if handover is None or handover.id != event.handover:
        return _accepted_again(floor, event)
    questions = tuple(replace(q, carried=q.open and q.id in event.carried) for q in handover.questions)
    whole = replace(handover, taker=event.by, taken_at=event.at, questions=questions)
    return replace(_on_duty(floor, event.by, event.at), handover=None, handed=whole)


def _accepted_again(floor: Floor, event: e.HandoverAccepted) -> Floor:
    """One acceptance counts; a second one is kept beside it."""
    handed = floor.handed
    if handed is None or handed.id != event.handover or event.by in (handed.taker, *handed.also):
        return floor
    return replace(floor, handed=replace(handed, also=(*handed.also, event.by)))


def _withdrawn(floor: Floor, event: e.HandoverWithdrawn) -> Floor:
    under_way = floor.handover is not None and floor.handover.id == event.handover
    return replace(floor, handover=None) if under_way else floor


def _taken(floor: Floor, event: e.DutyTaken) -> Floor:
    whole = Handover(
        event.handover, event.giver, taker=event.by, taken_at=event.at, taken=True, reason=event.reason, told=event.told
    )
    owed = put(floor.owed, whole.id, whole) if event.giver else floor.owed
    return replace(_on_duty(floor, event.by, event.at), handover=None, handed=whole, owed=owed)


def _on_duty(floor: Floor, user: str, at: datetime) -> Floor:
    duties = dict(floor.duties)
    if floor.responsible in duties:
        duties[floor.responsible] = replace(duties[floor.responsible], until=at)
    duties[user] = Duty(at)
    return replace(floor, responsible=user, duties=duties)


RULES: dict[type[Event], Callable[[Floor, Any], Floor]] = {
    e.HandoverGiven: _given,
    e.HandoverQuestioned: _questioned,
    e.HandoverAnswered: _answered,
    e.HandoverChecked: _checked,
    e.HandoverAccepted: _accepted,
    e.HandoverWithdrawn: _withdrawn,
    e.DutyTaken: _taken,
}
