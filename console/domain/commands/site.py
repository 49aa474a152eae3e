"""What people ask about the site itself: facility, recipes, people, duty, rooms, instruments, materials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from console.domain.commands.command import Command
from console.domain.facility import Facility, Person, Role
from console.domain.floor import MaterialState, RoomOut
from console.domain.recipe import Recipe
from console.domain.rights import Right
from console.domain.signing import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptFacility(Command):
    """Take a facility file as the site's own facts."""

    right: ClassVar[Right] = Right.CONFIGURE

    facility: Facility


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveRecipe(Command):
    """Allow a recipe version."""

    right: ClassVar[Right] = Right.CONFIGURE

    recipe: Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson(Command):
    """Let someone join."""

    right: ClassVar[Right] = Right.CONFIGURE

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePerson(Command):
    """Change roles, qualifications or standing; needs a reason."""

    right: ClassVar[Right] = Right.CONFIGURE

    user: str
    roles: tuple[Role, ...]
    qualifications: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifyKey(Command):
    """State that this public key (hex) is this person's."""

    right: ClassVar[Right] = Right.CONFIGURE

    user: str
    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeOnDuty(Command):
    """Come on the floor."""

    right: ClassVar[Right] = Right.DUTY

    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveDuty(Command):
    """Leave the floor."""

    right: ClassVar[Right] = Right.DUTY

    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession(Command):
    """Log in: recorded by the console itself."""

    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSession(Command):
    """Log out or lock: recorded by the console itself."""

    user: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseSession(Command):
    """A failed login or signing attempt: recorded by the console itself."""

    user: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRoomOut(Command):
    """Take a room out of use, until about when if that is known; needs a reason.

    Asked again of a room that is out so already, with another `expected_at`, it says anew when the room is expected back.
    """

    right: ClassVar[Right] = Right.TAKE_OUT

    room: str
    out: RoomOut = RoomOut.OUT_OF_SERVICE
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRoom(Command):
    """Give a room back, as QA, with a reason."""

    right: ClassVar[Right] = Right.RETURN
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.APPROVED,)

    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanStation(Command):
    """Record the cleaning of a free, dirty station."""

    right: ClassVar[Right] = Right.RECORD_STEP

    room: str
    station: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInstrumentOut(Command):
    """Take an instrument out of use, until about when if that is known; needs a reason; asked again as with a room."""

    right: ClassVar[Right] = Right.TAKE_OUT

    instrument: str
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnInstrument(Command):
    """Give an instrument back, as QA, with a reason."""

    right: ClassVar[Right] = Right.RETURN
    signs: ClassVar[tuple[Meaning, ...]] = (Meaning.APPROVED,)

    instrument: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveMaterial(Command):
    """Take a lot of a critical material in, into quarantine."""

    right: ClassVar[Right] = Right.MATERIAL

    material: str
    title: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMaterial(Command):
    """Release, block, consume or reject a material lot."""

    right: ClassVar[Right] = Right.MATERIAL

    material: str
    state: MaterialState


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAbsorbed(Command):
    """Record that entries from elsewhere were taken in: asked by the console itself."""

    chain: str
    upto: int
    count: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteUpgrade(Command):
    """Record that the database was migrated: asked by the console itself."""

    from_revision: str
    to_revision: str
    change_number: str = ""
