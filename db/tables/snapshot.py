"""Snapshots of the Floor, sealed by this device: a start folds from the last one, not from the first entry."""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from db.tables.metadata import metadata
from db.types import UtcMicros

# `arrived` is how many entries had come here; `body` is compressed.
snapshot = Table(
    "snapshot",
    metadata,
    Column("n", Integer, nullable=False),
    Column("lamport", Integer, nullable=False),
    Column("chain", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("arrived", Integer, nullable=False),
    Column("made_at", UtcMicros, nullable=False),
    Column("app", Text, nullable=False),
    Column("floor", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    PrimaryKeyConstraint("n"),
    CheckConstraint("length(sig) = 64", name="sig_length"),
    sqlite_strict=True,
)
