"""Runs the revisions on the connection that is handed in, inside its transaction; there is no ini file."""

from alembic import context

from db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
    render_as_batch=False,  # re-creating a table would silently drop its triggers
)
context.run_migrations()
