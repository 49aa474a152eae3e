"""A draft or a proposal against the plan of today: what moves, who gains, who loses, what it breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from console.domain.batch import Placement
from console.domain.facility import LaneKind
from console.planning.answers.plan_view import Decision, Effect, Move, Proposal
from console.planning.answers.tried import Tried
from console.planning.problem import Grid
from console.planning.rules.violation import Violation
from console.view.plan.lines import Line, Section, Told, from_to, hours, later, listed, when
from console.view.spoken import counted

LEAST_H = 0.05
"""Less expected lateness than this is none."""


def summary(moves: Sequence[Move], effects: Sequence[Effect]) -> str:
    """3 steps of 2 batches move, 5.5 h less expected lateness."""
    batches = counted(len({move.batch for move in moves}), "batch", "batches")
    said = f"{counted(len(moves), 'step')} of {batches} {'moves' if len(moves) == 1 else 'move'}"
    return f"{said}, {balance(effects)}"


def balance(effects: Sequence[Effect]) -> str:
    """What it does to the expected lateness of all batches together."""
    gain = sum(effect.gain_h for effect in effects)
    if abs(gain) < LEAST_H:
        return "no change in expected lateness"
    return f"{hours(abs(gain))} {'less' if gain > 0 else 'more'} expected lateness"


def compared_draft(title: str, tried: Tried, zone: ZoneInfo) -> Told:
    """A draft against the plan of today, with the rules it would break and how many it mends."""
    told = compared(title, tried.moves, tried.effects, tried.broken, tried.problem.grid, zone)
    return replace(told, about=f"{told.about} It mends {counted(tried.mended, 'conflict')}.") if tried.mended else told


def compared(
    title: str, moves: Sequence[Move], effects: Sequence[Effect], broken: Sequence[Violation], grid: Grid | None, zone: ZoneInfo
) -> Told:
    """The whole comparison as a panel."""
    gains = tuple(effect_line(effect, zone) for effect in effects if _better(effect))
    losses = tuple(effect_line(effect, zone) for effect in effects if not _better(effect))
    sections = (
        Section("Rules it would break", tuple(broken_line(each, grid, zone) for each in broken)),
        Section("Who gains", gains),
        Section("Who loses", losses),
        Section(f"What moves ({len(moves)})", tuple(move_line(move, zone) for move in moves), below=True),
    )
    return Told(title, f"{summary(moves, effects)}." if moves else "Nothing moves.", tuple(s for s in sections if s.lines))


def _better(effect: Effect) -> bool:
    if abs(effect.gain_h) >= LEAST_H or effect.end_before is None or effect.end_after is None:
        return effect.gain_h > 0
    return effect.end_after < effect.end_before


def effect_line(effect: Effect, zone: ZoneInfo) -> Line:
    """One batch's promise before and after."""
    sign = ""
    if effect.end_after is not None and effect.due is not None and effect.end_after > effect.due and not _better(effect):
        sign = "2"
    if effect.end_before is None or effect.end_after is None:
        moved = "its promise has no end in the plan"
    else:
        moved = f"promise ends {later(effect.end_before, effect.end_after)}"
    small = []
    if effect.end_before is not None and effect.end_after is not None:
        small.append(from_to(effect.end_before, effect.end_after, zone))
    if effect.due is not None:
        small.append(f"promised {when(effect.due, zone)}")
    small.append(f"expected lateness {hours(effect.late_before_h)} → {hours(effect.late_after_h)}")
    return Line(f"{effect.batch}: {moved}", " · ".join(small), sign)


def move_line(move: Move, zone: ZoneInfo) -> Line:
    """One step: from when to when, and to where."""
    name = f"{move.batch} {move.title}"
    if move.before is None:
        return Line(name, f"{when(move.after.start, zone)}, {place_words(move.after)}")
    parts = []
    if move.before.start != move.after.start:
        parts.append(from_to(move.before.start, move.after.start, zone))
    if (move.before.lane, move.before.station) != (move.after.lane, move.after.station):
        parts.append(f"{place_words(move.before)} → {place_words(move.after)}")
    return Line(name, " · ".join(parts) or "ends at another time")


def place_words(placement: Placement) -> str:
    """CR2 station 1; a step of a cleanroom that was given none yet stands nowhere."""
    if placement.lane == LaneKind.ROOM.value:
        return "no room yet"
    return f"{placement.lane} station {placement.station}" if placement.station else placement.lane


def broken_line(broken: Violation, grid: Grid | None, zone: ZoneInfo) -> Line:
    """One rule that the draft would break."""
    small = f"rule {broken.rule.value}" + (f" · {when(grid.at(broken.start), zone)}" if grid is not None else "")
    return Line(broken.words, small, "1")


def stuck_sections(proposal: Proposal, zone: ZoneInfo) -> tuple[Section, ...]:
    """Each batch without a lawful place, and what people could decide, those ways that help first; each was tried."""
    ways: dict[str, list[Decision]] = {stuck.batch: [] for stuck in proposal.stuck}
    for decision in proposal.unresolved:
        ways.setdefault(decision.batch, []).append(decision)
    why = {stuck.batch: stuck.words for stuck in proposal.stuck}
    return tuple(
        Section(
            f"{batch}: no lawful place",
            (
                *([Line(why[batch], sign="1")] if batch in why else []),
                *(way_line(way, zone) for way in found if way.helps),
                *_vain([way for way in found if not way.helps], zone),
            ),
        )
        for batch, found in ways.items()
    )


def _vain(ways: list[Decision], zone: ZoneInfo) -> list[Line]:
    """What was tried and does not help alone, in one line where it is much: it must not hide what helps."""
    if len(ways) < 2:
        return [way_line(way, zone) for way in ways]
    words = "; ".join(dict.fromkeys(way.words for way in ways))
    return [Line(f"{len(ways)} other ways tried: none helps alone", words)]


def way_line(way: Decision, zone: ZoneInfo) -> Line:
    """One decision people could take."""
    if not way.helps:
        return Line(way.words, f"{way.kind} · tried: does not help alone")
    return Line(way.words, f"{way.kind} · tried: it helps" + (f", promise ends {when(way.end, zone)}" if way.end else ""))


def proposed(proposal: Proposal, zone: ZoneInfo) -> Told:
    """A proposal as a panel: first what it cannot mend and who could decide."""
    told = compared("What is proposed", proposal.moves, proposal.effects, (), None, zone)
    return replace(told, about=f"{proposal.words}.", sections=stuck_sections(proposal, zone) + told.sections)


def keeps(effects: Sequence[Effect]) -> str:
    """Whose promise is kept after all: B-0421 keeps its promise; empty when nobody's is."""
    kept = [e.batch for e in effects if e.due and e.end_before and e.end_after and e.end_before > e.due >= e.end_after]
    return f"{listed(kept)} {'keeps its promise' if len(kept) == 1 else 'keep their promises'}" if kept else ""
