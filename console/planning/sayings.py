"""What stands against a start, in words for a supervisor: who holds what until when, which limit, which clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from console.planning.clash import Clash, Kind
from console.planning.problem import Closed, PlanBatch, Problem

Clock = Callable[[int], str]
"""Writes a slot as people read it: the site's time, with the day where it is another."""


def saying(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    """One reason as part of a sentence, without a full stop."""
    return _SAYINGS[clash.kind](problem, batch, clash, clock)


def title_of(batch: PlanBatch, n: int) -> str:
    """What people call a step."""
    return batch.steps[n].title or batch.steps[n].code


def room_title(problem: Problem, room: str) -> str:
    """What people call a room; its id where the title does not begin with it."""
    title = problem.room_of[room].title if room in problem.room_of else ""
    return title if title.startswith(room) else room


def _who(clash: Clash) -> str:
    names = ", ".join(clash.others[:3])
    return names + (f" and {len(clash.others) - 3} more" if len(clash.others) > 3 else "")


def _past(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    return f"{title_of(batch, clash.step)} would start in the past"


def _latest(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    limit = f"{clash.subject} ends at" if clash.subject else f"{title_of(batch, clash.step)} must start by"
    return f"{limit} {clock(clash.start)}"


def _before(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    why = f" ({clash.subject})" if clash.subject else ""
    return f"{title_of(batch, clash.step)} cannot start before {clock(clash.end)}{why}"


def _limit(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    return f"{clash.subject or 'a limit on waiting'} would be broken after {title_of(batch, clash.step)}"


def _clock(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    return f"the recipe's clock opens {title_of(batch, clash.step)} at {clock(clash.end)}"


def _window(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    step = batch.steps[clash.step]
    opens = min((start for start, _ in step.windows or () if start > clash.start), default=None)
    return f"no start of {title_of(batch, clash.step)} then" + (f", the next from {clock(opens)}" if opens is not None else "")


def _assay(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    title = next((assay.title for assay in problem.assays if assay.id == clash.subject), "") or clash.subject
    return f"the run of {title} is full ({_who(clash)})" if clash.others else f"no run of {title} starts then"


def _people(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    title = problem.pool_of[clash.subject].title or clash.subject
    busy = f"; {_who(clash)} need them then" if clash.others else ""
    return f"not enough of {title} for {title_of(batch, clash.step)} from {clock(clash.start)} to {clock(clash.end)}{busy}"


def _devices(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    title = problem.pool_of[clash.subject].title or clash.subject
    return f"no {title} free" + (f" ({_who(clash)})" if clash.others else "")


def _hands(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    with_whom = _who(clash) or "other work"
    return f"{with_whom} is being worked on in {room_title(problem, clash.subject)}: one manipulation at a time"


def _station(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    return f"{_who(clash)} stands in {room_title(problem, clash.subject)} to {clock(clash.end)}, changeover included"


def _open(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    return f"open work holds {room_title(problem, clash.subject)} for one patient: {_who(clash)} to {clock(clash.end)}"


def _closed(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    closed: Sequence[Closed] = ()
    if clash.subject in problem.room_of:
        closed = problem.room_of[clash.subject].closed
    else:
        closed = next((i.closed for i in problem.instruments if i.id == clash.subject), ())
    why = next((one.why for one in closed if one.start == clash.start and one.why), "")
    until = "until it is given back" if clash.end >= problem.horizon else f"to {clock(clash.end)}"
    return f"{room_title(problem, clash.subject)} is closed {until}" + (f" ({why})" if why else "")


def _instrument(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    return f"{clash.subject} holds the cells of {_who(clash)} to {clock(clash.end)}"


def _place(problem: Problem, batch: PlanBatch, clash: Clash, clock: Clock) -> str:
    return f"{clash.subject or title_of(batch, clash.step)} has no place there"


_SAYINGS: dict[Kind, Callable[[Problem, PlanBatch, Clash, Clock], str]] = {
    Kind.PAST: _past, Kind.LATEST: _latest, Kind.BEFORE: _before, Kind.LIMIT: _limit, Kind.CLOCK: _clock,
    Kind.WINDOW: _window, Kind.ASSAY: _assay, Kind.PEOPLE: _people, Kind.DEVICES: _devices, Kind.HANDS: _hands,
    Kind.STATION: _station, Kind.OPEN: _open, Kind.CLOSED: _closed, Kind.INSTRUMENT: _instrument, Kind.PLACE: _place,
}  # fmt: skip
