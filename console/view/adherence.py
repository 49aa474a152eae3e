"""How far work kept to its first plan, as rows for a screen or a list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from console.domain.floor import Floor
from console.planning.answers.adherence import Adherence, Kept, by_room, by_step, departures
from console.view.batch.rows import Row, Table
from console.view.spoken import span

ROOMS = ("Room", "Starts", "Within 30 min", "Median", "P90", "Ends", "Within 30 min", "Median", "P90")
STEPS = ("Step", *ROOMS[1:])
NONE = "–"


def rooms_table(floor: Floor, since: datetime | None = None, until: datetime | None = None) -> Table:
    """Adherence of every room in which something began in [since, until)."""
    told = floor.facility.rooms if floor.facility else ()
    titles = {room.id: room.title if room.title.startswith(room.id) else f"{room.id} {room.title}" for room in told}
    return Table(ROOMS, _rows(by_room(floor, departures(floor, since, until)), titles))


def steps_table(floor: Floor, since: datetime | None = None, until: datetime | None = None) -> Table:
    """Adherence of every step that began in [since, until), under the title its recipe gives it."""
    titles = {step.code: step.title for recipe in floor.recipes.values() for step in recipe.steps}
    return Table(STEPS, _rows(by_step(departures(floor, since, until)), titles))


def adherence_json(floor: Floor, since: datetime | None = None, until: datetime | None = None) -> dict[str, list[dict[str, Any]]]:
    """The same for programs, by room and by step; hours, later is positive."""
    found = departures(floor, since, until)
    return {"rooms": [_json(each) for each in by_room(floor, found)], "steps": [_json(each) for each in by_step(found)]}


def _json(each: Adherence) -> dict[str, Any]:
    return {"key": each.key, "starts": _kept_json(each.starts), "ends": None if each.ends is None else _kept_json(each.ends)}


def _kept_json(kept: Kept) -> dict[str, Any]:
    hour = timedelta(hours=1)
    return {"n": kept.n, "within_30_min": kept.within, "median_h": kept.median / hour, "p90_h": kept.p90 / hour}


def later(away: timedelta) -> str:
    """How far from the plan in words: 25 min later, 1 h 10 min earlier, as planned."""
    if abs(away) < timedelta(minutes=1):
        return "as planned"
    return f"{span(abs(away))} {'later' if away > timedelta() else 'earlier'}"


def _rows(found: tuple[Adherence, ...], titles: Mapping[str, str]) -> tuple[Row, ...]:
    return tuple(Row(each.key, (titles.get(each.key, each.key), *_cells(each.starts), *_cells(each.ends))) for each in found)


def _cells(kept: Kept | None) -> tuple[str, str, str, str]:
    if kept is None:
        return ("0", NONE, NONE, NONE)
    return (str(kept.n), f"{kept.within:.0%}".replace("%", " %"), later(kept.median), later(kept.p90))
