"""The scans of papers that were keyed lie beside the journal that names them."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATEMENT = """
CREATE TABLE original (
    digest BLOB NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    kept_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    CONSTRAINT pk_original PRIMARY KEY (digest),
    CONSTRAINT ck_original_digest_length CHECK (length(digest) = 32),
    CONSTRAINT ck_original_size_counts CHECK (size = length(body))
)
 STRICT
"""


def upgrade() -> None:
    """Make room for them; what was keyed before has none."""
    op.execute(STATEMENT)


def downgrade() -> None:
    """Not done: a site goes back by opening the backup made before its migration."""
    raise RuntimeError("a site goes back by restoring the backup made before its migration")
