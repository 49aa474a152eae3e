"""Stands in the model: one stand at a station at a time, changeover between families, instruments, closed and open spans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python.cp_model import IntervalVar, LiteralT

from console.planning.cpsat.formulation import Expr, Formulation, OpenBatch, Option
from console.planning.leftover import Station, Taken, merged, stations_of
from console.planning.problem import WHOLE_ROOM, Span, Stand
from console.planning.reach import first_of, last_of


@dataclass(frozen=True, slots=True)
class Hold:
    """An open stand's hold of its place: start, length and end in the model, first start and last end there can be, hint.

    Where work has begun, it is fact before `settled`.
    """

    opened: OpenBatch
    number: int
    start: Expr
    size: Expr
    end: Expr
    first: int
    last: int
    hint: Span | None
    settled: int | None = None

    @property
    def stand(self) -> Stand:
        """The stand of the recipe."""
        return self.opened.batch.stands[self.number]

    @property
    def options(self) -> list[Option]:
        """Where it may be."""
        return self.opened.options[self.number]


@dataclass(frozen=True, slots=True)
class Client:
    """A hold at one station, there if `chosen`; `exempt` from closed spans if it is held or is the whole room's."""

    hold: Hold
    chosen: LiteralT
    exempt: bool
    span: IntervalVar
    cleared: IntervalVar


def add_stands(form: Formulation) -> list[Hold]:
    """Put every open stand of every free batch into the model."""
    holds = [_hold(form, opened, k) for opened in form.opened for k in range(len(opened.batch.stands)) if _is_open(opened, k)]
    gap = _least_gaps_after(form, holds)
    stations: dict[Station, list[Client]] = defaultdict(list)
    for hold in holds:
        for option in hold.options:
            client = _client(form, hold, option, gap[hold.stand.family])
            for station in stations_of(form.problem, option.place):
                stations[station].append(client)
    for station, clients in stations.items():
        _one_at_a_time(form, station, clients)
    for one, two in combinations(holds, 2):
        _change_over(form, one, two, gap)
    _add_instruments(form, holds)
    return holds


def _is_open(opened: OpenBatch, number: int) -> bool:
    return any(opened.is_open(n) for n in opened.batch.at_stand(number))


def _hold(form: Formulation, opened: OpenBatch, number: int) -> Hold:
    """From the first start to the last end of a stand; new variables only where the limits do not say which step that is."""
    steps, lengths, bounds = opened.batch.at_stand(number), opened.lengths, opened.bounds
    first, last = min(bounds[n][0] for n in steps), max(bounds[n][1] + lengths[n] for n in steps)
    hint = None if opened.planned is None else (
        min(opened.planned[n] for n in steps), max(opened.planned[n] + lengths[n] for n in steps)
    )  # fmt: skip
    u, v = first_of(opened.gaps, steps), last_of(opened.gaps, steps, lengths)
    begun = min((opened.bounds[n][0] for n in steps if not opened.is_open(n)), default=None)
    start: Expr
    settled = None
    if begun is not None:
        # what held it before now is over and done: no plan can mend it
        start = first = max(begun, form.problem.now)
        hint = hint and (start, max(hint[1], start))
        settled = max(form.problem.now, *(bounds[n][1] + lengths[n] for n in steps if not opened.is_open(n)))
    elif u is not None:
        start = opened.starts[u]
    else:
        start = form.number(first, max(bounds[n][1] for n in steps), hint and hint[0])
        for n in steps:
            form.model.add(start <= opened.starts[n])
    end: Expr
    if v is not None:
        end = opened.ends[v]
    else:
        end = form.number(first, last, hint and hint[1])
        for n in steps:
            form.model.add(end >= opened.ends[n])
    if len(steps) == 1 and begun is None:
        return Hold(opened, number, start, lengths[steps[0]], end, first, last, hint)
    size = form.number(0, max(last - first, 0), hint and hint[1] - hint[0])
    return Hold(opened, number, start, size, end, first, last, hint, settled)


def _least_gaps_after(form: Formulation, holds: list[Hold]) -> dict[str, int]:
    """For each family what must follow it at a station whichever other comes next: this much is simply part of its hold."""
    families = {hold.stand.family for hold in holds}
    return {one: min(form.problem.changeover.get((one, two), 0) for two in families) for one in families}


def _client(form: Formulation, hold: Hold, option: Option, gap: int) -> Client:
    new = form.model.new_optional_interval_var
    span = new(hold.start, hold.size, hold.end, option.chosen, "")
    cleared = new(hold.start, hold.size + gap, hold.end + gap, option.chosen, "") if gap else span
    exempt = option.place.station == WHOLE_ROOM or hold.stand.held is not None
    return Client(hold, option.chosen, exempt, span, cleared)


