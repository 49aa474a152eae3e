"""Stones along the record: what the fold of the first so many entries was, in parts that stones share; a look back begins there."""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from db.tables.metadata import metadata

# `arrived` is how many entries had come here, lamport, chain and seq the place of the last of them in canonical order; `body` is
# compressed and names the parts by their digests.
stone = Table(
    "stone",
    metadata,
    Column("arrived", Integer, nullable=False),
    Column("lamport", Integer, nullable=False),
    Column("chain", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("app", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    PrimaryKeyConstraint("arrived"),
    CheckConstraint("length(sig) = 64", name="sig_length"),
    sqlite_strict=True,
)

# A part by the SHA-256 of what it holds, compressed: what did not change between two stones lies here once.
stone_part = Table(
    "stone_part",
    metadata,
    Column("digest", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("digest"),
    CheckConstraint("length(digest) = 32", name="digest_length"),
    sqlite_strict=True,
)
