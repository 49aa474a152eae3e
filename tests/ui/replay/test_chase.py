"""The latest wish wins, and every entry of a day is listed once, however reads and pages fall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from console.domain.floor import Floor
from console.service.held import Held, Moment
from console.ui.replay.chase import Chase
from console.ui.replay.day import Day, Then

BEGIN = datetime(2026, 11, 20, 5, tzinfo=UTC)
PAGE = 100


def at(minutes: int) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


@given(steps=st.lists(st.one_of(st.integers(0, 1000), st.none()), max_size=40))
def test_one_instant_is_read_at_a_time_and_the_latest_wish_is_shown_last(steps: list[int | None]) -> None:
    """A number wishes for an instant, None lets what is being read come."""
    flying: list[tuple[datetime, object]] = []
    shown: list[datetime] = []
    waits: list[datetime | None] = []
    chase = Chase(lambda instant, then: flying.append((instant, then)), lambda held: shown.append(held.at), waits.append)

    def come() -> None:
        instant, then = flying.pop(0)
        then(Held(instant, Floor(), (), BEGIN, 0))  # type: ignore[operator]

    wishes = []
    for step in steps:
        if step is None and flying:
            come()
        elif step is not None:
            wishes.append(at(step))
            chase.want(wishes[-1])
            assert waits[-1] == wishes[-1]
        assert len(flying) <= 1
    while flying:
        come()
    assert chase.idle and (not wishes or (shown[-1] == wishes[-1] and waits[-1] is None))
    assert len(shown) <= len(wishes)


def test_what_comes_after_the_window_is_closed_is_let_go() -> None:
    flying: list[object] = []
    shown: list[Held] = []
    chase = Chase(lambda instant, then: flying.append(then), shown.append, lambda _: None)
    chase.want(at(1))
    chase.stop()
    flying.pop()(Held(at(1), Floor(), (), BEGIN, 0))  # type: ignore[operator]
    assert shown == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowds=st.dictionaries(st.integers(-300, 1800), st.sampled_from([1, 2, 7, 99, 100]), max_size=9))
def test_every_entry_of_the_day_is_listed_once_wherever_a_page_ends(qtbot: QtBot, crowds: dict[int, int]) -> None:
    """Many entries come at one instant: of those a page may end in the middle, but never of more than a page."""
    record = [at(minute) for minute, count in sorted(crowds.items()) for _ in range(count)]
    moments = [Moment(n, instant, "note.added", "noted", "", "A") for n, instant in enumerate(record, 1)]

    def ask(before: datetime | None, after: datetime | None, then: Then) -> None:
        assert before is not None and after is None
        found: Sequence[Moment] = [one for one in reversed(moments) if one.at < before][:PAGE]
        then(found)

    day = Day(ask, ZoneInfo("America/New_York"))
    qtbot.addWidget(day)
    day.look((BEGIN, BEGIN + timedelta(days=1)), BEGIN)
    assert [one.n for one in day.moments] == [one.n for one in moments if BEGIN <= one.at < BEGIN + timedelta(days=1)]
