"""No entry is altered or removed unseen: the first break is named (law 6; the tamper matrix of data.md 2.2).

The attacker has the file and its key, knows this program, recomputes every hash, and has no signing key.
"""

import shutil
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from db import journal
from db.canonical import canonical, parse
from db.engine import Unreadable, connect, reader_engine
from db.identity import JOURNAL_NAME
from db.seal import Signature, SigningKey, content_digest, entry_hash, payload_digest
from db.secret_store import DATABASE_KEY, DEVICE_KEY, HIGH_WATER, HighWater
from db.tables import APPEND_ONLY
from db.verify import Verdict, verify
from tests.db.place import START, draft, made, workplace

N = 131
USER = SigningKey(bytes(range(32)))
FEW = settings(max_examples=12)
PLACE = st.integers(2, N)


class File:
    """A closed site's file in the attacker's hands."""

    def __init__(self, path, key, anchor, public):
        self.path, self.key, self.anchor, self.public = path, key, anchor, public

    def copy(self, folder) -> "File":
        shutil.copy(self.path, folder / JOURNAL_NAME)
        return File(folder / JOURNAL_NAME, self.key, self.anchor, self.public)

    def open(self) -> dbapi2.Connection:
        raw = connect(self.path, self.key, writes=True, running=False)
        for name in APPEND_ONLY:
            for word in ("update", "delete"):
                raw.execute(f"DROP TRIGGER {name}_no_{word}")
        raw.execute("PRAGMA foreign_keys = OFF")
        return raw

    def verdict(self, anchored: bool = False) -> Verdict:
        engine = reader_engine(self.path, self.key)
        with engine.connect() as connection, connection.begin():
            said = verify(
                connection,
                anchor=self.anchor if anchored else None,
                device_key=self.public if anchored else None,
                knows_key=lambda user, key: user == "mia" and key == USER.public.hex(),
            )
        engine.dispose()
        return said


def signed(item):
    over = content_digest(item.type, item.v, item.payload)
    word = Signature("mia", "Mia Okoro", "operator", "performed", over, START, "Europe/London").signed(USER)
    return replace(item, signatures=(word,))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    work = workplace()
    site = made(tmp_path_factory.mktemp("verify") / "site", work)
    for n in range(2, N + 1):
        site.record([signed(draft(n)) if n % 5 == 0 else draft(n)])
    site.close()
    key = work.secrets.get(site.identity.site, DATABASE_KEY)
    mark = work.secrets.get(site.identity.site, HIGH_WATER)
    secret = work.secrets.get(site.identity.site, DEVICE_KEY)
    assert key and mark and secret
    return File(site.folder / JOURNAL_NAME, key, HighWater.from_bytes(mark), SigningKey(secret).public)


@pytest.fixture
def fresh(file, tmp_path_factory):
    return lambda: file.copy(tmp_path_factory.mktemp("copy"))


def rows(raw):
    return raw.execute("SELECT seq, header, payload FROM entry ORDER BY seq").fetchall()


def rewrite(raw, entries) -> None:
    """Write a whole chain anew from words and payloads: all hashes, digests, columns and heads recomputed."""
    raw.execute("BEGIN")
    raw.execute("DELETE FROM entry_entity")
    raw.execute("DELETE FROM entry")
    prev = entries[0][0]["prev"]
    for seq, (words, payload) in enumerate(entries, start=1):
        body = canonical(payload)
        words = {**words, "seq": seq, "lamport": seq, "prev": prev}
        words["payload_sha256"] = payload_digest(bytes.fromhex(words["salt"]), body)
        header = canonical(words)
        made_ = entry_hash(header)
        prev = made_.hex()
        name = bytes.fromhex(words["id"].replace("-", ""))
        raw.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, words["chain"], seq, seq, name, words["type"], words["v"], words["actor"], words["occurred_at"],
             words["recorded_at"], header, body, made_),
        )  # fmt: skip
        for entity in dict.fromkeys(words["entities"]):
            raw.execute("INSERT INTO entry_entity VALUES (?, ?, ?)", (entity, seq, seq))
    raw.execute("UPDATE chain_head SET seq = ?, head = ?, lamport = ?", (len(entries), made_, len(entries)))
    raw.execute("COMMIT")


def chain_of(raw):
    return [(parse(header), parse(payload)) for _, header, payload in rows(raw)]


def test_an_untouched_record_is_whole(file):
    verdict = file.verdict(anchored=True)
    assert verdict.whole and verdict.first_break is None
    assert (verdict.entries, verdict.chains, verdict.checkpoints, verdict.unsealed) == (N, 1, 3, 0)
    assert verdict.signatures == N // 5
    assert verdict.heads[0].seq == N


def caught(file, at_most: int | None = None, anchored: bool = False) -> None:
    verdict = file.verdict(anchored)
    assert not verdict.whole
    assert verdict.first_break is not None
    if at_most is not None:
        assert 0 < verdict.first_break.seq <= at_most
        assert str(verdict.first_break.seq) in str(verdict.first_break)


