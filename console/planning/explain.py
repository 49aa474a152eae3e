"""Why a bar stands here and not earlier: the chain of what binds it, and what could be done, each gain found by solving again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from console.planning.clash import OWN, Clash, Kind, clashes, limit_between
from console.planning.decisions import options
from console.planning.insert import ANYHOW, Want, earliest
from console.planning.problem import Lag, Place, Plan, PlanBatch, Problem
from console.planning.sayings import Clock, saying, title_of
from console.planning.timetable import Booking, Timetable

LEVERS = 8
"""How many levers are told, the strongest first."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One link: the step, its start slot, what binds it; `follows` is the step it waits for, `others` who is in the way."""

    batch: str
    code: str
    title: str
    start: int
    words: str
    follows: str = ""
    kind: str = ""
    subject: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lever:
    """What one could do, tried by solving again: how many slots sooner the promise would end, and when; who else would be later."""

    words: str
    gain: int
    end: int
    subject: str = ""
    others: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One place a step could be at: its earliest lawful start there (None: none), and what keeps it from being there sooner."""

    place: Place
    start: int | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a step is where it is: one sentence, the chain link by link (the step itself first), and the levers."""

    batch: str
    code: str
    sentence: str
    causes: tuple[Cause, ...] = ()
    levers: tuple[Lever, ...] = ()
    entries: tuple[Entry, ...] = ()


def explain(problem: Problem, plan: Plan, batch: str, code: str = "", clock: Clock = str) -> Explanation:
    """Why a step (default: the one the promise ends with) stands where it stands, and what would bring it sooner."""
    mine = problem.batch_of.get(batch)
    if mine is None:
        return Explanation(batch, code, f"{batch} has nothing left to plan.")
    if not plan.holds(mine):
        return Explanation(batch, code, f"{batch} has no plan yet.")
    others = Timetable.of(problem, plan)
    booking = others.remove(batch)
    n = mine.index.get(code, booking.network.goal)
    causes = tuple(_chain(others, booking, n, clock))
    entries = tuple(_entries(others, booking, n, clock))
    return Explanation(batch, mine.steps[n].code, _sentence(causes, clock), causes, _levers(others, booking, causes), entries)


def _sentence(causes: tuple[Cause, ...], clock: Clock) -> str:
    """The chain in one breath: the step, what it comes after, and what the first of these waits for."""
    first, last = causes[0], causes[-1]
    head = f"{first.title} of {first.batch} is planned at {clock(first.start)}"
    if first is last:
        return f"{head}: {first.words}."
    between = [cause.title for cause in causes[1:]]
    shown = between if len(between) <= 4 else [*between[:2], "…", between[-1]]
    return f"{head}, straight after {', '.join(shown)}; {last.title} ({clock(last.start)}) is not sooner because {last.words}."


def _chain(others: Timetable, booking: Booking, n: int, clock: Clock) -> Iterator[Cause]:
    seen: set[int] = set()
    while n not in seen:
        seen.add(n)
        cause, before = _binding(others, booking, n, clock)
        yield cause
        if before is None:
            return
        n = before


def _binding(others: Timetable, booking: Booking, n: int, clock: Clock) -> tuple[Cause, int | None]:
    """What keeps one step from starting a slot sooner, and the step of the batch that it follows straight, if one does."""
    batch, start = booking.batch, booking.starts[n]
    step = batch.steps[n]
    if step.fact is not None:
        words = f"it began at {clock(start)}" if step.fact.over else f"it runs since {clock(start)}"
        return _cause(booking, n, words, "fact"), None
    clash = _in_the_way(others, booking, n)
    if clash is not None:
        window = f"no start is taken before {clock(start)}: the clinic's hours, or an appointment"
        words = window if clash.kind is Kind.WINDOW else saying(others.problem, batch, clash, clock)
        found = _cause(booking, n, words, clash.kind.value)
        return replace(found, subject=clash.subject, others=clash.others), None
    before = _followed(booking, n) or _fact_before(batch, n, start)
    if before is not None:
        u, lag = before
        title = title_of(batch, u)
        words = f"it follows {title}" if lag is None or not lag.title else f"{lag.title}: counted from {title}"
        return replace(_cause(booking, n, words, "follows"), follows=batch.steps[u].code), u
    return _cause(booking, n, *_bound(others.problem, booking, n, clock)), None


def _cause(booking: Booking, n: int, words: str, kind: str) -> Cause:
    return Cause(booking.batch.id, booking.batch.steps[n].code, title_of(booking.batch, n), booking.starts[n], words, kind=kind)


def _bound(problem: Problem, booking: Booking, n: int, clock: Clock) -> tuple[str, str]:
    """What bounds a step that waits for nobody, in words, and its kind."""
    start, step, batch = booking.starts[n], booking.batch.steps[n], booking.batch
    for anchor in batch.anchors:
        if anchor.step == step.code and anchor.opens[problem.day(booking.starts[batch.index[anchor.root]])] == start:
            return f"the recipe's clock opens it at {clock(start)}", "clock"
    if start <= problem.now:
        return "it cannot start in the past", "now"
    if start <= step.earliest:
        return f"people told it for {clock(start)}: an appointment, or put off on purpose", "told"
    if start <= booking.network.least[n]:
        return f"nothing of {batch.id} may start before {clock(start)}", "release"
    return "nothing keeps it: it could start sooner", "free"


