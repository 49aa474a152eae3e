"""A sheet of paper in the audit: what it carried, what was keyed line by line, and what had been keyed before."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from console.domain import events as e
from console.domain.blanks import BlankEntry, BlankLine
from console.domain.codec import to_wire
from console.service.audited import AuditRow, AuditWish
from console.service.ports import ToRecord
from console.store.sayings import said
from db.ids import uuid7
from tests.store.place import START

N = "P-TEST-000001"
ENTRY = BlankEntry("1", started_at=START, performer="mia", values={"viability": Decimal("91.5")})


def told(site, run, event: e.Event, n: int) -> AuditRow:
    site.journal.append([ToRecord(uuid7(START, bytes([n]) * 10), to_wire(event))], run.floor, ())
    row: AuditRow = site.pages(lambda: run.floor).audit(AuditWish(), None, 1).rows[0]
    return row


def test_what_was_keyed_before_stands_beside_what_is_keyed_now(site, run) -> None:
    first = e.BlankKeyed(by="mia", at=START, blank=N, entries=(ENTRY, BlankEntry("2", nothing=True)))
    other = BlankEntry("1", started_at=START + timedelta(minutes=1), performer="mia")
    row = told(site, run, first, 1)
    assert row.old == ()
    assert dict(row.new) == {
        "line 1 started at": START, "line 1 performer": "mia", "line 1 values viability": "91.5", "line 2": "nothing done",
    }  # fmt: skip
    row = told(site, run, e.BlankKeyed(by="mia", at=START, blank=N, entries=(other, BlankEntry("2", nothing=True))), 2)
    assert dict(row.old)["line 1 values viability"] == "91.5"
    assert dict(row.new)["line 1 started at"] == START + timedelta(minutes=1) and "line 1 values viability" not in dict(row.new)


def test_a_sheet_that_goes_out_is_told_by_its_lines_and_not_by_all_that_stands_on_them() -> None:
    line = BlankLine("1", "B-1", "ENRICH", "Enrichment", coi_tail="7K3M", people=2)
    event = e.BlankIssued(by="mia", at=START, blank=N, room="CR1", from_at=START, until_at=START, reason="stop", lines=(line,))
    wire = to_wire(event)
    found = dict(said(wire.type, wire.payload, wire.entities))
    assert found["lines"] == "1 B-1 ENRICH" and "7K3M" not in str(found)
    odd = dict(said("blank.issued", {"lines": [7]}, ()))
    assert odd["lines"] == "7"
