"""Originals: the scans of papers that were keyed, byte for byte as they were brought in."""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from db.tables.metadata import metadata
from db.types import UtcMicros

# By the SHA-256 of its bytes; an entry of the journal names the digest, and no row is changed or removed.
original = Table(
    "original",
    metadata,
    Column("digest", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("kept_at", UtcMicros, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("digest"),
    CheckConstraint("length(digest) = 32", name="digest_length"),
    CheckConstraint("size = length(body)", name="size_counts"),
    sqlite_strict=True,
)
