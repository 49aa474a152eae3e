"""The form of a facility workbook: its sheets, their columns, and what each column must hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from console.domain.facility import LaneKind, Measure, Role


class Holds(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    WORDS = "words"
    NUMBER = "number"
    COUNT = "count"
    YES = "yes"
    CLOCK = "clock"
    ZONE = "zone"
    WEEKDAYS = "weekdays"
    RECIPE = "recipe"
    RECIPES = "recipes"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: the field it fills (`promise.days` lies one deeper), its heading, and the words it is limited to."""

    field: str
    title: str
    holds: Holds = Holds.TEXT
    needed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet: the facility's list it fills and its columns; `needed` ones must have a row."""

    title: str
    field: str
    columns: tuple[FormColumn, ...]
    needed: bool = False


_ID = FormColumn("id", "Id", needed=True)
_TITLE = FormColumn("title", "Title", needed=True)
_ALIASES = FormColumn("aliases", "Also called", Holds.WORDS)
_LANES = tuple(k.value for k in LaneKind if k not in (LaneKind.ROOM, LaneKind.INSTRUMENT))
_ROLES = tuple(r.value for r in Role if r is not Role.SYSTEM)

SITE = FormSheet(
    "Site",
    "",
    (
        FormColumn("site", "Site", needed=True),
        FormColumn("zone", "Time zone", Holds.ZONE, needed=True),
        FormColumn("at_risk_below", "At risk below", Holds.NUMBER),
        FormColumn("gowning_min", "Gowning minutes", Holds.COUNT),
    ),
    needed=True,
)
SHEETS = (
    FormSheet(
        "Rooms",
        "rooms",
        (
            _ID,
            _TITLE,
            FormColumn("grade", "Grade", needed=True),
            FormColumn("pressure", "Pressure", choices=("positive", "negative", "bubble", "sink")),
            FormColumn("stations", "Stations", Holds.WORDS),
            FormColumn("recipes", "Recipes", Holds.RECIPES),
            _ALIASES,
        ),
        needed=True,
    ),
    FormSheet(
        "Instruments",
        "instruments",
        (
            _ID,
            _TITLE,
            FormColumn("kind", "Kind", needed=True),
            FormColumn("room", "Room", needed=True),
            FormColumn("station", "Station"),
        ),
    ),
    FormSheet("Desks", "desks", (_ID, _TITLE, FormColumn("kind", "Kind", needed=True, choices=_LANES), _ALIASES)),
    FormSheet(
        "People",
        "people",
        (
            _ID,
            FormColumn("name", "Name", needed=True),
            FormColumn("roles", "Roles", Holds.WORDS, needed=True, choices=_ROLES),
            FormColumn("qualifications", "Qualifications", Holds.WORDS),
            FormColumn("shift", "Shift"),
        ),
        needed=True,
    ),
    FormSheet("Sponsors", "sponsors", (_ID, FormColumn("name", "Name", needed=True))),
    FormSheet(
        "Products",
        "products",
        (
            _ID,
            _TITLE,
            FormColumn("sponsor", "Sponsor", needed=True),
            FormColumn("recipe", "Recipe", Holds.RECIPE, needed=True),
            FormColumn("patient", "For one patient", Holds.YES),
            FormColumn("promise.from_step", "Promise from step"),
            FormColumn("promise.to_step", "Promise to step"),
            FormColumn("promise.days", "Promise days", Holds.COUNT),
            FormColumn("promise.measure", "Promise counted by", choices=tuple(m.value for m in Measure)),
            FormColumn("shelf_life_h", "Shelf life hours", Holds.NUMBER),
        ),
    ),
    FormSheet(
        "Clinics",
        "clinics",
        (
            _ID,
            _TITLE,
            FormColumn("zone", "Time zone", Holds.ZONE, needed=True),
            FormColumn("opens", "Opens", Holds.CLOCK),
            FormColumn("closes", "Closes", Holds.CLOCK),
            FormColumn("travel.a", "Travel hours least", Holds.NUMBER),
            FormColumn("travel.b", "Travel hours usual", Holds.NUMBER),
            FormColumn("travel.c", "Travel hours most", Holds.NUMBER),
        ),
    ),
    FormSheet(
        "Shifts",
        "shifts",
        (
            _ID,
            _TITLE,
            FormColumn("start", "Start", Holds.CLOCK, needed=True),
            FormColumn("end", "End", Holds.CLOCK, needed=True),
            FormColumn("days", "Days", Holds.WEEKDAYS),
        ),
    ),
)
"""Every sheet of the form but the first; names of other sheets are not read."""
