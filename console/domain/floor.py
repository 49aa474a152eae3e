"""The floor: the whole live state of the site as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from console.domain.batch import Batch
from console.domain.blanks import Blank, BlankAccount, BlankCount, OpenBlank, account_of, open_blank, ordered
from console.domain.copies import Copies
from console.domain.facility import Facility, Person, Product
from console.domain.handover import Duty, Handover
from console.domain.model import PromotedModel
from console.domain.plan import KeptDraft, PlanChange
from console.domain.quality import Deviation
from console.domain.recipe import Recipe
from console.domain.review import AuditMark


class StationState(StrEnum):
    """The state of a place in a room (domain.md 3.3)."""

    CLEAN_HOLD = "CLEAN_HOLD"
    CLEARED = "CLEARED"
    IN_USE = "IN_USE"
    DIRTY = "DIRTY"
    CLEANING = "CLEANING"


class RoomOut(StrEnum):
    """Why a whole room may not be used; NO means it may."""

    NO = ""
    OUT_OF_SERVICE = "OUT_OF_SERVICE"
    EXCURSION_HOLD = "EXCURSION_HOLD"


class AppointmentKind(StrEnum):
    """What a clinic slot is for."""

    APHERESIS = "apheresis"
    INFUSION = "infusion"


class MaterialState(StrEnum):
    """Where a material lot stands."""

    QUARANTINE = "QUARANTINE"
    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"
    BLOCKED = "BLOCKED"
    CONSUMED = "CONSUMED"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True)
class StationNow:
    """What stands at one place of a room, and since when."""

    state: StationState = StationState.CLEAN_HOLD
    batch: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoomNow:
    """A room at this moment: its stations, whether it is out, and until when that is expected (None: nobody knows)."""

    id: str
    stations: Mapping[str, StationNow] = field(default_factory=dict)
    out: RoomOut = RoomOut.NO
    out_reason: str = ""
    out_since: datetime | None = None
    out_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InstrumentNow:
    """An instrument at this moment: whose cells it holds, whether it is out, and until when that is expected."""

    id: str
    batch: str = ""
    since: datetime | None = None
    out_reason: str = ""
    out_since: datetime | None = None
    out_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MaterialLot:
    """A lot of a critical material."""

    id: str
    title: str
    state: MaterialState = MaterialState.QUARANTINE
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """A clinic slot for an apheresis or an infusion."""

    id: str
    kind: AppointmentKind
    clinic: str
    slot_at: datetime
    batch: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who owns something open, what is to be done and by when; `subject` is like `batch:B-0412`."""

    subject: str
    owner: str
    what: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """Everything live: who and what there is, what runs, what is planned, what is open; one thread makes the next one.

    `responsible` is the supervisor on duty and `duties` when each last was; `handover` is given and not yet accepted, `handed`
    the last one by which duty passed; `owed` are those that duty was taken by while the giver's signature is missing;
    `reviewed` is how far the journal was read; `copies` counts what was printed.
    """

    facility: Facility | None = None
    recipes: Mapping[str, Recipe] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    on_duty: Mapping[str, datetime] = field(default_factory=dict)
    rooms: Mapping[str, RoomNow] = field(default_factory=dict)
    instruments: Mapping[str, InstrumentNow] = field(default_factory=dict)
    materials: Mapping[str, MaterialLot] = field(default_factory=dict)
    batches: Mapping[str, Batch] = field(default_factory=dict)
    deviations: Mapping[str, Deviation] = field(default_factory=dict)
    appointments: Mapping[str, Appointment] = field(default_factory=dict)
    owners: Mapping[str, Ownership] = field(default_factory=dict)
    changes: Mapping[str, PlanChange] = field(default_factory=dict)
    drafts: Mapping[str, KeptDraft] = field(default_factory=dict)
    left: Mapping[str, Batch] = field(default_factory=dict)
    model: PromotedModel | None = None
    responsible: str = ""
    duties: Mapping[str, Duty] = field(default_factory=dict)
    handover: Handover | None = None
    handed: Handover | None = None
    owed: Mapping[str, Handover] = field(default_factory=dict)
    reviewed: AuditMark | None = None
    copies: Copies = field(default_factory=Copies)
    blanks: Mapping[str, Blank] = field(default_factory=dict)
    blank_counts: Mapping[str, int] = field(default_factory=dict)
    blanks_gone: BlankCount = field(default_factory=BlankCount)
    locked: frozenset[str] = frozenset()
    entries: int = 0
    latest: datetime | None = None

    def recipe_of(self, batch: Batch) -> Recipe | None:
        """The recipe version this batch follows, or None when the site does not hold it."""
        return self.recipes.get(batch.recipe)

    def product_of(self, batch: Batch) -> Product | None:
        """The product this batch makes, or None."""
        return self.facility.product(batch.product) if self.facility else None

    def person_name(self, user: str) -> str:
        """The printed name of a user, or the id when the floor does not know one."""
        person = self.people.get(user)
        return person.name if person else user

    def open_deviations(self, batch: str) -> tuple[Deviation, ...]:
        """The deviations that touch this batch and are not closed, oldest first."""
        return tuple(d for d in self.deviations.values() if batch in d.batches and d.closed_at is None)

    def open_blanks(self) -> tuple[OpenBlank, ...]:
        """The sheets that are not done with, in the order they were issued."""
        return tuple(open_blank(blank) for blank in ordered(self.blanks.values()) if blank.open)

    def blank_account(self) -> BlankAccount:
        """What became of every sheet that was ever issued: returned, void, or out."""
        return account_of(self.blanks.values(), self.blank_counts, self.blanks_gone)
