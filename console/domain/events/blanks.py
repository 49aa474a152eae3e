"""What happens to controlled blanks, from their issue to the original beside what was keyed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.domain.blanks import BlankEntry, BlankLine, OriginalKind, lines_digest
from console.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankIssued(Event):
    """A numbered sheet went out, with the lines it carries frozen."""

    blank: str
    room: str
    from_at: datetime
    until_at: datetime
    reason: str = ""
    lines: tuple[BlankLine, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of what the sheet carries."""
        return lines_digest(self.blank, self.room, self.from_at, self.until_at, self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankReturned(Event):
    """A sheet is back."""

    blank: str
    pages: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankVoided(Event):
    """A sheet is void: nothing on it counts; `lost` when it is not there any more."""

    blank: str
    reason: str
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankKeyed(Event):
    """A first person keyed what a sheet says."""

    blank: str
    entries: tuple[BlankEntry, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankVerified(Event):
    """A second person keyed the same and signed; what it says of the floor follows as the floor's own events."""

    blank: str
    keyed_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalAttached(Event):
    """The scan of a sheet lies in the database, under the digest of its bytes."""

    blank: str
    digest: str
    kind: OriginalKind
    size: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankSigned(Event):
    """Somebody named on a checked sheet signed here what they had signed in ink."""

    blank: str
