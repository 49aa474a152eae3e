"""The day a supervisor brings her own workbook: it stands beside the record as reported, and never pretends to be it."""

from __future__ import annotations

from dataclasses import replace

from console.domain import commands as c
from console.domain.batch import BatchStatus, ReportedRow
from console.view.listing import live_batches
from console.view.standing import tally
from tests.domain.builders import HOUR, OPERATOR, QA_3, SUPERVISOR
from tests.service.scenes import consents, done, refused, with_batch


def test_a_whiteboard_is_taken_in_whole_or_not_at_all() -> None:
    # One batch lives on the console already; the workbook holds two of last month, and, by mistake, the living one.
    house = with_batch("B-1", "APH_COLLECT")
    console = house.console
    row = ReportedRow(2, "Enrich / load", ("ENRICH", "ACTIVATE_LOAD"), "CR1", started_at=house.now - 900 * HOUR, status="done")
    told = tuple(c.ReportedBatch(batch=b, recipe="CART-7D-v1", rows=(row,)) for b in ("B-0390", "B-0391", "B-1"))
    history = c.ReportHistory(by=SUPERVISOR, file="whiteboard.xlsx", sha256="c" * 64, batches=told)
    before = console.floor
    assert refused(console, history, *consents(console, history)) == "batch-known"
    assert console.floor is before

    # Without that one it enters, signed by who brought it.
    history = replace(history, batches=told[:2])
    assert refused(console, history) == "signature"
    change = done(console, history)
    assert [e.wire.type for e in change.entries] == ["history.reported", "batch.reported", "batch.reported"]
    assert {s.meaning for e in change.entries for s in e.signatures} == {"imported"}

    # It is there to be read, with its file and row, and counts nowhere as live.
    taken = console.floor.batches["B-0390"]
    assert (taken.reported, taken.rows[0].label, taken.file_sha256) == (True, "Enrich / load", "c" * 64)
    assert [b.id for b in live_batches(console.floor)] == ["B-1"]
    assert tally(console.floor, None, True).in_process == 1

    # It takes no live entry, passes no gate and is not taken in twice.
    assert refused(console, c.StartStep(by=OPERATOR, batch="B-0390", step="ENRICH")) == "batch-reported"
    release = c.SignDisposition(by=QA_3, batch="B-0390", decision=BatchStatus.RELEASED)
    assert refused(console, release, *consents(console, release)) == "batch-reported"
    assert refused(console, history, *consents(console, history)) == "batch-known"
