"""Questions in the field's words: each form read, each wrong one refused with what to write, and what they foresee."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.domain.refusal import Refusal
from console.planning.answers.answering import answer
from console.planning.answers.plan_view import Explained, Foreseen, OfferFor, Offers, WhatIf, Why
from console.planning.answers.whatif import EXAMPLES, Again, Late, Supposed, read_question
from tests.planning.floor.test_nominal import ordered, site
from tests.planning.floor.test_problem import lived, running

MONDAY = datetime(2026, 10, 12, 13, 30, tzinfo=UTC)
BEFORE = MONDAY - timedelta(days=2)
HOURS = timedelta(hours=1)


def read(text: str) -> Supposed | Refusal:
    return read_question(text, ordered(site(), "B-1", MONDAY), BEFORE)


def foreseen(text: str) -> Foreseen:
    found = answer(WhatIf(text), ordered(site(), "B-1", MONDAY), BEFORE, ZoneInfo)
    assert isinstance(found, Foreseen), found
    return found


@pytest.mark.parametrize(
    "words", ["room CR3 out 48h", "room cr3 OUT 2d", "room Suite 3 out 48 hours", "Room Cell suite 3 out 2 days"]
)
def test_a_room_is_known_by_id_title_and_other_names(words: str) -> None:
    found = read(words)
    assert isinstance(found, Supposed)
    assert found.question.outs == {"CR3": ((BEFORE, BEFORE + 48 * HOURS, "supposed"),)}


def test_every_form_is_read() -> None:
    supposed = {
        "instrument Cassette processor 5 out 12h": ("CP5", 12 * HOURS),
        "instrument CP5 out 0.5d": ("CP5", 12 * HOURS),
    }
    for words, (instrument, length) in supposed.items():
        found = read(words)
        assert isinstance(found, Supposed) and found.question.outs == {instrument: ((BEFORE, BEFORE + length, "supposed"),)}
    away = read("person A. Reyes away 1d")
    assert isinstance(away, Supposed) and away.question.away == {"areyes": ((BEFORE, BEFORE + 24 * HOURS),)}
    late = read("step B-1 harvest and wash late 3h")
    assert isinstance(late, Supposed) and late.late == (Late("B-1", "HARVEST_WASH", 3.0),)
    courier = read("courier late b-1 90h")
    assert isinstance(courier, Supposed) and courier.late == (Late("B-1", "COURIER_IN", 90.0, longer=True),)
    invalid = read("batch B-1 invalid")
    assert isinstance(invalid, Supposed) and invalid.again == (Again("B-1", "SAMPLE_RELEASE", "DISPOSITION", 3.65),)
    named = read("batch B-1 invalid STER_IPC")
    assert isinstance(named, Supposed) and named.again == (Again("B-1", "IPC_SAMPLE_D5", "DISPOSITION", 48.0),)


def test_several_are_supposed_at_once() -> None:
    found = read("room CR1 out 1d; room CR2 out 2d ; courier late B-1 2h")
    assert isinstance(found, Supposed)
    assert set(found.question.outs) == {"CR1", "CR2"} and len(found.late) == 1


@pytest.mark.parametrize(
    "words",
    ["", ";", "room out 3h", "room CR3 out", "room CR3 out soon", "the courier is late", "step B-1 late 3h", "batch invalid"],
)
def test_what_cannot_be_read_is_said_with_every_form(words: str) -> None:
    found = read(words)
    assert isinstance(found, Refusal)
    assert all(example in found.instead for example in EXAMPLES) or "Choose" in found.instead


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("room CR77 out 3h", "CR1"),
        ("instrument CP99 out 3h", "CP1"),
        ("person nobody away 3h", "areyes"),
        ("step B-7 ENRICH late 3h", "B-1"),
        ("step B-1 DANCE late 3h", "ENRICH"),
        ("batch B-1 invalid LUCK", "MYCO_PCR"),
        ("courier late B-7 3h", "B-1"),
    ],
)
def test_whom_the_floor_does_not_know_it_says_whom_it_knows(words: str, named: str) -> None:
    found = read(words)
    assert isinstance(found, Refusal) and named in found.instead


def test_what_is_over_cannot_come_late() -> None:
    floor = running(ordered(site(), "B-1", MONDAY), "APH_COLLECT", MONDAY)
    assert isinstance(read_question("step B-1 APH_COLLECT late 2h", floor, MONDAY), Supposed)
    late, now = lived(1.0)
    done = next(b for b in late.batches.values() if b.live and b.steps.get("APH_COLLECT") and b.steps["APH_COLLECT"].over)
    assert isinstance(read_question(f"step {done.id} APH_COLLECT late 2h", late, now), Refusal)


def test_a_room_out_over_the_whole_run_moves_the_batch_and_nothing_that_was_whole_breaks() -> None:
    floor = ordered(site(), "B-1", MONDAY)
    room = floor.batches["B-1"].steps["ENRICH"].placement
    assert room is not None
    found = foreseen(f"room {room.lane} out 12d")
    assert found.conflicts and found.proposal.moves and not found.proposal.stuck
    assert all(move.after.lane != room.lane for move in found.proposal.moves if move.after.station)
    elsewhere = next(r for r in ("CR1", "CR2", "CR3", "CR4") if r != room.lane)
    assert foreseen(f"room {elsewhere} out 12d").proposal.moves == ()


def test_a_late_courier_ends_the_promise_later_and_a_very_late_one_needs_a_decision() -> None:
    assert foreseen("courier late B-1 1h").conflicts == ()
    found = foreseen("courier late B-1 90h")
    assert any(conflict.rule == "hold limit" for conflict in found.conflicts)
    assert [stuck.batch for stuck in found.proposal.stuck] == ["B-1"]
    assert any(decision.helps and decision.kind == "hold-time deviation" for decision in found.proposal.unresolved)


def test_a_test_run_again_holds_release_back_by_its_turnaround() -> None:
    found = foreseen("batch B-1 invalid MYCO_PCR")
    (effect,) = found.proposal.effects
    assert effect.end_before is not None and effect.end_after is not None
    assert 3 * HOURS <= effect.end_after - effect.end_before <= 5 * HOURS


def test_why_and_offers_are_told_in_instants() -> None:
    floor = ordered(site(), "B-1", MONDAY)
    told = answer(Why("B-1"), floor, BEFORE, ZoneInfo)
    assert isinstance(told, Explained) and told.code == "INFUSE" and told.links[-1].start <= told.links[0].start
    told = answer(Why("B-1", "ENRICH"), floor, BEFORE, ZoneInfo)
    assert isinstance(told, Explained) and {entrance.room for entrance in told.entrances} == {"CR1", "CR2", "CR3", "CR4"}
    offers = answer(OfferFor("AV-119", MONDAY + timedelta(days=1)), floor, BEFORE, ZoneInfo)
    assert isinstance(offers, Offers) and offers.offers[0].start == MONDAY + timedelta(days=1)
    assert all(offer.lawful and offer.end and offer.due and offer.end <= offer.due for offer in offers.offers)
    for wish in (Why("B-2"), Why("B-1", "DANCE"), OfferFor("NONE", MONDAY), OfferFor("AV-119", BEFORE - HOURS)):
        assert isinstance(answer(wish, floor, BEFORE, ZoneInfo), Refusal)
