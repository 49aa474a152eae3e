"""`plan`: what would mend or better the plan, what it breaks, why a batch is where it is, what would be if; and applying it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from console.cli.asking import ask_password
from console.cli.codes import Exit
from console.cli.opened import Writing, open_existing, reading, writing, zone_of
from console.cli.prover import solver
from console.cli.status import now_of
from console.domain.commands import ChangePlan
from console.domain.floor import Floor
from console.domain.moving_back import STEM
from console.domain.plan import next_number
from console.domain.refusal import Refusal
from console.domain.signing import Meaning
from console.planning.answers.answering import answer
from console.planning.answers.plan_view import Answer, Explained, Foreseen, OfferFor, Offers, PlanView, Proposal, WhatIf, Why
from console.planning.answers.proposing import conflicts_of, standing_of, view_of, worth_telling
from console.planning.floor.reported import with_reported
from console.planning.optimise import ATTEMPTS, optimise
from console.service.change import Change
from console.service.clock import PacedClock, SystemClock
from console.service.founding import DEMO_PASSWORD
from console.service.planner_process import ENDLESS
from console.service.ports import Clock
from console.store.replay import floor_at
from console.view.adherence import adherence_json, rooms_table, steps_table
from console.view.listing import text_table, utc
from console.view.plan.lines import hours
from console.view.plan.telling import (
    Here,
    conflict_json,
    conflict_lines,
    explained_json,
    explained_lines,
    foreseen_json,
    foreseen_lines,
    offer_lines,
    offers_json,
    proposal_json,
    proposal_lines,
)
from console.view.spoken import counted, stamp

PROVES_FROM_S = 5.0
"""A search at least so long uses the solver, where it is installed: fetching it takes seconds by itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the verb looks at: the floor of one instant, and whether the site plays."""

    floor: Floor
    now: datetime
    zone: ZoneInfo
    plays: bool

    @property
    def here(self) -> Here:
        """From when and where times are told."""
        return Here(self.now, self.zone)


def plan(asked: argparse.Namespace) -> int:
    """Do what was asked of the plan."""
    wrong = _misused(asked)
    if wrong:
        print(f"cleanroom-console: {wrong}", file=sys.stderr)
        return Exit.USAGE
    told = _told(asked)
    return ASKED[asked.what](asked, told)


def _misused(asked: argparse.Namespace) -> str:
    """What is missing or does not go together on the command line; empty when nothing is."""
    if asked.what in ABOUT and not asked.about:
        return f"plan {asked.what} needs {ABOUT[asked.what]}."
    if asked.what not in ABOUT and asked.about:
        return f"“{asked.about}” cannot be read here: {' '.join(('plan', asked.what)).strip()} takes nothing beside its options."
    if asked.what == "offer" and not (asked.product and asked.around):
        return "plan offer needs --product and --around."
    if asked.since is not None and asked.what != "adherence":
        return "--since goes with plan adherence."
    if asked.apply and (asked.what or asked.at is not None):
        return "--apply goes with the plan of now alone."
    if asked.apply and not asked.user:
        return "--apply needs --user: who signs the change."
    return ""


def _told(asked: argparse.Namespace) -> Told:
    with reading(asked.db) as opened:
        plays = opened.site.class_.plays
        floor = opened.floor if asked.at is None else floor_at(opened.site, asked.at)
    return Told(floor, asked.at or now_of(plays, floor), zone_of(floor), plays)


def _say(asked: argparse.Namespace, value: Any, lines: list[str]) -> int:
    print(json.dumps(value, indent=1, ensure_ascii=False) if asked.json else "\n".join(lines))
    return Exit.WELL


def _refused(refusal: Refusal) -> int:
    print(f"cleanroom-console: {refusal.why} {refusal.instead}", file=sys.stderr)
    return Exit.REFUSED


# ----------------------------------------------------------------------------------------------- the verbs


def _propose(asked: argparse.Namespace, told: Told) -> int:
    """Mend the plan and search for a better one; record it where that is asked."""
    view, proposal = _proposed(told, asked.seconds, asked.grid)
    applied: str | Refusal = ""
    if asked.apply and proposal is not None and proposal.moves:
        applied = _applied(asked, told, proposal)
        if isinstance(applied, Refusal):
            return _refused(applied)
    value = {
        "at": utc(told.now.astimezone(UTC)),
        "zone": told.zone.key,
        "conflicts": [conflict_json(conflict) for conflict in view.conflicts],
        "proposal": None if proposal is None else proposal_json(proposal),
        "applied": applied or None,
    }
    late = hours(sum(view.late_h.values()))
    count = counted(len(view.conflicts), "conflict")
    lines = [f"Plan as of {stamp(told.now, told.zone)}: {count}, expected lateness {late}"]
    lines += [f"  {line}" for line in conflict_lines(view.conflicts, told.here)]
    lines += ["Nothing to mend, and nothing better found."] if proposal is None else proposal_lines(proposal, told.here)
    lines += [f"Recorded as {applied}, signed by {asked.user}."] if applied else []
    return _say(asked, value, lines)


def _proposed(told: Told, seconds: float, grid: int) -> tuple[PlanView, Proposal | None]:
    """How the plan stands, and what is proposed: the repair, or a better plan where the search found one."""
    standing = standing_of(told.floor, told.now, ZoneInfo, grid)
    view, base = view_of(standing, told.now)
    clock = SystemClock()
    until = clock.mono_ns() + int(seconds * 1e9)
    prover = solver() if seconds >= PROVES_FROM_S else None
    found = optimise(
        standing.problem, base, lambda: clock.mono_ns() >= until, prove=prover, attempts=ATTEMPTS if prover else ENDLESS
    )
    better = worth_telling(standing, base, found.plan)
    if better is None:
        return view, view.repair
    told_of, mended = better.proposal, view.repair
    if mended is not None:
        words = f"{mended.words}. {told_of.words}"
        told_of = replace(told_of, words=words, unresolved=mended.unresolved, stuck=mended.stuck)
    return view, told_of


def _check(asked: argparse.Namespace, told: Told) -> int:
    """Every rule the plan breaks, as it goes if everybody goes on as soon as they can; what workbooks plan counts, too."""
    standing = standing_of(with_reported(told.floor), told.now, ZoneInfo, asked.grid)
    conflicts = conflicts_of(standing.problem, standing.going)
    lines = conflict_lines(conflicts, told.here) or ["The plan is lawful."]
    return _say(asked, [conflict_json(conflict) for conflict in conflicts], lines)


def _what_if(asked: argparse.Namespace, told: Told) -> int:
    """What would be if."""
    found = answer(WhatIf(asked.about), told.floor, told.now, ZoneInfo)
    if isinstance(found, Foreseen):
        return _say(asked, foreseen_json(found), foreseen_lines(found, told.here))
    return _unanswered(found)


def _explain(asked: argparse.Namespace, told: Told) -> int:
    """Why a batch, or one step of it, is where it is and not sooner."""
    found = answer(Why(asked.about, asked.step), told.floor, told.now, ZoneInfo)
    if isinstance(found, Explained):
        return _say(asked, explained_json(found), explained_lines(found, told.here))
    return _unanswered(found)


def _offer(asked: argparse.Namespace, told: Told) -> int:
    """Whether one more batch can begin around an instant, and what it costs the others."""
    found = answer(OfferFor(asked.product, asked.around, asked.clinic), told.floor, told.now, ZoneInfo)
    if isinstance(found, Offers):
        return _say(asked, offers_json(found), offer_lines(found, told.here))
    return _unanswered(found)


def _adherence(asked: argparse.Namespace, told: Told) -> int:
    """How far work kept to its first plan, by room and by step."""
    tables = (rooms_table(told.floor, asked.since), steps_table(told.floor, asked.since))
    lines = [line for found in tables for line in ("", text_table(found.headings, [row.cells for row in found.rows]))]
    return _say(asked, adherence_json(told.floor, asked.since), lines[1:])


def _unanswered(found: Answer | Refusal) -> int:
    assert isinstance(found, Refusal), found
    return _refused(found)


# ----------------------------------------------------------------------------------------------- applying


def _applied(asked: argparse.Namespace, told: Told, proposal: Proposal) -> str | Refusal:
    """The number of the change set under which the proposal was recorded, signed by the named user."""
    secret = ask_password(f"{asked.user}'s password, to sign the change of the plan")
    if not secret and told.plays:
        secret = DEMO_PASSWORD
    clock: Clock = PacedClock(SystemClock(), told.now, 0) if told.plays else SystemClock()
    opened = writing(open_existing(asked.db, clock, told.zone), clock, told.zone)
    try:
        return _signed(opened, asked.user, secret, proposal)
    finally:
        opened.close()


def _signed(opened: Writing, user: str, secret: str, proposal: Proposal) -> str | Refusal:
    floor = opened.dispatcher.floor
    command = ChangePlan(
        by=user,
        change=next_number(floor.changes, STEM),
        title=proposal.words[:200],
        moves=proposal.changes,
        reason="Proposed by the planner and taken over as it stands",
    )
    consent = opened.session.consent(command, user, secret, Meaning.APPROVED)
    answer = consent if isinstance(consent, Refusal) else opened.dispatcher.submit(command, (consent,)).result()
    if isinstance(answer, Change):
        return command.change
    return answer if isinstance(answer, Refusal) else Refusal(answer.kind, answer.why, answer.instead)


ASKED: dict[str, Callable[[argparse.Namespace, Told], int]] = {
    "": _propose,
    "check": _check,
    "explain": _explain,
    "what-if": _what_if,
    "offer": _offer,
    "adherence": _adherence,
}
"""What can be asked of the plan; nothing named means: mend and better it."""

ABOUT = {
    "explain": "the number of a batch",
    "what-if": 'a question in quotes, such as "room CR3 out 48h"',
}
"""What some of them ask about."""