@FEW
@given(seq=PLACE)
def test_an_edited_value_is_named(file, tmp_path_factory, seq):
    copy = file.copy(tmp_path_factory.mktemp("edit"))
    with copy.open() as raw:
        raw.execute("UPDATE entry SET payload = ? WHERE seq = ?", (canonical({"batch": "B-9"}), seq))
    raw.close()
    verdict = copy.verdict()
    assert verdict.first_break is not None
    assert (verdict.first_break.seq, verdict.first_break.where) == (seq, "entry")


@FEW
@given(seq=PLACE, what=st.sampled_from(["payload", "actor", "occurred_at", "recorded_at", "type"]))
def test_an_edit_with_every_hash_recomputed_is_caught(file, tmp_path_factory, seq, what):
    copy = file.copy(tmp_path_factory.mktemp("recompute"))
    raw = copy.open()
    entries = chain_of(raw)
    words, payload = entries[seq - 1]
    changes = {"actor": "eve", "occurred_at": 5, "recorded_at": 5, "type": "step.finished"}
    if what == "payload":
        payload = {**payload, "values": {"viability": "99.9"}}
    else:
        words = {**words, what: changes[what]}
    entries[seq - 1] = (words, payload)
    rewrite(raw, entries)
    raw.close()
    caught(copy, N)


@FEW
@given(seq=PLACE)
def test_a_removed_entry_is_named(file, tmp_path_factory, seq):
    copy = file.copy(tmp_path_factory.mktemp("remove"))
    raw = copy.open()
    raw.execute("DELETE FROM entry WHERE seq = ?", (seq,))
    raw.close()
    verdict = copy.verdict()
    assert verdict.first_break is not None and verdict.first_break.seq == seq


@FEW
@given(seq=PLACE)
def test_a_removed_entry_with_every_hash_recomputed_is_caught(file, tmp_path_factory, seq):
    copy = file.copy(tmp_path_factory.mktemp("remove"))
    raw = copy.open()
    entries = chain_of(raw)
    del entries[seq - 1]
    rewrite(raw, entries)
    raw.close()
    caught(copy)


@FEW
@given(one=PLACE, other=PLACE)
def test_two_entries_exchanged_are_caught(file, tmp_path_factory, one, other):
    copy = file.copy(tmp_path_factory.mktemp("exchange"))
    raw = copy.open()
    entries = chain_of(raw)
    other = other if other != one else (one % N) + 1
    entries[one - 1], entries[other - 1] = entries[other - 1], entries[one - 1]
    rewrite(raw, entries)
    raw.close()
    caught(copy)


@FEW
@given(seq=PLACE)
def test_an_inserted_entry_is_caught(file, tmp_path_factory, seq):
    copy = file.copy(tmp_path_factory.mktemp("insert"))
    raw = copy.open()
    entries = chain_of(raw)
    words, payload = entries[seq - 1]
    entries.insert(seq - 1, ({**words, "id": "01900000-0000-7000-8000-000000000000"}, payload))
    rewrite(raw, entries)
    raw.close()
    caught(copy)


@FEW
@given(last=st.integers(2, N - 1))
def test_a_record_cut_short_is_caught(file, tmp_path_factory, last):
    copy = file.copy(tmp_path_factory.mktemp("cut"))
    raw = copy.open()
    rewrite(raw, chain_of(raw)[:last])
    raw.execute("DELETE FROM checkpoint WHERE seq > ?", (last,))
    raw.close()
    if last != 100:
        caught(copy)
    caught(copy, anchored=True)


def test_an_old_state_put_together_from_a_checkpoint_is_caught_by_the_anchor_alone(fresh):
    copy = fresh()
    raw = copy.open()
    entries = chain_of(raw)[:100]
    rewrite(raw, entries)
    raw.execute("DELETE FROM checkpoint WHERE seq > 100")
    raw.execute("UPDATE chain_head SET (at, app, sig) = (SELECT at, app, sig FROM checkpoint WHERE seq = 100)")
    raw.close()
    assert copy.verdict().whole
    verdict = copy.verdict(anchored=True)
    assert verdict.first_break is not None
    assert (verdict.first_break.where, verdict.first_break.seq) == ("high-water mark", N)


def test_a_record_made_anew_under_another_key_is_caught_by_the_anchor(fresh, tmp_path):
    work = workplace(seed=77)
    forged = made(tmp_path / "forged", work)
    forged.record([draft(n) for n in range(2, N + 1)])
    forged.close()
    key = work.secrets.get(forged.identity.site, DATABASE_KEY)
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
    raw = copy.open()
    raw.execute(harm)
    raw.close()
    verdict = copy.verdict()
    assert verdict.first_break is not None
    assert verdict.first_break.where == where


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


@FEW
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
    assert found == rows(raw)  # the bit lay in a page that the record does not use
    raw.close()
