"""What can be wrong with a site's folder or its journal, each said as one plain sentence."""

from __future__ import annotations

from pathlib import Path


class SiteTrouble(Exception):
    """Something outside the floor's rules stops the site from being read or written."""


class NotASite(SiteTrouble):
    """The folder holds no site."""


class AlreadyASite(SiteTrouble):
    """The folder holds a site, or files in the place of one; a new site is made in an empty folder."""


class ForeignFile(SiteTrouble):
    """A file is in the journal's place that this program did not make."""


class NewerFormat(SiteTrouble):
    """The site was written by a newer program than this one."""


class WrongKey(SiteTrouble):
    """The key kept on this computer is not the one this site was sealed with."""


class KeyMissing(SiteTrouble):
    """No key for this site is kept on this computer: the recovery file is needed."""


class SiteMissing(SiteTrouble):
    """The folder names a site, but its journal is not there."""


class NotWhole(SiteTrouble):
    """The journal's file is damaged."""


class NeedsUpgrade(SiteTrouble):
    """The site was written by an older program and is to be migrated before it is opened."""


class NeedsChangeNumber(SiteTrouble):
    """A RECORD site is migrated under a change number that somebody signed for, never by itself."""


class RemoteFolder(SiteTrouble):
    """The folder lies on a network share, where a journal cannot be kept safely."""


class UnsafeSqlite(SiteTrouble):
    """The bundled SQLite is too old to be trusted with a record."""


class WriterBusy(SiteTrouble):
    """Another process is writing this site; `pid` names it when it can be read."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        who = f"process {pid}" if pid else "another process"
        super().__init__(f"{folder.name} is being written by {who}; it can be read, not written.")
        self.folder = folder
        self.pid = pid


class JournalTrouble(SiteTrouble):
    """Entries offered to the journal cannot be what they claim; nothing of them was kept."""


class ChainBroken(JournalTrouble):
    """An entry offered does not fit the chain it names."""

    def __init__(self, chain: str, seq: int, why: str) -> None:
        super().__init__(f"Chain {chain[:12]}, entry {seq}: {why}.")
        self.chain = chain
        self.seq = seq
        self.why = why


class Forked(ChainBroken):
    """Two different entries claim one place in a chain: a record was altered or restored unsaid."""


class ForeignSite(JournalTrouble):
    """The entries belong to another site, or to a site of another class."""


class ClassForbids(JournalTrouble):
    """The class sealed in the site's first entry does not allow this."""
