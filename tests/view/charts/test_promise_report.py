"""A promise report is one sponsor's: each batch with what came of it, kept, missed, lost or open."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.batch import Batch, BatchStatus
from console.report.plain import document_csv, document_json, document_text
from console.report.tree import Document, Table
from console.view.charts.programme import programme_state
from console.view.charts.programme_listing import state_json
from console.view.charts.promise_report import promise_report
from tests.report.documents import imprint
from tests.view.charts.programmes import HOUR, NOW, START, batch, floor_of, forecast, outlook


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


OWN = st.builds(
    batch,
    st.sampled_from([f"A-{n}" for n in range(9)]),
    began=st.none() | st.integers(-90, 2).map(lambda day: NOW + day * 24 * HOUR),
    took_h=st.none() | st.floats(20, 400).map(lambda h: round(h, 1)),
    product=st.sampled_from(["AV-119", "AV-119", "AV-LVV"]),
)
OTHER = st.builds(
    batch,
    st.sampled_from([f"Z-{n}" for n in range(40)]),
    began=st.none() | st.integers(-90, 2).map(lambda day: NOW + day * 24 * HOUR),
    took_h=st.none() | st.floats(20, 400).map(lambda h: round(h, 1)),
    product=st.sampled_from(["HL-22", "QM-7", "ROOM"]),
    status=st.sampled_from([BatchStatus.IN_PROCESS, BatchStatus.TERMINATED, BatchStatus.ADMINISTERED]),
)
FORBIDDEN = ("Z-", "COI-Z", "HL", "HL-22", "Harborlight", "QM", "QM-7", "Quillmark")


def told(own: list[Batch], others: list[Batch], judged: int) -> Document:
    """The sponsor's report on a floor where these others are made, too."""
    live = [
        forecast(one.id, NOW + 30 * HOUR, product=one.product) for one in (*own, *others) if one.status is BatchStatus.IN_PROCESS
    ]
    state = programme_state(floor_of(*others, *own), outlook(*live), NOW, ZoneInfo, judged=judged)
    return promise_report(state.of("AV"), imprint())


@settings(max_examples=40, deadline=None)
@given(
    own=st.lists(OWN, max_size=6), one=st.lists(OTHER, max_size=8), another=st.lists(OTHER, max_size=8), more=st.integers(20, 400)
)
def test_whatever_others_do_a_sponsors_report_says_the_same_to_the_letter(
    own: list[Batch], one: list[Batch], another: list[Batch], more: int
) -> None:
    """That no name, no count and no figure of others can be read from it follows: they change nothing in it."""
    first, second = told(own, one, 20), told(own, another, more)
    assert first == second
    for text in (json.dumps(document_json(first), ensure_ascii=False), document_csv(first), document_text(first)):
        assert not [word for word in FORBIDDEN if re.search(rf"(?<![\w-]){re.escape(word)}", text)]


def test_the_programmes_of_one_sponsor_say_no_count_of_everybodys_releases_to_programs() -> None:
    floor = floor_of(batch("A-1"), batch("Z-1", product="HL-22"))
    few, many = (state_json(programme_state(floor, None, NOW, ZoneInfo, judged=n).of("AV")) for n in (7, 412))
    assert few["judged"] is None and many["judged"] == 20
    assert few["programmes"][0]["quarter"]["judged"] is None and not few["programmes"][0]["quarter"]["proven"]
