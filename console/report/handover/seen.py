"""What a handover is filled from: one floor, its outlook and one instant; and how it says times, people and places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import cached_property

from console.domain.batch import Batch, Step
from console.domain.facility import Person, Role
from console.domain.floor import Floor
from console.domain.handover import HandoverPoint, Sbar, Standing
from console.domain.promise import Zones
from console.forecast.outlook import Forecast, Outlook
from console.report.handover.sections import NEXT_SHIFT
from console.report.handover.shift import Turn, coming, short

NOTHING = Sbar()


@dataclass(frozen=True)
class Seen:
    """One look at the floor for a handover; `zone` is the site's, `zones` gives a clinic's."""

    floor: Floor
    outlook: Outlook | None
    now: datetime
    zone: tzinfo
    zones: Zones

    @cached_property
    def shift(self) -> Turn:
        """The shift the handover is for."""
        return coming(self.floor.facility, self.now, self.zone)

    @property
    def until(self) -> datetime:
        """When the coming shift ends: what has no time of its own is due then."""
        return self.shift.end

    @cached_property
    def before(self) -> Mapping[str, int]:
        """Through how many handovers each point of the last one had come when it was accepted."""
        handed = self.floor.handed
        return {p.id: p.carried for p in handed.points} if handed is not None else {}

    @property
    def live(self) -> Iterator[Batch]:
        """The batches on which work goes on."""
        return (b for b in self.floor.batches.values() if b.live)

    def forecast(self, batch: str) -> Forecast | None:
        """What is expected of a batch, or None while nobody said."""
        return self.outlook.forecasts.get(batch) if self.outlook else None

    def clock(self, at: datetime) -> str:
        """An instant in site time: Tue 24 Nov 14:30."""
        return short(at, self.zone)

    def title(self, batch: Batch, step: str) -> str:
        """A step by its recipe's title."""
        recipe = self.floor.recipe_of(batch)
        return recipe.by_code[step].title if recipe and step in recipe.by_code else step

    def place(self, step: Step) -> str:
        """Where a step is done, in words."""
        planned = step.placement
        lane = step.lane or (planned.lane if planned else "")
        instrument = step.instrument or (planned.instrument if planned else "")
        return f" in {lane}" + (f" ({instrument})" if instrument else "") if lane else ""

    @cached_property
    def _holders(self) -> dict[Role, str]:
        return {}

    def holder(self, role: Role) -> str:
        """Who of a role will be there in the coming shift: on the floor before rostered, whoever came first; empty for nobody."""
        if role not in self._holders:
            here = self.floor.on_duty
            able = [p for p in self.floor.people.values() if p.active and role in p.roles and self._stays(p)]
            first = min(able, key=lambda p: (p.id not in here, here.get(p.id, self.now)), default=None)
            self._holders[role] = first.id if first is not None else ""
        return self._holders[role]

    def _stays(self, person: Person) -> bool:
        """Whether somebody is there in the coming shift: rostered for it, or on the floor and on no roster."""
        return self.shift.has(person) or (person.id in self.floor.on_duty and not person.shift)

    def point(
        self, section: int, kind: str, subject: str, words: str, owner: str | Role = "", due: datetime | None = None,
        *, sbar: Sbar = NOTHING, do: str = "", own: bool = False, standing: Standing = Standing.NONE,
    ) -> HandoverPoint:  # fmt: skip
        """An open point; `do` is what is to be done, in the infinitive.

        Who owns its subject owns it (not with `own`: somebody else does this part of it), else the one told, else who of the
        role told will be there, else the supervisor who comes; until the end of that shift where no other time is known.
        """
        told = None if own else self.floor.owners.get(subject)
        name = f"{section}.{kind}.{subject}"
        who = self._owner(owner)
        if told is not None:
            who, due, do = told.owner, told.due or due, told.what or do
        by = due or self.until
        sbar = replace(sbar, recommendation=do)
        words += ". Overdue" if by < self.now else ""
        carried = self.before[name] + 1 if name in self.before else 0
        return HandoverPoint(name, section, words, who, by, subject, carried, sbar, standing)

    def _owner(self, owner: str | Role) -> str:
        if isinstance(owner, Role):
            return self.holder(owner) or owner.value
        return owner or self.holder(Role.SUPERVISOR) or NEXT_SHIFT


def span(length: timedelta) -> str:
    """A length of time: 3 d 4 h, 3 h 40 min, 25 min."""
    minutes = max(0, round(length.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 72:
        return f"{hours} h {rest:02d} min" if rest else f"{hours} h"
    return f"{hours // 24} d {hours % 24} h"
