"""What an entry says, in the language of the floor: "CR3 taken out of service", "B-0421: Harvest started 40 min late"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from console.domain import events as e
from console.domain.batch import Batch, StepState
from console.domain.codec import Unknown, wire_name
from console.domain.events.event import Event
from console.domain.floor import Floor, RoomOut
from console.domain.quality import Impact, TestState, Verdict
from console.domain.recipe import QC_RELEASE

NOTICED = timedelta(minutes=10)
"""A start or an end nearer to its plan than this is told without a word on time."""

_OUT = {RoomOut.OUT_OF_SERVICE: "taken out of service", RoomOut.EXCURSION_HOLD: "on hold after an excursion"}
_VERDICT = {Verdict.PASS: "passed", Verdict.OOS: "out of specification", Verdict.INVALID: "invalid"}
_IMPACT = {Impact.NONE: "without impact", Impact.ASSESSED_OK: "assessed, no obstacle", Impact.BLOCKS_RELEASE: "blocks release"}


def said(event: Event | Unknown, before: Floor, after: Floor, about: str) -> tuple[str, str]:
    """The entry in words, and the batch it speaks of; another batch than the one it is told `about` stands in front."""
    if isinstance(event, Unknown):
        return f"Entry of a kind this program does not know ({event.type})", ""
    words = _WORDS.get(type(event))
    text = words(event, before, after) if words is not None else _plain(event)
    batch = str(getattr(event, "batch", ""))
    touched: tuple[str, ...] = tuple(getattr(event, "batches", ()))
    if not batch and len(touched) == 1:
        (batch,) = touched
    named = batch and batch != about and about not in touched
    return (f"{batch}: {text}" if named else text), batch


def speaks_of(event: Event | Unknown, batch: str) -> bool:
    """Whether an entry is about this batch, or puts a room or an instrument out or back."""
    if isinstance(event, Unknown):
        return f"batch:{batch}" in event.entities
    if isinstance(event, (e.RoomTakenOut, e.RoomReturned, e.InstrumentTakenOut, e.InstrumentReturned)):
        return True
    if isinstance(event, (e.NoteAdded, e.StepRecorded)):
        return False
    return getattr(event, "batch", "") == batch or batch in getattr(event, "batches", ())


def waits_for(floor: Floor, batch: str) -> str:
    """What time went by with, for this batch: a hold, its running steps, the tests that run or wait for a reviewer, or nothing."""
    found = floor.batches.get(batch)
    recipe = floor.recipe_of(found) if found is not None else None
    if found is None or recipe is None:
        return "Time went by"
    if found.held:
        return "Time went by on hold"
    work = [s for s in recipe.steps if (step := found.steps.get(s.code)) and step.state is StepState.RUNNING]
    running = [told.title for told in work if told.code != QC_RELEASE]
    tests = {spec.title: last.state for spec in recipe.gating if (last := found.last_test(spec.code)) is not None}
    running = running or [title for title, state in tests.items() if state is TestState.IN_TEST]
    if running:
        return f"Time went by: {' and '.join(running[:2])} {'run' if len(running) > 1 else 'runs'} on"
    read = [title for title, state in tests.items() if state is TestState.RESULT_ENTERED]
    return f"Time went by: {' and '.join(read[:2])} {'wait' if len(read) > 1 else 'waits'} for review" if read else "Time went by"


def span(time: timedelta) -> str:
    """A span as people say it: 40 min, 3 h, 2 d 4 h."""
    minutes = round(abs(time) / timedelta(minutes=1))
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 10 and rest >= 5:
        return f"{hours} h {rest} min"
    hours = round(minutes / 60)
    days, left = divmod(hours, 24)
    return f"{hours} h" if days < 2 else f"{days} d {left} h" if left else f"{days} d"


# ------------------------------------------------------------------------------------------------------ one kind at a time


def _plain(event: Event) -> str:
    """The bare name of an event that has no words of its own."""
    return wire_name(type(event)).replace(".", " ").replace("_", " ").capitalize()


def _batch(floor: Floor, name: str) -> Batch | None:
    return floor.batches.get(name) or floor.left.get(name)


def _step(floor: Floor, batch: str, code: str) -> str:
    found = _batch(floor, batch)
    recipe = floor.recipe_of(found) if found is not None else None
    told = recipe.by_code.get(code) if recipe is not None else None
    return told.title if told is not None else code


def _test(floor: Floor, batch: str, code: str) -> str:
    found = _batch(floor, batch)
    recipe = floor.recipe_of(found) if found is not None else None
    spec = recipe.test(code) if recipe is not None else None
    return spec.title if spec is not None else code


def _test_of(event: e.ResultEntered | e.ResultReviewed, floor: Floor) -> str:
    found = _batch(floor, event.batch)
    test = found.tests.get(event.test) if found is not None else None
    return _test(floor, event.batch, test.code) if test is not None else event.test


def _against(at: datetime, planned: datetime | None) -> str:
    if planned is None or abs(at - planned) < NOTICED:
        return ""
    return f" {span(at - planned)} {'late' if at > planned else 'early'}"


def _paper(event: e.StepStarted | e.StepFinished | e.SampleTaken) -> str:
    return f" (from paper {event.paper})" if event.paper else ""


def _started(event: e.StepStarted, before: Floor, after: Floor) -> str:
    batch = _batch(before, event.batch)
    step = batch.steps.get(event.step) if batch is not None else None
    planned = step.placement.start if step is not None and step.placement is not None else None
    return f"{_step(before, event.batch, event.step)} started{_against(event.at, planned)}{_paper(event)}"


def _finished(event: e.StepFinished, before: Floor, after: Floor) -> str:
    batch = _batch(before, event.batch)
    step = batch.steps.get(event.step) if batch is not None else None
    planned = step.placement.end if step is not None and step.placement is not None else None
    return f"{_step(before, event.batch, event.step)} finished{_against(event.at, planned)}{_paper(event)}"


def _moved(event: e.StepMoved, before: Floor, after: Floor) -> str:
    batch = _batch(before, event.batch)
    step = batch.steps.get(event.step) if batch is not None else None
    title = _step(before, event.batch, event.step)
    if step is None or step.placement is None:
        return f"{title} planned"
    gap = event.placement.start - step.placement.start
    if abs(gap) < timedelta(minutes=1):
        return f"{title} moved to {event.placement.station or event.placement.lane}"
    return f"{title} moved {span(gap)} {'later' if gap > timedelta(0) else 'sooner'}"


def _changed(event: e.PlanChanged, before: Floor, after: Floor) -> str:
    count = len(event.moves)
    return f"Plan changed: {event.title} ({count} {'move' if count == 1 else 'moves'})"


def _room_out(event: e.RoomTakenOut, before: Floor, after: Floor) -> str:
    until = f", {span(event.expected_at - event.at)}" if event.expected_at is not None and event.expected_at > event.at else ""
    return f"{event.room} {_OUT.get(event.out, 'taken out')}{until}"


def _reviewed(event: e.ResultReviewed, before: Floor, after: Floor) -> str:
    return f"{_test_of(event, before)} {_VERDICT[event.verdict]}"


def _deviation(event: e.DeviationAssessed, before: Floor, after: Floor) -> str:
    return f"Deviation {event.deviation} {_IMPACT[event.impact]}"


def _decided(event: e.DispositionSigned, before: Floor, after: Floor) -> str:
    return f"Disposition signed: {event.decision.value.replace('_', ' ').lower()}"


_WORDS: dict[type[Event], Callable[[Any, Floor, Floor], str]] = {
    e.StepStarted: _started,
    e.StepFinished: _finished,
    e.StepMoved: _moved,
    e.StepSkipped: lambda event, before, _: f"{_step(before, event.batch, event.step)} left out",
    e.StepCorrected: lambda event, before, _: f"{_step(before, event.batch, event.step)} corrected ({event.name})",
    e.StepRecorded: lambda event, before, _: f"{_step(before, event.batch, event.step)}: values recorded",
    e.PlanChanged: _changed,
    e.DraftKept: lambda event, before, _: f"Draft {event.draft} kept",
    e.DraftDropped: lambda event, before, _: f"Draft {event.draft} put away",
    e.RoomTakenOut: _room_out,
    e.RoomReturned: lambda event, before, _: f"{event.room} given back",
    e.InstrumentTakenOut: lambda event, before, _: f"{event.instrument} taken out",
    e.InstrumentReturned: lambda event, before, _: f"{event.instrument} given back",
    e.StationCleaned: lambda event, before, _: f"{event.room} {event.station} cleaned",
    e.SampleTaken: lambda event, before, _: f"Sample taken at {_step(before, event.batch, event.step)}{_paper(event)}",
    e.SampleReceived: lambda event, before, _: "Sample received by QC",
    e.TestStarted: lambda event, before, _: (
        f"{_test(before, event.batch, event.code)} {'started' if event.attempt == 1 else 'started again'}"
    ),
    e.ResultEntered: lambda event, before, _: f"{_test_of(event, before)} result entered",
    e.ResultReviewed: _reviewed,
    e.DeviationOpened: lambda event, before, _: f"Deviation {event.deviation} opened ({event.severity.value}): {event.title}",
    e.DeviationAssessed: _deviation,
    e.DeviationClosed: lambda event, before, _: f"Deviation {event.deviation} closed",
    e.BatchOrdered: lambda event, before, _: f"{event.batch} ordered",
    e.BatchPlanned: lambda event, before, _: f"{event.batch} planned",
    e.BatchHeld: lambda event, before, _: f"Put on hold: {event.reason}",
    e.BatchResumed: lambda event, before, _: "Hold lifted",
    e.BatchTerminated: lambda event, before, _: f"Ended without product: {event.reason}",
    e.BatchCancelled: lambda event, before, _: "Called off",
    e.DispositionSigned: _decided,
    e.AppointmentMade: lambda event, before, _: f"Clinic slot for {event.kind.value} booked",
    e.AppointmentMoved: lambda event, before, _: "Clinic slot moved",
    e.AppointmentCancelled: lambda event, before, _: "Clinic slot given back",
    e.PersonCameOnDuty: lambda event, before, _: f"{before.person_name(event.user)} came on duty",
    e.PersonLeftDuty: lambda event, before, _: f"{before.person_name(event.user)} left duty",
    e.HandoverGiven: lambda event, before, _: f"{before.person_name(event.by)} gave the shift over: {event.must_know}",
    e.HandoverQuestioned: lambda event, before, _: f"{before.person_name(event.by)} asked at the handover: {event.words}",
    e.HandoverAnswered: lambda event, before, _: f"{before.person_name(event.by)} answered: {event.answer}",
    e.HandoverChecked: lambda event, before, _: f"{before.person_name(event.by)} checked a point of the handover",
    e.HandoverAccepted: lambda event, before, _: f"{before.person_name(event.by)} accepted the handover and has duty",
    e.HandoverWithdrawn: lambda event, before, _: f"Handover withdrawn: {event.reason}",
    e.DutyTaken: lambda event, before, _: f"{before.person_name(event.by)} took duty",
    e.FacilityAdopted: lambda event, before, _: "Facility file adopted",
    e.RecipeApproved: lambda event, before, _: f"Recipe {event.recipe.id} approved",
    e.BlankIssued: lambda event, before, _: f"Sheet {event.blank} given out for {event.room}",
    e.BlankReturned: lambda event, before, _: f"Sheet {event.blank} is back",
    e.BlankVoided: lambda event, before, _: f"Sheet {event.blank} {'lost, ' if event.lost else ''}void: {event.reason}",
    e.BlankKeyed: lambda event, before, _: f"Sheet {event.blank} keyed",
    e.BlankVerified: lambda event, before, _: f"Sheet {event.blank} keyed alike by a second person",
    e.OriginalAttached: lambda event, before, _: f"Original of sheet {event.blank} attached",
    e.BlankSigned: lambda event, before, _: f"{before.person_name(event.by)} signed what stands on sheet {event.blank}",
    e.CopyPrinted: lambda event, before, _: f"Copy {event.copy} of {event.title} printed",
    e.CopyNotWritten: lambda event, before, _: f"Copy {event.copy} was not written: {event.reason}",
    e.AuditReviewed: lambda event, before, _: f"Journal reviewed through entry {event.through}",
    e.ForecastModelPromoted: lambda event, before, _: f"Forecast model {event.model.version} promoted",
}
"""What each kind of event says, on the floor before and after it."""
