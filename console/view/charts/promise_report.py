"""The promise report of one sponsor: each of its products against its promise, batch by batch; no other sponsor is in it."""

from __future__ import annotations

from datetime import datetime

from console.forecast.report_card import ENOUGH
from console.report.tree import Block, Document, Imprint, Section, Table, Words, stamp
from console.view.charts.cases import Case
from console.view.charts.programme import Programme, ProgrammeState
from console.view.charts.programme_words import headline, lines

BATCHES = ("Batch", "Began", "Released", "Ended", "Promised by", "Days", "Promise")
FIGURES = ("Figure", "Value", "Of what")


def promise_report(state: ProgrammeState, imprint: Imprint) -> Document:
    """The report of a state of one sponsor's programmes; ValueError for a state that holds another number of sponsors."""
    sponsors = state.sponsors()
    if len(sponsors) != 1:
        raise ValueError(f"a promise report is one sponsor's, not that of {len(sponsors)}")
    sponsor, name = sponsors[0]
    sections = tuple(_section(each, state, imprint) for each in state.programmes)
    judged = state.of(sponsor).judged
    proven = "proven" if judged is not None else f"unproven: fewer than {ENOUGH} releases have been judged"
    facts = (("Sponsor", name), ("As of", stamp(state.now, imprint.zone)), ("Forecasts", proven))
    return Document(f"Promise report: {name}", "Every batch that began, with what came of it.", imprint, facts, sections)


def _section(programme: Programme, state: ProgrammeState, imprint: Imprint) -> Section:
    told = Table(FIGURES, tuple((line.title, line.value, line.note) for line in lines(programme, state.judged)))
    rows = tuple(_row(case, state.now, imprint) for case in sorted(programme.cases, key=lambda case: case.began_at))
    blocks: list[Block] = [Words(headline(programme)), told, Table(BATCHES, rows, frozenset({5}), "No batch has begun.")]
    return Section(programme.naming.title, tuple(blocks))


def _row(case: Case, now: datetime, imprint: Imprint) -> tuple[str, ...]:
    began, released, ended, promised = (
        stamp(at, imprint.zone) if at is not None else ""
        for at in (case.began_at, case.released_at, case.ended_at, case.promise_by)
    )
    lost = f"{case.lost_as}, {stamp(case.lost_at, imprint.zone)}" if case.lost_at is not None else case.lost_as
    days = f"{case.days:.1f}".removesuffix(".0") if case.days is not None else ""
    return case.batch, began, released, ended or lost, promised, days, _kept(case, now)


def _kept(case: Case, now: datetime) -> str:
    if not case.sound:
        return "times contradict"
    return {True: "kept", False: "missed", None: "open"}[case.kept(now)]
