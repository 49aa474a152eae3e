"""Stones lie along the record, so that what was held at an instant is told without folding everything before it."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE stone (
    arrived INTEGER NOT NULL,
    lamport INTEGER NOT NULL,
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    app TEXT NOT NULL,
    body BLOB NOT NULL,
    sig BLOB NOT NULL,
    CONSTRAINT pk_stone PRIMARY KEY (arrived),
    CONSTRAINT ck_stone_sig_length CHECK (length(sig) = 64)
)
 STRICT
    """,
    """
CREATE TABLE stone_part (
    digest BLOB NOT NULL,
    body BLOB NOT NULL,
    CONSTRAINT pk_stone_part PRIMARY KEY (digest),
    CONSTRAINT ck_stone_part_digest_length CHECK (length(digest) = 32)
)
 STRICT
    """,
    "CREATE INDEX ix_arrival_at ON arrival (at)",
)


def upgrade() -> None:
    """Make room for them; they are laid while the console runs, and until then everything is folded from the first entry."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Not done: a site goes back by opening the backup made before its migration."""
    raise RuntimeError("a site goes back by restoring the backup made before its migration")
