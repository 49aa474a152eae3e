"""What the planner answers, in words: what would be if, what can be offered, and what a draft on paper says of itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.batch import Placement
from console.planning.answers.plan_view import (
    Conflict,
    Decision,
    Effect,
    Foreseen,
    Move,
    Offer,
    Offers,
    Paid,
    Proposal,
    Stuck,
)
from console.planning.answers.tried import tried
from console.report.tree import Table, Words
from console.view.plan.conflicts import place_key
from console.view.plan.foreseen import foreseen_told
from console.view.plan.lines import Line, Section, Told
from console.view.plan.offered import ORDER, offer_words, offers_told
from console.view.plan.printed import NOT_THE_PLAN, draft_document, told_document
from tests.report.documents import imprint
from tests.ui.front import site_floor

ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


def test_what_would_be_if_names_new_conflicts_with_their_places_and_what_is_left_to_people() -> None:
    conflict = Conflict("closed", "B-1 Wash needs CR3 while it is closed.", (("B-1", "WASH"),), NOON, NOON + HOUR)
    there, then = Placement("CR3", NOON, NOON + HOUR, "1"), Placement("CR4", NOON, NOON + HOUR, "1")
    effects = (Effect("B-2", "B-2", NOON, NOON, NOON + HOUR, 0.0, 1.0), Effect("B-3", "B-3", NOON, NOON, NOON - HOUR, 0.0, 0.0))
    ways = (Decision("B-1", "overtime", "Two stay"), Decision("B-1", "freeze", "Cells wait"),
            Decision("B-1", "return it to use", "CR3 is given back", True, NOON))  # fmt: skip
    moves = (Move("B-2", "WASH", "Wash", there, then),)
    proposal = Proposal("what if", "It would take: 1 move", moves, effects, unresolved=ways, stuck=(Stuck("B-1", "CR3 is closed"),))
    told = foreseen_told(Foreseen("room CR3 out 48h", (conflict,), proposal), ZONE)
    assert told.about == "If room CR3 out 48h: 1 new conflict. It would take: 1 move."
    headings = ["B-1: no lawful place", "New conflicts (1)", "Who gains", "Who loses", "What moves (1)"]
    assert [section.heading for section in told.sections] == headings
    stuck, new = told.sections[0].lines, told.sections[1].lines
    assert new[0].acts == ((place_key("B-1", "WASH"), "Go to B-1"),)
    assert [line.words for line in stuck] == ["CR3 is closed", "CR3 is given back", "2 other ways tried: none helps alone"]
    assert stuck[2].small == "Two stay; Cells wait"


def test_what_changes_nothing_says_so() -> None:
    told = foreseen_told(Foreseen("courier late B-1 1h", (), Proposal("what if", "It would take: nothing to move")), ZONE)
    assert told.about == "If courier late B-1 1h: no new conflict. It would take: nothing to move."
    assert told.sections == ()


KEPT = Offer(NOON, True, NOON + WEEK, NOON + WEEK + 3 * HOUR)
LATE = Offer(NOON, True, NOON + WEEK, NOON + WEEK - 3 * HOUR, 3.2)
DEAR = Offer(NOON + HOUR, True, NOON + WEEK, NOON + WEEK + HOUR, others=(Paid("B-7", NOON, NOON + 2 * HOUR),))
NONE = Offer(NOON, False)


def offers(*each: Offer) -> Offers:
    return Offers("AV-119", "ELMFIELD", each)


def test_each_offer_says_what_it_promises_and_costs_and_leads_to_ordering_it() -> None:
    told = offers_told(offers(KEPT, DEAR), site_floor(), ZONE)
    assert told.about.startswith("AV-119 anti-CD19 CAR-T from ") and told.about.endswith("begun as asked; 1 other lawful start.")
    asked, others = (section.lines for section in told.sections)
    assert asked[0].words == "Thu 26 Nov 12:00 EST: keeps its promise" and asked[0].sign == ""
    assert asked[0].small == "promise ends Thu 3 Dec 12:00 EST · promised by 15:00 EST · costs nobody anything"
    assert others[0].small.endswith("B-7 2 h later (Thu 26 Nov 12:00 EST → 14:00 EST)") and others[0].sign == "3"
    assert [line.acts for line in (*asked, *others)] == [(("0", ORDER),), (("1", ORDER),)]


def test_a_start_without_a_lawful_plan_cannot_be_ordered_from_here_and_a_late_one_is_marked() -> None:
    told = offers_told(offers(NONE), site_floor(), ZONE)
    assert "cannot be begun as asked; no other lawful start within two weeks" in told.about
    assert (told.sections[0].lines[0].sign, told.sections[0].lines[0].acts) == ("1", ())
    late = offers_told(offers(LATE), site_floor(), ZONE).sections[0].lines[0]
    assert late.words.endswith("3 h later than promised") and "expected lateness 3.2 h" in late.small and late.sign == "2"


@pytest.mark.parametrize(
    ("made", "words", "sign"),
    [
        ((KEPT,), "Lawful: keeps its promise (ends Thu 3 Dec 12:00 EST); costs nobody anything", ""),
        ((LATE,), "Lawful: 3 h later than promised (ends Thu 3 Dec 12:00 EST); costs nobody anything", "2"),
        ((DEAR,), "Lawful: keeps its promise (ends Thu 3 Dec 12:00 EST); B-7 2 h later", "3"),
        ((NONE, DEAR), "No lawful plan from this start; the earliest one: Thu 26 Nov 13:00 EST", "1"),
        ((NONE,), "No lawful plan from this start; none within two weeks", "1"),
        ((Offer(NOON, True, NOON),), "Lawful: can be made (ends Thu 26 Nov 12:00 EST); costs nobody anything", ""),
    ],
)
def test_an_offer_in_one_line(made: tuple[Offer, ...], words: str, sign: str) -> None:
    assert offer_words(offers(*made), ZONE) == (words, sign)


def test_a_printed_draft_says_on_every_page_that_it_is_not_the_plan_and_claims_nothing() -> None:
    floor = site_floor()
    made = draft_document(tried(floor, NOON, ZoneInfo), "D-4", "Vector late", ZONE, imprint())
    assert made.title == f"{NOT_THE_PLAN}. Draft D-4: Vector late", "the title stands on every page"
    facts = dict(made.facts)
    assert facts["Number"].startswith("D-4, if the journal keeps"), "the paper itself claims nothing"
    assert facts["Compared with"] == f"the plan of 2026-11-26 12:00 EST (UTC-05:00), after {floor.entries:,} entries of the journal"


def test_lines_of_a_panel_become_rows_and_lose_no_word() -> None:
    long = Section("What moves (2)", (Line("B-1 Wash", "12:00 → 13:00"), Line("B-2 <Wash>", "")))
    short = Section("Nobody loses", (Line("Nobody."),))
    made = told_document(Told("Draft D-1: Many", "Many move.", (long, short)), "D-1", "the plan", imprint())
    table, words = (part.blocks[0] for part in made.sections)
    assert isinstance(table, Table) and table.rows == (("B-1 Wash", "12:00 → 13:00"), ("B-2 <Wash>", ""))
    assert isinstance(words, Words) and words.text == "Nobody."
