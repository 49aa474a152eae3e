"""Writes entries until the disk is full, goes on when there is room again: run as a program of its own, under a limit.

`python -m tests.db.full_disk SITE STATE BYTES` prints the name of every entry that was recorded, and on standard error
what it was told while there was no room.
"""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from db.opening import open_site
from db.secret_store import PrivateFolderStore
from tests.db.place import draft, workplace

MOST = 3000
FAILURES = 5


def main(folder: Path, state: Path, limit: int) -> None:
    """Fill the disk, then go on."""
    site = open_site(folder, workplace(PrivateFolderStore(state)), writes=True)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    failed = 0
    for n in range(MOST):
        try:
            for item in site.record([draft(n)]):
                print(item.id)
        except (DBAPIError, OSError) as wrong:
            print(type(wrong).__name__, wrong, file=sys.stderr)
            failed += 1
            if failed == FAILURES:
                break
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    for item in site.record([draft(9999)]):
        print(item.id)
    site.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
