"""Attacks on a closed site's file, each leaving it as consistent as someone without the keys to sign can make it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from db.canonical import canonical, parse
from db.engine import connect, reader_engine
from db.entry import Draft
from db.identity import JOURNAL_NAME
from db.seal import Signature, SigningKey, content_digest, entry_hash, payload_digest
from db.secret_store import DATABASE_KEY, DEVICE_KEY, HIGH_WATER, HighWater
from db.tables import APPEND_ONLY, trigger_statements
from db.verify import Verdict, verify
from tests.db.place import START, draft, made, workplace

USER = SigningKey(bytes(range(32)))

Chain = list[tuple[dict[str, Any], Any]]
Attack = Callable[[dbapi2.Connection, int, int], None]


class File:
    """A closed site's file in the attacker's hands."""

    def __init__(self, path: Path, key: bytes, anchor: HighWater, public: bytes) -> None:
        self.path, self.key, self.anchor, self.public = path, key, anchor, public

    def copy(self, folder: Path) -> File:
        """The same file in another folder."""
        shutil.copy(self.path, folder / JOURNAL_NAME)
        return File(folder / JOURNAL_NAME, self.key, self.anchor, self.public)

    @contextmanager
    def opened(self) -> Iterator[dbapi2.Connection]:
        """The file opened for writing with nothing in the way; the triggers are put back afterwards."""
        raw = connect(self.path, self.key, writes=True, running=False)
        for name in APPEND_ONLY:
            for word in ("update", "delete"):
                raw.execute(f"DROP TRIGGER {name}_no_{word}")
        raw.execute("PRAGMA foreign_keys = OFF")
        yield raw
        for statement in trigger_statements():
            raw.execute(statement)
        raw.close()

    def verdict(self, anchored: bool = False) -> Verdict:
        """What `verify` says, with or without what is kept outside the file."""
        engine = reader_engine(self.path, self.key)
        with engine.connect() as connection:
            connection.begin()
            said = verify(
                connection,
                anchor=self.anchor if anchored else None,
                device_key=self.public if anchored else None,
                knows_key=lambda user, key: user == "mia" and key == USER.public.hex(),
            )
        engine.dispose()
        return said


def closed_site(folder: Path, entries: int) -> File:
    """A closed site of so many entries, every fifth of them signed by a person."""
    work = workplace()
    site = made(folder, work)
    for n in range(2, entries + 1):
        site.record([signed(draft(n)) if n % 5 == 0 else draft(n)])
    site.close()
    key = work.secrets.get(site.identity.scope, DATABASE_KEY)
    mark = work.secrets.get(site.identity.scope, HIGH_WATER)
    secret = work.secrets.get(site.identity.scope, DEVICE_KEY)
    assert key and mark and secret
    return File(site.folder / JOURNAL_NAME, key, HighWater.from_bytes(mark), SigningKey(secret).public)


def signed(item: Draft) -> Draft:
    """A draft with a person's signature."""
    over = content_digest(item.type, item.v, item.payload)
    word = Signature("mia", "Mia Okoro", "operator", "performed", over, START, "Europe/London").signed(USER)
    return replace(item, signatures=(word,))


def rows(raw: dbapi2.Connection) -> list[tuple[Any, ...]]:
    """Every entry as it lies in the file."""
    return raw.execute("SELECT seq, header, payload FROM entry ORDER BY seq").fetchall()


def rewrite(raw: dbapi2.Connection, entries: Chain) -> None:
    """Write a whole chain anew from words and payloads: all hashes, digests, columns and heads recomputed."""
    raw.execute("BEGIN")
    raw.execute("DELETE FROM entry_entity")
    raw.execute("DELETE FROM entry")
    prev, head = entries[0][0]["prev"], b""
    for seq, (words, payload) in enumerate(entries, start=1):
        body = canonical(payload)
        words = {**words, "seq": seq, "lamport": seq, "prev": prev}
        words["payload_sha256"] = payload_digest(bytes.fromhex(words["salt"]), body)
        header = canonical(words)
        head = entry_hash(header)
        prev = head.hex()
        name = bytes.fromhex(words["id"].replace("-", ""))
        raw.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, words["chain"], seq, seq, name, words["type"], words["v"], words["actor"], words["occurred_at"],
             words["recorded_at"], header, body, head),
        )  # fmt: skip
        for entity in dict.fromkeys(words["entities"]):
            raw.execute("INSERT INTO entry_entity VALUES (?, ?, ?)", (entity, seq, seq))
    raw.execute("UPDATE chain_head SET seq = ?, head = ?, lamport = ?", (len(entries), head, len(entries)))
    raw.execute("COMMIT")


