"""Scans of papers in the record: bytes wait here until the entry that names them is recorded, and go in with it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable

from sqlalchemy import Connection

from console.domain.blanks import OriginalKind
from console.service.ports import StoreTrouble
from db.canonical import parse
from db.entry import Entry
from db.originals import altered_original, has_original, keep_original, kept_originals, read_original, written_here
from db.site import Site

ATTACHED = "original.attached"
WAITING = 4
"""So many scans wait at most: twenty megabytes each, and whoever brings them attaches them one by one."""


class SiteOriginals:
    """The scans of one site; every thread may ask."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[bytes, OriginalKind]] = {}

    def stage(self, body: bytes, kind: OriginalKind) -> None:
        """Let these bytes wait for their entry; the oldest that wait make room."""
        digest = hashlib.sha256(body).hexdigest()
        with self._lock:
            self._waiting.pop(digest, None)
            self._waiting[digest] = (body, kind)
            for old in list(self._waiting)[:-WAITING]:
                del self._waiting[old]

    def original(self, digest: str) -> bytes | None:
        """The recorded bytes of this digest (hex), or None where they do not lie here."""
        with self._site.reading() as connection:
            return read_original(connection, bytes.fromhex(digest))

    def keep(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Put in what these new entries name, in their own transaction; raises StoreTrouble, so that none of them stands."""
        for entry in entries:
            if entry.type != ATTACHED:
                continue
            digest = str(entry.payload["digest"])
            with self._lock:
                body, kind = self._waiting.get(digest, (None, None))
            if body is not None and kind is not None:
                if (kind.value, len(body)) != (entry.payload["kind"], entry.payload["size"]):
                    raise StoreTrouble("the scan is not what its entry says; choose its file again")
                keep_original(connection, kind.value, body, entry.recorded_at)
            elif not has_original(connection, bytes.fromhex(digest)):
                raise StoreTrouble("the scan is not here any more; choose its file again")

    def let_go(self, entries: Iterable[Entry]) -> None:
        """Forget what waited for these entries: it is recorded."""
        with self._lock:
            for entry in entries:
                if entry.type == ATTACHED:
                    self._waiting.pop(str(entry.payload["digest"]), None)


def originals_fault(connection: Connection) -> str:
    """What in the originals is not what the journal says: altered, missing, or named by no entry; nothing when all is."""
    named = {bytes.fromhex(str(parse(payload)["digest"])) for payload in written_here(connection, ATTACHED)}
    there = kept_originals(connection)
    missing = sorted(named - there)
    if missing:
        return f"original {missing[0].hex()[:16]}: an entry names it and it is not there"
    stray = sorted(there - named)
    if stray:
        return f"original {stray[0].hex()[:16]}: it lies there and no entry names it"
    return altered_original(connection)
