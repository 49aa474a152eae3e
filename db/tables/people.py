"""How people prove who they are: verifiers of passwords, their sealed signing keys, and failed tries."""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from db.tables.metadata import metadata
from db.types import UtcMicros

credential = Table(
    "credential",
    metadata,
    Column("user", Text, nullable=False),
    Column("verifier", Text, nullable=False),
    Column("public_key", LargeBinary),
    Column("sealed_key", LargeBinary),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("failed_at", UtcMicros),
    Column("changed_at", UtcMicros, nullable=False),
    PrimaryKeyConstraint("user"),
    CheckConstraint("failed >= 0", name="failed_counts"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
