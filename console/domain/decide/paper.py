"""What was written on paper held against the rules of the floor: every line at its own time, by whoever did it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.blanks import Blank, BlankEntry
from console.domain.commands.command import Command
from console.domain.decide import quality, steps
from console.domain.decide.asking import asking_refusal, locked_refusal
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.refusal import Refusal

StepCommand = c.StartStep | c.FinishStep | c.RecordStep | c.TakeSample

ASKED: dict[type[Command], Callable[[Floor, Any, datetime], list[Event] | Refusal]] = {
    **steps.RULES,
    c.TakeSample: quality.take,
}


@dataclass(frozen=True, slots=True)
class LineRefused:
    """A line that the floor does not take as it was written: by which rule, and what can be done."""

    line: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a sheet becomes on this floor: the events of the lines it takes, and the lines it refuses."""

    events: tuple[Event, ...]
    refused: tuple[LineRefused, ...]


@dataclass(frozen=True, slots=True)
class _Act:
    """One thing written on the paper as somebody would have asked it."""

    line: str
    at: datetime
    place: tuple[str, int, int]
    command: StepCommand


def transcript(floor: Floor, blank: Blank, entries: tuple[BlankEntry, ...], by: str, now: datetime) -> Transcript:
    """What these entries become, entered by this person now; of equal minutes the order is the one the floor allows."""
    events: list[Event] = []
    refused: list[LineRefused] = []
    waiting = sorted(_acts(floor, blank, entries, by, now), key=lambda act: (act.at, act.place))
    while waiting:
        same = [act for act in waiting if act.at == waiting[0].at]
        waiting = waiting[len(same) :]
        floor, told, left = _at_once(floor, same, now)
        events += told
        refused += left
    refused += _remarks_of_nothing(floor, blank, entries)
    first = {told.line: told for told in reversed(refused)}
    told = [_as_entered(event, by, blank.number) for event in events]
    notes = [note for entry in entries if (note := _note(floor, blank, entry, by, now)) is not None]
    lines = [entry.line for entry in entries if entry.line in first]
    return Transcript((*told, *notes), tuple(first[line] for line in lines))


def _remarks_of_nothing(floor: Floor, blank: Blank, entries: tuple[BlankEntry, ...]) -> Iterator[LineRefused]:
    """Remarks about a batch that is not here: no note can be left on it."""
    for entry in entries:
        batch, _ = blank.at_line(entry)
        if entry.entered and batch not in floor.batches:
            unknown = Refusal("batch-unknown", f"There is no batch {batch} on the floor.", "Check the number.", "batch")
            yield LineRefused(entry.line, unknown)


def _at_once(floor: Floor, acts: list[_Act], now: datetime) -> tuple[Floor, list[Event], list[LineRefused]]:
    """All that is written at one minute, in whatever order the rules allow."""
    events: list[Event] = []
    while acts:
        answers = [(act, _answer(floor, act.command, now)) for act in acts]
        done = next(((act, answer) for act, answer in answers if not isinstance(answer, Refusal)), None)
        if done is None:
            left = [LineRefused(act.line, answer) for act, answer in answers if isinstance(answer, Refusal)]
            return floor, events, left
        act, answer = done
        acts = [other for other in acts if other is not act]
        for event in answer:
            floor = evolve(floor, event)
        events += answer
    return floor, events, []


def _answer(floor: Floor, command: StepCommand, now: datetime) -> list[Event] | Refusal:
    at = command.at or now
    refused = asking_refusal(floor, command, at, now)
    if refused is not None:
        return refused
    answer = ASKED[type(command)](floor, command, at)
    return answer if isinstance(answer, Refusal) else locked_refusal(floor, command, answer) or answer


def _acts(floor: Floor, blank: Blank, entries: tuple[BlankEntry, ...], by: str, now: datetime) -> Iterator[_Act]:
    keyer = floor.person_name(blank.keyed_by or by)
    reason = f"transcribed from paper {blank.number} by {keyer}, checked by {floor.person_name(by)}"
    for entry in entries:
        if not entry.entered:
            continue
        batch, step = blank.at_line(entry)
        found = floor.batches.get(batch)
        recipe = floor.recipe_of(found) if found is not None else None
        order = recipe.order.get(step, 0) if recipe is not None else 0
        for rank, command in enumerate(_commands(blank, entry, batch, step, reason, now)):
            yield _Act(entry.line, command.at or now, (batch, order, rank), command)


def _commands(blank: Blank, entry: BlankEntry, batch: str, step: str, reason: str, now: datetime) -> Iterator[StepCommand]:
    printed = blank.line(entry.line)
    who = entry.performer
    if entry.started_at is not None:
        yield c.StartStep(
            by=who,
            at=entry.started_at,
            reason=reason,
            batch=batch,
            step=step,
            lane=blank.room,
            station=entry.station or (printed.station if printed else ""),
            instrument=entry.instrument or (printed.instrument if printed else ""),
        )
    if entry.sample.strip():
        at = entry.finished_at or entry.started_at or blank.returned_at or now
        yield c.TakeSample(by=who, at=at, reason=reason, sample=entry.sample.strip(), batch=batch, step=step)
    if entry.finished_at is not None:
        yield c.FinishStep(
            by=who,
            at=entry.finished_at,
            reason=reason,
            batch=batch,
            step=step,
            verifier=entry.verifier,
            values=entry.values,
            comment=entry.remark.strip(),
        )
    elif entry.values:
        at = entry.started_at or blank.returned_at or now
        yield c.RecordStep(by=who, at=at, reason=reason, batch=batch, step=step, values=entry.values)


def _as_entered(event: Event, by: str, paper: str) -> Event:
    """The event as an entry of whoever brings it in: who did it stays who did it, and that it comes from paper is said."""
    if isinstance(event, e.StepStarted | e.StepFinished | e.StepRecorded):
        return replace(event, by=by, paper=paper)
    if isinstance(event, e.SampleTaken):
        return replace(event, by=by, taker=event.by, paper=paper)
    return replace(event, by=by)


def _note(floor: Floor, blank: Blank, entry: BlankEntry, by: str, now: datetime) -> e.NoteAdded | None:
    """What the floor takes as no step of its own: a remark beside unfinished work, or a line that is not entered."""
    batch, step = blank.at_line(entry)
    if batch not in floor.batches or not entry.written or (entry.entered and (entry.finished_at or not entry.remark.strip())):
        return None
    where = f"Paper {blank.number}, line {entry.line}" + (f", {step}" if step else "")
    who = f" ({floor.person_name(entry.performer)})" if entry.performer else ""
    why = f" Not entered: {entry.not_entered.strip()}" if entry.not_entered.strip() else ""
    said = f" {entry.remark.strip()}" if entry.remark.strip() else ""
    return e.NoteAdded(by=by, at=now, batch=batch, text=f"{where}{who}:{said}{why}")
