"""A promise report is one sponsor's: each batch with what came of it, kept, missed, lost or open."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from console.domain.batch import BatchStatus
from console.report.plain import document_text
from console.report.tree import Document, Table
from console.view.charts.programme import programme_state
from console.view.charts.promise_report import promise_report
from tests.report.documents import imprint
from tests.view.charts.programmes import HOUR, NOW, START, batch, floor_of


def report() -> Document:
    lost = batch("B-3", took_h=None, status=BatchStatus.TERMINATED, status_at=START + 50 * HOUR)
    floor = floor_of(
        batch("B-1"), batch("B-2", took_h=200.0), lost, batch("B-4", NOW - 20 * HOUR, None), batch("H-9", product="HL-22")
    )
    state = programme_state(floor, None, NOW, ZoneInfo, judged=3)
    with pytest.raises(ValueError, match="one sponsor's"):
        promise_report(state, imprint())
    return promise_report(state.of("AV"), imprint())


def test_each_batch_says_what_came_of_it() -> None:
    tables = [block for section in report().sections for block in section.blocks if isinstance(block, Table)]
    rows = {row[0]: row for row in tables[1].rows}
    assert {name: row[-1] for name, row in rows.items()} == {"B-1": "kept", "B-2": "missed", "B-3": "missed", "B-4": "open"}
    assert rows["B-1"][1] == "2026-09-01 12:00 EDT (UTC-04:00)" and rows["B-1"][5] == "7"
    assert rows["B-3"][3] == "terminated, 2026-09-03 14:00 EDT (UTC-04:00)"
    assert rows["B-4"][2:4] == ("", "")


def test_no_other_sponsor_is_in_it() -> None:
    text = document_text(replace(report()))
    assert not [name for name in ("H-9", "HL-22", "Harborlight", "Quillmark") if name in text]
    assert "Forecasts: unproven: fewer than 20 releases have been judged" in text
