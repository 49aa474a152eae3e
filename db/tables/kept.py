"""Kept series: forecasts made and readings taken; each closed hour is sealed by one entry with its digest."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from db.tables.metadata import metadata
from db.types import UtcMicros

# A forecast as it stood when it was made: quantiles of release and of the promise's end, chances in parts per million; since
# revision 0002 also where the batch stood, what one would have used instead of the forecast, and which model it rests on.
forecast_kept = Table(
    "forecast_kept",
    metadata,
    Column("batch", Text, nullable=False),
    Column("made_at", UtcMicros, nullable=False),
    Column("p10", UtcMicros),
    Column("p25", UtcMicros),
    Column("p50", UtcMicros),
    Column("p75", UtcMicros),
    Column("p90", UtcMicros),
    Column("end_p10", UtcMicros),
    Column("end_p50", UtcMicros),
    Column("end_p90", UtcMicros),
    Column("p_keep", Integer),
    Column("p_never", Integer),
    Column("n_history", Integer, nullable=False),
    Column("product", Text),
    Column("recipe", Text),
    Column("step", Text),
    Column("plan_at", UtcMicros),
    Column("nominal_at", UtcMicros),
    Column("recent_at", UtcMicros),
    Column("model", Text),
    PrimaryKeyConstraint("batch", "made_at"),
    CheckConstraint("p_keep BETWEEN 0 AND 1000000", name="p_keep_ppm"),
    CheckConstraint("p_never BETWEEN 0 AND 1000000", name="p_never_ppm"),
    Index("ix_forecast_kept_made_at", "made_at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# A measured value: a decimal as written, with its unit.
reading = Table(
    "reading",
    metadata,
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", UtcMicros, nullable=False),
    Column("value", Text, nullable=False),
    Column("unit", Text, nullable=False),
    PrimaryKeyConstraint("subject", "name", "at"),
    Index("ix_reading_at", "at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Which hours are sealed, by which entry.
series_seal = Table(
    "series_seal",
    metadata,
    Column("series", Text, nullable=False),
    Column("hour", UtcMicros, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    PrimaryKeyConstraint("series", "hour"),
    CheckConstraint("length(digest) = 32", name="digest_length"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
