"""The sheet as a tree: every line with what one must know and boxes for all that is written, frozen as it was issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from console.domain import commands as c
from console.domain.batch import Placement
from console.domain.blanks import BlankLimit
from console.domain.recipe import Limit
from console.report.blanks.account import BALANCED, UNBALANCED, account_document, account_words
from console.report.blanks.sheet import FREE_ROWS, blank_document, limit_said, limit_words
from console.report.plain import content_digest, document_csv, document_json, document_text
from console.report.tree import Boxes, Document, Imprint, Section, Words
from tests.domain.builders import HOUR, OPERATOR, PLANNER, SUPERVISOR, House, after
from tests.domain.sheets import ROOM, N, closed, issue, keyed, out, sheet, verified, void

ZONE = ZoneInfo("America/New_York")


def imprint(house: House) -> Imprint:
    return Imprint("Watertown", "DEMO", "Invented.", 9, "c/9 00ff", "Console 0.2", house.now, ZONE)


def printed(house: House) -> Document:
    return blank_document(house.floor, sheet(house), imprint(house))


def labels(section: Section) -> list[str]:
    return [label for block in section.blocks if isinstance(block, Boxes) for label in block.labels]


def words(section: Section) -> str:
    return "\n".join(block.text for block in section.blocks if isinstance(block, Words))


def test_it_bears_its_number_and_every_line_stands_there_once_and_together() -> None:
    house = out()
    document = printed(house)
    assert document.code == N and N in document.title
    titles = [section.title for section in document.sections]
    assert [title for title in titles if title[0].isdigit()] == [
        "1 · B-1 (COI …-B-1) · Line clearance", "2 · B-1 (COI …-B-1) · Enrichment", "3 · B-1 (COI …-B-1) · Activation and load",
    ]  # fmt: skip
    assert sum(title.startswith("+") for title in titles) == FREE_ROWS
    assert all(section.together for section in document.sections[1:])


def test_a_line_has_boxes_for_start_end_both_people_every_value_and_remarks() -> None:
    enrich = next(section for section in printed(out()).sections if section.title.endswith("Enrichment"))
    found = labels(enrich)
    assert found[:4] == ["Started (date, time)", "Ended (date, time)", "Done by (initials)", "Checked by (initials)"]
    assert {"CD3+ purity % (action below 80)", "Viability % (action below 80)"} <= set(found)
    assert found[-2].startswith("Nothing done") and found[-1].startswith("Remarks")
    assert "NO LATER THAN 2026-10-14 13:00 EDT" in words(enrich) and "Comes after: Line clearance" in words(enrich)
    assert "2 people, operator · a second person checks it" in words(enrich)


def test_what_runs_says_so_and_a_hold_is_said_in_capitals() -> None:
    house = out()
    lines = sheet(house).lines
    running = replace(lines[0], started_at=house.now, held=True, people=0)
    floor, blank = house.floor, replace(sheet(house), lines=(running,))
    (first, *_) = [s for s in blank_document(floor, blank, imprint(house)).sections if s.title.startswith("1 ")]
    assert "RUNNING since" in words(first) and "ON HOLD" in words(first)
    assert "unattended, operator" in words(first), "nobody has to stay with it"


def test_it_says_what_was_frozen_whatever_the_plan_does_afterwards() -> None:
    house = out()
    before = content_digest(printed(house))
    step = house.step("B-1", "ACTIVATE_LOAD").placement
    assert step is not None
    later = Placement(ROOM, step.start + 30 * HOUR, step.end + 30 * HOUR, step.station)
    house.ask(c.MoveStep(by=PLANNER, batch="B-1", step="ACTIVATE_LOAD", placement=later, reason="pump broken"))
    assert content_digest(printed(house)) == before


def test_of_the_patient_only_the_last_four_letters_stand_there_in_every_form() -> None:
    house = House()
    house.order("B-1", coi="COI-SECRET-77XY", subject="SUBJ-9")
    house.ask(issue(rooms=tuple(house.floor.rooms), hours=24))
    for blank in house.floor.blanks.values():
        document = blank_document(house.floor, blank, imprint(house))
        told = document_text(document) + document_csv(document) + str(document_json(document))
        assert "SECRET" not in told and "SUBJ-9" not in told


def test_the_issuer_stands_there_with_name_role_meaning_and_instant() -> None:
    (signed,) = printed(out()).signatures()
    assert (signed.user, signed.role, signed.meaning, signed.at) == (SUPERVISOR, "supervisor", "issued", sheet(out()).issued_at)
    assert "3 printed lines" in signed.about


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (
            Limit("v", "Viability", "%", action_low=Decimal(70), alert_low=Decimal(80)),
            "Viability % (action below 70; alert below 80)",
        ),
        (Limit("p", "pH", "", action_low=Decimal("6.9"), action_high=Decimal("7.4")), "pH (action below 6.9, above 7.4)"),
        (Limit("t", "TNC", "1e9"), "TNC 1e9"),
    ],
)
def test_a_value_stands_with_its_unit_and_the_limits_one_must_know(limit: Limit, said: str) -> None:
    assert limit_words(limit) == said


def test_a_window_is_told_in_hours_and_at_what_clock_it_opens_and_closes_over_a_night_of_25_hours() -> None:
    at = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    limit = BlankLimit("Activation to transduction", "end of Activation", Decimal(18), Decimal(30), at, at + HOUR)
    assert limit_said(limit, ZONE) == (
        "Activation to transduction: not before 18 h and at most 30 h after the end of Activation. "
        "NOT BEFORE 2026-11-01 01:30 EDT, NO LATER THAN 2026-11-01 01:30 EST"
    )


def test_the_account_says_what_is_out_since_when_and_by_whom_and_that_it_is_balanced() -> None:
    house = out()
    house.ask(issue())
    house.ask(void(number="P-TEST-000002"))
    assert account_words(house.floor) == "2 issued = 0 returned + 1 void + 1 out"
    document = account_document(house.floor, imprint(house))
    assert dict(document.facts)["Verdict"] == BALANCED
    open_, done = document.sections
    text = document_text(document)
    assert N in str(open_) and "P-TEST-000002" in str(done) and "void: not used" in text and "J. Hart" in text


def test_an_account_that_is_not_balanced_says_so() -> None:
    house = out()
    floor = replace(house.floor, blank_counts={"TEST": 4})
    assert account_words(floor) == "4 issued ≠ 0 returned + 0 void + 1 out"
    assert dict(account_document(floor, imprint(house)).facts)["Verdict"] == UNBALANCED


def test_signatures_that_are_owed_are_named_and_originals_by_their_digest() -> None:
    house = closed()
    facts = dict(account_document(house.floor, imprint(house)).facts)
    name = house.floor.person_name(OPERATOR)
    assert facts["Signatures owed"].startswith(f"{N}: {name}")
    assert "pdf 0a0a0a0a0a0a0a0a" in document_text(account_document(house.floor, imprint(house)))
    for made in (keyed, verified):
        assert "closed" not in account_words(made().floor)


def test_a_step_whose_sample_tests_wait_for_has_a_box_for_its_number() -> None:
    house = after("IPC_SAMPLE_D3")
    step = house.step("B-1", "IPC_SAMPLE_D5").placement
    assert step is not None
    house.now = step.start - HOUR
    house.ask(issue(rooms=(step.lane,)))
    section = next(s for s in printed(house).sections if "In-process sample D5" in s.title)
    assert any(label.startswith("Sample number for ") for label in labels(section))
