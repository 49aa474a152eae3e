"""What happens to the site itself: its facility and recipes, people and sessions, rooms, instruments and materials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.domain.events.event import Event
from console.domain.facility import Facility, Person, Role
from console.domain.floor import MaterialState, RoomOut
from console.domain.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityAdopted(Event):
    """The site took a facility file as its own facts."""

    facility: Facility


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeApproved(Event):
    """A recipe version may be used from now on."""

    recipe: Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Event):
    """Someone joined, under an id that is never used again for another."""

    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(Event):
    """Roles, qualifications or standing of a person changed."""

    user: str
    roles: tuple[Role, ...]
    qualifications: tuple[str, ...] = ()
    active: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKeyCertified(Event):
    """A person's signing key (Ed25519 public key, hex) is theirs from now on."""

    user: str
    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCameOnDuty(Event):
    """Someone is on the floor."""

    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeftDuty(Event):
    """Someone left the floor."""

    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened(Event):
    """Someone logged in at this console."""

    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(Event):
    """A session ended: logged out, locked, timed out."""

    user: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRefused(Event):
    """A login or signing attempt failed."""

    user: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTakenOut(Event):
    """A room may not be used; anyone may say so and when it is expected back, only QA returns it."""

    room: str
    out: RoomOut
    reason: str
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomReturned(Event):
    """QA gave a room back."""

    room: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationCleaned(Event):
    """A station was cleaned outside any batch's changeover."""

    room: str
    station: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentTakenOut(Event):
    """An instrument may not be loaded; `expected_at` is when it is expected back, None while nobody knows."""

    instrument: str
    reason: str
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentReturned(Event):
    """QA gave an instrument back."""

    instrument: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialReceived(Event):
    """A lot of a critical material arrived, in quarantine."""

    material: str
    title: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialChanged(Event):
    """A material lot was released, blocked, consumed or rejected."""

    material: str
    state: MaterialState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesAbsorbed(Event):
    """Entries written elsewhere were taken in at this console: how many, and which break a rule here."""

    chain: str
    upto: int
    count: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteUpgraded(Event):
    """The database moved to another schema revision after a verified backup."""

    from_revision: str
    to_revision: str
    change_number: str = ""
