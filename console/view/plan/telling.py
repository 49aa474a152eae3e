"""The plan told without a window: conflicts, repairs and what would be if, as lines for people and as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from console.domain.batch import Placement
from console.planning.answers.plan_view import (
    Conflict,
    Decision,
    Effect,
    Entrance,
    Explained,
    Foreseen,
    Lever,
    Move,
    Offer,
    Offers,
    Proposal,
)
from console.view.listing import utc
from console.view.plan.lines import hours
from console.view.spoken import counted, moment

SMALL_H = 0.05
"""Less expected lateness than this is none."""


@dataclass(frozen=True, slots=True)
class Here:
    """From when and where times are told."""

    now: datetime
    zone: ZoneInfo

    def at(self, at: datetime | None) -> str:
        """An instant in site time, seen from now."""
        return "no end" if at is None else moment(at, self.now, self.zone)


def conflict_lines(conflicts: Iterable[Conflict], here: Here) -> list[str]:
    """Each broken rule on a line, with when."""
    return [f"[{c.rule}] {c.words} {here.at(c.start)} to {here.at(c.end)}" for c in conflicts]


def proposal_lines(proposal: Proposal, here: Here) -> list[str]:
    """What a plan would move, who gains, who loses, and what people would have to decide."""
    lines = [proposal.words]
    lines += [f"Expected lateness {hours(proposal.late_before_h)} → {hours(proposal.late_after_h)}"]
    lines += _part("Moves", [move_line(move, here) for move in proposal.moves])
    lines += _part("Gains", [effect_line(e, here) for e in proposal.effects if gains(e)])
    lines += _part("Loses", [effect_line(e, here) for e in proposal.effects if not gains(e)])
    for stuck in proposal.stuck:
        decisions = [d for d in proposal.unresolved if d.batch == stuck.batch]
        lines += _part(f"No lawful place for {stuck.batch}: {stuck.words}", decision_lines(decisions, here))
    return lines


def foreseen_lines(foreseen: Foreseen, here: Here) -> list[str]:
    """What would be if."""
    broken = _part(f"{foreseen.asked}: {counted(len(foreseen.conflicts), 'conflict')}", conflict_lines(foreseen.conflicts, here))
    return [*broken, *proposal_lines(foreseen.proposal, here)]


def explained_lines(explained: Explained, here: Here) -> list[str]:
    """Why a step is where it is, what would bring it sooner, and where else it could be."""
    links = [f"{link.title} {here.at(link.start)}: {link.words}" for link in explained.links]
    levers = [f"{lever.words}: {hours(lever.gain_h)} sooner, {here.at(lever.end)}{_later(lever)}" for lever in explained.levers]
    entrances = [
        f"{_entrance(e)}: {f'earliest {here.at(e.start)}' if e.start is not None else 'no lawful start'}"
        + (f" ({e.words})" if e.words else "")
        for e in explained.entrances
    ]
    parts = (("Why", links), ("What would bring it sooner, each tried", levers), ("Where else", entrances))
    return [explained.sentence, *(line for heading, lines in parts for line in _part(heading, lines))]


def _later(lever: Lever) -> str:
    told = ", ".join(f"{batch} {hours(by)} later" for batch, by in lever.others)
    return f" ({told})" if told else ""


def _entrance(entrance: Entrance) -> str:
    return f"{entrance.room} station {entrance.station}" if entrance.station else entrance.room


def offer_lines(offers: Offers, here: Here) -> list[str]:
    """What can be offered, the start that was asked for first."""
    return [_offer_line(offer, here) for offer in offers.offers] or ["Nothing can be offered."]


def _offer_line(offer: Offer, here: Here) -> str:
    if not offer.lawful:
        return f"{here.at(offer.start)}: no lawful plan"
    end = f"promise ends {here.at(offer.end)}" if offer.end is not None else "no promise"
    due = f" of {here.at(offer.due)}" if offer.due is not None else ""
    paid = "; ".join(f"{p.batch} {here.at(p.end_before)} → {here.at(p.end_after)}" for p in offer.others)
    others = f"costs others: {paid}" if paid else "costs nobody anything"
    return f"{here.at(offer.start)}: {end}{due}, expected lateness {hours(offer.late_h)}, {others}"


def gains(effect: Effect) -> bool:
    """Whether a batch is better off: less late to be expected, or as late with an earlier end."""
    if abs(effect.gain_h) >= SMALL_H or effect.end_before is None or effect.end_after is None:
        return effect.gain_h > 0
    return effect.end_after < effect.end_before


def move_line(move: Move, here: Here) -> str:
    """One step: from where and when to where and when."""
    told = f"{place_words(move.before)} {here.at(move.before.start)} → " if move.before is not None else ""
    return f"{move.batch} {move.title}: {told}{place_words(move.after)} {here.at(move.after.start)}"


def place_words(placement: Placement) -> str:
    """CR2 station 1."""
    return f"{placement.lane} station {placement.station}" if placement.station else placement.lane


def effect_line(effect: Effect, here: Here) -> str:
    """One batch's promise before and after."""
    due = f", promised {here.at(effect.due)}" if effect.due is not None else ""
    late = f"expected lateness {hours(effect.late_before_h)} → {hours(effect.late_after_h)}"
    return f"{effect.batch}: {here.at(effect.end_before)} → {here.at(effect.end_after)}{due}, {late}"


