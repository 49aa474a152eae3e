"""A scan on its way into the record: a file of bounded size that begins as what it says it is, and is not read further."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from console.domain.blanks import ORIGINAL_MOST, OriginalKind
from console.domain.refusal import Refusal

LONGEST_NAME = 120
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_BEGINS = (
    (b"%PDF-1.", OriginalKind.PDF),
    (b"%PDF-2.", OriginalKind.PDF),
    (_PNG, OriginalKind.PNG),
    (b"\xff\xd8\xff", OriginalKind.JPEG),
)
ENDINGS = {OriginalKind.PDF: ".pdf", OriginalKind.PNG: ".png", OriginalKind.JPEG: ".jpg"}
"""How a copy's file name ends."""


@dataclass(frozen=True, slots=True)
class StagedOriginal:
    """A scan that was read and waits to be attached: SHA-256 (hex), kind, size in bytes, the file's name."""

    digest: str
    kind: OriginalKind
    size: int
    name: str


class Shelf(Protocol):
    """Where scans wait until the entry that names them is recorded, and where they are found again."""

    def stage(self, body: bytes, kind: OriginalKind) -> None:
        """Let these bytes wait; only the latest few do."""

    def original(self, digest: str) -> bytes | None:
        """The recorded bytes of this digest (hex), or None where they do not lie here."""


class NoShelf:
    """Where nothing is kept: a console that only shows."""

    def stage(self, body: bytes, kind: OriginalKind) -> None:
        """Nothing waits here."""

    def original(self, digest: str) -> bytes | None:
        """Nothing lies here."""
        return None


def kind_of(body: bytes) -> OriginalKind | None:
    """What these bytes begin as, or None; nothing behind the first bytes is looked at."""
    return next((kind for begin, kind in _BEGINS if body.startswith(begin)), None)


def stage(shelf: Shelf, path: str) -> StagedOriginal | Refusal:
    """Read a file once, as far as a scan may go, and let it wait; nothing is recorded."""
    body = _bytes_of(path)
    if isinstance(body, Refusal):
        return body
    kind = kind_of(body)
    if kind is None:
        return Refusal("original-kind", "It is no PDF, PNG or JPEG.", "Scan the sheet into one of these.", "file")
    shelf.stage(body, kind)
    name = "".join(letter for letter in Path(path).name if letter.isprintable())[:LONGEST_NAME]
    return StagedOriginal(hashlib.sha256(body).hexdigest(), kind, len(body), name)


def _bytes_of(path: str) -> bytes | Refusal:
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return Refusal("original-file", "That is no file.", "Choose the file of the scan.", "file")
        with Path(path).open("rb") as file:
            body = file.read(ORIGINAL_MOST + 1)
    except (OSError, ValueError) as wrong:
        words = getattr(wrong, "strerror", None) or "its name cannot be used"
        return Refusal("original-file", f"The file cannot be read: {words}.", "Choose another file.", "file")
    if not body:
        return Refusal("original-empty", "The file is empty.", "Scan the sheet again.", "file")
    if len(body) > ORIGINAL_MOST:
        most = ORIGINAL_MOST // 1_000_000
        return Refusal("original-size", f"A scan has at most {most} MB.", "Scan it with fewer dots per inch.", "file")
    return body
