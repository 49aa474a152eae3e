"""`history BATCH`: every entry that speaks of a batch, each signature whole, on paper and for programs, and no other sponsor."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest

from console.cli.codes import Exit
from console.cli.opened import reading
from db import journal
from db.entry import Entry
from tests.ui.paper.reading import texts


@pytest.fixture(scope="module")
def batch(demo: Path) -> str:
    """A patient's batch of the demo that was signed for."""
    with reading(demo) as opened:
        floor = opened.floor
        mine = [b for b in (*floor.batches.values(), *floor.left.values()) if b.product == "AV-119"]
        with opened.site.reading() as connection:
            signed = {b.id: sum(len(e.signatures) for e in journal.by_entity(connection, f"batch:{b.id}", 999)) for b in mine}
    return max(signed, key=lambda name: signed[name])


def entries_of(demo: Path, batch: str) -> list[Entry]:
    with reading(demo) as opened, opened.site.reading() as connection:
        return journal.by_entity(connection, f"batch:{batch}", 9_999)[::-1]


def test_programs_read_every_entry_once_and_every_signature_whole(demo: Path, batch: str, verb) -> None:
    code, out, _ = verb("history", batch, "--db", demo, "--json")
    told = json.loads(out)
    assert code == Exit.WELL and told["title"] == f"History of batch {batch}"
    table = next(block for block in told["sections"][0]["blocks"] if "rows" in block)
    entries = entries_of(demo, batch)
    assert len(entries) > 10 and [row[0] for row in table["rows"]] == [str(entry.n) for entry in entries]
    signed = [block["signature"] for block in told["sections"][1]["blocks"]]
    expected = [
        (s.printed_name, s.role.replace("_", " "), s.meaning, s.over, s.at.isoformat())
        for entry in entries
        for s in entry.signatures
    ]
    assert expected and [(s["name"], s["role"], s["meaning"], s["over"], s["at"]) for s in signed] == expected
    assert all(re.search(r"\(UTC-0[45]:00\)$", s["when"]) for s in signed)
    assert told["imprint"]["class"] == "DEMO" and re.search(r"/\d+ [0-9a-f]{16}", told["imprint"]["head"])


def test_the_paper_holds_every_entry_and_signature_and_says_on_each_page_whose_it_is(
    demo: Path, batch: str, verb, tmp_path
) -> None:
    out = tmp_path / "history.pdf"
    code, said, _ = verb("history", batch, "--db", demo, "--pdf", out)
    assert code == Exit.WELL and said == f"History of batch {batch}: {out}\n"
    pages = texts(out.read_bytes())
    whole = re.sub(r"\s", "", "".join(pages))
    for entry in entries_of(demo, batch):
        assert f"\n{entry.n}\n" in "".join(pages)
        for s in entry.signatures:
            assert re.sub(r"\s", "", f"{s.printed_name} ({s.user}), {s.role.replace('_', ' ')}") in whole and s.over in whole
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in page and "DEMO" in page and "head " in page and "Cleanroom Console" in page


def test_letters_of_200_per_cent_take_more_pages_and_say_the_same(demo: Path, batch: str, verb, tmp_path) -> None:
    counts = []
    for text in (100, 200):
        out = tmp_path / f"{text}.pdf"
        code, _, _ = verb("history", batch, "--db", demo, "--pdf", out, "--text", text)
        assert code == Exit.WELL
        pages = texts(out.read_bytes())
        counts.append(len(pages))
        assert all(f"\n{entry.n}\n" in "".join(pages) for entry in entries_of(demo, batch))
    assert counts[0] < counts[1]


def test_a_spreadsheet_and_a_person_read_it_too(demo: Path, batch: str, verb, tmp_path) -> None:
    out = tmp_path / "history.csv"
    code, said, _ = verb("history", batch, "--db", demo, "--csv", out)
    assert code == Exit.WELL and str(out) in said
    lines = list(csv.reader(StringIO(out.read_bytes().decode(), newline="")))
    assert [line[2] for line in lines if line[1] == "row"] == [str(entry.n) for entry in entries_of(demo, batch)]
    code, said, _ = verb("history", batch, "--db", demo)
    assert code == Exit.WELL and said.startswith(f"History of batch {batch}\n")


def test_no_other_sponsor_is_in_any_batchs_history(demo: Path, verb) -> None:
    with reading(demo) as opened:
        floor = opened.floor
        assert floor.facility
        sponsors = {p.id: p.sponsor for p in floor.facility.products}
        batches = (*floor.batches.values(), *floor.left.values())
    mine = [b for b in batches if sponsors.get(b.product) == "ALDERVALE"]
    others = [b for b in batches if sponsors.get(b.product) not in (None, "ALDERVALE")]
    assert mine and others
    for one in mine[:6]:
        _, out, _ = verb("history", one.id, "--db", demo, "--json")
        found = [b.id for b in others if re.search(rf"(?<![\w-]){re.escape(b.id)}(?![\w-])", out)]
        found += [name for name in ("Harborlight", "Quillmark", "HL-22", "QM-7") if name in out]
        assert not found


def test_a_batch_the_journal_never_spoke_of_is_refused_and_a_missing_site_is_trouble(demo: Path, verb, tmp_path) -> None:
    code, out, said = verb("history", "B-9999", "--db", demo, "--pdf", tmp_path / "no.pdf")
    assert (code, out, said) == (Exit.REFUSED, "", "This site has no batch B-9999.\n")
    assert not (tmp_path / "no.pdf").exists()
    assert verb("history", "B-9999", "--db", tmp_path / "nowhere")[0] == Exit.TROUBLE
    assert verb("history", "--db", demo)[0] == Exit.USAGE
