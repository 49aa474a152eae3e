"""What supervisors fill in at a handover: a question, an answer, an open action, why one withdraws or takes duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from console.domain.commands import AnswerQuestion, GiveHandover, QuestionHandover, TakeDuty, WithdrawHandover
from console.domain.commands.command import Command
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.handover import Handover, HandoverPoint
from console.domain.refusal import Refusal
from console.report.handover.sections import owner_words
from console.view import instants
from console.view.asks.ask import Answers, Ask, Field, Kind, Scene, Wrong
from console.view.handover.draft import new_name

DUE_HINT = "tomorrow 09:30, or 4 h from now"


def question(scene: Scene, handover: Handover, point: HandoverPoint | None) -> Ask:
    """Ask the giver about a point, or about the whole."""
    number = f"HQ-{len(handover.questions) + 1}"

    def make(answers: Answers) -> Command:
        return QuestionHandover(
            by=scene.user, handover=handover.id, question=number, point=point.id if point else "",
            words=answers.needed("words", "The question"),
        )  # fmt: skip

    about = point.words if point else "The whole handover"
    return Ask("handover.ask", "Ask about it", about, "Ask", (Field("words", "Question"),), make)


def answer(scene: Scene, handover: Handover) -> Ask:
    """Answer a question, as the giver; the oldest open one is offered first."""
    choices = tuple((q.id, q.words) for q in handover.open_questions())

    def make(answers: Answers) -> Command:
        return AnswerQuestion(
            by=scene.user, handover=handover.id, question=answers.needed("question", "The question"), answer=answers.text("answer")
        )

    fields = (Field("question", "Question", Kind.CHOICE, choices[0][0] if choices else "", choices), Field("answer", "Answer"))
    return Ask("handover.answer", "Answer a question", handover.id, "Answer", fields, make)


def withdraw(scene: Scene, handover: Handover) -> Ask:
    """Take one's handover back, with a reason."""

    def make(answers: Answers) -> Command:
        return WithdrawHandover(by=scene.user, handover=handover.id, reason=answers.text("reason"))

    fields = (Field("reason", "Reason", hint="why, in a few words; then it can be given anew"),)
    return Ask("handover.withdraw", "Withdraw the handover", handover.id, "Withdraw", fields, make)


def take(scene: Scene) -> Ask:
    """Take duty without a handover."""
    floor = scene.floor

    def make(answers: Answers) -> Command:
        return TakeDuty(
            by=scene.user, handover=new_name(floor, scene.now), reason=answers.text("reason"), told=answers.text("told")
        )

    if not floor.responsible:
        return Ask("duty.take", "Take duty", "Nobody has duty: it is yours when you sign.", "Take duty and sign", (), make)
    qa = tuple((p.id, p.name) for p in floor.people.values() if p.active and Role.QA in p.roles)
    giver = floor.person_name(floor.responsible)
    fields = (
        Field("reason", "Reason", hint="why there is no handover"),
        Field("told", "QA told", Kind.CHOICE, "", qa, "whom of QA you have told"),
    )
    about = f"{giver} has duty. The signature of {giver} is shown as missing until it is given."
    return Ask("duty.take", "Take duty without a handover", about, "Take duty and sign", fields, make, critical=True)


def assigned(scene: Scene, point: HandoverPoint) -> Ask:
    """Name who owns a point, and until when: it goes into the draft, not to the floor."""
    people = _owners(scene.floor)

    def make(answers: Answers) -> Command:
        named = replace(point, owner=answers.needed("owner", "The owner"), due=_due(answers))
        return GiveHandover(by=scene.user, handover="", must_know="", points=(named,))

    fields = (
        Field("owner", "Owner", Kind.CHOICE, point.owner if point.owner in dict(people) else people[0][0], people),
        Field("due", "Due", Kind.TIME, instants.write(point.due, scene.zone) if point.due else "", hint=DUE_HINT),
    )
    return Ask("handover.assign", "Name the owner", point.words, "Name", fields, make)


def _due(answers: Answers) -> datetime:
    due = answers.ahead("due")
    if due is None:
        raise Wrong(Refusal("form.empty", "The due time is missing.", "Write a time, or a span from now.", "due"))
    return due


def added(scene: Scene, until: datetime, owner: str) -> Ask:
    """An open action of one's own, as the point of a handover to be given: it goes into the draft, not to the floor."""
    people = _owners(scene.floor)

    def make(answers: Answers) -> Command:
        words, who = answers.needed("words", "What is to be done"), answers.needed("owner", "The owner")
        return GiveHandover(by=scene.user, handover="", must_know="", points=(HandoverPoint("", 10, words, who, _due(answers)),))

    fields = (
        Field("words", "What is to be done"),
        Field("owner", "Owner", Kind.CHOICE, owner if owner in dict(people) else people[0][0], people),
        Field("due", "Due", Kind.TIME, instants.write(until, scene.zone), hint=DUE_HINT),
    )
    return Ask("handover.point", "Add an open action", "It is recorded when the handover is signed.", "Add", fields, make)


def _owners(floor: Floor) -> tuple[tuple[str, str], ...]:
    roles = ("next shift", "qa", "qc_reviewer", "qc_analyst", "planner")
    active = tuple((p.id, p.name) for p in floor.people.values() if p.active)
    return (*((role, owner_words(floor, role)) for role in roles), *active)
