"""One line of a rule table: a house, a command it must refuse by this rule, and one beside it that it must take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from console.domain.commands.command import Command
from tests.domain.builders import House


@dataclass(frozen=True)
class Case:
    """A rule, where it holds, what it refuses and what it lets pass."""

    rule: str
    house: Callable[[], House]
    no: Callable[[House], Command]
    yes: Callable[[House], Command]

    def __str__(self) -> str:
        return self.rule


def holds(case: Case) -> None:
    """The rule refuses what it should, and lets pass what it should."""
    house = case.house()
    before = house.floor
    assert house.no(case.no(house)) == case.rule
    assert house.floor is before
    house = case.house()
    assert house.ask(case.yes(house))
