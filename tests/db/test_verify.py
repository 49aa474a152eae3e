"""No entry is altered or removed unseen: the first break is named (law 6; the tamper matrix of data.md 2.2).

The attacker has the file and its key, knows this program, recomputes every hash, and has no signing key.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from db import journal
from db.engine import Unreadable, connect, reader_engine
from db.identity import JOURNAL_NAME
from db.secret_store import DATABASE_KEY
from db.verify import verify
from tests.db.place import draft, made, workplace
from tests.db.tamper import ATTACKS, File, closed_site, cut_at_checkpoint, rows

N = 131
PLACE = st.integers(2, N)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return closed_site(tmp_path_factory.mktemp("verify") / "site", N)


@pytest.fixture
def fresh(file, tmp_path_factory):
    return lambda: file.copy(tmp_path_factory.mktemp("copy"))


def test_an_untouched_record_is_whole(file):
    verdict = file.verdict(anchored=True)
    assert verdict.whole and verdict.first_break is None
    assert (verdict.entries, verdict.chains, verdict.checkpoints, verdict.unsealed) == (N, 1, 3, 0)
    assert verdict.signatures == N // 5
    assert verdict.heads[0].seq == N


@settings(max_examples=4)
@pytest.mark.parametrize("attack", ATTACKS)
@given(seq=PLACE, other=PLACE)
def test_what_was_done_to_the_record_is_caught(file, tmp_path_factory, attack, seq, other):
    copy = file.copy(tmp_path_factory.mktemp("attack"))
    with copy.opened() as raw:
        ATTACKS[attack](raw, seq, other)
    for anchored in (False, True):
        caught(copy, anchored)


@settings(max_examples=8)
@given(seq=PLACE)
def test_the_first_break_is_named(file, tmp_path_factory, seq):
    for attack in ("a value edited", "the actor changed", "one removed"):
        copy = file.copy(tmp_path_factory.mktemp("name"))
        with copy.opened() as raw:
            ATTACKS[attack](raw, seq, seq)
        verdict = copy.verdict()
        assert verdict.first_break is not None
        # Where the last entry is gone, it is the seal over it that shows it.
        assert verdict.first_break.where == ("seal" if (attack, seq) == ("one removed", N) else "entry")
        assert verdict.first_break.seq == seq
        assert str(verdict.first_break.seq) in str(verdict.first_break)


def caught(file: File, anchored: bool = False) -> None:
    verdict = file.verdict(anchored)
    assert not verdict.whole
    assert verdict.first_break is not None


def test_an_old_state_put_together_from_a_checkpoint_is_caught_by_the_anchor_alone(fresh):
    copy = fresh()
    with copy.opened() as raw:
        cut_at_checkpoint(raw, N, N)
    assert copy.verdict().whole
    verdict = copy.verdict(anchored=True)
    assert verdict.first_break is not None
    assert (verdict.first_break.where, verdict.first_break.seq) == ("high-water mark", N)


def test_a_record_made_anew_under_another_key_is_caught_by_the_anchor(fresh, tmp_path):
    work = workplace(seed=77)
    forged = made(tmp_path / "forged", work)
    forged.record([draft(n) for n in range(2, N + 1)])
    forged.close()
    key = work.secrets.get(forged.identity.scope, DATABASE_KEY)
    assert key is not None
    copy = fresh()
    other = File(forged.folder / JOURNAL_NAME, key, copy.anchor, copy.public)
    assert other.verdict().whole
    caught(other, anchored=True)


@pytest.mark.parametrize(
    ("harm", "where"),
    [
        ("UPDATE checkpoint SET floor = 'another' WHERE seq = 100", "seal"),
        ("UPDATE checkpoint SET head = zeroblob(32) WHERE seq = 100", "seal"),
        ("UPDATE chain_head SET sig = zeroblob(64)", "seal"),
        ("UPDATE chain_head SET seq = 99", "seal"),
        ("UPDATE chain SET public_key = zeroblob(32)", "seal"),
        ("UPDATE entry SET actor = 'eve' WHERE seq = 50", "entry"),
        ("UPDATE entry SET occurred_at = 1 WHERE seq = 50", "entry"),
        ("UPDATE entry SET hash = zeroblob(32) WHERE seq = 50", "entry"),
        ("UPDATE entry SET lamport = 900 WHERE seq = 50", "entry"),
        ("UPDATE entry SET header = zeroblob(9) WHERE seq = 50", "entry"),
        ("DELETE FROM entry_entity WHERE entity = 'batch:B-1' AND n = 50", "projections"),
        ("INSERT INTO entry_entity VALUES ('batch:B-7', 50, 50)", "projections"),
        ("DELETE FROM chain", "site"),
        ("DELETE FROM entry", "entry"),
        ("DELETE FROM chain_head", "seal"),
    ],
)
def test_a_harmed_table_is_named(fresh, harm, where):
    copy = fresh()
    with copy.opened() as raw:
        raw.execute(harm)
    verdict = copy.verdict()
    assert verdict.first_break is not None
    assert verdict.first_break.where == where


def test_a_dropped_trigger_is_named(fresh):
    copy = fresh()
    raw = connect(copy.path, copy.key, writes=True, running=False)
    raw.execute("DROP TRIGGER entry_no_delete")
    raw.close()
    verdict = copy.verdict()
    assert verdict.first_break is not None and verdict.first_break.where == "shape of the file"


def test_a_file_that_does_not_say_its_revision_is_not_whole(fresh):
    copy = fresh()
    with copy.opened() as raw:
        raw.execute("DELETE FROM alembic_version")
    assert not copy.verdict().whole


def test_a_signature_by_a_key_that_is_not_the_persons_is_named(file):
    engine = reader_engine(file.path, file.key)
    with engine.connect() as connection, connection.begin():
        verdict = verify(connection, knows_key=lambda user, key: False)
    engine.dispose()
    assert verdict.first_break is not None
    assert (verdict.first_break.seq, verdict.first_break.where) == (5, "seal")


def test_projections_that_differ_are_named(file):
    engine = reader_engine(file.path, file.key)
    with engine.connect() as connection, connection.begin():
        verdict = verify(connection, projections=lambda connection: "batch_row B-1: status")
        assert journal.count(connection) == N
    engine.dispose()
    assert not verdict.whole and "batch_row B-1" in str(verdict.first_break)


@settings(max_examples=8)
@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_no_single_flipped_bit_is_ever_shown(file, tmp_path_factory, place, bit):
    copy = file.copy(tmp_path_factory.mktemp("flip"))
    body = bytearray(copy.path.read_bytes())
    body[place % len(body)] ^= 1 << bit
    copy.path.write_bytes(body)
    try:
        raw = connect(copy.path, copy.key, writes=False)
        try:
            found = rows(raw)
        finally:
            raw.close()
    except (dbapi2.DatabaseError, Unreadable):
        return
    raw = connect(file.path, file.key, writes=False)
    assert found == rows(raw)  # the bit lay in a page that holds no entry
    raw.close()
    caught(copy)
