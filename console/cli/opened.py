"""A site opened for one verb: for reading, or for writing with everything that belongs to a writer."""

from __future__ import annotations

import secrets as chance
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DatabaseError

from console import __version__
from console.cli.codes import Exit
from console.cli.places import store_for
from console.domain.floor import Floor
from console.service.change import Change, Trouble
from console.service.clock import SystemClock
from console.service.dispatcher import Dispatcher
from console.service.ports import Clock, StoreTrouble
from console.service.session import Session
from console.store.credentials import SiteCredentials
from console.store.desk import SiteDesk
from console.store.journal import SiteJournal
from console.store.pages import SitePages
from db.chain import SiteClass
from db.ids import uuid7
from db.journal import tail
from db.opening import Workplace, create_site, open_site
from db.secret_store import SecretStore
from db.site import Site
from db.trouble import NeedsUpgrade, SiteTrouble, WriterBusy

DEVICE = "console-1"
"""The name of this console in a site that stands alone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A site opened for reading: its floor and its pages."""

    site: Site
    journal: SiteJournal
    floor: Floor
    pages: SitePages
    zone: ZoneInfo


@dataclass(slots=True)
class Writing:
    """A site opened for writing: the one dispatcher and what stands around it."""

    site: Site
    journal: SiteJournal
    credentials: SiteCredentials
    desk: SiteDesk
    pages: SitePages
    dispatcher: Dispatcher
    session: Session
    clock: Clock
    zone: ZoneInfo
    writer: ThreadPoolExecutor

    def close(self) -> None:
        """Seal the floor and the head, stop the writer, give the site back."""
        self.writer.submit(lambda: self.journal.close(self.dispatcher.floor)).result()
        self.writer.shutdown()


def workplace(clock: Clock, zone: ZoneInfo, secrets: SecretStore, random: Callable[[int], bytes] = chance.token_bytes) -> Workplace:
    """What this computer brings to a site."""
    return Workplace(DEVICE, clock, zone, __version__, secrets, random)


@contextmanager
def reading(folder: Path) -> Iterator[Reading]:
    """The site opened for reading; another console may write to it meanwhile."""
    site = open_site(folder, workplace(SystemClock(), ZoneInfo("UTC"), store_for(folder)), writes=False)
    try:
        journal = SiteJournal(site, folder.name)
        floor = journal.load()
        yield Reading(site, journal, floor, SitePages(site, floor.person_name), zone_of(floor))
    finally:
        site.close()


@contextmanager
def unfolded(folder: Path) -> Iterator[Site]:
    """The site opened for reading without folding its floor: a harmed record can be looked at, too."""
    site = open_site(folder, workplace(SystemClock(), ZoneInfo("UTC"), store_for(folder)), writes=False)
    try:
        yield site
    finally:
        site.close()


def peek(folder: Path) -> tuple[ZoneInfo, datetime]:
    """The zone a site was founded in and when its last entry was recorded, without folding its floor."""
    site = open_site(folder, workplace(SystemClock(), ZoneInfo("UTC"), store_for(folder)), writes=False)
    try:
        with site.reading() as connection:
            return ZoneInfo(site.opening.zone), tail(connection, 1)[0].recorded_at
    finally:
        site.close()


def plays_here(folder: Path) -> bool:
    """Whether simulation and demo users may exist in this site."""
    site = open_site(folder, workplace(SystemClock(), ZoneInfo("UTC"), store_for(folder)), writes=False)
    site.close()
    return site.class_.plays


def create(
    folder: Path, kind: SiteClass, clock: Clock, zone: ZoneInfo, secrets: SecretStore, random: Callable[[int], bytes]
) -> Site:
    """Make an empty site and open it for writing."""
    return create_site(folder, kind, workplace(clock, zone, secrets, random))


def bring_up(folder: Path) -> None:
    """Upgrade a site that an older program wrote, after a verified backup; one of today's is left alone."""
    work = workplace(SystemClock(), ZoneInfo("UTC"), store_for(folder))
    try:
        open_site(folder, work, writes=False).close()
    except NeedsUpgrade:
        from console.store.upgrading import upgrade

        upgrade(folder, work)


def open_existing(folder: Path, clock: Clock, zone: ZoneInfo) -> Site:
    """Open a site for writing; one that an older program wrote is backed up and upgraded first."""
    work = workplace(clock, zone, store_for(folder))
    try:
        return open_site(folder, work, writes=True)
    except NeedsUpgrade:
        from console.store.upgrading import upgrade

        upgrade(folder, work)
        return open_site(folder, work, writes=True)


def writing(
    site: Site,
    clock: Clock,
    zone: ZoneInfo,
    tell: Callable[[Change], None] = lambda _: None,
    trouble: Callable[[Trouble], None] = lambda _: None,
    random: Callable[[int], bytes] = chance.token_bytes,
) -> Writing:
    """Everything a writing console needs around an open site; the dispatcher owns the one writer thread."""
    journal = SiteJournal(site, site.folder.name)
    credentials = SiteCredentials(site, random)
    writer = ThreadPoolExecutor(1, "writer")
    names = threading.Lock()

    def new_id(at: datetime) -> str:
        with names:
            return uuid7(at, random(10))

    dispatcher = writer.submit(Dispatcher, journal, credentials, clock, writer, new_id, tell, trouble).result()
    session = Session(credentials, clock, lambda: dispatcher.floor, dispatcher.submit, zone.key)
    pages = SitePages(site, lambda user: dispatcher.floor.person_name(user))
    return Writing(site, journal, credentials, SiteDesk(site), pages, dispatcher, session, clock, zone, writer)


def zone_of(floor: Floor) -> ZoneInfo:
    """The site's zone, or UTC while it has no facility."""
    return ZoneInfo(floor.facility.zone) if floor.facility else ZoneInfo("UTC")


def say_trouble(wrong: Exception) -> int:
    """One plain sentence on standard error, and the exit code that belongs to it."""
    older = "Opening it (`open`, `demo`) brings it up, after a backup." if isinstance(wrong, NeedsUpgrade) else ""
    damaged = "the site's file is damaged; `verify` says more, and a backup may lie beside it."
    print(f"cleanroom-console: {damaged if isinstance(wrong, DatabaseError) else wrong} {older}".rstrip(), file=sys.stderr)
    return Exit.BUSY if isinstance(wrong, WriterBusy) else Exit.TROUBLE


TROUBLES = (SiteTrouble, StoreTrouble, DatabaseError, OSError)
"""What a verb answers with a sentence instead of a traceback."""
