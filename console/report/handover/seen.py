"""What a handover is filled from: one floor, its outlook and one instant; and how it says times, people and places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cached_property

from console.domain.batch import Batch, Step
from console.domain.floor import Floor
from console.domain.handover import HandoverPoint
from console.domain.promise import Zones
from console.forecast.outlook import Forecast, Outlook
from console.report.handover.sections import NEXT_SHIFT
from console.report.handover.shift import shift_end


@dataclass(frozen=True)
class Seen:
    """One look at the floor for a handover; `zone` is the site's, `zones` gives a clinic's."""

    floor: Floor
    outlook: Outlook | None
    now: datetime
    zone: tzinfo
    zones: Zones

    @cached_property
    def until(self) -> datetime:
        """When the coming shift ends: what has no time of its own is due then."""
        return shift_end(self.floor.facility, self.now, self.zone)

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
        local = at.astimezone(self.zone)
        return f"{local:%a} {local.day} {local:%b %H:%M}"

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

    def point(
        self, section: int, kind: str, subject: str, words: str, owner: str = "", due: datetime | None = None
    ) -> HandoverPoint:
        """An open point; who owns its subject owns it, else the one told, else the next shift, until the end of that shift."""
        told = self.floor.owners.get(subject)
        name = f"{section}.{kind}.{subject}"
        if told is not None:
            owner, due = told.owner, told.due or due
            words = f"{words}. To do: {told.what}" if told.what else words
        words += ". Overdue" if due is not None and due < self.now else ""
        carried = self.before[name] + 1 if name in self.before else 0
        return HandoverPoint(name, section, words, owner or NEXT_SHIFT, due or self.until, subject, carried)


def span(length: timedelta) -> str:
    """A length of time: 3 d 4 h, 3 h 40 min, 25 min."""
    minutes = max(0, round(length.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 72:
        return f"{hours} h {rest:02d} min" if rest else f"{hours} h"
    return f"{hours // 24} d {hours % 24} h"
