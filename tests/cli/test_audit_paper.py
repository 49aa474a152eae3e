"""An extract of the journal on paper: every entry asked for, each signature whole, whose journal it is on every page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from console.cli import audit
from console.cli.codes import Exit
from console.cli.opened import reading
from console.report.tree import SignatureBlock, Table, Words
from console.service.audited import AuditRow, AuditWish
from console.service.change import Signed
from console.view.audit_printed import audit_document
from db import journal
from tests.report.documents import AT, DIGEST, imprint
from tests.ui.paper.reading import texts

ZONE = ZoneInfo("America/New_York")
ROW = AuditRow(
    7, "id-7", AT, AT, "jhart", "J. Hart", "step.corrected", "Step corrected", ("batch:B-1",),
    (("WASH count", "12"),), (("WASH count", "21"),), "read upside down", (),
)  # fmt: skip


def test_old_and_new_stand_beside_each_other_with_both_times_where_they_differ() -> None:
    late = replace(ROW, n=8, recorded_at=AT + timedelta(hours=1))
    document = audit_document((late, ROW), AuditWish(since=AT, about="B-1"), "Nobody yet.", imprint(), ZONE)
    (table,) = document.sections[0].blocks
    assert isinstance(table, Table)
    assert table.rows == (
        ("8", "2026-11-03 11:00:00-05:00", "2026-11-03 10:00:00-05:00", "J. Hart (jhart)", "Step corrected", "batch:B-1",
         "WASH count: 12", "WASH count: 21", "read upside down"),
        ("7", "2026-11-03 10:00:00-05:00", "at once", "J. Hart (jhart)", "Step corrected", "batch:B-1",
         "WASH count: 12", "WASH count: 21", "read upside down"),
    )  # fmt: skip
    assert document.facts == (
        ("Recorded from", "2026-11-03 10:00 EST (UTC-05:00)"), ("About", "B-1"), ("Entries", "2 of 1,204"),
        ("Reviewed", "Nobody yet."),
    )  # fmt: skip
    assert document.sections[1].blocks == (Words("Nothing was signed."),)


def test_a_signature_stays_readable_when_its_zone_is_unknown_here() -> None:
    known, unknown = (
        Signed("lo", "L. Okafor", "qc_reviewer", "reviewed", DIGEST, AT, zone) for zone in ("Europe/London", "Mars/Base")
    )
    blocks = audit_document((replace(ROW, signed=(known, unknown)),), AuditWish(), "", imprint(), ZONE).sections[1].blocks
    told = [(b.name, b.role, b.meaning, b.when, b.over) for b in blocks if isinstance(b, SignatureBlock)]
    assert told == [
        ("L. Okafor", "qc reviewer", "reviewed", "2026-11-03 15:00 GMT (UTC+00:00)", DIGEST),
        ("L. Okafor", "qc reviewer", "reviewed", "2026-11-03 10:00 EST (UTC-05:00)", DIGEST),
    ]


def test_the_paper_holds_each_entry_asked_for_with_its_signatures(demo: Path, verb, tmp_path: Path) -> None:
    out = tmp_path / "audit.pdf"
    code, said, _ = verb("audit", "--db", demo, "--kind", "result.reviewed", "--pdf", out)
    with reading(demo) as opened, opened.site.reading() as connection:
        count = journal.count(connection)
        entries = [entry for entry in journal.after(connection) if entry.type == "result.reviewed"]
    assert code == Exit.WELL and said == f"audit: {out}: {len(entries)} of {count} entries\n" and entries
    pages = texts(out.read_bytes())
    whole = "".join(pages)
    assert all(f"\n{entry.n}\n" in whole and s.over in re.sub(r"\s", "", whole) for entry in entries for s in entry.signatures)
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in page and "head " in page and "DEMO" in page


def test_more_than_anybody_reads_is_refused_with_the_way_out(
    demo: Path, verb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MOST_ON_PAPER", 5)
    code, out, said = verb("audit", "--db", demo, "--pdf", tmp_path / "a.pdf")
    assert (code, out) == (Exit.REFUSED, "") and "more than 5 entries" in said and "--csv" in said
    assert verb("audit", "--db", demo, "--pdf", tmp_path / "a.pdf", "--csv", tmp_path / "a.csv")[0] == Exit.USAGE
    assert not list(tmp_path.iterdir())
    assert verb("audit", "--db", demo, "--pdf", tmp_path / "a.pdf", "--limit", 5)[0] == Exit.WELL
