"""A kept forecast also says from where it was made and what one would have used instead, so that it can be judged later."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = ("product TEXT", "recipe TEXT", "step TEXT", "plan_at INTEGER", "nominal_at INTEGER", "recent_at INTEGER", "model TEXT")


def upgrade() -> None:
    """Add what judging needs; forecasts kept before do not say it, and no sealed hour of theirs changes its digest."""
    for column in COLUMNS:
        op.execute(f"ALTER TABLE forecast_kept ADD COLUMN {column}")


def downgrade() -> None:
    """Not done: a site goes back by opening the backup made before its migration."""
    raise RuntimeError("a site goes back by restoring the backup made before its migration")
