"""Handovers of the past, each whole: who gave and took duty when, every word, question, answer, check and signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from console.domain import events as e
from console.domain.codec import Unknown
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.handover import Handover

AT_ONCE = 20
"""How many are read at once: each is whole."""


@dataclass(frozen=True, slots=True)
class PastHandover:
    """A handover as the record holds it; `n` is the number of its last entry, by which one pages on.

    `names` and `roles` are the printed names and the roles that stand in the signatures; `withdrawn` why it was taken back,
    empty where it was not.
    """

    n: int
    handover: Handover
    names: Mapping[str, str] = field(default_factory=dict)
    withdrawn: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether duty passed by it, or it was taken back: what is still under way is no past one."""
        return bool(self.handover.taker or self.withdrawn)


def whole(told: Iterable[Event | Unknown]) -> tuple[Handover | None, str]:
    """A handover from the events that speak of it, in canonical order, and why it was withdrawn; None where none gave it."""
    floor, last, withdrawn = Floor(), None, ""
    for event in told:
        if isinstance(event, e.HandoverWithdrawn) and floor.handover is not None:
            last, withdrawn = floor.handover, event.reason
        floor = evolve(floor, event)
        last = floor.handed or floor.handover or last
    return last, withdrawn


def renamed(floor: Floor, past: PastHandover) -> Floor:
    """The floor on which the people of a past handover bear the names and the role they signed under."""
    people = {
        user: replace(known, name=name, roles=_role(past.roles.get(user, "")) or known.roles)
        for user, name in past.names.items()
        if (known := floor.people.get(user)) is not None
    }
    return replace(floor, people={**floor.people, **people}) if people else floor


def _role(said: str) -> tuple[Role, ...]:
    return tuple(role for role in Role if role.value == said)
