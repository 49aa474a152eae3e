"""Sheets of paper in what changed: one sentence of their own, each entry in it once, the batch's work at the batch."""

from __future__ import annotations

from console.report.changes.difference import difference
from console.report.changes.lines import Between, ChangeLine, Entered, Tier
from tests.domain.builders import HOUR, QA, House
from tests.domain.sheets import N, bring, issue, key, ready, verify, void


def told(house: House, before: House) -> tuple[ChangeLine, ...]:
    entries = tuple(Entered(f"e{n}", event) for n, event in enumerate(house.events))
    return difference(Between(before.floor, house.floor, entries), QA)


def test_few_things_are_said_one_by_one_and_lead_to_the_room() -> None:
    house = ready()
    house.ask(issue())
    (line,) = told(house, ready())
    assert (line.sentence, line.tier, line.places) == (f"Sheet {N} given out for CR1", Tier.PAPER, ("room:CR1",))


def test_many_are_counted_and_steps_from_paper_stand_at_their_batch() -> None:
    house = ready()
    house.ask(issue(rooms=("CR1", "CR2", "CR3")))
    house.ask(void(number="P-TEST-000002"))
    house.wait(6 * HOUR)
    house.ask(bring())
    house.ask(key(house))
    house.ask(verify(house))
    lines = told(house, ready())
    paper = next(line for line in lines if line.tier is Tier.PAPER)
    assert paper.sentence == "Sheet given out (3), sheet back, sheet keyed, sheet keyed by a second person, sheet void"
    batch = next(line for line in lines if line.places == ("batch:B-1",))
    assert "finished" in batch.sentence
    assert sorted(entry for line in lines for entry in line.entries) == sorted(f"e{n}" for n in range(len(house.events)))
