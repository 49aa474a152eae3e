"""Runs the migrations. Imported only when a site is to be upgraded: loading Alembic takes longer than a verb may."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def run(connection: Connection, target: str = "head", versions: Sequence[Path] = ()) -> None:
    """Bring a journal to a revision, in the caller's transaction; `versions` names folders of revisions to use."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    if versions:
        config.set_main_option("version_locations", ":".join(map(str, versions)))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
