"""An entry is found by the names of what it speaks of and by the beginning of a word, by who wrote it, and by its kind."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    "DROP TABLE entry_search",
    "CREATE VIRTUAL TABLE entry_search USING fts5(words, named, content='', contentless_delete=1, prefix='2 3', "
    "tokenize='unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE entry_term USING fts5vocab('entry_search', 'instance')",
    "CREATE INDEX ix_entry_actor ON entry (actor)",
    "CREATE INDEX ix_entry_type ON entry (type)",
)


def upgrade() -> None:
    """Make the index of words anew; the rebuild of the projections that follows every migration fills it from the journal."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Not done: a site goes back by opening the backup made before its migration."""
    raise RuntimeError("a site goes back by restoring the backup made before its migration")
