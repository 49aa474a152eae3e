"""Where a site's folder lies: a journal is kept on a disk of this computer, and every rename is made to last."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from db.trouble import RemoteFolder

# File systems whose locks and syncs are another computer's promise.
_REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "davfs", "fuse.sshfs", "fuse.davfs"})


def refuse_remote(folder: Path) -> None:
    """Raise RemoteFolder for a folder on a network share, as far as the system tells."""
    if str(folder).startswith(("\\\\", "//")):
        raise RemoteFolder(f"{folder.name} lies on a network share; a journal needs a disk of this computer.")
    if sys.platform == "linux" and _file_system(folder) in _REMOTE:
        raise RemoteFolder(f"{folder.name} lies on a network share; a journal needs a disk of this computer.")


def _file_system(folder: Path) -> str:
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    real = folder.resolve()
    best, kind = "", ""
    for line in lines:
        words = line.split(" ")
        point = words[1].replace("\\040", " ")
        if real.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, words[2]
    return kind


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    if sys.platform == "win32":
        return  # Windows offers no handle of a folder to sync; a rename there is made to last by NTFS itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make a file's bytes last through a power cut."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, body: bytes) -> None:
    """Put a small private file in place whole or not at all."""
    beside = path.with_name(path.name + ".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, body)
        os.fsync(handle)
    finally:
        os.close(handle)
    beside.replace(path)
    sync_folder(path.parent)


def free_bytes(folder: Path) -> int:
    """Bytes left on the folder's disk: below 500 MB a banner, below 100 MB read-only."""
    return shutil.disk_usage(folder).free
