"""Projections: rows for what is paged or searched, written with the entries they come from and rebuilt from them."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, Table, Text, column, table

from db.tables.metadata import metadata
from db.types import CanonicalJson, UtcMicros

# One row a batch, live or long gone. `plain` holds what a list shows beyond these columns.
batch_row = Table(
    "batch_row",
    metadata,
    Column("batch", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("sponsor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("opened_at", UtcMicros),
    Column("closed_at", UtcMicros),
    Column("promise_at", UtcMicros),
    Column("reported", Integer, nullable=False),
    Column("plain", CanonicalJson, nullable=False),
    PrimaryKeyConstraint("batch"),
    CheckConstraint("reported IN (0, 1)", name="reported_flag"),
    Index("ix_batch_row_status", "status", "opened_at"),
    Index("ix_batch_row_opened_at", "opened_at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# One row a step on the board. `start` and `end` are where it is drawn: actual if known, else planned.
step_row = Table(
    "step_row",
    metadata,
    Column("batch", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("start", UtcMicros),
    Column("end", UtcMicros),
    Column("planned_start", UtcMicros),
    Column("planned_end", UtcMicros),
    Column("baseline_start", UtcMicros),
    Column("baseline_end", UtcMicros),
    Column("state", Text, nullable=False),
    Column("reported", Integer, nullable=False),
    Column("plain", CanonicalJson, nullable=False),
    PrimaryKeyConstraint("batch", "step"),
    CheckConstraint("reported IN (0, 1)", name="reported_flag"),
    Index("ix_step_row_lane_start", "lane", "start", "end"),
    Index("ix_step_row_start", "start", "end"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Words of entries, and the names of what they speak of; the row number is the entry's `n`. FTS5 keeps the index only, the words
# stay in the payload. Since revision 0003 the beginnings of words are indexed too, and `entry_term` lists what the index holds.
SEARCH = (
    "CREATE VIRTUAL TABLE entry_search USING fts5(words, named, content='', contentless_delete=1, prefix='2 3', "
    "tokenize='unicode61 remove_diacritics 2')"
)
TERMS = "CREATE VIRTUAL TABLE entry_term USING fts5vocab('entry_search', 'instance')"
entry_search = table("entry_search", column("rowid"), column("words"), column("named"), column("entry_search"))
entry_term = table("entry_term", column("term"), column("doc"), column("col"), column("offset"))
