"""The plan as screens and verbs are told it: instants and words instead of slots, frozen, with what it proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from console.domain.batch import Placement
from console.domain.plan import StepMove


@dataclass(frozen=True, slots=True)
class Move:
    """A commitment that would move: where the step is told to be today (None: nowhere), and where it would be."""

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
    """Entries that cannot all hold, or a limit that is broken: the rule, a plain sentence, whom it touches, and when."""

    rule: str
    words: str
    steps: tuple[tuple[str, str], ...]
    start: datetime
    end: datetime

    @property
    def batches(self) -> tuple[str, ...]:
        """Whom it touches, each once."""
        return tuple(dict.fromkeys(batch for batch, _ in self.steps))


@dataclass(frozen=True, slots=True)
class Decision:
    """What people could decide where no lawful place is left, tried: whether it gives one, and when the promise would end."""

    batch: str
    kind: str
    words: str
    helps: bool = False
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stuck:
    """A batch without a lawful place, and what stands against it."""

    batch: str
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan somebody may take over as one signed change: never applied by itself.

    `kind` is "repair" (the plan of today breaks a rule) or "better" (it is lawful, and this one is expected to be less late).
    Hours are expected lateness, unweighted, over all batches; `unresolved` are the decisions that batches without a lawful
    place (`stuck`) need from people.
    """

    kind: str
    words: str
    moves: tuple[Move, ...] = ()
    effects: tuple[Effect, ...] = ()
    late_before_h: float = 0.0
    late_after_h: float = 0.0
    unresolved: tuple[Decision, ...] = ()
    stuck: tuple[Stuck, ...] = ()

    @property
    def changes(self) -> tuple[StepMove, ...]:
        """What is to be signed as one change of the plan."""
        return tuple(StepMove(move.batch, move.code, move.after) for move in self.moves)


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan as of one instant and so many entries: what it breaks, what would mend it, what would be better.

    `late_h` holds each batch's expected hours of lateness as the plan stands.
    """

    made_at: datetime
    entries: int
    conflicts: tuple[Conflict, ...] = ()
    repair: Proposal | None = None
    better: Proposal | None = None
    late_h: Mapping[str, float] = field(default_factory=dict)

    def conflicts_of(self, batch: str) -> tuple[Conflict, ...]:
        """The conflicts that touch one batch."""
        return tuple(conflict for conflict in self.conflicts if batch in conflict.batches)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A question: what would be if this were so, in the field's words."""

    text: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would be if: the question, the conflicts it brings that do not stand already, and the repair it would take."""

    asked: str
    conflicts: tuple[Conflict, ...]
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Why:
    """A question: why a step stands where it stands; without a step, the one the promise ends with."""

    batch: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the binding chain: the step, when it starts, what binds it there, and who is in the way."""

    code: str
    title: str
    start: datetime
    words: str
    kind: str = ""
    subject: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lever:
    """What one could do, tried: how many hours sooner the promise would end, and when; (batch, hours) of who would be later."""

    words: str
    gain_h: float
    end: datetime
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Entrance:
    """One place a step could be at: its earliest lawful start there (None: none), and what keeps it from being there sooner."""

    room: str
    station: str
    instrument: str
    start: datetime | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a step is where it is: one sentence, the chain link by link (the step itself first), levers and other places."""

    batch: str
    code: str
    sentence: str
    links: tuple[Link, ...] = ()
    levers: tuple[Lever, ...] = ()
    entrances: tuple[Entrance, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferFor:
    """A question: can one more batch of this product begin around this instant? A patient's comes from a clinic."""

    product: str
    around: datetime
    clinic: str = ""


@dataclass(frozen=True, slots=True)
class Paid:
    """What an offer costs another batch: the end of its promise before and after."""

    batch: str
    end_before: datetime
    end_after: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """One appointment: when it begins, when its promise would end and is due, its expected lateness, and who else pays.

    Without `lawful` nothing can be promised for this start.
    """

    start: datetime
    lawful: bool
    end: datetime | None = None
    due: datetime | None = None
    late_h: float = 0.0
    others: tuple[Paid, ...] = ()


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be offered, the start that was asked for first."""

    product: str
    clinic: str
    offers: tuple[Offer, ...]


Wish = WhatIf | Why | OfferFor
"""What can be asked of the planner."""

Answer = Foreseen | Explained | Offers
"""What it answers."""
