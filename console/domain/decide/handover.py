"""The rules of a shift handover: words with owners, another person who checks every one, and never two on duty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.commands.command import Command
from console.domain.decide.asking import long_refusal
from console.domain.decide.checks import reasoned
from console.domain.events.event import Event
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.handover import SECTIONS, Handover
from console.domain.refusal import Refusal

Answer = list[Event] | Refusal


def give(floor: Floor, command: c.GiveHandover, at: datetime) -> Answer:
    """Give duty on, as the one who has it; or sign afterwards what duty was taken without."""
    refused = _may_settle(floor, command) if command.settles else _may_give(floor, command)
    return (
        refused
        or _words(command)
        or [
            e.HandoverGiven(
                by=command.by,
                at=at,
                handover=command.handover,
                must_know=command.must_know,
                points=command.points,
                facts=command.facts,
                remarks=command.remarks,
                settles=command.settles,
                reason=command.reason,
                changes=command.changes,
                since=command.since,
                until=command.until,
            )
        ]
    )


def _may_give(floor: Floor, command: c.GiveHandover) -> Refusal | None:
    if floor.responsible != command.by:
        on_duty = floor.person_name(floor.responsible) if floor.responsible else "nobody"
        return Refusal("not-on-duty", f"The supervisor on duty is {on_duty}.", "Take duty first, and say why.", "by")
    if floor.handover is not None:
        return Refusal("handover-under-way", "A handover is given already.", "Withdraw it, then give it anew.", "handover")
    return _known(floor, command.handover)


def _may_settle(floor: Floor, command: c.GiveHandover) -> Refusal | None:
    owed = floor.owed.get(command.settles)
    if owed is None or owed.giver != command.by:
        return Refusal("nothing-owed", "No signature of yours is missing there.", "Choose the handover you owe.", "settles")
    return None


def _known(floor: Floor, handover: str) -> Refusal | None:
    used = {found.id for found in (floor.handover, floor.handed, *floor.owed.values()) if found is not None}
    if handover.strip() and handover not in used:
        return None
    return Refusal("handover-known", f"Handover {handover or '(none)'} exists already.", "Give it a number of its own.", "handover")


def _words(command: c.GiveHandover) -> Refusal | None:
    if not command.must_know.strip():
        return Refusal(
            "must-know", "There is no must-know message.", "Say the one thing they must know, or that there is none.", "must_know"
        )
    if len({point.id for point in command.points}) != len(command.points):
        return Refusal("point-twice", "Two points have the same number.", "Give each its own.", "points")
    for point in command.points:
        if not point.id.strip() or not point.words.strip() or not point.owner.strip() or point.due is None:
            return Refusal(
                "point-owner", f"“{point.words}” has no owner or no due time.", "Without them it is only a report.", "points"
            )
    sections = [p.section for p in command.points] + [w.section for w in (*command.facts, *command.remarks)]
    if any(not 1 <= section <= SECTIONS for section in sections):
        return Refusal("section", f"A handover has {SECTIONS} sections.", "Choose one of them.", "points")
    return long_refusal("must_know", command.must_know) or long_refusal("remarks", *(one.words for one in command.remarks))


def _under_way(floor: Floor, handover: str) -> Handover | Refusal:
    found = floor.handover
    if found is None or found.id != handover:
        return Refusal("handover-none", f"Handover {handover} is not under way.", "Look at what is given now.", "handover")
    return found


def _incoming(floor: Floor, handover: str, by: str) -> Handover | Refusal:
    found = _under_way(floor, handover)
    if isinstance(found, Handover) and found.giver == by:
        return Refusal("handover-own", "Nobody accepts, checks or questions their own handover.", "Another supervisor does.", "by")
    return found


def question(floor: Floor, command: c.QuestionHandover, at: datetime) -> Answer:
    """Ask about a point that was given, or about the whole."""
    found = _incoming(floor, command.handover, command.by)
    if isinstance(found, Refusal):
        return found
    if not command.words.strip():
        return Refusal("question-empty", "There is no question.", "Write what you want to know.", "words")
    refused = long_refusal("words", command.words)
    if refused is not None:
        return refused
    if any(asked.id == command.question for asked in found.questions):
        return Refusal("question-known", "That question is asked already.", "Give it a number of its own.", "question")
    if command.point and found.point(command.point) is None:
        return _no_point(command.point)
    return [
        e.HandoverQuestioned(
            by=command.by, at=at, handover=found.id, question=command.question, words=command.words, point=command.point
        )
    ]


def answer(floor: Floor, command: c.AnswerQuestion, at: datetime) -> Answer:
    """Answer a question once, as the giver; also one that was carried over when duty had passed on already."""
    here = [h for h in (floor.handover, floor.handed) if h is not None and h.id == command.handover]
    asked = next((q for h in here for q in h.open_questions() if q.id == command.question), None)
    if not here or asked is None:
        return Refusal("question-none", "There is no such open question.", "Choose an open one.", "question")
    if here[0].giver != command.by:
        return Refusal("answer-giver", "Only who gave the handover answers.", f"Ask {floor.person_name(here[0].giver)}.", "by")
    if not command.answer.strip():
        return Refusal("answer-empty", "There is no answer.", "Write it down.", "answer")
    return long_refusal("answer", command.answer) or [
        e.HandoverAnswered(by=command.by, at=at, handover=command.handover, question=asked.id, answer=command.answer)
    ]


def check(floor: Floor, command: c.CheckPoint, at: datetime) -> Answer:
    """Check a point once, as another person than the giver."""
    found = _incoming(floor, command.handover, command.by)
    if isinstance(found, Refusal):
        return found
    if found.point(command.point) is None:
        return _no_point(command.point)
    if command.point not in {point.id for point in found.unchecked(command.by)}:
        return Refusal("point-checked", "You have checked that point.", "Go on to the next one.", "point")
    return [e.HandoverChecked(by=command.by, at=at, handover=found.id, point=command.point)]


def accept(floor: Floor, command: c.AcceptHandover, at: datetime) -> Answer:
    """Accept what was given: another person, every point checked by them, every question answered or taken over by name."""
    found = _incoming(floor, command.handover, command.by)
    if isinstance(found, Refusal):
        return found
    if command.digest != found.digest:
        return Refusal("handover-words", "These are not the words that were given.", "Look at the handover anew.", "digest")
    left = found.unchecked(command.by)
    if left:
        return Refusal(
            "points-unchecked", f"{len(left)} points are not checked: {left[0].words}.", "Check them one by one.", "point"
        )
    unanswered = [q for q in found.open_questions() if q.id not in command.carried]
    if unanswered:
        return Refusal(
            "questions-open", f"Not answered: “{unanswered[0].words}”.", "Have it answered, or take it over by name.", "carried"
        )
    return [
        e.HandoverAccepted(
            by=command.by, at=at, handover=found.id, digest=found.digest, carried=command.carried, reason=command.reason
        )
    ]


def take(floor: Floor, command: c.TakeDuty, at: datetime) -> Answer:
    """Take duty where no handover was given: with a reason, and QA told, when somebody had it."""
    if floor.responsible == command.by:
        return Refusal("duty-yours", "You have duty already.", "Nothing is to be done.", "by")
    if floor.handover is not None:
        giver = floor.person_name(floor.handover.giver)
        return Refusal("handover-waits", f"{giver} has given a handover.", "Read, question and accept it.", "handover")
    refused = _known(floor, command.handover) or (_told(floor, command) if floor.responsible else None)
    return refused or [
        e.DutyTaken(
            by=command.by, at=at, handover=command.handover, giver=floor.responsible, reason=command.reason, told=command.told
        )
    ]


def _told(floor: Floor, command: c.TakeDuty) -> Refusal | None:
    told = floor.people.get(command.told)
    if told is None or Role.QA not in told.roles or told.id == command.by:
        return Refusal("qa-told", "Duty is taken without its giver, and no QA is named.", "Tell QA, and say whom.", "told")
    return reasoned(command.reason, "Taking duty without a handover")


def withdraw(floor: Floor, command: c.WithdrawHandover, at: datetime) -> Answer:
    """Take one's own handover back while nobody has accepted it."""
    found = _under_way(floor, command.handover)
    if isinstance(found, Refusal):
        return found
    if found.giver != command.by:
        return Refusal("withdraw-giver", "Only who gave the handover withdraws it.", f"Ask {floor.person_name(found.giver)}.", "by")
    return reasoned(command.reason, "Withdrawing a handover") or [
        e.HandoverWithdrawn(by=command.by, at=at, handover=found.id, reason=command.reason)
    ]


def _no_point(point: str) -> Refusal:
    return Refusal("point-unknown", f"The handover has no point {point}.", "Choose one of its points.", "point")


RULES: dict[type[Command], Callable[[Floor, Any, datetime], Answer]] = {
    c.GiveHandover: give,
    c.QuestionHandover: question,
    c.AnswerQuestion: answer,
    c.CheckPoint: check,
    c.AcceptHandover: accept,
    c.TakeDuty: take,
    c.WithdrawHandover: withdraw,
}
