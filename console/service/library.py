"""The shelf of approved master records and facility files: those the console ships, and those a site brings."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from console.domain.facility import Facility
from console.domain.plain import PlainError, from_plain
from console.domain.recipe import Recipe
from console.service.library_faults import facility_faults, recipe_faults

T = TypeVar("T")


class LibraryError(ValueError):
    """A recipe or facility text that cannot be taken; each fault names its place."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@cache
def shipped_recipes() -> Mapping[str, Recipe]:
    """Every recipe the console ships under its id, such as CART-7D-v1, in the order of their names."""
    found = (recipe_from(text, name) for name, text in _texts("recipes"))
    return {recipe.id: recipe for recipe in found}


@cache
def shipped_facility(name: str = "demo") -> Facility:
    """The facility file of this name; raises LibraryError when the console ships none or it is faulty."""
    texts = dict(_texts("facilities"))
    if f"{name}.toml" not in texts:
        raise LibraryError((f"no facility file is called {name}",))
    facility = facility_from(texts[f"{name}.toml"], f"{name}.toml")
    unknown = tuple(
        f"{name}.toml: room {room.id}: no recipe is called {recipe}"
        for room in facility.rooms
        for recipe in room.recipes
        if recipe not in shipped_recipes()
    )
    if unknown:
        raise LibraryError(unknown)
    return facility


def recipe_from(text: str, place: str = "recipe") -> Recipe:
    """The recipe of a TOML text; raises LibraryError naming every fault and its place."""
    recipe = _read(Recipe, text, place)
    _raise(recipe_faults(recipe), place)
    return recipe


def facility_from(text: str, place: str = "facility") -> Facility:
    """The facility of a TOML text; raises LibraryError naming every fault and its place."""
    facility = _read(Facility, text, place)
    _raise(facility_faults(facility), place)
    return facility


def _texts(folder: str) -> list[tuple[str, str]]:
    shelf = resources.files("resources").joinpath(folder)
    names = sorted(entry.name for entry in shelf.iterdir() if entry.name.endswith(".toml"))
    return [(name, shelf.joinpath(name).read_text(encoding="utf-8")) for name in names]


def _read(kind: type[T], text: str, place: str) -> T:
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise LibraryError((f"{place}: {wrong}",)) from wrong
    _raise(tuple(_unknown(kind, plain, "")), place)
    try:
        made = from_plain(kind, plain)
    except PlainError as wrong:
        raise LibraryError((f"{place}: {wrong}",)) from wrong
    assert isinstance(made, kind)
    return made


def _raise(faults: tuple[str, ...], place: str) -> None:
    if faults:
        raise LibraryError(tuple(f"{place}: {fault}" for fault in faults))


def _unknown(kind: Any, plain: Any, place: str) -> list[str]:
    """Every name in the text that no field bears: a misspelt limit must not vanish unsaid."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and isinstance(plain, Mapping):
        hints = get_type_hints(kind)
        fields = {f.name for f in dataclasses.fields(kind)}
        found = [f"{place}{name}: no such field" for name in plain if name not in fields]
        for name, value in plain.items():
            if name in fields:
                found += _unknown(hints[name], value, f"{place}{name}.")
        return found
    inner = tuple(a for a in get_args(kind) if a not in (type(None), Ellipsis))
    if get_origin(kind) is tuple and isinstance(plain, list):
        kinds = inner if len(inner) > 1 else inner * len(plain)
        pairs = enumerate(zip(kinds, plain, strict=False))
        return [fault for n, (k, v) in pairs for fault in _unknown(k, v, f"{place[:-1]}[{n}].")]
    if len(inner) == 1 and get_origin(kind) is not tuple:
        return _unknown(inner[0], plain, place)
    return []
