"""What may not be wrong in a master record or a facility file before a site takes it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from console.domain.batch import BatchStatus
from console.domain.facility import Facility, LaneKind
from console.domain.recipe import Lag, Recipe, RecipeStep


def recipe_faults(recipe: Recipe) -> tuple[str, ...]:
    """Every fault of a recipe in words; empty when it can be run."""
    codes = [step.code for step in recipe.steps]
    known = set(codes)
    faults = [f"step {code} stands twice" for code in _twice(codes)]
    faults += [fault for step in recipe.steps for fault in _step_faults(step, known)]
    faults += [fault for lag in recipe.lags for fault in _lag_faults(lag, known)]
    faults += [f"test {code} stands twice" for code in _twice(t.code for t in recipe.tests)]
    faults += [f"test {t.code}: no step is called {t.sample_step}" for t in recipe.tests if t.sample_step not in known]
    for name, needs in recipe.milestones:
        faults += [f"milestone {name}: no step is called {code}" for code in needs if code not in known]
    faults += [f"the label {label!r} names two steps" for label in _twice(labels(recipe))]
    faults += [f"step {code} waits for itself" for code in _circles(recipe, known)]
    return tuple(faults)


def labels(recipe: Recipe) -> tuple[str, ...]:
    """Every spelling a step of this recipe answers to, in lower case, each once per step."""
    return tuple(label for step in recipe.steps for label in sorted({s.casefold() for s in (step.code, step.title, *step.aliases)}))


def _step_faults(step: RecipeStep, known: set[str]) -> list[str]:
    faults = [f"step {step.code}: no step is called {code}" for code in step.after if code not in known]
    if step.until and step.until not in known:
        faults.append(f"step {step.code}: no step is called {step.until}")
    if step.until and not step.instrument:
        faults.append(f"step {step.code}: it keeps no instrument, so it cannot keep one until {step.until}")
    if step.reaches and step.reaches not in {status.value for status in BatchStatus}:
        faults.append(f"step {step.code}: no status is called {step.reaches}")
    if step.verified and step.people < 2:
        faults.append(f"step {step.code}: a second person is needed to verify")
    if (step.clock is None) != (step.day is None):
        faults.append(f"step {step.code}: day and clock go together")
    faults += [f"step {step.code}: {name} is measured twice" for name in _twice(limit.name for limit in step.limits)]
    return faults


def _lag_faults(lag: Lag, known: set[str]) -> list[str]:
    named = [code for code in (lag.from_step, lag.to_step, lag.unless) if code]
    faults = [f"lag {lag.name}: no step is called {code}" for code in named if code not in known]
    if lag.min_h is None and lag.max_h is None:
        faults.append(f"lag {lag.name}: it has no limit")
    if lag.min_h is not None and lag.max_h is not None and lag.min_h > lag.max_h:
        faults.append(f"lag {lag.name}: it ends before it begins")
    return faults


def _circles(recipe: Recipe, known: set[str]) -> list[str]:
    """The steps that can never start because, along their predecessors, they wait for themselves."""
    done: set[str] = set()
    waiting = list(recipe.steps)
    while waiting:
        ready = [s for s in waiting if all(c in done or c not in known for c in s.after)]
        if not ready:
            return [s.code for s in waiting]
        done |= {s.code for s in ready}
        waiting = [s for s in waiting if s.code not in done]
    return []


def facility_faults(facility: Facility) -> tuple[str, ...]:
    """Every fault of a facility file in words; empty when a site can stand on it."""
    rooms = {room.id: room for room in facility.rooms}
    faults = [f"room {r} stands twice" for r in _twice(r.id for r in facility.rooms)]
    faults += [f"person {p} stands twice" for p in _twice(p.id for p in facility.people)]
    faults += [f"the name {n} belongs to two people" for n in _twice(p.name.casefold() for p in facility.people)]
    faults += [f"the lane name {n!r} belongs to two lanes" for n in _twice(lane_names(facility))]
    for instrument in facility.instruments:
        room = rooms.get(instrument.room)
        if room is None or instrument.station not in room.stations:
            faults.append(f"instrument {instrument.id}: {instrument.room} has no station {instrument.station}")
    sponsors = {s.id for s in facility.sponsors}
    faults += [f"product {p.id}: no sponsor is called {p.sponsor}" for p in facility.products if p.sponsor not in sponsors]
    shifts = {s.id for s in facility.shifts}
    faults += [f"person {p.id}: no shift is called {p.shift}" for p in facility.people if p.shift and p.shift not in shifts]
    missing = set(LaneKind) - {LaneKind.ROOM, LaneKind.INSTRUMENT} - {desk.kind for desk in facility.desks}
    faults += [f"no desk of the kind {kind.value}" for kind in sorted(missing)]
    return tuple(faults)


def lane_names(facility: Facility) -> tuple[str, ...]:
    """Every spelling a lane answers to, in lower case, each once per lane."""
    lanes = [*((r.id, r.aliases) for r in facility.rooms), *((d.id, d.aliases) for d in facility.desks)]
    return tuple(name for lane, aliases in lanes for name in sorted({n.casefold() for n in (lane, *aliases)}))


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, n in Counter(names).items() if n > 1]
