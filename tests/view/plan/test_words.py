"""The words of the plan: the strip's one line, the comparison, conflicts with their way, reasons, drafts others have shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.batch import Placement
from console.domain.floor import Floor
from console.domain.plan import KeptDraft, Showing, StepMove
from console.planning.answers.plan_view import (
    Conflict,
    Decision,
    Effect,
    Entrance,
    Explained,
    Lever,
    Link,
    Move,
    PlanView,
    Proposal,
    Stuck,
)
from console.planning.problem import Grid
from console.planning.rules.violation import Rule, Violation
from console.view.board.draft import Draft
from console.view.plan.compare import compared, keeps, proposed, summary
from console.view.plan.conflicts import conflicts_told, notes, place_key, place_of
from console.view.plan.drafts import drafts_told
from console.view.plan.lines import from_to, hours, later, listed
from console.view.plan.strip import strip_line
from console.view.plan.why import explained_told

ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
DUE = NOON + timedelta(days=1)


def placed(hours_on: float, lane: str = "CR2", station: str = "1") -> Placement:
    start = NOON + timedelta(hours=hours_on)
    return Placement(lane, start, start + timedelta(hours=2), station)


def effect(batch: str, before_h: float, after_h: float, late_before: float = 0.0, late_after: float = 0.0) -> Effect:
    ends = DUE + timedelta(hours=before_h), DUE + timedelta(hours=after_h)
    return Effect(batch, batch, DUE, *ends, late_before, late_after)


MOVES = (
    Move("B-1", "HARVEST", "Harvest", placed(0), placed(3.5)),
    Move("B-2", "FILL", "Fill", placed(0), placed(24, "CR3", "2")),
    Move("B-2", "QC", "Flow", None, placed(30, "QC", "")),
)
BETTER, WORSE = effect("B-1", 5, -2, 6.2, 0.7), effect("B-2", -3, 1.5, 0.1, 2.1)


def test_lengths_lists_and_times_read_as_people_say_them() -> None:
    assert [hours(h) for h in (0.44, 5.5, 12.4)] == ["0.4 h", "5.5 h", "12 h"]
    assert [listed(["A", "B", "C", "D"][:n]) for n in range(1, 5)] == ["A", "A and B", "A, B and C", "A, B, C and 1 more"]
    assert listed([]) == ""
    assert from_to(NOON, NOON + timedelta(hours=3), ZONE) == "Thu 26 Nov 12:00 EST → 15:00 EST"
    assert from_to(NOON, DUE, ZONE) == "Thu 26 Nov 12:00 EST → Fri 27 Nov 12:00 EST"
    assert from_to(NOON, NOON + timedelta(hours=1), ZONE, "to") == "Thu 26 Nov 12:00 EST to 13:00 EST"
    assert (later(NOON, DUE), later(DUE, NOON), later(NOON, NOON)) == ("1 d later", "1 d earlier", "at the same time")


def test_a_comparison_says_who_gains_who_loses_and_what_moves() -> None:
    told = compared("Draft", MOVES, (BETTER, WORSE), (), None, ZONE)
    assert told.about == "3 steps of 2 batches move, 3.5 h less expected lateness."
    assert [section.heading for section in told.sections] == ["Who gains", "Who loses", "What moves (3)"]
    gains, losses, moves = (section.lines for section in told.sections)
    assert gains[0].words == "B-1: promise ends 7 h earlier" and gains[0].sign == ""
    assert "expected lateness 6.2 h → 0.7 h" in gains[0].small
    assert losses[0].words == "B-2: promise ends 4 h 30 min later" and losses[0].sign == "2"
    assert [(line.words, line.small) for line in moves] == [
        ("B-1 Harvest", "Thu 26 Nov 12:00 EST → 15:30 EST"),
        ("B-2 Fill", "Thu 26 Nov 12:00 EST → Fri 27 Nov 12:00 EST · CR2 station 1 → CR3 station 2"),
        ("B-2 Flow", "Fri 27 Nov 18:00 EST, QC"),
    ]


def test_one_step_of_one_batch_is_told_in_the_singular_and_nothing_as_nothing() -> None:
    assert summary(MOVES[:1], ()) == "1 step of 1 batch moves, no change in expected lateness"
    assert summary(MOVES[:1], (WORSE,)) == "1 step of 1 batch moves, 2.0 h more expected lateness"
    assert compared("Draft", (), (), (), None, ZONE).about == "Nothing moves."


def test_rules_a_draft_would_break_stand_first_with_their_instant() -> None:
    grid = Grid(NOON, 15)
    broken = Violation(Rule.PEOPLE, "B-1", "HARVEST", "operators: 5 are needed and 3 are there.", 4, 6)
    first = compared("Draft", MOVES, (), (broken,), grid, ZONE).sections[0]
    assert first.heading == "Rules it would break"
    assert (first.lines[0].words, first.lines[0].small, first.lines[0].sign) == (
        "operators: 5 are needed and 3 are there.", "rule people · Thu 26 Nov 13:00 EST", "1",
    )  # fmt: skip


def test_where_no_lawful_repair_exists_the_decisions_are_told_those_that_help_first() -> None:
    ways = (
        Decision("B-1", "overtime", "Operators stay until 23:00", False),
        Decision("B-1", "hold-time deviation", "QA accepts 26 h of hold", True, NOON),
    )
    told = proposed(Proposal("repair", "Repair", stuck=(Stuck("B-1", "CR3 is closed to Friday"),), unresolved=ways), ZONE)
    (section,) = told.sections
    assert section.heading == "B-1: no lawful place"
    assert [(line.words, line.small, line.sign) for line in section.lines] == [
        ("CR3 is closed to Friday", "", "1"),
        ("QA accepts 26 h of hold", "hold-time deviation · tried: it helps, promise ends Thu 26 Nov 12:00 EST", ""),
        ("Operators stay until 23:00", "overtime · tried: does not help alone", ""),
    ]


def view(**parts: object) -> PlanView:
    return PlanView(NOON, 7, **parts)  # type: ignore[arg-type]


EMPTY = Draft()


def said(draft: Draft = EMPTY, shown: bool = True, plan: PlanView | None = None, put_off: Proposal | None = None) -> str:
    line = strip_line(draft, shown, None, plan, put_off)
    return "" if line is None else f"{line.sign}|{line.words}|{','.join(name for name, _ in line.acts)}"


REPAIR = Proposal("repair", "Repair: 3 moves", MOVES, (BETTER,))
CONFLICT = Conflict("people", "operators: 5 are needed.", (("B-1", "HARVEST"), ("B-2", "FILL"), ("B-1", "QC")), NOON, DUE)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (None, ""),
        (view(), ""),
        (view(repair=REPAIR), "|A repair is ready: 3 steps move, B-1 keeps its promise|plan.look,plan.later"),
        (
            view(repair=Proposal("repair", "", MOVES[:1], stuck=(Stuck("B-9", "x"),)), conflicts=(CONFLICT,)),
            "2|A repair is ready: 1 step moves, no lawful place for B-9: people must decide|plan.look,plan.later,plan.conflicts",
        ),
        (view(repair=Proposal("repair", "", stuck=(Stuck("B-9", "x"),))),
         "2|No lawful place for B-9: people must decide|plan.look,plan.later"),
        (view(better=Proposal("better", "Better plan available: 11 h less", MOVES)),
         "|Better plan available: 11 h less|plan.look,plan.later"),
        (view(conflicts=(CONFLICT,)),
         "2|The plan has 1 conflict: entries that cannot both hold, or broken limits|plan.conflicts"),
    ],
)  # fmt: skip
def test_the_strip_says_one_thing_at_a_time(plan: PlanView | None, words: str) -> None:
    assert said(plan=plan) == words


def test_a_draft_comes_before_proposals_and_what_was_put_off_is_not_told_again() -> None:
    draft = Draft().do([StepMove("B-1", "HARVEST", placed(3)), StepMove("B-2", "FILL", placed(4))])
    assert said(draft, plan=view(repair=REPAIR)) == "|Draft: 2 steps of 2 batches|draft.compare,draft.show,draft.undo"
    assert said(draft, shown=False).startswith("|Draft (hidden): 2 steps")
    assert said(draft.undo()) == "|Draft: nothing moves|draft.redo,draft.drop"
    assert said(plan=view(repair=REPAIR), put_off=REPAIR) == ""
    better = Proposal("better", "Better plan available", MOVES)
    assert said(plan=view(repair=REPAIR, better=better), put_off=REPAIR) == "|Better plan available|plan.look,plan.later"


def test_only_promises_that_are_kept_after_all_are_named() -> None:
    assert keeps((BETTER, WORSE, effect("B-3", 2, 0))) == "B-1 and B-3 keep their promises"
    assert keeps((WORSE, effect("B-4", 3, 1))) == ""


def test_each_conflict_leads_to_every_batch_in_it_once() -> None:
    told = conflicts_told((CONFLICT,), ZONE)
    (line,) = told.sections[0].lines
    assert line.words == "operators: 5 are needed." and line.small.startswith("rule people · Thu 26 Nov 12:00 EST to ")
    assert [(place_of(key), title) for key, title in line.acts] == [
        (("B-1", "HARVEST"), "Go to B-1"), (("B-2", "FILL"), "Go to B-2"),
    ]  # fmt: skip
    assert place_of(place_key("B-1", "")) == ("B-1", "")
    assert conflicts_told((), ZONE).about == "Nothing in the plan contradicts itself."


def test_the_board_is_told_what_is_wrong_with_each_step_once() -> None:
    other = Conflict("hold", "B-1 waits too long.", (("B-1", "HARVEST"),), NOON, DUE)
    assert notes((CONFLICT, other, CONFLICT)) == {
        ("B-1", "HARVEST"): "operators: 5 are needed. B-1 waits too long.",
        ("B-2", "FILL"): "operators: 5 are needed.",
        ("B-1", "QC"): "operators: 5 are needed.",
    }


def test_why_is_told_link_by_link_with_levers_and_other_places() -> None:
    told = explained_told(
        Explained(
            "B-1", "HARVEST", "Harvest of B-1 is planned at 12:00: CR2 is taken.",
            (Link("HARVEST", "Harvest", NOON, "B-2 stands in CR2 to 12:00"),),
            (Lever("CR3 given back", 5.5, DUE, (("B-2", 2.0),)), Lever("two more operators", 1.0, DUE)),
            (Entrance("CR3", "1", "", DUE, "closed to Friday"), Entrance("CR4", "", "", None, "no instrument of its kind")),
        ),
        ZONE,
    )  # fmt: skip
    assert told.about.startswith("Harvest of B-1")
    links, levers, places = (section.lines for section in told.sections)
    assert (links[0].words, links[0].small) == ("Harvest, Thu 26 Nov 12:00 EST", "B-2 stands in CR2 to 12:00")
    assert [(line.small, line.sign) for line in levers] == [
        ("promise ends 5.5 h sooner, Fri 27 Nov 12:00 EST · B-2 2.0 h later", "3"),
        ("promise ends 1.0 h sooner, Fri 27 Nov 12:00 EST", ""),
    ]
    assert [(line.words, line.small) for line in places] == [
        ("CR3 station 1: from Fri 27 Nov 12:00 EST", "not sooner: closed to Friday"),
        ("CR4: no lawful start", "no instrument of its kind"),
    ]


def test_drafts_that_were_shown_are_listed_the_latest_first() -> None:
    kept = {
        name: KeptDraft(name, title, "jhart", NOON, Showing.SHOWN, (StepMove("B-1", "HARVEST", placed(1)),))
        for name, title in (("D-1", "first"), ("D-2", "second"))
    }
    told = drafts_told(Floor(drafts=kept), ZONE)
    assert [line.words for line in told.sections[0].lines] == ["D-2: second", "D-1: first"]
    assert told.sections[0].lines[0].acts == (("D-2", "Look at it"),)
    assert drafts_told(Floor(), ZONE).about == "No draft was shown to others."
