"""A batch's history as a report: oldest first, both times, signatures whole, and nothing that belongs to another sponsor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.domain.batch import Batch
from console.domain.facility import Facility, Product, Sponsor
from console.domain.floor import Floor
from console.report.tree import SignatureBlock, Table, Words
from console.service.change import Signed
from console.service.ports import HistoryRow
from console.view.batch.printed import history_document
from tests.report.documents import AT, DIGEST, imprint

FLOOR = Floor(
    facility=Facility(
        "Watertown",
        zone="America/New_York",
        sponsors=(Sponsor("ALDER", "Aldervale Cell Medicines"), Sponsor("HARBOR", "Harborlight")),
        products=(
            Product("AV-119", "anti-CD19", "ALDER", "R"),
            Product("AV-11", "of the same sponsor", "ALDER", "R"),
            Product("HL-22", "virus", "HARBOR", "R"),
        ),
    ),
    batches={
        "B-0412": Batch("B-0412", "R", product="AV-119", coi="W1234567788", opened_at=AT),
        "B-0413": Batch("B-0413", "R", product="AV-11"),
        "HL-0007": Batch("HL-0007", "R", product="HL-22", coi="W999", subject="P-3"),
    },
    left={"HL-0001": Batch("HL-0001", "R", product="HL-22")},
)


def row(n: int, reason: str = "", detail: str = "", late: timedelta = timedelta()) -> HistoryRow:
    return HistoryRow(n, AT, AT + late, "J. Hart", "Plan changed", detail, reason, "J. Hart (approved)", f"e{n}")


def table_of(*rows: HistoryRow) -> Table:
    document = history_document(FLOOR, "B-0412", rows, {}, imprint())
    (table,) = [block for block in document.sections[0].blocks if isinstance(block, Table)]
    return table


def test_entries_stand_in_the_journals_order_with_both_times_where_they_differ() -> None:
    first, second = table_of(row(9, late=timedelta(hours=2)), row(3)).rows
    assert first[:3] == ("3", "2026-11-03 10:00 EST (UTC-05:00)", "at once")
    assert second[:3] == ("9", "2026-11-03 10:00 EST (UTC-05:00)", "2026-11-03 12:00 EST (UTC-05:00)")


def test_what_belongs_to_another_sponsor_is_not_named_and_it_is_said_how_often() -> None:
    wrote = "For HL-0007 (W999, P-3) and hl-0001 of harborlight's HL-22; B-0413 of AV-11 and XHL-0007 stay."
    document = history_document(FLOOR, "B-0412", (row(1, wrote, "text HL-0007"), row(2, "Room free")), {}, imprint())
    said, table = document.sections[0].blocks
    assert said == Words("In 1 of 2 entries what belongs to other sponsors is not named.")
    assert isinstance(table, Table)
    assert table.rows[0][5:7] == (
        "text another batch",
        "For another batch (another patient, another patient) and another batch of another sponsor's another product; "
        "B-0413 of AV-11 and XHL-0007 stay.",
    )
    assert table.rows[1][6] == "Room free"


def test_each_signature_is_whole_in_the_zone_it_was_signed_in() -> None:
    signed = Signed("mo", "M. Ortiz", "qa", "released", DIGEST, AT, "Europe/Zurich")
    blocks = history_document(FLOOR, "B-0412", (row(4),), {"e4": (signed,)}, imprint()).sections[1].blocks
    (block,) = blocks
    assert isinstance(block, SignatureBlock)
    assert (block.name, block.role, block.meaning, block.over) == ("M. Ortiz", "qa", "released", DIGEST)
    assert block.when == "2026-11-03 16:00 CET (UTC+01:00)" and block.about == "entry 4: Plan changed"
    assert history_document(FLOOR, "B-0412", (row(4),), {}, imprint()).sections[1].blocks == (Words("Nothing was signed."),)


def test_it_says_first_what_the_batch_is_and_shows_four_letters_of_its_identity() -> None:
    facts = dict(history_document(FLOOR, "B-0412", (row(1),), {}, imprint()).facts)
    assert facts["Product"] == "AV-119 anti-CD19" and facts["Sponsor"] == "Aldervale Cell Medicines"
    assert facts["Chain of identity"] == "ends with 7788" and "W1234567788" not in str(facts)
    assert facts["Opened"] == "2026-11-03 10:00 EST (UTC-05:00)" and "Released" not in facts
    gone = history_document(replace(FLOOR, batches={}), "B-0412", (row(1),), {}, imprint())
    assert gone.facts == (("Batch", "B-0412"),)
