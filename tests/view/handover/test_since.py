"""What changed since one left, as a table: read in a minute, nothing lost behind the fold, each line leading to its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from console.domain.refusal import Refusal
from console.report.changes.lines import ChangeLine, Since, Tier
from console.view.handover.since import FIRST, REST, batch_of, first_of, since_table, since_words
from tests.domain.builders import HOUR, MINUTE, START, after

ZONE = ZoneInfo("America/New_York")


def line(n: int, tier: Tier = Tier.BATCH, **more: object) -> ChangeLine:
    return ChangeLine(f"sentence {n}", tier, START, (f"batch:B-{n}",), (f"e{n}",), **more)  # type: ignore[arg-type]


def since(*lines: ChangeLine) -> Since:
    return Since(START - HOUR, START, "jhart", tuple(sorted(lines, key=lambda one: one.tier)))


@given(tiers=st.lists(st.sampled_from(Tier), max_size=30))
def test_every_sentence_is_there_once_when_unfolded_and_a_screenful_before(tiers: list[Tier]) -> None:
    found = since(*(line(n, tier) for n, tier in enumerate(tiers)))
    whole = [row.cells[0] for row in since_table(found, ZONE, unfolded=True).rows if row.key != REST]
    assert whole == [one.sentence for one in found.lines]
    folded = since_table(found, ZONE).rows
    assert len(folded) <= FIRST + 2
    assert len(tiers) > FIRST or len(folded) == len(tiers), "few sentences are never folded"
    shown = [row for row in folded if row.key != REST]
    assert len(shown) == len(tiers) or f"{len(tiers) - len(shown)} more sentence" in folded[-1].cells[0]


def test_what_hurts_a_promise_is_never_folded_before_who_came_and_went() -> None:
    people = [line(n, Tier.PEOPLE) for n in range(10)]
    hurt = [line(100 + n, Tier.PROMISE) for n in range(8)]
    rows = since_table(since(*people, *hurt), ZONE).rows
    assert [row.cells[0] for row in rows[:-1]] == [one.sentence for one in hurt] and rows[-1].key == REST
    assert rows[-1].cells[0] == "▸ 10 more sentences of 10 entries: who came and went. Enter shows them"
    assert first_of(since(*people, *hurt)) == 8


def test_only_a_promise_that_lost_much_bears_a_mark() -> None:
    little = line(1, Tier.PROMISE, fall=0.02, late=11 * MINUTE)
    much, late = line(2, Tier.PROMISE, fall=0.3), line(3, Tier.PROMISE, late=timedelta(hours=2))
    signs = {
        row.cells[0]: row.sign
        for row in since_table(since(little, much, late, line(4, Tier.PROMISE, kind=Tier.HOLD, fall=0.01)), ZONE).rows
    }
    assert signs == {"sentence 1": "", "sentence 2": "2", "sentence 3": "2", "sentence 4": "H"}


def test_a_sentence_leads_to_its_batch_and_step_where_both_are_on_the_board() -> None:
    floor = after("ENRICH").floor
    found = since(
        ChangeLine("a", Tier.BATCH, START, ("batch:B-1",), (), step="ENRICH"),
        ChangeLine("b", Tier.BATCH, START, ("batch:B-1",), (), step="GONE"),
        ChangeLine("c", Tier.PEOPLE, START),
    )
    assert [batch_of(found, str(n), floor) for n in range(3)] == [("B-1", "ENRICH"), ("B-1", ""), ("", "")]
    assert batch_of(found, REST, floor) == batch_of(found, "7", floor) == batch_of(None, "0", floor) == ("", "")


def test_the_heading_says_since_when_and_how_much_or_why_not() -> None:
    assert since_words(since(line(1)), ZONE) == "Since today 08:30, as of today 09:30: 1 entry in 1 sentence."
    anybody = replace(since(line(1)), user="")
    assert since_words(anybody, ZONE).startswith("Since the last handover, today 08:30")
    refusal = Refusal("since", "This site does not know any handover.")
    assert since_words(refusal, ZONE) == refusal.why and since_table(refusal, ZONE).rows == ()
