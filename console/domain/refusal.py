"""A refusal: the floor says no, by which rule, why, and what one can do instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value, never an exception: the rule's id, the reason in words, the way out, and what was touched."""

    rule: str
    why: str
    instead: str = ""
    place: str = ""
