"""Who is on shift at an instant, and whom one asks: never the same person to do and to check."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property

from console.domain.facility import Facility, Person, Role, Shift
from console.simulation.draws import Draws


class Roster:
    """The shifts of one site in its own zone; people work the shift the facility file gives them."""

    def __init__(self, facility: Facility, zone: tzinfo, draws: Draws) -> None:
        self.facility = facility
        self.zone = zone
        self.draws = draws
        self._on: dict[tuple[int, time], tuple[str, ...]] = {}
        self._changes: dict[date, list[tuple[datetime, str, bool]]] = {}

    def on_shift(self, at: datetime) -> tuple[str, ...]:
        """The shifts running at this instant."""
        local = at.astimezone(self.zone)
        key = (local.isoweekday(), time(local.hour, local.minute))
        if key not in self._on:
            self._on[key] = tuple(s.id for s in self.facility.shifts if _covers(s, *key))
        return self._on[key]

    def people(self, role: Role, at: datetime, qualification: str = "") -> tuple[Person, ...]:
        """Those of this role who are on shift, in the order of the facility file."""
        shifts = self.on_shift(at)
        return tuple(p for p in self._by_role[role] if p.shift in shifts and _fits(p, qualification))

    def choose(
        self, role: Role, at: datetime, key: tuple[object, ...], qualification: str = "", not_these: Collection[str] = ()
    ) -> str:
        """One person of this role on shift, else anyone of the role called in; empty when nobody may."""
        here = [p.id for p in self.people(role, at, qualification) if p.id not in not_these]
        if not here:
            here = [p.id for p in self._by_role[role] if _fits(p, qualification) and p.id not in not_these]
        return self.draws.pick(here, "who", role.value, *key) if here else ""

    @cached_property
    def _by_role(self) -> dict[Role, tuple[Person, ...]]:
        return {role: tuple(p for p in self.facility.people if role in p.roles and p.active) for role in Role}

    def changes(self, day: datetime) -> list[tuple[datetime, str, bool]]:
        """Who comes (True) and who leaves on the site day of this instant, in order, each a few minutes off the clock."""
        local = day.astimezone(self.zone).date()
        if local not in self._changes:
            self._changes[local] = self._changes_of(local)
        return self._changes[local]

    def _changes_of(self, local: date) -> list[tuple[datetime, str, bool]]:
        found = []
        for shift in self.facility.shifts:
            if local.isoweekday() not in shift.days:
                continue
            start = datetime.combine(local, shift.start, self.zone)
            end = datetime.combine(local + timedelta(days=shift.end <= shift.start), shift.end, self.zone)
            for person in self.facility.people:
                if person.shift == shift.id:
                    early = timedelta(seconds=round(self.draws.share("comes", person.id, local) * 600))
                    late = timedelta(seconds=round(self.draws.share("leaves", person.id, local) * 600))
                    found += [(start - early, person.id, True), (end + late, person.id, False)]
        return sorted(found, key=lambda change: (change[0], change[1]))


def _fits(person: Person, qualification: str) -> bool:
    return not qualification or qualification in person.qualifications


def _covers(shift: Shift, weekday: int, clock: time) -> bool:
    if shift.start < shift.end:
        return weekday in shift.days and shift.start <= clock < shift.end
    yesterday = (weekday - 2) % 7 + 1
    return (weekday in shift.days and clock >= shift.start) or (yesterday in shift.days and clock < shift.end)
