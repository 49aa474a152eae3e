"""One process writes a site: a lock that the operating system takes back when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from db.trouble import WriterBusy

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_NAME = "writer.lock"
_FAR = 1 << 30  # the locked byte lies beyond the text, so that others can read the holder's number on Windows


class WriterLock:
    """Held while this process may write; raises WriterBusy when another process holds it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_NAME
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._handle)
        except OSError:
            pid = _holder(self._handle)
            os.close(self._handle)
            raise WriterBusy(folder, pid) from None
        os.ftruncate(self._handle, 0)
        os.write(self._handle, str(os.getpid()).encode("ascii"))

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would let two processes hold two locks."""
        if self._handle >= 0:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = -1


def _holder(handle: int) -> int | None:
    os.lseek(handle, 0, os.SEEK_SET)
    text = os.read(handle, 20)
    return int(text) if text.isdigit() else None


if sys.platform == "win32":

    def _take(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
