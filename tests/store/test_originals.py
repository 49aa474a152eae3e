"""A scan lies in the record with the entry that names it, or neither does; and what harms it is found by verify."""

import hashlib
import os

import pytest

from console.domain.blanks import ORIGINAL_MOST, OriginalKind
from console.domain.commands import AttachOriginal, CertifyKey, IssueBlanks, ReturnBlank
from console.domain.facility import Role
from console.domain.needs import signatures_needed
from console.domain.refusal import Refusal
from console.domain.signing import Consent
from console.service.change import Change, Trouble
from console.service.digest import command_digest
from console.service.originals import StagedOriginal, kind_of, stage
from db.engine import connect
from db.identity import JOURNAL_NAME
from db.tables import trigger_statements
from tests.db.place import key_of
from tests.store.place import START, Struck, done, reopened
from tests.store.scenes import someone

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 200
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)
N = "P-TEST-000001"


@pytest.fixture
def back(site, run):
    """A sheet that came back."""
    chief = someone(run, Role.SUPERVISOR)
    key = site.credentials.create(chief, "pass")
    done(run.submit(CertifyKey(by=someone(run, Role.QA), user=chief, public_key=str(key))))
    site.credentials.unlock(chief, "pass", START)
    issue = IssueBlanks(by=chief, rooms=("CR1",), mark="TEST", reason="planned stop")
    (need,) = signatures_needed(run.floor, issue)
    done(run.submit(issue, (Consent(chief, need.meaning, command_digest(issue), START, "UTC"),)))
    done(run.submit(ReturnBlank(by=chief, blank=N, pages=1)))
    return chief


def scan(tmp_path, body=PDF, name="scan.pdf"):
    path = tmp_path / name
    path.write_bytes(body)
    return str(path)


def staged(site, path) -> StagedOriginal:
    found = stage(site.journal.originals, path)
    assert isinstance(found, StagedOriginal), found
    return found


def attach(by, found, **changes) -> AttachOriginal:
    told = {"digest": found.digest, "kind": found.kind, "size": found.size, "name": found.name, **changes}
    return AttachOriginal(by=by, blank=N, **told)


def test_a_scan_goes_in_with_its_entry_and_comes_back_as_it_was(site, run, work, back, tmp_path):
    found = staged(site, scan(tmp_path))
    assert (found.digest, found.kind, found.size, found.name) == (
        hashlib.sha256(PDF).hexdigest(), OriginalKind.PDF, len(PDF), "scan.pdf",
    )  # fmt: skip
    assert site.journal.originals.original(found.digest) is None
    done(run.submit(attach(back, found)))
    assert site.journal.originals.original(found.digest) == PDF
    assert site.verify().whole
    site.db.close()
    again = reopened(tmp_path / "site", work)
    assert again.journal.originals.original(found.digest) == PDF
    again.db.close()


def test_without_its_bytes_the_entry_is_not_recorded(site, run, back, tmp_path):
    found = staged(site, scan(tmp_path))
    count = run.floor.entries
    answer = run.submit(attach(back, found, digest="0a" * 32)).result()
    assert isinstance(answer, Trouble) and "choose its file again" in answer.why
    assert run.floor.entries == count and not run.floor.blanks[N].originals
    assert isinstance(run.submit(attach(back, found)).result(), Change)


@pytest.mark.parametrize("wrong", [{"kind": OriginalKind.PNG}, {"size": 7}])
def test_an_entry_that_says_otherwise_what_the_scan_is_is_not_recorded(site, run, back, tmp_path, wrong):
    found = staged(site, scan(tmp_path))
    assert isinstance(run.submit(attach(back, found, **wrong)).result(), Trouble)
    assert not run.floor.blanks[N].originals and site.journal.originals.original(found.digest) is None
    done(run.submit(attach(back, found)))


