"""A handover as the floor fills it: ten sections of points and sentences, before anybody adds a word."""

from __future__ import annotations

from dataclasses import dataclass

from console.domain.handover import HandoverPoint, HandoverWords
from console.report.handover.papers import sheets
from console.report.handover.places import instruments_now, instruments_out, rooms_now, rooms_out
from console.report.handover.quality import deviations, tests, tests_running
from console.report.handover.rest import materials, materials_now, must_not, owned
from console.report.handover.risk import patients, safety
from console.report.handover.seen import Seen
from console.report.handover.staff import gaps, people
from console.report.handover.work import running, signatures


@dataclass(frozen=True, slots=True)
class Filled:
    """What the floor says of itself for a handover: open points with owner and due time, and sentences beside them."""

    points: tuple[HandoverPoint, ...] = ()
    facts: tuple[HandoverWords, ...] = ()


def fill(seen: Seen) -> Filled:
    """The ten sections of domain.md 6 from this look at the floor, in their order; every point has an owner and a due time."""
    whole = [*patients(seen), *rooms_out(seen), *instruments_out(seen)]
    steps, checks = [*signatures(seen)], [*tests(seen)]
    whole += [p for p in steps if p.id.startswith("5.hold.")]
    rest = [*deviations(seen), *materials(seen)]
    told = frozenset(p.subject for p in (*whole, *rest))
    points = [
        *(p for p in whole if p.section < 5), *steps, *checks, *rest, *gaps(seen), *sheets(seen), *owned(seen, told),
    ]  # fmt: skip
    facts = (
        *safety(seen), *rooms_now(seen), *instruments_now(seen), *running(seen), *tests_running(seen), *materials_now(seen),
        *people(seen), *must_not(seen),
    )  # fmt: skip
    return Filled(tuple(points), facts)
