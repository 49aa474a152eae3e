"""When somebody was last here: told per person, not moved by a short absence, never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from console.ui.charts.visits import Visits

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


class Memory:
    """A console's small memory with a clock that is set by hand."""

    def __init__(self) -> None:
        self.user, self.at, self.kept = "alee", NOON, dict[str, str]()

    def now(self) -> datetime:
        return self.at

    def setting(self, name: str) -> str:
        return self.kept.get(name, "")

    def remember(self, name: str, value: str) -> None:
        self.kept[name] = value


def test_a_first_visit_has_none_before_it() -> None:
    memory = Memory()
    visits = Visits(memory)
    visits.came()
    assert visits.before is None


def test_a_page_that_is_put_away_unseen_was_no_visit() -> None:
    memory = Memory()
    visits = Visits(memory)
    visits.left()
    visits.came()
    assert memory.kept == {} and visits.before is None


def test_the_visit_before_ended_when_the_charts_were_left() -> None:
    memory = Memory()
    first = Visits(memory)
    first.came()
    memory.at = left = NOON + timedelta(hours=1)
    first.left()
    memory.at = NOON + timedelta(hours=20)
    again = Visits(memory)
    again.came()
    assert again.before == left
    memory.at += timedelta(hours=1)
    again.left()
    memory.at += timedelta(minutes=3)
    again.came()
    assert again.before == left, "three minutes on the board are no absence"
    memory.at += timedelta(hours=2)
    again.left()
    memory.at += timedelta(minutes=30)
    again.came()
    assert again.before == memory.at - timedelta(minutes=30)


def test_each_person_has_visits_of_their_own() -> None:
    memory = Memory()
    visits = Visits(memory)
    visits.came()
    visits.left()
    memory.user, memory.at = "bokoro", NOON + timedelta(hours=8)
    visits.came()
    assert visits.before is None
    memory.user = "alee"
    assert visits.before == NOON


def test_what_cannot_be_read_is_not_guessed() -> None:
    memory = Memory()
    for written in ("yesterday", "2026-11-23T12:00:00"):
        memory.kept = {"charts.here.alee": written}
        assert Visits(memory).before is None, written


def test_a_console_that_is_being_taken_down_keeps_no_visit_and_does_not_fall() -> None:
    class Closed(Memory):
        def remember(self, name: str, value: str) -> None:
            raise RuntimeError("cannot schedule new futures after shutdown")

    memory = Closed()
    visits = Visits(memory)
    visits.came()
    visits.left()
    assert memory.kept == {}
