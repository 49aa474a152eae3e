"""Makes the site that stands for a release: `python -m tests.old.make`, once, before the release is tagged."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from console import __version__
from db.secret_store import PrivateFolderStore
from tests.store.place import START, clock_of, dispatcher, furnish, made, workplace
from tests.store.scenes import hold, note, order

HERE = Path(__file__).parent


def main() -> None:
    """Put a small site and its secrets under this release's number."""
    target = HERE / __version__
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        work = workplace(PrivateFolderStore(target / "secrets"))
        site = made(Path(folder) / "site", work)
        run = dispatcher(site, work)
        furnish(run)
        for n, batch in enumerate(("B-1", "B-2", "B-3")):
            clock_of(work).put(START + timedelta(hours=n))
            order(run, batch)
            note(run, batch, f"remark {n}")
        hold(run, "B-2", "odd colour")
        site.credentials.create("mia", "pass")
        site.journal.close(run.floor)
        (target / "site").mkdir(parents=True)
        for name in ("identity.json", "journal.db"):
            shutil.copy(site.db.folder / name, target / "site" / name)


if __name__ == "__main__":
    main()
