"""The shift's sheet without a window: as the floor fills it, as it was given, for people, for programs and on paper."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.handover import sheet_now
from console.cli.status import look
from console.domain.plain import instant_text
from console.report.handover.document import document
from console.report.handover.sections import TITLES
from console.report.handover.sheet import sheet_of
from console.report.tree import Imprint, Table
from tests.domain.builders import START
from tests.domain.decide.test_handover import accepted, given, taken

ZONE = ZoneInfo("America/New_York")


def test_the_floor_fills_ten_sections_for_people_and_for_programs(demo: Path, verb) -> None:
    code, text, _ = verb("handover", "--db", demo)
    assert code == Exit.WELL
    assert all(f"{number} {title}" in text for number, title in TITLES.items())
    code, out, _ = verb("handover", "--db", demo, "--json")
    sheet = json.loads(out)
    assert code == Exit.WELL
    assert [section["number"] for section in sheet["sections"]] == list(TITLES)
    points = [point for section in sheet["sections"] for point in section["points"]]
    assert points and all(point["owner"] and point["due"] for point in points)


def test_the_paper_is_pages_with_their_fonts_in_them(demo: Path, verb, tmp_path: Path) -> None:
    out = tmp_path / "handover.pdf"
    code, said, _ = verb("handover", "--db", demo, "--pdf", out, "--text", "200")
    content = out.read_bytes()
    assert code == Exit.WELL and str(out) in said
    assert content.startswith(b"%PDF") and content.count(b"/FontFile") >= 1


def test_the_paper_says_first_what_must_be_known_and_last_who_signed_in_which_meaning_when_and_of_which_journal() -> None:
    house = accepted()
    handed = house.floor.handed
    assert handed is not None
    imprint = Imprint("Watertown", "DEMO", "A demo.", 40, "ab12/40 00ff", "Cleanroom Console 0.9", house.now, ZONE)
    told = document(sheet_of(house.floor, handed, ZONE), house.floor, imprint)
    assert ("Must know", handed.must_know) in told.facts
    assert [s.title for s in told.sections][:10] == [f"{n} {title}" for n, title in TITLES.items()]
    given_, accepted_ = told.signatures()
    assert (given_.name, given_.user, given_.role, given_.meaning) == ("J. Hart", "jhart", "supervisor", "information given")
    assert accepted_.meaning == "read, questioned, accepted" and accepted_.when == "2026-10-12 09:30 EDT (UTC-04:00)"
    assert {given_.over, accepted_.over} == {handed.digest}
    rows = [row for block in told.sections[6].blocks if isinstance(block, Table) for row in block.rows]
    assert rows == [("DV-1 blocks B-1 (carried over 1×)", "M. Keller", "2026-10-12 11:30 EDT (UTC-04:00)")]


def test_what_changed_since_duty_last_passed_is_a_part_of_its_own_also_of_the_table(demo: Path, verb, tmp_path: Path) -> None:
    code, out, _ = verb("handover", "--db", demo, "--json")
    sheet = json.loads(out)
    assert code == Exit.WELL and sheet["since"] and sheet["changes"]
    handed = look(demo, None).floor.handed
    assert handed is not None and handed.taken_at is not None and sheet["since"] == instant_text(handed.taken_at)
    table = tmp_path / "handover.csv"
    code, said, _ = verb("handover", "--db", demo, "--csv", table)
    rows = list(csv.reader(table.read_text("utf-8").splitlines()))
    assert code == Exit.WELL and str(table) in said
    words = [row[2] for row in rows if row[0].startswith("What changed since") and row[1] == "row"]
    assert words == [change["words"] for change in sheet["changes"]]


def test_a_missing_signature_is_printed_as_missing() -> None:
    floor = taken().floor
    assert floor.handed is not None
    imprint = Imprint("Watertown", "DEMO", "", 1, "h", "p", START, ZONE)
    first, second = document(sheet_of(floor, floor.handed, ZONE), floor, imprint).signatures()
    assert first.when == "SIGNATURE MISSING" and second.meaning == "duty taken without a handover"


def test_what_is_given_counts_before_what_the_floor_would_fill_and_the_last_one_on_demand(demo: Path) -> None:
    told = look(demo, None)
    waiting = told._replace(floor=given().floor)
    assert sheet_now(waiting, last=False).state == "given, not yet accepted"
    assert sheet_now(waiting, last=True).must_know == "", "duty was taken before: it has no words"
    after = accepted().floor
    assert sheet_now(told._replace(floor=after), last=True).state == "accepted"
    assert sheet_now(told._replace(floor=after), last=False).state == "not given"
