"""The plan as screens and verbs are told it: instants and words instead of slots, frozen, with what it proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from console.domain.batch import Placement


@dataclass(frozen=True, slots=True)
class Move:
    """A commitment that would move: where the step stands in the plan of today (None: nowhere), and where it would stand."""

    batch: str
    code: str
    title: str
    before: Placement | None
    after: Placement

    @property
    def hours(self) -> float:
        """By how many hours it starts later; negative when earlier."""
        return 0.0 if self.before is None else (self.after.start - self.before.start).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one batch's promise: when it would end before and after, and the expected hours of lateness."""

    batch: str
    title: str
    due: datetime | None
    end_before: datetime | None
    end_after: datetime | None
    late_before_h: float
    late_after_h: float

    @property
    def gain_h(self) -> float:
        """Expected hours of lateness saved; negative when the batch loses."""
        return self.late_before_h - self.late_after_h


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two entries that cannot both hold, or a limit that is broken: the rule, a plain sentence, whom it touches, and when."""

    rule: str
    words: str
    batches: tuple[str, ...]
    steps: tuple[tuple[str, str], ...] = ()
    room: str = ""
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What people could decide where no lawful repair exists, tried: whether it helps, and what it would bring."""

    batch: str
    kind: str
    words: str
    helps: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan somebody may take over as one signed change: never applied by itself.

    `kind` is "repair" (the plan of today breaks a rule) or "better" (it is lawful, and this one is expected to be less late).
    Hours are expected lateness, unweighted, over all batches.
    """

    kind: str
    words: str
    moves: tuple[Move, ...] = ()
    effects: tuple[Effect, ...] = ()
    late_before_h: float = 0.0
    late_after_h: float = 0.0
    unresolved: tuple[Decision, ...] = ()

    @property
    def changes(self) -> dict[str, dict[str, Placement]]:
        """The placements to record, by batch and step code."""
        found: dict[str, dict[str, Placement]] = {}
        for move in self.moves:
            found.setdefault(move.batch, {})[move.code] = move.after
        return found


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan as of one instant and so many entries: what it breaks, what would mend it, what would be better."""

    made_at: datetime
    entries: int
    conflicts: tuple[Conflict, ...] = ()
    repair: Proposal | None = None
    better: Proposal | None = None
    late_h: Mapping[str, float] = field(default_factory=dict)

    def conflicts_of(self, batch: str) -> tuple[Conflict, ...]:
        """The conflicts that touch one batch."""
        return tuple(c for c in self.conflicts if batch in c.batches)
