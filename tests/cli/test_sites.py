"""Sites made, filled and emptied again: simulate, new, password, import, export, recover."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.cli.codes import Exit
from console.cli.opened import open_existing, reading, writing
from console.cli.simulate import make_demo
from console.service.clock import SystemClock
from db import journal

SAMPLES = Path(__file__).parents[1] / "exchange" / "samples"
SECRET = "correct horse battery"
PHRASE = "a phrase for the safe of QA"


def _typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.fixture
def site(tmp_path: Path, verb, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An AID site with everybody of the demo facility, where one supervisor has a password."""
    folder = tmp_path / "site"
    demo_file = Path(__file__).parents[2] / "resources" / "facilities" / "demo.toml"
    _typed(monkeypatch, SECRET, PHRASE)
    code, _, said = verb("new", folder, "--class", "aid", "--from", demo_file, "--admin", "first.admin")
    assert code == Exit.WELL, said
    return folder


def _supervisor(folder: Path) -> str:
    with reading(folder) as seen:
        return next(p.id for p in seen.floor.people.values() if any(r.value == "supervisor" for r in p.roles))


def _payloads(folder: Path) -> list[tuple[str, bytes]]:
    with reading(folder) as seen, seen.site.reading() as connection:
        return [(entry.type, entry.body) for entry in journal.after(connection)]


def test_the_same_seed_and_end_give_the_same_payloads_to_the_byte(tmp_path: Path, state: Path) -> None:
    until = datetime(2026, 3, 9, 12, tzinfo=UTC)
    for name in ("one", "two"):
        make_demo(tmp_path / name, 5, 4, until).close()
    first, second = _payloads(tmp_path / "one"), _payloads(tmp_path / "two")
    assert len(first) > 50
    assert first == second


def test_a_new_site_is_empty_encrypted_and_whole(site: Path, verb) -> None:
    assert json.loads((site / "identity.json").read_text())["site"]
    assert b"SQLite format" not in (site / "journal.db").read_bytes()[:64]
    assert (site / "recovery.key").exists()
    assert verb("verify", "--db", site)[0] == Exit.WELL
    assert "Nothing is in process" in verb("status", "--db", site)[1]


