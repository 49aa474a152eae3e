"""What lies on the desk: drafts not yet asked for, and the settings of this site. Neither is part of the record."""

from sqlalchemy import Column, PrimaryKeyConstraint, Table, Text

from db.tables.metadata import metadata
from db.types import CanonicalJson, UtcMicros

draft = Table(
    "draft",
    metadata,
    Column("user", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("body", CanonicalJson, nullable=False),
    Column("changed_at", UtcMicros, nullable=False),
    PrimaryKeyConstraint("user", "place"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, nullable=False),
    Column("value", CanonicalJson, nullable=False),
    Column("changed_at", UtcMicros, nullable=False),
    PrimaryKeyConstraint("name"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
