"""What the handover's page shows to somebody: a handover that was given, one that is over, or the draft of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.domain.handover import Handover, HandoverChange, HandoverPoint, HandoverWords, Standing
from console.domain.refusal import Refusal
from console.report.changes.lines import Since
from console.report.handover.changed import changes_of
from console.report.handover.filled import Filled
from console.view.handover.draft import Draft

READING = (10, 1, 2, 3, 4, 5, 6, 7, 8, 9)
"""The order in which a handover is read aloud: the must-know first."""

CHANGED = "changed"
STANDINGS: dict[str, Standing] = {
    "runs": Standing.RUNS,
    "next": Standing.NEXT,
    "blocked": Standing.BLOCKED,
    "hold": Standing.HOLD,
    "eligible": Standing.ELIGIBLE,
    "not": Standing.MUST_NOT,
}
PARTS: tuple[str, ...] = (str(READING[0]), CHANGED, *map(str, READING[1:]), *STANDINGS)
"""What can be looked at, in the order of reading: the sections with what changed among them, then all that stands in one way."""


@dataclass(frozen=True)
class Shown:
    """What the screen shows to somebody: a handover that was given, or the draft of one (`handover` is None).

    `told` is what changed since the last handover, for a draft; None while nobody looked.
    """

    floor: Floor
    user: str
    now: datetime
    zone: ZoneInfo
    filled: Filled
    draft: Draft
    handover: Handover | None = None
    told: Since | Refusal | None = None
    withdrawn: str = ""

    @property
    def points(self) -> tuple[HandoverPoint, ...]:
        """The open points."""
        return self.handover.points if self.handover else self.draft.laid_over(self.filled).points

    @property
    def facts(self) -> tuple[HandoverWords, ...]:
        """The sentences that the floor filled in."""
        return self.handover.facts if self.handover else self.filled.facts

    @property
    def remarks(self) -> tuple[HandoverWords, ...]:
        """The sentences that people added."""
        return self.handover.remarks if self.handover else self.draft.remarks

    @property
    def must_know(self) -> str:
        """The one message."""
        return self.handover.must_know if self.handover else self.draft.must_know

    @property
    def changes(self) -> tuple[HandoverChange, ...]:
        """What changed since the last handover: as it was signed, else as it was last looked up."""
        if self.handover is not None:
            return self.handover.changes
        return changes_of(self.told) if isinstance(self.told, Since) else ()

    @property
    def under_way(self) -> bool:
        """Whether it is given and nobody has accepted it."""
        return self.handover is not None and not self.handover.taker and not self.withdrawn

    @property
    def incoming(self) -> bool:
        """Whether this person may check, question and accept."""
        return self.under_way and self.handover is not None and bool(self.user) and self.user != self.handover.giver

    @property
    def checked(self) -> frozenset[str]:
        """The points that were held against the floor: by this person, or by whoever took duty by it."""
        found = self.handover
        by = "" if found is None else self.user if self.under_way else found.taker
        return frozenset(check.point for check in found.checks if check.by == by) if found is not None else frozenset()

    @property
    def left(self) -> tuple[str, ...]:
        """The points this person has still to check, in the order of reading."""
        if self.handover is None or not self.incoming:
            return ()
        todo = self.handover.unchecked(self.user)
        return tuple(p.id for number in READING for p in todo if p.section == number)

    def left_in(self, part: str) -> tuple[str, ...]:
        """The points of a section that this person has still to check."""
        mine = {p.id for p in self.points_of(part)}
        return tuple(point for point in self.left if point in mine)

    def points_of(self, part: str) -> tuple[HandoverPoint, ...]:
        """The points of a section, or all that stand in one way."""
        how = STANDINGS.get(part)
        return tuple(p for p in self.points if (p.standing is how if how is not None else str(p.section) == part))

    def facts_of(self, part: str) -> Iterator[tuple[int, HandoverWords]]:
        """The sentences of a section, or all that tell of what stands in one way, each with its place among all."""
        how = STANDINGS.get(part)
        for n, fact in enumerate(self.facts):
            if fact.standing is how if how is not None else str(fact.section) == part:
                yield n, fact


def section_of(part: str) -> int:
    """The section that words are added to in this part: its own, or the last one, which takes all else."""
    return int(part) if part.isdigit() else READING[0]
