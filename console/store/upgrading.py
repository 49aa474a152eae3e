"""Brings a site of an older program to this one: a verified backup, one transaction, every row made anew.

Imported only when a site needs it, because the migrations take longer to load than a verb may take.
"""

from __future__ import annotations

from pathlib import Path

from console.store.journal import rebuild
from db import migrate, schema
from db.backup import Backup
from db.opening import Workplace
from db.upgrading import upgrade_site


def upgrade(folder: Path, work: Workplace, change_number: str = "") -> Backup:
    """Upgrade a site and return the backup made before; raises SiteTrouble and changes nothing when it cannot be."""
    return upgrade_site(folder, work, rebuild, migrate.run, schema.FINGERPRINT, change_number)
