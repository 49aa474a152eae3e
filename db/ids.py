"""Names of entries: UUID version 7, so that what is younger sorts later (RFC 9562, 5.7)."""

from __future__ import annotations

import uuid
from datetime import datetime

from db.clock import to_micros


def uuid7(instant: datetime, random: bytes) -> str:
    """The UUIDv7 of an instant (ms resolution) and ten random bytes, in its usual 36 characters."""
    if len(random) != 10:
        raise ValueError("a UUIDv7 takes ten random bytes")
    millis = to_micros(instant) // 1000
    raw = bytearray(millis.to_bytes(6, "big") + random)
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    return str(uuid.UUID(bytes=bytes(raw)))


def id_bytes(text: str) -> bytes:
    """The sixteen bytes of an entry's name; raises ValueError unless it is written in the one usual way."""
    value = uuid.UUID(text)
    if str(value) != text:
        raise ValueError(f"{text!r} is not a UUID in lower case with hyphens")
    return value.bytes


def id_text(raw: bytes) -> str:
    """The usual 36 characters of an entry's name."""
    return str(uuid.UUID(bytes=raw))
