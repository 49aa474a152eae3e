"""What an independent check finds wrong with a plan: the rule, who breaks it, from when to when, and one plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The rules a plan can break, in the order in which a supervisor would ask for them."""

    MISSING = "missing"
    PAST = "past"
    HORIZON = "horizon"
    TOO_EARLY = "too early"
    TOO_LATE = "too late"
    WINDOW = "window"
    CLOCK = "clock"
    PRECEDENCE = "precedence"
    HOLD_LIMIT = "hold limit"
    PLACE = "place"
    STATION = "station"
    CHANGEOVER = "changeover"
    INSTRUMENT = "instrument"
    ATTENDED = "attended"
    OPEN = "open"
    CLOSED = "closed"
    PEOPLE = "people"
    ASSAY = "assay"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: the step that is planned against it, the slots over which it is broken, and who else is in it.

    `step` is empty where a whole batch is meant. `words` names no time of day: whoever shows it adds `start` and `end`.
    `others` are (batch, step) of everything else that takes part.
    """

    rule: Rule
    batch: str
    step: str
    words: str
    start: int
    end: int
    others: tuple[tuple[str, str], ...] = ()
