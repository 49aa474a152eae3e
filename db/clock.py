"""The clock a journal is handed: it reads no other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """Tells the instant, the running time since start-up, and how far it can be trusted."""

    @property
    def boot(self) -> str:
        """Names the start-up that `mono_ns` counts from."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def mono_ns(self) -> int:
        """Nanoseconds of a clock that nobody can set."""

    def standing(self) -> Mapping[str, int | str]:
        """How the clock stands against the site's: status, offset in ms, age of the last comparison."""


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970 UTC, exact; raises ValueError for an instant without a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone cannot be recorded")
    return (instant - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware UTC instant of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=micros)
