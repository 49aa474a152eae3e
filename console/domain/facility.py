"""What a site is made of: rooms and their stations, instruments, desks, people, sponsors, products and clinics, all of it data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from enum import StrEnum

from console.domain.durations import DurationLaw


class LaneKind(StrEnum):
    """What a row of the board stands for."""

    ROOM = "room"
    INSTRUMENT = "instrument"
    DOCK = "dock"
    QC = "qc"
    QA = "qa"
    CLINIC = "clinic"
    COURIER = "courier"


class Role(StrEnum):
    """What a person may do on the floor (data.md 6)."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    PLANNER = "planner"
    QC_ANALYST = "qc_analyst"
    QC_REVIEWER = "qc_reviewer"
    QA = "qa"
    ADMIN = "admin"
    INSPECTOR = "inspector"
    SYSTEM = "system"


class Measure(StrEnum):
    """How a promise is counted: whole calendar days at the collection site, or hours."""

    CALENDAR = "calendar"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Room:
    """One cleanroom: its grade, pressure, stations and the recipes it may run."""

    id: str
    title: str
    grade: str
    pressure: str = "positive"
    stations: tuple[str, ...] = ("1",)
    recipes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """One closed processor: it holds one patient's cells for days, at one station of one room."""

    id: str
    title: str
    kind: str
    room: str
    station: str = "1"


@dataclass(frozen=True, slots=True)
class Desk:
    """A lane of work outside the cleanrooms: the dock, the QC lab, the QA desk, a courier, a clinic."""

    id: str
    title: str
    kind: LaneKind
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who acts on the floor under a name and key of their own; `public_key` is hex, empty until certified."""

    id: str
    name: str
    roles: tuple[Role, ...]
    qualifications: tuple[str, ...] = ()
    shift: str = ""
    public_key: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Sponsor:
    """Who a product is made for; each sponsor is blind to the others."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised: from the end of one step to the end of another, in days, by calendar or by hours."""

    from_step: str
    to_step: str
    days: int
    measure: Measure = Measure.CALENDAR


@dataclass(frozen=True, slots=True)
class Product:
    """What is made for a sponsor, by which recipe, under which promise; `patient` lots are lots of one."""

    id: str
    title: str
    sponsor: str
    recipe: str
    patient: bool = False
    promise: Promise | None = None
    shelf_life_h: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Clinic:
    """A clinic: where cells come from and go to, its zone, its bedside hours and how long the courier takes."""

    id: str
    title: str
    zone: str
    opens: time = time(8)
    closes: time = time(21)
    travel: DurationLaw | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift in site time; `days` are ISO weekdays (1 is Monday); an end before the start lies on the next day."""

    id: str
    title: str
    start: time
    end: time
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Facility:
    """The site's own facts as adopted from one facility file."""

    site: str
    zone: str
    rooms: tuple[Room, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    desks: tuple[Desk, ...] = ()
    people: tuple[Person, ...] = ()
    sponsors: tuple[Sponsor, ...] = ()
    products: tuple[Product, ...] = ()
    clinics: tuple[Clinic, ...] = ()
    shifts: tuple[Shift, ...] = ()
    at_risk_below: Decimal = Decimal("0.80")
    changeover: DurationLaw | None = None
    gowning_min: int = 10
    laws: tuple[tuple[str, DurationLaw], ...] = field(default=())
    chances: tuple[tuple[str, Decimal], ...] = field(default=())

    def room(self, room: str) -> Room | None:
        """The room of this id, or None."""
        return next((r for r in self.rooms if r.id == room), None)

    def product(self, product: str) -> Product | None:
        """The product of this id, or None."""
        return next((p for p in self.products if p.id == product), None)

    def clinic(self, clinic: str) -> Clinic | None:
        """The clinic of this id, or None."""
        return next((c for c in self.clinics if c.id == clinic), None)

    def desk(self, kind: LaneKind) -> Desk | None:
        """The first desk of this kind, or None."""
        return next((d for d in self.desks if d.kind is kind), None)

    def law(self, name: str) -> DurationLaw | None:
        """A named duration law of the plant, such as `wait_for_room`, or None."""
        return dict(self.laws).get(name)

    def chance(self, name: str) -> Decimal:
        """A named chance of the plant, such as `minor_deviation`; zero when the file does not state it."""
        return dict(self.chances).get(name, Decimal(0))
