"""The record itself: chains, their entries, and the seals over them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from db.tables.metadata import metadata
from db.types import EntryName, UtcMicros

# One line of entries by one device between two restores..
chain = Table(
    "chain",
    metadata,
    Column("id", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("opened_at", UtcMicros, nullable=False),
    PrimaryKeyConstraint("id"),
    CheckConstraint("length(id) = 32", name="id_length"),
    CheckConstraint("length(public_key) = 32", name="key_length"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# What was recorded. `n` is the order in which entries came to this console; the header is kept to the byte.
entry = Table(
    "entry",
    metadata,
    Column("n", Integer, nullable=False),
    Column("chain", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("lamport", Integer, nullable=False),
    Column("id", EntryName, nullable=False),
    Column("type", Text, nullable=False),
    Column("v", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("occurred_at", UtcMicros, nullable=False),
    Column("recorded_at", UtcMicros, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("n"),
    ForeignKeyConstraint(["chain"], ["chain.id"]),
    UniqueConstraint("chain", "seq"),
    UniqueConstraint("id"),
    CheckConstraint("seq > 0", name="seq_counts"),
    CheckConstraint("lamport > 0", name="lamport_counts"),
    CheckConstraint("length(id) = 16", name="id_length"),
    CheckConstraint("length(hash) = 32", name="hash_length"),
    Index("ix_entry_canonical", "lamport", "chain", "seq"),
    Index("ix_entry_recorded", "recorded_at"),
    Index("ix_entry_actor", "actor"),
    Index("ix_entry_type", "type"),
    sqlite_strict=True,
)

# Which entries speak of a thing, in canonical order within it.
entry_entity = Table(
    "entry_entity",
    metadata,
    Column("entity", Text, nullable=False),
    Column("lamport", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("entity", "lamport", "n"),
    ForeignKeyConstraint(["n"], ["entry.n"]),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# A device's signed word, every hundred entries and at close.
checkpoint = Table(
    "checkpoint",
    metadata,
    Column("chain", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("at", UtcMicros, nullable=False),
    Column("floor", Text, nullable=False),
    Column("app", Text, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    PrimaryKeyConstraint("chain", "seq"),
    ForeignKeyConstraint(["chain"], ["chain.id"]),
    CheckConstraint("length(sig) = 64", name="sig_length"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# The last entry held of each chain, sealed anew with every commit of this device: no tail stands unsealed.
chain_head = Table(
    "chain_head",
    metadata,
    Column("chain", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("lamport", Integer, nullable=False),
    Column("at", UtcMicros, nullable=False),
    Column("app", Text, nullable=False),
    Column("sig", LargeBinary),
    PrimaryKeyConstraint("chain"),
    ForeignKeyConstraint(["chain"], ["chain.id"]),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# When entries from elsewhere came in: `upto` is the arrival number of the last.
arrival = Table(
    "arrival",
    metadata,
    Column("upto", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    Column("at", UtcMicros, nullable=False),
    Column("source", Text, nullable=False),
    PrimaryKeyConstraint("upto"),
    Index("ix_arrival_at", "at"),
    sqlite_strict=True,
)

# Entries whose causes have not come yet. They wait here and are no part of the record.
waiting = Table(
    "waiting",
    metadata,
    Column("chain", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    PrimaryKeyConstraint("chain", "seq"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# What this file is to itself: site, chain being written, whether it is a copy.
mark = Table(
    "mark",
    metadata,
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("name"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
