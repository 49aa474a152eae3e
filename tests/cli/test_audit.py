"""The journal without a window: lines for people, a table that no spreadsheet runs, JSON that goes on where it stopped."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from console.cli.audit import entries_of
from console.cli.codes import Exit
from console.cli.opened import reading
from console.domain.facility import Role
from console.report.plain import harmless
from console.service.audited import AuditPage, AuditRow, AuditWish
from console.service.change import Signed
from console.view.audit_listing import HEADINGS, audit_cells, audit_line

ZONE = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 22, 19, 5, 9, tzinfo=UTC)


ROW = AuditRow(
    7, "id-7", AT, AT, "jhart", "J. Hart", "step.corrected", "Step corrected", ("batch:B-1",),
    (("WASH count", "12"),), (("WASH count", "21"),), "read upside down", (),
)  # fmt: skip


def row(n: int = 7, **more: Any) -> AuditRow:
    return replace(ROW, n=n, **more)


class Paged:
    """Ten entries behind a reader that often finds nothing on a page and goes on all the same."""

    def __init__(self) -> None:
        self.asked: list[int | None] = []

    def audit(self, wish: AuditWish, before: int | None, limit: int) -> AuditPage:
        self.asked.append(before)
        top = 11 if before is None else before
        if top % 3 == 0:
            return AuditPage((), top - 1)
        return AuditPage((row(top - 1),)[:limit], top - 1 if top > 2 else None)


def test_all_pages_follow_one_another_over_empty_ones_and_stop_where_enough_is_told() -> None:
    assert [one.n for one in entries_of(Paged(), AuditWish(), None, 0)] == [10, 9, 7, 6, 4, 3, 1]  # type: ignore[arg-type]
    assert [one.n for one in entries_of(Paged(), AuditWish(), 8, 2)] == [7, 6]  # type: ignore[arg-type]


def test_a_line_says_who_what_old_new_why_when_and_signed_by_whom_in_which_meaning() -> None:
    signed = Signed("lokafor", "L. Okafor", "qa", "reviewed", "ab", AT, "Europe/London")
    line = audit_line(row(signed=(signed,)), ZONE)
    assert line == (
        "#7 · 2026-11-22 14:05:09-05:00 · J. Hart (jhart) · Step corrected · batch:B-1 · WASH count: 12 → 21 · "
        "why: read upside down · signed L. Okafor (lokafor), qa: reviewed, 2026-11-22 19:05:09+00:00"
    )


def test_what_happened_earlier_than_it_was_written_says_both_instants_and_no_word_breaks_the_line() -> None:
    line = audit_line(row(at=AT - timedelta(hours=2), why="two\nlines\x1b[31m", old=(("gone", "a"),), new=(("on", AT),)), ZONE)
    assert "happened 2026-11-22 12:05:09-05:00" in line and "why: two lines [31m" in line
    assert "on: 2026-11-22 14:05:09-05:00; gone: a → nothing" in line


def test_no_cell_is_a_formula() -> None:
    cells = audit_cells(row(why="=HYPERLINK(1)", who="@x", old=(), new=(("text", "-1+2"),)), ZONE)
    assert [harmless(cell) for cell in cells if cell.startswith(("=", "@"))] == ["'@x", "'=HYPERLINK(1)"]


def test_the_newest_lines_are_told_and_where_to_go_on(demo: Path, verb) -> None:
    code, text, _ = verb("audit", "--db", demo, "--limit", 3)
    lines = text.splitlines()
    assert code == Exit.WELL and len(lines) == 5 and "America/New_York" in lines[0]
    last = int(lines[3].split(" ")[0].removeprefix("#"))
    assert lines[4] == f"There are more: --before {last} goes on."
    code, out, _ = verb("audit", "--db", demo, "--json", "--limit", 2, "--before", last)
    told = json.loads(out)
    assert code == Exit.WELL and [one["n"] for one in told["rows"]] == [last - 1, last - 2] and told["further"] == last - 2
    with reading(demo) as opened:
        assert int(lines[1].split(" ")[0].removeprefix("#")) == opened.pages.entries()


def test_the_file_holds_every_entry_and_the_filters_narrow_it(demo: Path, verb, tmp_path: Path) -> None:
    file = tmp_path / "audit.csv"
    code, said, _ = verb("audit", "--db", demo, "--csv", file)
    with file.open(encoding="utf-8", newline="") as source:
        heads, *lines = list(csv.reader(source))
    with reading(demo) as opened:
        assert len(lines) == opened.pages.entries()
    assert code == Exit.WELL and tuple(heads) == HEADINGS and "head " in said
    assert not any(cell[:1] in ("=", "@", "+") for line in lines for cell in line)
    moved = [line for line in lines if line[6] == "step.finished"]
    code, out, _ = verb("audit", "--db", demo, "--kind", "step.finished", "--limit", 10_000, "--json")
    assert moved and [str(one["n"]) for one in json.loads(out)["rows"]] == [line[0] for line in moved]
    code, out, _ = verb("audit", "--db", demo, "--who", moved[0][4], "--about", moved[0][7].split(", ")[0], "--json")
    told = json.loads(out)["rows"]
    assert told and all(one["user"] == moved[0][4] and moved[0][7].split(", ")[0] in one["about"] for one in told)


def test_nothing_found_is_said(demo: Path, verb) -> None:
    code, text, _ = verb("audit", "--db", demo, "--words", "nobodywrotethis")
    assert code == Exit.WELL and "No entry is like that." in text
    code, text, _ = verb("audit", "--db", demo, "--until", "2000-01-01T00:00:00Z")
    assert code == Exit.WELL and "No entry is like that." in text


def someone(folder: Path, role: Role) -> str:
    with reading(folder) as opened:
        return min(person.id for person in opened.floor.people.values() if role in person.roles)


def test_qa_signs_how_far_the_journal_is_reviewed_and_the_mark_is_told(own_demo: Path, verb, monkeypatch) -> None:
    qa = someone(own_demo, Role.QA)
    assert "Nobody has signed a review" in verb("audit", "--db", own_demo, "--limit", 1)[1]
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    code, out, err = verb("audit", "--db", own_demo, "--review", 40, "--user", qa, "--comment", "first week")
    assert code == Exit.WELL, err
    assert "Reviewed through entry 40 by " in out
    told = json.loads(verb("audit", "--db", own_demo, "--kind", "audit.reviewed", "--json")[1])
    [mark], [line] = [told["reviewed"]], told["rows"]
    assert (mark["through"], mark["by"], mark["comment"]) == (40, qa, "first week")
    assert [(s["user"], s["meaning"], s["role"]) for s in line["signed"]] == [(qa, "reviewed", "qa")]
    fortieth = json.loads(verb("audit", "--db", own_demo, "--before", 41, "--limit", 1, "--json")[1])["rows"][0]
    assert fortieth["entry"] == mark["entry"]
    code, _, err = verb("audit", "--db", own_demo, "--review", 40, "--user", qa)
    assert code == Exit.REFUSED and "reviewed through entry 40 already" in err


def test_a_review_is_refused_to_others_for_no_entry_and_for_a_wrong_password(own_demo: Path, verb, monkeypatch) -> None:
    qa, other = someone(own_demo, Role.QA), someone(own_demo, Role.PLANNER)
    for words, user, typed, said in (
        (40, other, "", "may not review record"), (10**9, qa, "", "There is no entry"), (40, qa, "not it", "password"),
    ):  # fmt: skip
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n" if typed else ""))
        code, _, err = verb("audit", "--db", own_demo, "--review", words, "--user", user)
        assert code == Exit.REFUSED and said in err
    assert verb("audit", "--db", own_demo, "--review", 40)[0] == Exit.USAGE
    with reading(own_demo) as opened:
        assert opened.floor.reviewed is None
