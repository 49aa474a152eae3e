"""Law 8: floor_at(t) is what this console held at t, whatever it has learned since."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given, settings

from console.domain import commands as c
from console.domain.floor import Floor
from tests.domain.builders import MINUTE, OPERATOR
from tests.laws.two import Wish, apart, live, unseen, wishes
from tests.service.fakes import Console, fold, place_of
from tests.service.scenes import asked


def floor_at(console: Console, at: datetime) -> Floor:
    """The fold of what had arrived here by then: own entries at their instant, others when this console wrote on after them."""
    own = [e.n for e in console.journal.entries if e.chain == console.journal.chain and e.recorded_at <= at]
    here = max(own, default=0)
    return fold(Floor(), sorted((e for e in console.journal.entries if e.n <= here), key=place_of))


@settings(max_examples=12)
@given(told=wishes(), after=wishes())
def test_every_floor_the_console_ever_held_can_be_told_again(told: list[Wish], after: list[Wish]) -> None:
    first, second = apart()
    second.clock.put(first.clock.now() - 60 * MINUTE)
    held: list[tuple[datetime, Floor]] = []

    def go(wish: Wish) -> None:
        first.clock.put(first.clock.now() + MINUTE)
        live((first, second), [wish])
        held.append((first.clock.now(), first.floor))

    for wish in told:
        go(wish)
    first.clock.put(first.clock.now() + MINUTE)
    first.dispatcher.absorb(unseen(first, second)).result()
    held.append((first.clock.now(), first.floor))
    for wish in after:
        go(wish)
    for at, floor in held:
        assert floor_at(first, at) == floor


def test_what_came_late_from_elsewhere_was_not_known_here_before_it_came() -> None:
    first, second = apart()
    asked(second, c.AddNote(by=OPERATOR, batch="B-1", text="from the anteroom"))
    first.clock.put(first.clock.now() + 30 * MINUTE)
    asked(first, c.AddNote(by=OPERATOR, batch="B-1", text="here"))
    between = first.clock.now()
    first.clock.put(between + 30 * MINUTE)
    first.dispatcher.absorb(unseen(first, second)).result()
    assert [n.text for n in floor_at(first, between).batches["B-1"].notes] == ["here"]
    assert {n.text for n in floor_at(first, first.clock.now()).batches["B-1"].notes} == {"here", "from the anteroom"}
