"""Opening a site for the console: everything the rings above need of it, in one hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from console.domain.floor import Floor
from console.store.credentials import SiteCredentials
from console.store.desk import SiteDesk
from console.store.journal import SiteJournal, rows_fault
from console.store.pages import SitePages
from db.chain import SiteClass
from db.opening import Workplace, create_site, open_site
from db.seal import SigningKey
from db.secret_store import DEVICE_KEY, HIGH_WATER, HighWater
from db.site import Site
from db.verify import Verdict, verify


@dataclass(frozen=True)
class OpenSite:
    """One site, open: its record, its people's keys, its pages and its desk."""

    db: Site
    journal: SiteJournal
    credentials: SiteCredentials
    desk: SiteDesk

    def pages(self, floor: Callable[[], Floor]) -> SitePages:
        """What is paged; names of people come from the floor of the moment."""
        return SitePages(self.db, lambda user: floor().person_name(user))

    def verify(self) -> Verdict:
        """Walk the whole record, its seals, its rows and this computer's high-water mark."""
        site = self.db.identity.site
        mark = self.db.secrets.get(site, HIGH_WATER)
        secret = self.db.secrets.get(site, DEVICE_KEY)
        with self.db.reading() as connection:
            return verify(
                connection,
                anchor=HighWater.from_bytes(mark) if mark else None,
                projections=rows_fault,
                device_key=SigningKey(secret).public if secret else None,
            )


def create(folder: Path, kind: str, work: Workplace, name: str = "") -> OpenSite:
    """Make an empty site of a class (DEMO, TRAINING, AID, RECORD) and open it for writing; raises SiteTrouble."""
    return _opened(create_site(folder, SiteClass(kind.upper()), work), work, name)


def open_folder(folder: Path, work: Workplace, *, writes: bool, name: str = "") -> OpenSite:
    """Open a site for writing, or for reading beside a writer; raises SiteTrouble."""
    return _opened(open_site(folder, work, writes=writes), work, name)


def _opened(site: Site, work: Workplace, name: str) -> OpenSite:
    return OpenSite(site, SiteJournal(site, name or site.folder.name), SiteCredentials(site, work.random), SiteDesk(site))
