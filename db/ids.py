"""Names of entries: UUID version 7, so that what is younger sorts later (RFC 9562, 5.7)."""

from __future__ import annotations

import re
from datetime import datetime

from db.clock import to_micros

_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def uuid7(instant: datetime, random: bytes) -> str:
    """The UUIDv7 of an instant (ms resolution) and ten random bytes, in its usual 36 characters."""
    if len(random) != 10:
        raise ValueError("a UUIDv7 takes ten random bytes")
    millis = to_micros(instant) // 1000
    raw = bytearray(millis.to_bytes(6, "big") + random)
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    return id_text(bytes(raw))


def id_bytes(text: str) -> bytes:
    """The sixteen bytes of an entry's name; raises ValueError unless it is written in the one usual way."""
    if _FORM.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a UUID in lower case with hyphens")
    return bytes.fromhex(text.replace("-", ""))


def id_text(raw: bytes) -> str:
    """The usual 36 characters of an entry's name."""
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