def test_with_nobody_to_ask_secrets_are_made_and_shown_once_and_the_first_supervisor_can_act(
    tmp_path: Path, verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    _typed(monkeypatch)
    code, out, said = verb("new", tmp_path / "plant", "--class", "aid")
    assert code == Exit.WELL, said
    secret = next(line.rsplit(" ", 1)[1] for line in out.splitlines() if "a password for supervisor" in line)
    _typed(monkeypatch, secret)
    code, _, said = verb("import", SAMPLES / "whiteboard.xlsx", "--db", tmp_path / "plant", "--user", "supervisor")
    assert code == Exit.WELL, said
    for path in (tmp_path / "plant").rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes()


def test_a_demo_takes_a_workbook_with_the_password_that_is_no_secret(
    own_demo: Path, verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    _typed(monkeypatch)
    code, out, said = verb("import", SAMPLES / "whiteboard.xlsx", "--db", own_demo)
    assert code == Exit.WELL, said
    assert "Taken in: 39 batches" in out


def test_a_short_password_makes_nothing(tmp_path: Path, verb, monkeypatch: pytest.MonkeyPatch) -> None:
    _typed(monkeypatch, "short", PHRASE, "long enough for her")
    code, _, said = verb("new", tmp_path / "none", "--class", "record")
    assert code == Exit.REFUSED
    assert "12 characters" in said
    assert not (tmp_path / "none").exists()


def test_a_workbook_enters_signed_whole_and_comes_out_the_same(
    site: Path, tmp_path: Path, verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = _supervisor(site)
    _typed(monkeypatch, SECRET, "the supervisor chooses")
    assert verb("password", user, "--db", site, "--admin", "first.admin")[0] == Exit.WELL
    _typed(monkeypatch, "the supervisor chooses")
    code, out, said = verb("import", SAMPLES / "whiteboard.xlsx", "--db", site, "--user", user)
    assert code == Exit.WELL, said
    assert "39 batches" in out
    with reading(site) as seen:
        reported = [b for b in seen.floor.batches.values() if b.reported]
        assert len(reported) == 39
        assert sum(len(b.rows) for b in reported) == 381
    assert verb("verify", "--db", site)[0] == Exit.WELL
    batches = json.loads(verb("batches", "--db", site, "--json")[1])
    assert len([b for b in batches if b["reported"] and b["status"] == "as reported"]) == 39
    then = json.loads(verb("rooms", "--db", site, "--json")[1])
    assert all(not room["reserved_but_idle"] for room in then)
    out_file = tmp_path / "out.xlsx"
    assert verb("export", out_file, "--db", site)[0] == Exit.WELL
    dry = json.loads(verb("import", out_file, "--dry-run", "--json")[1])
    assert dry["enters"]
    assert dry["rows"] == 381
    _typed(monkeypatch, "the supervisor chooses")
    again, _, said = verb("import", SAMPLES / "whiteboard.xlsx", "--db", site, "--user", user)
    assert again == Exit.REFUSED
    assert "reported already" in said


def test_the_messy_workbook_names_its_twelve_faults_and_enters_nothing(site: Path, verb) -> None:
    faults = json.loads((SAMPLES / "whiteboard_messy.xlsx.faults.json").read_text())
    code, out, _ = verb("import", SAMPLES / "whiteboard_messy.xlsx", "--db", site, "--json", "--user", _supervisor(site))
    told = json.loads(out)
    assert code == Exit.REFUSED
    assert {(e["sheet_row"], e["column"]) for e in told["errors"]} == {(f["sheet_row"], f["column"]) for f in faults}
    assert len(told["errors"]) == len(faults)
    with reading(site) as seen:
        assert not seen.floor.batches


def test_a_wrong_password_signs_nothing(site: Path, verb, monkeypatch: pytest.MonkeyPatch) -> None:
    user = _supervisor(site)
    _typed(monkeypatch, "guessed")
    code, _, said = verb("import", SAMPLES / "whiteboard.xlsx", "--db", site, "--user", user)
    assert code == Exit.REFUSED
    assert "do not belong together" in said
    with reading(site) as seen:
        assert not seen.floor.batches


def test_two_consoles_cannot_write_to_one_site_but_reading_goes_on(site: Path, verb, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()
    with reading(site) as seen:
        zone = seen.zone
    opened = writing(open_existing(site, clock, zone), clock, zone)
    try:
        _typed(monkeypatch, SECRET, "the supervisor chooses")
        code, _, said = verb("password", _supervisor(site), "--db", site, "--admin", "first.admin")
        assert code == Exit.BUSY
        assert "being written" in said
        assert verb("rooms", "--db", site)[0] == Exit.WELL
    finally:
        opened.close()


def test_a_demo_refuses_to_be_made_where_a_site_lies(demo: Path, verb) -> None:
    code, _, said = verb("simulate", "--db", demo, "--days", "1", "--seed", "1")
    assert code == Exit.TROUBLE
    assert "already" in said


def test_a_lost_key_comes_back_from_the_recovery_file(
    site: Path, tmp_path: Path, verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEANROOM_CONSOLE_STATE", str(tmp_path / "another-computer"))
    assert verb("status", "--db", site)[0] == Exit.TROUBLE
    _typed(monkeypatch, "not the phrase at all")
    assert verb("recover", "--db", site, "--from", site / "recovery.key")[0] == Exit.TROUBLE
    _typed(monkeypatch, PHRASE)
    code, _, said = verb("recover", "--db", site, "--from", site / "recovery.key")
    assert code == Exit.WELL, said
    assert verb("verify", "--db", site)[0] == Exit.WELL


def test_history_ends_where_it_was_told_to(tmp_path: Path, state: Path) -> None:
    until = datetime(2026, 3, 29, 12, tzinfo=UTC)
    opened = make_demo(tmp_path / "d", 3, 3, until)
    latest = opened.dispatcher.floor.latest
    opened.close()
    assert latest is not None
    assert until - timedelta(hours=12) < latest <= until
