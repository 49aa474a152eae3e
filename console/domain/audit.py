"""Rules that a foreign entry breaks here: kept as flags, never a reason to drop the entry (data.md 3.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.blanks import BlankState
from console.domain.codec import Unknown
from console.domain.commands.command import Command
from console.domain.copies import paper
from console.domain.decide import decide
from console.domain.events.event import Event
from console.domain.floor import Floor
from console.domain.refusal import Refusal


def audit(floor: Floor, event: Event | Unknown) -> tuple[str, ...]:
    """The ids of the rules this entry would have broken on this floor; empty when none."""
    if isinstance(event, Unknown):
        return ("unknown-type",)
    if isinstance(event, e.BlankIssued | e.BlankVerified):
        return _of_sheet(floor, event)
    if isinstance(event, e.CopyPrinted):
        return _of_copy(floor, event)
    unread = _of_paper(floor, event)
    asked = _AS_COMMAND.get(type(event))
    if asked is None:
        return unread
    answer = decide(floor, asked(event), event.at)
    return (*unread, answer.rule) if isinstance(answer, Refusal) else unread


def _of_sheet(floor: Floor, event: e.BlankIssued | e.BlankVerified) -> tuple[str, ...]:
    """A number that came twice, or a sheet that no second person has checked: what was read of it is not in the entry."""
    blank = floor.blanks.get(event.blank)
    if isinstance(event, e.BlankIssued):
        return ("blank-known",) if blank is not None else ()
    if blank is None:
        return ("blank-unknown",)
    if blank.state is not BlankState.KEYED:
        return ("blank-state",)
    return ("blank-same",) if event.by == blank.keyed_by else ()


def _of_copy(floor: Floor, event: e.CopyPrinted) -> tuple[str, ...]:
    """A number that a copy of this paper bears already: two consoles apart gave it out."""
    last = floor.copies.last.get(paper(event.kind, event.subject))
    return ("copy-known",) if last is not None and event.copy <= last.copy else ()


def _of_paper(floor: Floor, event: Event) -> tuple[str, ...]:
    """Work said to stand on a sheet that whoever entered it has not checked, or by somebody who is not named there."""
    number = getattr(event, "paper", "")
    if not number:
        return ()
    blank = floor.blanks.get(number)
    doer = event.taker if isinstance(event, e.SampleTaken) else getattr(event, "performer", "")
    read = blank is not None and blank.verified_by == event.by
    named = blank is not None and (not doer or any(entry.performer == doer for entry in blank.entries if entry.entered))
    return () if read and named else ("paper-unread",)


def _doer(event: e.StepStarted | e.StepFinished) -> str:
    """Who did it: from paper that is not whoever made the entry."""
    return event.performer if event.paper else event.by


def _start(event: e.StepStarted) -> Command:
    return c.StartStep(
        by=_doer(event),
        at=event.at,
        reason=event.reason,
        batch=event.batch,
        step=event.step,
        lane=event.lane,
        station=event.station,
        instrument=event.instrument,
    )


def _finish(event: e.StepFinished) -> Command:
    return c.FinishStep(
        by=_doer(event),
        at=event.at,
        reason=event.reason,
        batch=event.batch,
        step=event.step,
        verifier=event.verifier,
        values=event.values,
        comment=event.comment,
    )


def _move(event: e.StepMoved) -> Command:
    return c.MoveStep(by=event.by, at=event.at, reason=event.reason, batch=event.batch, step=event.step, placement=event.placement)


def _change(event: e.PlanChanged) -> Command:
    return c.ChangePlan(
        by=event.by,
        at=event.at,
        reason=event.reason,
        change=event.change,
        title=event.title,
        moves=event.moves,
        undoes=event.undoes,
        draft=event.draft,
    )


def _disposition(event: e.DispositionSigned) -> Command:
    return c.SignDisposition(by=event.by, at=event.at, batch=event.batch, decision=event.decision, comment=event.comment)


def _review(event: e.ResultReviewed) -> Command:
    return c.ReviewResult(
        by=event.by, at=event.at, test=event.test, batch=event.batch, verdict=event.verdict, comment=event.comment
    )


def _resume(event: e.BatchResumed) -> Command:
    return c.LiftHold(by=event.by, at=event.at, reason=event.reason, batch=event.batch, hold=event.hold)


def _return(event: e.RoomReturned) -> Command:
    return c.ReturnRoom(by=event.by, at=event.at, reason=event.reason, room=event.room)


def _give(event: e.HandoverGiven) -> Command:
    return c.GiveHandover(
        by=event.by,
        at=event.at,
        reason=event.reason,
        handover=event.handover,
        must_know=event.must_know,
        points=event.points,
        facts=event.facts,
        remarks=event.remarks,
        settles=event.settles,
    )


def _accept(event: e.HandoverAccepted) -> Command:
    return c.AcceptHandover(
        by=event.by, at=event.at, reason=event.reason, handover=event.handover, digest=event.digest, carried=event.carried
    )


def _take(event: e.DutyTaken) -> Command:
    return c.TakeDuty(by=event.by, at=event.at, reason=event.reason, handover=event.handover, told=event.told)


def _reviewed(event: e.AuditReviewed) -> Command:
    return c.ReviewAudit(by=event.by, at=event.at, through=event.through, entry=event.entry, comment=event.comment)


def _returned(event: e.BlankReturned) -> Command:
    return c.ReturnBlank(by=event.by, at=event.at, reason=event.reason, blank=event.blank, pages=event.pages)


def _voided(event: e.BlankVoided) -> Command:
    return c.VoidBlank(by=event.by, at=event.at, blank=event.blank, reason=event.reason, lost=event.lost)


def _keyed(event: e.BlankKeyed) -> Command:
    return c.KeyBlank(by=event.by, at=event.at, reason=event.reason, blank=event.blank, entries=event.entries)


def _original(event: e.OriginalAttached) -> Command:
    return c.AttachOriginal(
        by=event.by, at=event.at, blank=event.blank, digest=event.digest, kind=event.kind, size=event.size, name=event.name
    )


def _signed(event: e.BlankSigned) -> Command:
    return c.SignBlank(by=event.by, at=event.at, blank=event.blank)


_AS_COMMAND: dict[type[Event], Callable[[Any], Command]] = {
    e.StepStarted: _start,
    e.StepFinished: _finish,
    e.StepMoved: _move,
    e.PlanChanged: _change,
    e.DispositionSigned: _disposition,
    e.ResultReviewed: _review,
    e.BatchResumed: _resume,
    e.RoomReturned: _return,
    e.HandoverGiven: _give,
    e.HandoverAccepted: _accept,
    e.DutyTaken: _take,
    e.AuditReviewed: _reviewed,
    e.BlankReturned: _returned,
    e.BlankVoided: _voided,
    e.BlankKeyed: _keyed,
    e.OriginalAttached: _original,
    e.BlankSigned: _signed,
}
