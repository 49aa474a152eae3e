"""How large a file may be, and what is refused before anything in it is read (data.md 5)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from console.exchange.workbook.sheets import Unfit

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """Sizes in bytes, counts, seconds; the defaults are the house's, tests make them small."""

    size: int = 20 * MB
    unpacked: int = 100 * MB
    ratio: int = 50
    members: int = 200
    rows: int = 100_000
    cells: int = 2_000_000
    columns: int = 256
    text: int = 32_767
    faults: int = 500
    seconds: float = 30.0
    memory: int = 1024 * MB


BOUNDS = Bounds()
_WORKBOOKS = {".xlsx", ".xlsm"}
_TEXTS = {".csv", ".tsv", ".tab", ".txt"}


def file_kind(name: str, content: bytes, bounds: Bounds = BOUNDS) -> str:
    """`xlsx` or `csv`, or raise Unfit: empty, too large, encrypted, of another kind, or named as what it is not."""
    suffix = PurePath(name).suffix.lower()
    if not content.strip(b"\0\r\n\t "):
        raise Unfit("file.empty", "the file is empty", "there is nothing to read")
    if len(content) > bounds.size:
        raise Unfit("file.size", "the file is too large", f"{len(content):,} bytes, at most {bounds.size:,} are read", "Split it")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        why = "it is locked with a password or in the old .xls form"
        raise Unfit("file.locked", "the workbook cannot be opened", why, "Save it as .xlsx without a password")
    zipped = content.startswith(b"PK")
    if zipped and suffix in _TEXTS:
        raise Unfit("file.kind", "the name says text", "the file is a packed workbook", "Name it .xlsx")
    if not zipped and suffix in _WORKBOOKS:
        raise Unfit("file.kind", "the name says workbook", "the file is not one", "Save it as .xlsx or .csv again")
    if suffix not in _WORKBOOKS | _TEXTS | {""}:
        raise Unfit("file.kind", f"files of the kind {suffix} are not read", "only .xlsx and .csv are", "Save it as .xlsx or .csv")
    return "xlsx" if zipped else "csv"


def open_packed(content: bytes, bounds: Bounds = BOUNDS) -> zipfile.ZipFile:
    """The members of a workbook, or raise Unfit: not a workbook, too many parts, or too much when unpacked (a zip bomb)."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        members = packed.infolist()
    # zipfile itself raises NotImplementedError for a zip version it does not know: for us that file is damaged.
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as wrong:
        raise Unfit("file.broken", "the workbook is damaged", str(wrong), "Save it again") from wrong
    names = {m.filename for m in members}
    if "xl/workbook.xml" not in names:
        raise Unfit("file.kind", "this is not an Excel workbook", "it holds no xl/workbook.xml", "Save it as .xlsx or .csv")
    total = sum(m.file_size for m in members)
    if len(members) > bounds.members or len(names) != len(members):
        raise Unfit("file.members", "the workbook has too many parts", f"{len(members)}, at most {bounds.members} are read")
    if any(m.flag_bits & 0x1 for m in members):
        raise Unfit("file.locked", "the workbook cannot be opened", "it is locked with a password", "Save it without one")
    if total > bounds.unpacked or total > bounds.ratio * max(len(content), 1):
        why = f"{len(content):,} bytes unpack to {total:,}; at most {bounds.unpacked:,} and {bounds.ratio} times the file are read"
        raise Unfit("file.unpacked", "the workbook unpacks to too much", why)
    return packed
