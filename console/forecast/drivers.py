"""What a batch's release hangs on: in which share of the futures each step, test, person, room or other patient binds.

Criticality after Vanhoucke (2010): the share of futures in which a thing lies on the way that binds, found by walking back from
the release over whatever came last, all futures at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from console.domain.batch import Batch
from console.domain.facility import LaneKind
from console.domain.floor import Floor
from console.domain.recipe import RecipeStep
from console.forecast.binding import Cause
from console.forecast.explained import Driver, DriverKind
from console.forecast.floorwide import FloorNetwork
from console.forecast.passage import Futures
from console.forecast.way_back import Found, Name, WayBack

LEAST_SHARE = 0.02
"""What binds in fewer futures than this is not told."""
LEAST_H = 0.05
"""Nor is what holds for less than this many hours where it binds."""
MOST = 15
"""How many drivers are told."""


_TITLES = {
    (DriverKind.REVIEW, ""): "Review of test results",
    (DriverKind.MISHAP, "oos"): "Result out of specification",
    (DriverKind.MISHAP, "extension"): "Culture grown on or interrupted",
}


def drivers(floor: Floor, network: FloorNetwork, batch: str, found: Mapping[Name, Found], total: int) -> tuple[Driver, ...]:
    """What this batch's release hangs on by what was found on the way back in so many futures, what binds most first."""
    words = Words(floor, network, floor.batches[batch])
    made = (_driver(words, name, one, total) for name, one in found.items())
    worth = [driver for driver in made if driver.share >= LEAST_SHARE and driver.hours >= LEAST_H]
    return tuple(sorted(worth, key=lambda driver: (-driver.share, -driver.hours, driver.title)))[:MOST]


def on_the_way(network: FloorNetwork, futures: Mapping[str, Futures], batch: str, seed: int) -> Mapping[Name, Found]:
    """Everything on the way back from the release (of a released batch from the end of its promise), where there is one.

    `futures` are those of a run with `trace`.
    """
    mine, told = network.networks[batch], futures[batch]
    target = mine.release if mine.release in told.ends else mine.promise_to
    walk = WayBack(network, futures, batch, seed)
    if target in told.ends and told.passes.any():
        walk.walk(target, told.passes.copy())
    return walk.found


def _driver(words: Words, name: Name, found: Found, total: int) -> Driver:
    kind, key, batch = name
    count = int(np.count_nonzero(found.mask))
    kind, key, title = words.told(kind, key, batch, found.first)
    other = batch if kind is DriverKind.OTHER_BATCH else ""
    return Driver(kind, key, title, count / total, float(found.hours[found.mask].sum()) / max(1, count), other)


@dataclass(frozen=True)
class Words:
    """How the things on the way are called on this floor."""

    floor: Floor
    network: FloorNetwork
    batch: Batch

    def told(self, kind: DriverKind, key: str, batch: str, first: Cause | None) -> tuple[DriverKind, str, str]:
        """Kind, key and title of a driver."""
        if kind is DriverKind.STEP:
            told, title = self._step(self.batch, key), self.title_of(self.batch, key)
            desk = told is not None and told.lane is LaneKind.QA
            by_qa = title if "QA" in title else f"{title} by QA"
            return (DriverKind.REVIEW, key, by_qa) if desk else (kind, key, title)
        if kind is DriverKind.OTHER_BATCH:
            return self._other(batch, first)
        return kind, key, self._named(kind, key)

    def _named(self, kind: DriverKind, key: str) -> str:
        """The title of what is neither a step nor another patient's."""
        if kind is DriverKind.TEST:
            return self.test(key)
        if kind is DriverKind.CREW:
            return self.crew(key)
        if kind is DriverKind.ROOM:
            return self._room(key)
        if kind is DriverKind.CLOCK:
            return self._clock(key)
        if kind is DriverKind.HOLD:
            return self._hold(key)
        return _TITLES.get((kind, key), "Waits between steps")

    def crew(self, pool: str) -> str:
        """What a pool of people is called: who they are, or the crew for a skill."""
        staff = self.network.rota.by_id.get(pool)
        title = staff.title if staff is not None else pool
        return _capital(title.replace("operators for ", "crew for "))

    def _other(self, batch: str, first: Cause | None) -> tuple[DriverKind, str, str]:
        if first is None:
            return DriverKind.OTHER_BATCH, "", batch
        other = self.floor.batches.get(batch)
        if other is None:
            return DriverKind.OTHER_BATCH, first.code, batch
        if first.kind is DriverKind.OTHER_BATCH:
            return DriverKind.OTHER_BATCH, first.code, f"{batch} in {self._place(other, first.code)}"
        shared = lowered(self.crew(first.key)) if first.kind is DriverKind.CREW else f"room {first.key}"
        title = f"{batch}: {self.title_of(other, first.code)} (same {shared})"
        return DriverKind.OTHER_BATCH, first.code, title

    def _place(self, batch: Batch, code: str) -> str:
        step = batch.steps.get(code)
        place = step.placement if step is not None else None
        if place is None:
            return "its station"
        return f"{place.lane} station {place.station}" if place.station else place.lane

    def _step(self, batch: Batch, code: str) -> RecipeStep | None:
        recipe = self.floor.recipe_of(batch)
        return recipe.by_code.get(code) if recipe is not None else None

    def title_of(self, batch: Batch, code: str) -> str:
        """What a step of a batch is called."""
        told = self._step(batch, code)
        return told.title if told is not None else code

    def test(self, code: str) -> str:
        """What a test is called."""
        recipe = self.floor.recipe_of(self.batch)
        spec = recipe.test(code) if recipe is not None else None
        return spec.title if spec is not None else code

    def _room(self, key: str) -> str:
        out, _, code = key.partition(":")
        if out != "out":
            return f"{key}: somebody else has hands in it"
        step = self.batch.steps.get(code)
        return f"{step.placement.lane if step is not None and step.placement is not None else 'Its room'} out of use"

    def _clock(self, key: str) -> str:
        code, _, what = key.partition(":")
        title = self.title_of(self.batch, code)
        return {"slot": f"Clinic slot of {title}", "bedside": f"The clinic's day: {title}"}.get(what, f"Planned start of {title}")

    def _hold(self, key: str) -> str:
        if key == "deviation":
            named = [d.id for d in self.floor.open_deviations(self.batch.id) if d.blocks_release]
            return "Deviation " + ", ".join(named[:2]) if named else "Open deviation"
        return "Hold: " + "; ".join(hold.reason for hold in self.batch.holds.values())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def lowered(words: str) -> str:
    """As it stands within a sentence; an abbreviation keeps its capitals."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
