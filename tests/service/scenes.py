"""Scenes on a console in memory: founded, with a batch, with people whose keys are open."""

from __future__ import annotations

from typing import Any

from console.domain.commands import AdoptFacility, ApproveRecipe
from console.domain.commands.command import Command
from console.domain.decide import CONSOLE
from console.domain.needs import signatures_needed
from console.domain.refusal import Refusal
from console.domain.signing import Consent
from console.service.change import Change, Trouble
from console.service.digest import command_digest
from console.service.library import shipped_facility, shipped_recipes
from tests.domain.builders import PLANNER, SUPERVISOR, House
from tests.service.fakes import PASSWORD, Console

Answer = Change | Refusal | Trouble


def founded(console: Console | None = None) -> Console:
    """A console whose site has its facility and its recipes."""
    console = console or Console()
    done(console, AdoptFacility(by=CONSOLE, facility=shipped_facility()))
    for recipe in shipped_recipes().values():
        done(console, ApproveRecipe(by=CONSOLE, recipe=recipe))
    return console


def asked(console: Console, command: Command, *consents: Consent) -> Answer:
    """The answer to a command."""
    return console.dispatcher.submit(command, consents).result()


def done(console: Console, command: Command) -> Change:
    """Ask what must be done, signed by whoever must sign it."""
    answer = asked(console, command, *consents(console, command))
    assert isinstance(answer, Change), answer
    return answer


def refused(console: Console, command: Command, *given: Consent) -> str:
    """The rule by which a command is refused."""
    answer = asked(console, command, *given)
    assert isinstance(answer, Refusal), answer
    return answer.rule


def consents(console: Console, command: Command) -> tuple[Consent, ...]:
    """The consents of everyone the command names, their keys open."""
    digest = command_digest(command)
    needs = signatures_needed(console.floor, command)
    for need in needs:
        console.credentials.unlock(need.user, PASSWORD, console.clock.now())
    return tuple(Consent(need.user, need.meaning, digest, console.clock.now(), "America/New_York") for need in needs)


class Lived(House):
    """A house whose commands go through a console's dispatcher, signed as they must be."""

    def __init__(self, console: Console) -> None:
        super().__init__(console.floor, console.clock.now())
        self.console = console

    def ask(self, command: Command) -> list[Any]:
        self.console.clock.put(self.now)
        change = done(self.console, command)
        self.floor = change.after
        self.events += change.events  # type: ignore[arg-type]  # what a console records itself is never unknown to it
        return list(change.events)


def with_batch(batch: str = "B-1", until: str = "") -> Lived:
    """A console on which a patient's batch was ordered, and lived up to a step."""
    house = Lived(founded())
    house.order(batch)
    if until:
        house.live(batch, until)
    return house


__all__ = ["PASSWORD", "PLANNER", "SUPERVISOR", "Lived", "asked", "consents", "done", "founded", "refused", "with_batch"]