def _one_at_a_time(form: Formulation, station: Station, clients: list[Client]) -> None:
    """One hold at a station at a time, among the free ones and against each kind of stretch that is taken or closed."""
    if len(clients) > 1:
        form.model.add_no_overlap(client.cleared for client in clients)
    groups: dict[tuple[str, bool, str], list[Client]] = defaultdict(list)
    opened = form.left.opened[station[0]]
    own = {taken.batch for taken in opened}
    for client in clients:
        batch = client.hold.opened.batch.id
        alone = batch if batch in own or client.hold.settled is not None else ""
        groups[client.hold.stand.family, client.exempt, alone].append(client)
    for (family, exempt, batch), group in groups.items():
        settled = group[0].hold.settled
        spans = [_widened(form, taken, family, settled) for taken in form.left.stations[station]]
        spans += [taken.against(settled) for taken in opened if taken.batch != batch]
        if not exempt:
            spans += [(closed.start, closed.end) for closed in form.problem.room_of[station[0]].closed]
        _keep_clear(form, [client.span for client in group], spans, [client.hold for client in group])


def _widened(form: Formulation, taken: Taken, family: str, settled: int | None) -> Span:
    """A taken stretch with the changeovers that this family needs before and after it; between two facts none is missed."""
    gap = form.problem.changeover
    start, end = taken.against(settled)
    after = 0 if settled is not None and taken.fact else gap.get((taken.family, family), 0)
    return start - gap.get((family, taken.family), 0), end + after


def _keep_clear(form: Formulation, intervals: list[IntervalVar], spans: Iterable[Span], holds: list[Hold]) -> None:
    fixed = merged(spans, min(hold.first for hold in holds), max(hold.last for hold in holds))
    if fixed:
        form.model.add_no_overlap([*intervals, *(_fixed(form, span) for span in fixed)])


def _fixed(form: Formulation, span: Span) -> IntervalVar:
    return form.model.new_fixed_size_interval_var(span[0], span[1] - span[0], "")


def _change_over(form: Formulation, one: Hold, two: Hold, gap: dict[str, int]) -> None:
    """Which of two comes first, where one needs more time after the other than every pair does."""
    changeover = form.problem.changeover
    there = changeover.get((one.stand.family, two.stand.family), 0)
    back = changeover.get((two.stand.family, one.stand.family), 0)
    apart = two.first >= one.last + there or one.first >= two.last + back
    if apart or (there <= gap[one.stand.family] and back <= gap[two.stand.family]):
        return
    shared = [(a.chosen, b.chosen) for a in one.options for b in two.options if _meet(a, b)]
    if not shared:
        return
    before = form.yes(one.hint and two.hint and two.hint[0] >= one.hint[1] + there)
    after = form.yes(one.hint and two.hint and one.hint[0] >= two.hint[1] + back)
    form.model.add(two.start >= one.end + there).only_enforce_if(before)
    form.model.add(one.start >= two.end + back).only_enforce_if(after)
    for both in shared:
        form.model.add_bool_or(before, after, *absent(*both))


def absent(*chosen: LiteralT) -> list[LiteralT]:
    """The literals of which one holds when not all of these do; what is always so has none."""
    return [~literal for literal in chosen if literal is not True]


def _meet(one: Option, two: Option) -> bool:
    whole = WHOLE_ROOM in (one.place.station, two.place.station)
    return one.place.room == two.place.room and (whole or one.place.station == two.place.station)


def _add_instruments(form: Formulation, holds: list[Hold]) -> None:
    """One batch in an instrument at a time, from its first slot in to its last."""
    closed = {instrument.id: instrument.closed for instrument in form.problem.instruments}
    users: dict[str, list[tuple[Hold, IntervalVar]]] = defaultdict(list)
    for hold in holds:
        for option in hold.options:
            if option.place.instrument and _uses_instrument(hold):
                users[option.place.instrument].append((hold, _use(form, hold, option)))
    for instrument, using in users.items():
        taken = form.left.instruments[instrument]
        if len(using) > 1:
            form.model.add_no_overlap(span for _, span in using)
        for settled in {hold.settled for hold, _ in using}:
            alike = [(hold, span) for hold, span in using if hold.settled == settled]
            spans = [claim.against(settled) for claim in taken]
            _keep_clear(form, [span for _, span in alike], spans, [hold for hold, _ in alike])
        new = [(hold, span) for hold, span in using if hold.stand.held is None]
        if new:
            shut = [(span.start, span.end) for span in closed[instrument]]
            _keep_clear(form, [span for _, span in new], shut, [hold for hold, _ in new])


def _uses_instrument(hold: Hold) -> bool:
    """Whether its use of an instrument is still to come or going on; what is over is taken already."""
    return bool(hold.stand.instrument_from) and hold.opened.is_open(hold.opened.batch.index[hold.stand.instrument_until])


def _use(form: Formulation, hold: Hold, option: Option) -> IntervalVar:
    opened = hold.opened
    u, v = (opened.batch.index[code] for code in (hold.stand.instrument_from, hold.stand.instrument_until))
    start = opened.starts[u] if opened.is_open(u) else max(opened.bounds[u][0], form.problem.now)
    planned, until = opened.hinted(u), opened.hinted(v, end=True)
    hint = None if planned is None or until is None else until - (planned if opened.is_open(u) else max(planned, form.problem.now))
    size = form.number(0, max(hold.last - hold.first, 0), hint and max(hint, 0))
    return form.model.new_optional_interval_var(start, size, opened.ends[v], option.chosen, "")
