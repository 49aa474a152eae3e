"""Anything an event, a command or a value may say: strategies grown from the fields, so that none is forgotten."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin

from hypothesis import strategies as st

from console.domain.codec import COMMANDS, EVENTS
from console.domain.commands.command import Command
from console.domain.events.event import Event
from console.domain.facility import Facility
from console.domain.floor import Floor
from console.domain.plain import type_hints
from console.domain.recipe import Recipe
from tests.domain.builders import (
    ADMIN,
    ANALYST,
    CART,
    LOT,
    OPERATOR,
    PLANNER,
    QA,
    QA_3,
    REVIEWER,
    SECOND,
    START,
    SUPERVISOR,
    folded,
    site,
)

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
INSTANTS = st.integers(-4 * 10**9, 5 * 10**9).map(lambda seconds: START + timedelta(seconds=seconds)) | st.integers(
    -3000, 20000
).map(lambda minutes: START + timedelta(minutes=minutes))
DECIMALS = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=3) | st.sampled_from(
    [Decimal(0), Decimal("1E+9")]
)
STEPS = [s.code for s in site().recipes[CART].steps]
KNOWN: dict[str, list[str]] = {
    "batch": ["B-1", "B-2", "L-1", "Q-1"],
    "by": [OPERATOR, SECOND, SUPERVISOR, PLANNER, ANALYST, REVIEWER, QA, QA_3, ADMIN, "console"],
    "user": [OPERATOR, SUPERVISOR, QA, ADMIN],
    "verifier": ["", OPERATOR, SECOND, SUPERVISOR],
    "performer": ["", OPERATOR],
    "step": STEPS,
    "lane": ["CR1", "CR2", "CR8", "QC", "QA", "CLINIC", "DOCK", ""],
    "room": ["CR1", "CR2", "CR9"],
    "station": ["1", "2", ""],
    "instrument": ["", "CP1", "CP2", "CP3", "CRF1"],
    "recipe": [CART, LOT, "CAL-v1"],
    "product": ["AV-119", "QM-7", ""],
    "clinic": ["NORTHQUAY", "LAKEMONT", ""],
    "sample": ["S-B-1-SAMPLE_RELEASE", "S-1"],
    "test": ["T-B-1-GRAM-1", "T-1"],
    "code": ["GRAM", "VCN", "STER_FINAL"],
    "deviation": ["DV-1", "DV-2"],
    "hold": ["H-1", "H-2"],
    "appointment": ["AP-1"],
    "material": ["M-1"],
    "change": ["PC-1", "PC-2"],
    "undoes": ["", "PC-1"],
    "handover": ["HO-1", "HO-2"],
    "settles": ["", "", "HO-1"],
    "point": ["", "P-1", "P-2"],
    "question": ["HQ-1"],
    "carried": ["HQ-1"],
    "entry": ["E-1", "E-2"],
    "giver": ["", SUPERVISOR],
    "told": [QA],
    "blank": ["P-TEST-000001", "P-TEST-000002"],
    "paper": ["", "P-TEST-000001"],
    "mark": ["TEST", "EAST"],
    "rooms": ["CR1", "CR2"],
    "line": ["1", "2", "+1"],
    "draft": ["", "DR-1", "DR-2"],
    "name": ["values.tnc", "started_at", "finished_at", "comment"],
    "new": ["12.5", "NaN", "1E+999999", "2026-10-12T13:00:00Z", "2026-10-12T13:00", "0001-01-01T00:00:00+14:00", "words"],
    "reaches": ["", "STARTED", "SHIPPED", "GONE"],
    "after": STEPS,
}
"""Names that mean something on the floors these tests stand on, mixed with nonsense."""


def anything(kind: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Any value of this type; `name` is the field it is for."""
    if kind is str:
        return st.sampled_from(KNOWN[name]) | WORDS if name in KNOWN else WORDS
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return st.none() | anything(next(a for a in get_args(kind) if a is not type(None)), name)
    if origin is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return st.lists(anything(inner[0], name.removesuffix("es") if name == "batches" else name), max_size=3).map(tuple)
        return st.tuples(*(anything(a) for a in inner))
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(anything(str, "step"), anything(get_args(kind)[1]), max_size=3)
    return _leaf(kind)


def _leaf(kind: Any) -> st.SearchStrategy[Any]:
    if kind in (Facility, Recipe):
        return _whole(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return of(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    plain: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
        int: lambda: st.integers(0, 10**6),
        bool: st.booleans,
        Decimal: lambda: DECIMALS,
        datetime: lambda: INSTANTS,
        time: lambda: st.times().map(lambda t: t.replace(microsecond=0, fold=0)),
    }
    return plain[kind]()


def _whole(kind: Any) -> st.SearchStrategy[Any]:
    """Mostly the shipped one, now and then one of nonsense."""
    floor = site()
    shipped = list(floor.recipes.values()) if kind is Recipe else [floor.facility]
    return st.sampled_from(shipped) | of(kind)


MADE: dict[type, st.SearchStrategy[Any]] = {}


def of(kind: Any) -> st.SearchStrategy[Any]:
    """Any instance of this dataclass."""
    if kind not in MADE:
        hints = hints_of(kind)
        MADE[kind] = st.builds(kind, **{f.name: anything(hints[f.name], f.name) for f in dataclasses.fields(kind)})
    return MADE[kind]


def events() -> st.SearchStrategy[Event]:
    """Any event at all."""
    return st.one_of([of(kind) for kind in EVENTS.values()])


def commands() -> st.SearchStrategy[Command]:
    """Any command at all."""
    return st.one_of([of(kind) for kind in COMMANDS.values()])


def floors() -> st.SearchStrategy[Floor]:
    """A floor on which anything may have happened."""
    from_here = st.sampled_from([site(), Floor()])
    return st.builds(folded, from_here, st.lists(events(), max_size=12))


def hints_of(kind: Any) -> dict[str, Any]:
    """The types of a dataclass's fields by name."""
    return type_hints(kind)


SOMETHING: dict[type, Any] = {str: "X", int: 1, bool: True, Decimal: Decimal(1), datetime: START}


def plainest(kind: type[Command], **told: Any) -> Command:
    """The plainest instance of a command: every field that must be given, given."""
    hints = hints_of(kind)
    needed = [f.name for f in dataclasses.fields(kind) if _needed(f) and f.name not in told]
    return kind(**{**{name: _plainest(hints[name]) for name in needed}, **told})


def _plainest(kind: Any) -> Any:
    if kind in SOMETHING:
        return SOMETHING[kind]
    if kind is Facility:
        return site().facility
    if kind is Recipe:
        return site().recipes[CART]
    if get_origin(kind) is tuple:
        return ()
    if get_origin(kind) is not None:
        return {}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    hints = hints_of(kind)
    needed = [f.name for f in dataclasses.fields(kind) if _needed(f)]
    return kind(**{name: _plainest(hints[name]) for name in needed})


def _needed(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
