"""The stories of the present: which patients a demo wishes for, so that its board shows late, at risk, held and well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from console.domain.facility import Facility
from console.domain.promise import Zones
from console.simulation.bookings import DAY, TURNS, Turn, Wish, Wishes
from console.simulation.fate import Fate, hold_of, incident_of, patient_fate
from console.simulation.lab_work import valid
from console.simulation.scene import Scene

Luck = Callable[[Scene, str, datetime], bool]
"""Whether a chain of identity brings the luck wished for, given when the collection is planned."""

MID_RUN = (4, 15)
"""Days since its start at which a vector run stands in the middle of its rooms' long block."""


def wishes_for(facility: Facility, zones: Zones, now: datetime, days: int) -> Wishes:
    """What a history of so many days wishes of its end at `now`: patients of this week with a story, a vector run under way."""
    today = now.astimezone(zones(facility.zone)).date()
    working = [d for n in range(6, 0, -1) if (d := today - n * DAY).isoweekday() <= 5]
    patients = {
        working[0]: Wish(_stood(now, 10.5, 16.0)),
        working[1]: Wish(_stood(now, 3.9, 5.2)),
        working[2]: Wish(_held(now)),
        working[-1]: Wish(_well, far=True),
    }
    harvested = today - 7 * DAY
    if harvested.isoweekday() <= 5:
        patients[harvested] = Wish(_repeated)
    turns = {turn.recipe: _first_turn(turn, today, days) for turn in TURNS if turn.recipe.startswith("LVV")}
    return Wishes(patients, turns)


def _stood(now: datetime, least_h: float, most_h: float) -> Luck:
    """A processor that stood before now, so that the harvest slips by so many hours, and nothing else amiss."""

    def fits(scene: Scene, coi: str, start: datetime) -> bool:
        incident, slip = incident_of(scene.draws, scene.facility, coi)
        if incident is None or not timedelta(hours=least_h) <= slip <= timedelta(hours=most_h):
            return False
        fate = patient_fate(scene.draws, scene.facility, coi)
        return start + incident <= now - timedelta(hours=5) and _else_well(replace(fate, incident=None))

    return fits


def _held(now: datetime) -> Luck:
    """A hold that stands now and will for some hours, and nothing else amiss."""

    def fits(scene: Scene, coi: str, start: datetime) -> bool:
        hold, lasts = hold_of(scene.draws, scene.facility, coi)
        if hold is None or not start + hold + timedelta(hours=1) <= now <= start + hold + lasts - timedelta(hours=6):
            return False
        return _else_well(replace(patient_fate(scene.draws, scene.facility, coi), hold=None))

    return fits


def _well(scene: Scene, coi: str, _: datetime) -> bool:
    """Nothing ends, holds or delays this batch."""
    return _else_well(patient_fate(scene.draws, scene.facility, coi))


def _else_well(fate: Fate) -> bool:
    spared = fate.drop is None and fate.hold is None and fate.incident is None
    return spared and not (fate.called_off or fate.fails or fate.oos or fate.unfit or fate.extends or fate.major)


def _repeated(scene: Scene, coi: str, start: datetime) -> bool:
    """Whether all is well but for the mycoplasma test, whose first run is invalid."""
    specs = [spec for recipe in scene.floor.recipes.values() for spec in recipe.tests if spec.code == "MYCO_PCR"]
    repeated = any(not valid(scene.draws, coi, spec, 1) for spec in specs)
    return repeated and _well(scene, coi, start)


def _first_turn(turn: Turn, today: date, days: int) -> date:
    """The first day of a lot's turns that brings one of them to the middle of its run today."""
    earliest = today - (days - turn.first) * DAY
    for offset in range(turn.every):
        day = first = working_day(earliest + offset * DAY, turn)
        while (following := working_day(day + turn.every * DAY, turn)) <= today:
            day = following
        if MID_RUN[0] <= (today - day).days <= MID_RUN[1]:
            return first
    return earliest


def working_day(day: date, turn: Turn) -> date:
    """This day, or the next on which the lot may begin."""
    while day.isoweekday() not in turn.weekdays:
        day += DAY
    return day