def decision_lines(decisions: Sequence[Decision], here: Here) -> list[str]:
    """The ways out that help, each with when the promise would end; the others are counted."""
    helps = [d for d in decisions if d.helps]
    lines = [f"{d.words}" + (f" (promise ends {here.at(d.end)})" if d.end is not None else "") for d in helps]
    rest = len(decisions) - len(helps)
    return [*lines, f"{counted(rest, 'other way')} tried, none helps by itself"] if rest else lines


def _part(heading: str, lines: Sequence[str]) -> list[str]:
    return [heading, *(f"  {line}" for line in lines)] if lines else []


# ----------------------------------------------------------------------------------------------- for programs


def conflict_json(conflict: Conflict) -> dict[str, Any]:
    """One broken rule."""
    steps = [{"batch": batch, "step": step} for batch, step in conflict.steps]
    return {
        "rule": conflict.rule, "words": conflict.words, "steps": steps, "start": utc(conflict.start), "end": utc(conflict.end),
    }  # fmt: skip


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """A proposal whole."""
    return {
        "words": proposal.words,
        "late_before_h": round(proposal.late_before_h, 2),
        "late_after_h": round(proposal.late_after_h, 2),
        "moves": [_move_json(move) for move in proposal.moves],
        "effects": [_effect_json(effect) for effect in proposal.effects],
        "stuck": [{"batch": stuck.batch, "words": stuck.words} for stuck in proposal.stuck],
        "decisions": [
            {"batch": d.batch, "kind": d.kind, "words": d.words, "helps": d.helps, "end": utc(d.end)} for d in proposal.unresolved
        ],
    }


def foreseen_json(foreseen: Foreseen) -> dict[str, Any]:
    """What would be if."""
    conflicts = [conflict_json(conflict) for conflict in foreseen.conflicts]
    return {"asked": foreseen.asked, "conflicts": conflicts, "proposal": proposal_json(foreseen.proposal)}


def explained_json(explained: Explained) -> dict[str, Any]:
    """Why a step is where it is."""
    return {
        "batch": explained.batch,
        "step": explained.code,
        "sentence": explained.sentence,
        "chain": [
            {"step": k.code, "title": k.title, "start": utc(k.start), "words": k.words, "kind": k.kind, "others": list(k.others)}
            for k in explained.links
        ],
        "levers": [
            {"words": v.words, "gain_h": round(v.gain_h, 2), "end": utc(v.end), "others": {b: round(h, 2) for b, h in v.others}}
            for v in explained.levers
        ],
        "places": [
            {"room": e.room, "station": e.station, "instrument": e.instrument, "start": utc(e.start), "words": e.words}
            for e in explained.entrances
        ],
    }


def offers_json(offers: Offers) -> dict[str, Any]:
    """What can be offered."""
    return {
        "product": offers.product,
        "clinic": offers.clinic,
        "offers": [
            {
                "start": utc(o.start), "lawful": o.lawful, "end": utc(o.end), "due": utc(o.due), "late_h": round(o.late_h, 2),
                "others": [{"batch": p.batch, "end_before": utc(p.end_before), "end_after": utc(p.end_after)} for p in o.others],
            }
            for o in offers.offers
        ],
    }  # fmt: skip


def _move_json(move: Move) -> dict[str, Any]:
    return {
        "batch": move.batch, "step": move.code, "title": move.title,
        "from": _place_json(move.before), "to": _place_json(move.after),
    }  # fmt: skip


def _place_json(placement: Placement | None) -> dict[str, Any] | None:
    if placement is None:
        return None
    return {
        "lane": placement.lane, "station": placement.station, "instrument": placement.instrument, "start": utc(placement.start),
        "end": utc(placement.end),
    }  # fmt: skip


def _effect_json(effect: Effect) -> dict[str, Any]:
    return {
        "batch": effect.batch, "due": utc(effect.due), "end_before": utc(effect.end_before), "end_after": utc(effect.end_after),
        "late_before_h": round(effect.late_before_h, 2), "late_after_h": round(effect.late_after_h, 2),
    }  # fmt: skip
