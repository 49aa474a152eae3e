"""The plant: from the floor alone it says what people do next; it remembers nothing that the floor does not tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from console.domain.batch import Batch, Step
from console.domain.commands.command import Command
from console.domain.decide import decide
from console.domain.events.event import Event
from console.domain.facility import Facility, Role
from console.domain.floor import Floor
from console.domain.promise import Zones
from console.domain.recipe import RecipeStep
from console.domain.refusal import Refusal
from console.simulation.bookings import NO_WISHES, Wishes, booking_acts
from console.simulation.desk_work import desk_acts
from console.simulation.draws import Draws
from console.simulation.fate import Fate
from console.simulation.floor_work import step_acts
from console.simulation.handing_over import handover_acts
from console.simulation.lab_work import lab_acts
from console.simulation.papers import paper_acts
from console.simulation.replanning import replanning_acts
from console.simulation.roster import Roster
from console.simulation.scene import Act, Scene, attended_now, case_of
from console.simulation.site_work import departure, deviation_acts, duty_acts, material_acts, room_acts


@dataclass(frozen=True, slots=True)
class Deed:
    """What happens next: when, which command, and the events the floor makes of it."""

    at: datetime
    command: Command
    events: tuple[Event, ...]


@dataclass(slots=True)
class _Kept:
    """The acts found for one subject, earliest first, and the facts they were found from; spent ones wait for other facts."""

    facts: tuple[object, ...]
    acts: list[Act]
    spent: set[int] = field(default_factory=set)


class Plant:
    """A seeded plant; the same floor, seed and wishes always give the same next deed.

    Its supervisors hand shifts over from `handover_from` on, else (None) they leave that to whoever sits at the console; at
    `papers_at` they begin an exercise with sheets of paper.
    It keeps acts it has found only to save time: they are found again whenever the facts they rest on have changed.
    """

    def __init__(
        self, facility: Facility, seed: int, zones: Zones, wishes: Wishes = NO_WISHES, duty_from: datetime | None = None,
        handover_from: datetime | None = None, papers_at: datetime | None = None,
    ) -> None:  # fmt: skip
        draws = Draws(seed)
        self._zones = zones
        self._facility = facility
        self._draws = draws
        self._roster = Roster(facility, zones(facility.zone), draws)
        self._wishes = wishes
        self._duty_from, self._handover_from, self._papers_at = duty_from, handover_from, papers_at
        self._kept: dict[str, _Kept] = {}
        self._fates: dict[str, Fate] = {}
        self._running: dict[str, tuple[tuple[RecipeStep, Step], ...]] = {}
        self._deviations: Mapping[str, object] = {}
        self._appointments: Mapping[str, object] = {}
        self._owners: Mapping[str, object] = {}
        self.refused: Counter[str] = Counter()

    def next_deed(self, floor: Floor) -> Deed | None:
        """What people do next on this floor, not before the last thing that happened; None when nobody has anything to do."""
        if floor.latest is None:
            return None
        scene = Scene(floor, self._facility, self._draws, self._roster, self._zones, self._running, self._fates)
        self._look(scene)
        return self._earliest(scene)

    def _earliest(self, scene: Scene) -> Deed | None:
        best: Deed | None = None
        for first, subject in sorted((kept.acts[0].at, subject) for subject, kept in self._kept.items() if kept.acts):
            if best is not None and first >= best.at:
                break
            kept = self._kept[subject]
            for n, act in enumerate(kept.acts):
                if best is not None and act.at >= best.at:
                    break
                deed = self._tried(scene, kept, n, self._moment(scene, act, subject, n)) if n not in kept.spent else None
                if deed is not None and (best is None or deed.at < best.at):
                    best = deed
        return best

    def _moment(self, scene: Scene, act: Act, subject: str, n: int) -> datetime:
        """When it is done: at its time, or shortly after the floor let it."""
        if act.at > scene.latest:
            return act.at
        return scene.latest + timedelta(seconds=1 + round(40 * self._draws.share("moment", subject, n)))

    def _tried(self, scene: Scene, kept: _Kept, n: int, at: datetime) -> Deed | None:
        act = kept.acts[n]
        if act.crew[1] and not self._hands_free(scene, act, at):
            return None
        command = act.make(scene, at)
        answer = decide(scene.floor, command, at) if command is not None else None
        if command is None or isinstance(answer, Refusal):
            if not act.waits:
                kept.spent.add(n)
                self.refused[answer.rule if isinstance(answer, Refusal) else "none"] += 1
            return None
        return Deed(at, command, tuple(answer or ()))

    def _hands_free(self, scene: Scene, act: Act, at: datetime) -> bool:
        skill, needed = act.crew
        here = len(self._roster.people(Role.OPERATOR, at, skill))
        return here == 0 or needed <= max(2, here) - scene.hands_in_rooms()

    # ------------------------------------------------------------------------------------------- looking again

    def _look(self, scene: Scene) -> None:
        floor = scene.floor
        touched = self._touched(floor)
        for batch in floor.batches.values():
            kept = self._kept.get(batch.id)
            if kept is None or kept.facts[0] is not batch or batch.id in touched:
                self._kept[batch.id] = _Kept((batch,), _in_time(self._batch_acts(scene, batch)))
        for gone in [s for s in self._kept if not s.startswith("@") and s not in floor.batches]:
            del self._kept[gone]
            self._running.pop(gone, None)
        day = scene.latest.astimezone(self._roster.zone).date()
        self._site("@deviations", (floor.deviations, floor.owners), lambda: deviation_acts(scene))
        self._site("@materials", (floor.materials, day), lambda: material_acts(scene))
        self._site("@rooms", (floor.rooms, floor.batches), lambda: room_acts(scene))
        self._site("@bookings", (day, len(floor.batches) + len(floor.left)), lambda: booking_acts(scene, self._wishes))
        if self._duty_from is None or scene.latest >= self._duty_from:
            self._site("@duty", (floor.on_duty, day), lambda: duty_acts(scene))
        if self._handover_from is not None and scene.latest >= self._handover_from:
            facts = (floor.handover, floor.responsible, floor.owed, floor.on_duty, day)
            self._site("@handover", facts, lambda: handover_acts(scene))
        if self._papers_at is not None:
            begins = self._papers_at
            self._site("@papers", (floor.blanks,), lambda: paper_acts(scene, begins))

    def _site(self, subject: str, facts: tuple[object, ...], find: Callable[[], Iterable[Act]]) -> None:
        kept = self._kept.get(subject)
        if kept is None or not all(_same(a, b) for a, b in zip(kept.facts, facts, strict=True)):
            self._kept[subject] = _Kept(facts, _in_time(find()))

    def _batch_acts(self, scene: Scene, batch: Batch) -> list[Act]:
        self._running.pop(batch.id, None)
        if not batch.live:
            return list(departure(batch))
        case = case_of(scene, batch)
        if case is None:
            return []
        running = attended_now(case.recipe, batch)
        if running:
            self._running[batch.id] = running
        return [*step_acts(case), *lab_acts(case), *desk_acts(case), *replanning_acts(case)]

    def _touched(self, floor: Floor) -> set[str]:
        """Batches whose deviations, appointments or owners changed since the last look."""
        found: set[str] = set()
        if floor.deviations is not self._deviations:
            for name, deviation in floor.deviations.items():
                if self._deviations.get(name) is not deviation:
                    found.update(deviation.batches)
            self._deviations = floor.deviations
        if floor.appointments is not self._appointments:
            found.update(a.batch for name, a in floor.appointments.items() if self._appointments.get(name) is not a)
            self._appointments = floor.appointments
        if floor.owners is not self._owners:
            found.update(s.removeprefix("batch:") for s, o in floor.owners.items() if self._owners.get(s) is not o)
            self._owners = floor.owners
        return found


def _in_time(acts: Iterable[Act]) -> list[Act]:
    return sorted(acts, key=lambda act: act.at)


def _same(one: object, other: object) -> bool:
    """Whether a fact still is what it was: parts of the floor by identity, dates and counts by value."""
    return one is other or (not isinstance(one, Mapping) and one == other)
