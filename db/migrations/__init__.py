"""The steps by which an older journal.db becomes one of today; found by Alembic, never imported by a running site."""