def _in_the_way(others: Timetable, booking: Booking, n: int) -> Clash | None:
    """What would stand against the step one slot sooner and does not where it is, the batch's own limits aside."""
    starts = tuple(at - 1 if m == n else at for m, at in enumerate(booking.starts))
    here = {(clash.kind, clash.subject, clash.others) for clash in clashes(others, booking) if clash.step == n}
    against = (clash for clash in clashes(others, replace(booking, starts=starts)) if clash.step == n and clash.kind not in OWN)
    fresh = (clash for clash in against if (clash.kind, clash.subject, clash.others) not in here)
    return next((clash for clash in fresh if booking.batch.id not in clash.others), None)


def _followed(booking: Booking, n: int) -> tuple[int, Lag | None] | None:
    """The open step that this one starts straight after, by the limit that says so."""
    for u, w in sorted(booking.network.before[n], key=lambda arc: -arc[1]):
        if booking.starts[u] + w == booking.starts[n]:
            return u, limit_between(booking, u, n, w)
    return None


def _fact_before(batch: PlanBatch, n: int, start: int) -> tuple[int, Lag] | None:
    """The step that has begun and that this one starts straight after."""
    for lag in batch.lags:
        fact = batch.step(lag.before).fact
        if lag.after == batch.steps[n].code and fact is not None:
            edge = (fact.end if lag.from_end else fact.start) + lag.least - (batch.steps[n].duration if lag.to_end else 0)
            if edge == start:
                return batch.index[lag.before], lag
    return None


def _levers(others: Timetable, booking: Booking, causes: tuple[Cause, ...]) -> tuple[Lever, ...]:
    """What would bring the promise's end sooner than it is planned, the strongest first; levers that gain nothing are not told."""
    batch, found = booking.batch, []
    soonest = earliest(others, batch.id)
    best = booking.goal() if soonest is None else min(booking.goal(), soonest.goal())
    if soonest is not None and soonest.goal() < booking.goal():
        found.append(Lever("Plan it anew: nothing else has to move", booking.goal() - soonest.goal(), soonest.goal()))
    for choice, words, subject, problem in options(others.problem, batch):
        tried = earliest(others.fork(problem), batch.id)
        if tried is not None and tried.goal() < best:
            found.append(Lever(f"{words} ({choice.value})", booking.goal() - tried.goal(), tried.goal(), subject))
    for name in dict.fromkeys(name for cause in causes for name in cause.others):
        lever = _gives_way(others, booking, name, best)
        if lever is not None:
            found.append(lever)
    return tuple(sorted(found, key=lambda lever: (-lever.gain, lever.words))[:LEVERS])


def _gives_way(others: Timetable, booking: Booking, name: str, best: int) -> Lever | None:
    """What the batch gains, and the other loses, when the other is planned behind it."""
    if name not in others.booked or others.booked[name].batch.pinned:
        return None
    table = others.fork()
    before = table.remove(name)
    tried = earliest(table, booking.batch.id)
    if tried is None or tried.goal() >= best:
        return None
    table.add(tried)
    told = {n: before.starts[n] for n in before.network.free}
    after = earliest(table, name, Want(told, {}, {}, draw_later=False)) or earliest(table, name, ANYHOW)
    if after is None:
        return None
    later = after.goal() - before.goal()
    return Lever(f"{name} gives way", booking.goal() - tried.goal(), tried.goal(), name, ((name, later),))


def _entries(others: Timetable, booking: Booking, n: int, clock: Clock) -> Iterator[Entry]:
    """For each place the step could be at, how soon it could start there, and why not sooner."""
    batch, k = booking.batch, booking.batch.steps[n].stand
    if k is None or batch.steps[n].fact is not None:
        return
    stand = batch.stands[k]
    if stand.held is not None:
        yield Entry(stand.held, booking.starts[n], f"{batch.id} stands there already: it stays")
        return
    for place in stand.places:
        found = earliest(others, batch.id, Want({}, {}, {k: (place,)}))
        yield Entry(place, None if found is None else found.starts[n], _why_not_sooner(others, booking, found, n, place, clock))


def _why_not_sooner(others: Timetable, booking: Booking, found: Booking | None, n: int, place: Place, clock: Clock) -> str:
    batch, k = booking.batch, booking.batch.steps[n].stand
    if found is not None:
        clash = _in_the_way(others, found, n)
        if clash is not None:
            return saying(others.problem, batch, clash, clock)
        return _binding(others, found, n, clock)[0].words
    there = tuple(place if m == k else one for m, one in enumerate(booking.places))
    against = [c for c in clashes(others, replace(booking, places=there)) if c.kind not in OWN]
    return saying(others.problem, batch, against[0], clock) if against else "no lawful start there before the horizon"

