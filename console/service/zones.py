"""The zones of the world as this console knows them; asked for by name, read from disk once."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class ZoneUnknown(LookupError):
    """A zone name that no zone bears; its text says so in words for a person."""


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name such as America/New_York; raises ZoneUnknown when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise ZoneUnknown(f"no time zone is called {name!r}") from wrong