@pytest.mark.parametrize("after", [False, True])
def test_a_commit_that_fails_leaves_both_or_neither(site, run, back, tmp_path, after):
    found = staged(site, scan(tmp_path))
    struck = Struck(site, after)
    run.submit(attach(back, found)).result()
    struck.mend()
    assert (site.journal.originals.original(found.digest) is not None) == after == bool(run.floor.blanks[N].originals)
    assert site.verify().whole
    if not after:
        done(run.submit(attach(back, found)))
        assert site.verify().whole


def test_only_the_latest_few_wait(site, run, back, tmp_path):
    first = staged(site, scan(tmp_path))
    for n in range(4):
        staged(site, scan(tmp_path, PDF + bytes([n]), f"{n}.pdf"))
    assert isinstance(run.submit(attach(back, first)).result(), Trouble)


HARM = {
    "its bytes are not those that were attached": "UPDATE original SET body = zeroblob(size)",
    "an entry names it and it is not there": "DELETE FROM original",
    "it lies there and no entry names it": "INSERT INTO original VALUES (zeroblob(32), 'pdf', 1, 1, zeroblob(1))",
}


@pytest.mark.parametrize("said", sorted(HARM))
def test_verify_names_what_was_done_to_a_scan(site, run, work, back, tmp_path, said):
    done(run.submit(attach(back, staged(site, scan(tmp_path)))))
    raw = connect(site.db.folder / JOURNAL_NAME, key_of(site.db.folder, work), writes=True, running=False)
    for word in ("update", "delete"):
        raw.execute(f"DROP TRIGGER original_no_{word}")
    raw.execute(HARM[said])
    for statement in trigger_statements():
        if statement.split(" ")[6] == "original":
            raw.execute(statement)
    raw.close()
    found = site.verify().first_break
    assert found is not None and said in found.what


# ----------------------------------------------------------------------------------------------------------- hostile files


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PDF, OriginalKind.PDF), (b"%PDF-2.0\n", OriginalKind.PDF), (PNG, OriginalKind.PNG),
        (b"\xff\xd8\xff\xe0", OriginalKind.JPEG),
        (b"", None), (b"PK\x03\x04", None), (b"MZ", None), (b"\x89PNG\r\n\x1a\n", None), (b" %PDF-1.7", None), (b"<svg/>", None),
        (b"#!/bin/sh", None), (b"%PDF-", None),
    ],
)  # fmt: skip
def test_a_scan_is_what_it_begins_as(body, kind):
    assert kind_of(body) is kind


def refused(site, path) -> str:
    found = stage(site.journal.originals, path)
    assert isinstance(found, Refusal) and found.why and found.instead
    return found.rule


def test_what_is_no_scan_is_refused_with_the_way_out(site, tmp_path):
    assert refused(site, scan(tmp_path, b"hello", "a.pdf")) == "original-kind"
    assert refused(site, scan(tmp_path, b"", "b.pdf")) == "original-empty"
    assert refused(site, str(tmp_path / "nowhere.pdf")) == "original-file"
    assert refused(site, str(tmp_path)) == "original-file"
    assert refused(site, "a\x00b") == "original-file"
    os.mkfifo(tmp_path / "pipe.pdf")
    assert refused(site, str(tmp_path / "pipe.pdf")) == "original-file"
    assert refused(site, "/dev/zero") == "original-file"


def test_a_file_is_read_no_further_than_a_scan_may_go(site, tmp_path):
    path = tmp_path / "long.pdf"
    with path.open("wb") as file:
        file.write(PDF)
        file.truncate(50 * ORIGINAL_MOST)  # a gigabyte, of which nothing lies on the disk
    assert refused(site, str(path)) == "original-size"


def test_a_name_that_plays_tricks_is_written_down_as_what_can_be_printed(site, tmp_path):
    found = staged(site, scan(tmp_path, PDF, "in\u202efdp.exe\n.pdf"))
    assert found.name == "infdp.exe.pdf"
