"""`programme`: every figure with its n, and a sponsor sees nobody else's."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

from console.cli.codes import Exit
from console.cli.opened import reading
from tests.cli.conftest import AT
from tests.ui.paper.reading import texts

WORDS = {
    "sponsor", "sponsor_name", "product", "title", "promise", "length_days", "length_h", "kept", "turnaround_h", "first_pass",
    "attrition", "quarter", "contradict", "run_chart", "time_to_release_chart", "release",
}  # fmt: skip
OTHERS = ("Harborlight", "HARBORLIGHT", "HL-22", "Quillmark", "QUILLMARK", "QM-7")


def test_programs_are_told_every_programme_with_every_n(demo: Path, verb) -> None:
    code, out, _ = verb("programme", "--db", demo, "--json")
    told = json.loads(out)
    assert code == Exit.WELL and told["zone"] == "America/New_York" and told["at"] <= AT.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [each["product"] for each in told["programmes"]] == ["AV-119", "HL-22", "QM-7", "QM-7F"]
    for each in told["programmes"]:
        assert set(each) == WORDS
        for figure in ("length_days", "length_h", "turnaround_h", "kept", "first_pass", "attrition", "run_chart", "release"):
            assert isinstance(each[figure]["n"], int)
        assert each["quarter"]["label"] == "Q4 2026" and each["quarter"]["start"] == "2026-10-01T04:00:00Z"
        assert each["quarter"]["end"] == "2027-01-01T05:00:00Z", "another offset: the clocks went back in between"
    assert told["judged"] < 20 and not told["programmes"][0]["quarter"]["proven"]


def test_people_read_the_same_figures_and_how_little_there_is(demo: Path, verb) -> None:
    code, out, _ = verb("programme", "--db", demo)
    assert code == Exit.WELL
    assert out.startswith(
        "Aldervale Cell Medicines · AV-119 anti-CD19 CAR-T\npromise: infusion within 7 calendar days of leukapheresis"
    )
    assert "not enough data, n = " in out
    assert "Q4 2026 median keeps the promise" in out


def test_a_named_sponsor_sees_nobody_else(demo: Path, verb) -> None:
    for name in ("ALDERVALE", "Aldervale Cell Medicines", "aldervale"):
        for form in ((), ("--json",)):
            code, out, said = verb("programme", "--db", demo, "--sponsor", name, *form)
            assert code == Exit.WELL and "AV-119" in out
            assert not [word for word in OTHERS if word in out + said]


def test_a_sponsor_that_is_not_there_is_told_so_and_nothing_else(demo: Path, verb) -> None:
    code, out, said = verb("programme", "--db", demo, "--sponsor", "ACME")
    assert (code, out) == (Exit.REFUSED, "")
    assert said == "This site has no programme of a sponsor ACME.\n"


def test_an_earlier_instant_knows_fewer_batches(demo: Path, verb) -> None:
    _, now_out, _ = verb("programme", "--db", demo, "--json")
    code, out, _ = verb("programme", "--db", demo, "--json", "--at", "2026-10-27T00:00:00-04:00")
    then, now = json.loads(out), json.loads(now_out)
    assert code == Exit.WELL and then["at"] == "2026-10-27T04:00:00Z"
    assert sum(each["release"]["n"] for each in then["programmes"]) < sum(each["release"]["n"] for each in now["programmes"])


def test_the_promise_report_of_a_sponsor_holds_its_batches_and_nobody_elses(demo: Path, verb, tmp_path: Path) -> None:
    out, rows = tmp_path / "promise.pdf", tmp_path / "promise.csv"
    code, said, _ = verb("programme", "--sponsor", "ALDERVALE", "--db", demo, "--pdf", out, "--csv", rows)
    assert code == Exit.WELL
    assert said == "".join(f"Promise report: Aldervale Cell Medicines: {each}\n" for each in (out, rows))
    pages, listed = texts(out.read_bytes()), rows.read_bytes().decode()
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in page and "DEMO" in page and "head " in page
    whole = "".join(pages) + listed
    assert "AV-119" in whole and not [word for word in OTHERS if word in whole]
    with reading(demo) as opened:
        floor = opened.floor
        for batch in (*floor.batches.values(), *floor.left.values()):
            assert batch.product == "AV-119" or batch.id not in whole
    _, told, _ = verb("programme", "--sponsor", "ALDERVALE", "--db", demo, "--json")
    (programme,) = json.loads(told)["programmes"]
    lines = [line for line in csv.reader(StringIO(listed, newline="")) if line[1] == "row" and line[2][:2] == "B-"]
    assert len(lines) == programme["release"]["n"] > 0
    assert sum(bool(line[4]) for line in lines) == programme["release"]["released"]
    assert sum(line[8] == "kept" for line in lines) == programme["kept"]["hits"]


def test_a_report_is_never_of_all_sponsors_together(demo: Path, verb, tmp_path: Path) -> None:
    code, out, said = verb("programme", "--db", demo, "--pdf", tmp_path / "all.pdf")
    assert (code, out) == (Exit.USAGE, "") and "--sponsor" in said
    assert verb("programme", "--db", demo, "--sponsor", "ACME", "--pdf", tmp_path / "all.pdf")[0] == Exit.REFUSED
    assert not list(tmp_path.iterdir())
