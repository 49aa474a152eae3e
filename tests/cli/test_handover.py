"""The shift's sheet without a window: as the floor fills it, as it was given, for people, for programs and on paper."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

from console.cli.codes import Exit
from console.cli.handover import sheet_now
from console.cli.status import look
from console.report.handover.sections import TITLES
from console.report.handover.sheet import sheet_of
from console.service.ports import SiteFacts
from console.view.handover.printed import paper
from tests.domain.decide.test_handover import accepted, given

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
    code, said, _ = verb("handover", "--db", demo, "--pdf", out)
    content = out.read_bytes()
    assert code == Exit.WELL and str(out) in said
    assert content.startswith(b"%PDF") and content.count(b"/FontFile") >= 1


def test_the_paper_says_first_what_must_be_known_and_last_who_signed_in_which_meaning_when_and_of_which_journal() -> None:
    house = accepted()
    handed = house.floor.handed
    assert handed is not None
    site = SiteFacts("site", "Watertown", "DEMO", "folder", "chain")
    sheet = sheet_of(house.floor, handed, ZONE)
    printed = paper(sheet, house.floor, site, "ab12/40 00ff", "0.9", house.now, ZONE)
    assert printed.told.about == f"MUST KNOW: {handed.must_know}"
    assert [s.heading for s in printed.told.sections][:10] == [f"{n} {title}" for n, title in TITLES.items()]
    signed = [(line.words, line.small) for line in printed.told.sections[-1].lines]
    assert signed[0] == ("J. Hart (jhart), supervisor", "information given: 2026-10-12 09:30 EDT (UTC-04:00)")
    assert signed[1][1].startswith("read, questioned, accepted: 2026-10-12 09:30 EDT")
    for words in ("Watertown", "head ab12/40 00ff", "Cleanroom Console 0.9"):
        assert words in printed.foot
    assert "DEMO" in printed.top[1]


def test_what_is_given_counts_before_what_the_floor_would_fill_and_the_last_one_on_demand(demo: Path) -> None:
    told = look(demo, None)
    waiting = told._replace(floor=given().floor)
    assert sheet_now(waiting, last=False).state == "given, not yet accepted"
    assert sheet_now(waiting, last=True).must_know == "", "duty was taken before: it has no words"
    after = accepted().floor
    assert sheet_now(told._replace(floor=after), last=True).state == "accepted"
    assert sheet_now(told._replace(floor=after), last=False).state == "not given"