def chain_of(raw: dbapi2.Connection) -> Chain:
    """Words and payload of every entry."""
    return [(parse(header), parse(payload)) for _, header, payload in rows(raw)]


# ------------------------------------------------------------------------------------------------------------- attacks


def _edit_plainly(raw: dbapi2.Connection, seq: int, other: int) -> None:
    raw.execute("UPDATE entry SET payload = ? WHERE seq = ?", (canonical({"batch": "B-9"}), seq))


def _edit_value(raw: dbapi2.Connection, seq: int, other: int) -> None:
    entries = chain_of(raw)
    words, payload = entries[seq - 1]
    entries[seq - 1] = (words, {**payload, "values": {"viability": "99.9"}})
    rewrite(raw, entries)


def _edit_word(word: str, value: str | int) -> Attack:
    def attack(raw: dbapi2.Connection, seq: int, other: int) -> None:
        entries = chain_of(raw)
        words, payload = entries[seq - 1]
        entries[seq - 1] = ({**words, word: value}, payload)
        rewrite(raw, entries)

    return attack


def _change_actor_plainly(raw: dbapi2.Connection, seq: int, other: int) -> None:
    header = parse(raw.execute("SELECT header FROM entry WHERE seq = ?", (seq,)).fetchall()[0][0])
    changed = canonical({**header, "actor": "eve"})
    raw.execute("UPDATE entry SET header = ?, actor = 'eve' WHERE seq = ?", (changed, seq))


def _remove_plainly(raw: dbapi2.Connection, seq: int, other: int) -> None:
    raw.execute("DELETE FROM entry WHERE seq = ?", (seq,))


def _remove(raw: dbapi2.Connection, seq: int, other: int) -> None:
    entries = chain_of(raw)
    del entries[seq - 1]
    rewrite(raw, entries)


def _exchange(raw: dbapi2.Connection, seq: int, other: int) -> None:
    entries = chain_of(raw)
    other = other if other != seq else seq % len(entries) + 1
    entries[seq - 1], entries[other - 1] = entries[other - 1], entries[seq - 1]
    rewrite(raw, entries)


def _insert(raw: dbapi2.Connection, seq: int, other: int) -> None:
    entries = chain_of(raw)
    words, payload = entries[other - 1]
    entries.insert(seq - 1, ({**words, "id": "01900000-0000-7000-8000-000000000000"}, payload))
    rewrite(raw, entries)


def _cut(raw: dbapi2.Connection, seq: int, other: int) -> None:
    rewrite(raw, chain_of(raw)[: seq - 1])
    raw.execute("DELETE FROM checkpoint WHERE seq > ?", (seq - 1,))


def cut_at_checkpoint(raw: dbapi2.Connection, seq: int, other: int) -> None:
    """An old state put together from the last seal before an entry: as good as an old copy of the file."""
    last = raw.execute("SELECT max(seq) FROM checkpoint WHERE seq < ?", (seq,)).fetchall()[0][0]
    rewrite(raw, chain_of(raw)[:last])
    raw.execute("DELETE FROM checkpoint WHERE seq > ?", (last,))
    raw.execute("UPDATE chain_head SET (at, app, sig) = (SELECT at, app, sig FROM checkpoint WHERE seq = ?)", (last,))


ATTACKS: dict[str, Attack] = {
    "a value edited": _edit_plainly,
    "a value edited, every hash computed anew": _edit_value,
    "the actor changed": _change_actor_plainly,
    "the actor changed, every hash computed anew": _edit_word("actor", "eve"),
    "back-dated, every hash computed anew": _edit_word("occurred_at", 5),
    "recorded earlier, every hash computed anew": _edit_word("recorded_at", 5),
    "its type changed, every hash computed anew": _edit_word("type", "step.finished"),
    "one removed": _remove_plainly,
    "one removed, every hash computed anew": _remove,
    "two exchanged, every hash computed anew": _exchange,
    "a copy put in, every hash computed anew": _insert,
    "the end cut off": _cut,
}
"""Each takes the file, an entry's number and another's; all are seen in the file alone."""
