"""What people ask of controlled blanks: to issue, bring back, void, key, check and sign them, and to keep their originals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from console.domain.blanks import HOURS, BlankEntry, OriginalKind
from console.domain.commands.command import Command
from console.domain.rights import Right
from console.domain.signing import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueBlanks(Command):
    """Give out one numbered sheet per room for the next hours; needs a reason; `mark` is the console's own (`console_mark`)."""

    right: ClassVar[Right] = Right.ISSUE_BLANK
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.ISSUED,)

    rooms: tuple[str, ...]
    mark: str
    hours: int = HOURS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnBlank(Command):
    """Say that a sheet is back, with how many pages."""

    right: ClassVar[Right] = Right.KEY_BLANK

    blank: str
    pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidBlank(Command):
    """Make a sheet void on which nothing was keyed; needs a reason; `lost` opens a deviation."""

    right: ClassVar[Right] = Right.ISSUE_BLANK
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.APPROVED,)

    blank: str
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyBlank(Command):
    """Key what a sheet says, every printed line of it; asked again it takes the earlier keying's place until it is checked."""

    right: ClassVar[Right] = Right.KEY_BLANK

    blank: str
    entries: tuple[BlankEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyBlank(Command):
    """Key the same sheet as a second person and sign that this is what it says: what agrees becomes the floor's."""

    right: ClassVar[Right] = Right.KEY_BLANK
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.TRANSCRIBED,)

    blank: str
    entries: tuple[BlankEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachOriginal(Command):
    """Keep the scan of a sheet; its bytes lie in the database before this is asked, under their SHA-256 (hex)."""

    right: ClassVar[Right] = Right.KEY_BLANK

    blank: str
    digest: str
    kind: OriginalKind
    size: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignBlank(Command):
    """Sign, as somebody named on a checked sheet, that it says what one did or checked."""

    right: ClassVar[Right] = Right.KEY_BLANK
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.PERFORMED, Meaning.VERIFIED)

    blank: str
