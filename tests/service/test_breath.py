"""The rest between two rounds: none after a quiet time, and a share of the time when events never end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console.service.breath import Breath, always


def test_what_happens_after_a_quiet_time_is_never_kept_waiting() -> None:
    breath = Breath(0.5, 1.0)
    at = 0.0
    for _ in range(100):
        at += 1.0
        assert breath.rest(at, 0.1) == 0.0


def test_what_happens_first_does_not_wait_because_the_process_took_long_to_start() -> None:
    breath = Breath(0.5, 1.0)
    assert breath.rest(9.0, 9.0) == 0.0
    assert breath.rest(9.2, 0.2) == 0.0


def test_a_burst_goes_at_once_until_its_credit_is_spent() -> None:
    breath = Breath(0.5, 1.0)
    breath.rest(0.0, 0.1)
    rests = [breath.rest(0.1 * n, 0.1) for n in range(1, 30)]
    assert rests[:19] == [0.0] * 19 and all(rest > 0.0 for rest in rests[20:])


@given(st.floats(0.1, 0.9), st.lists(st.floats(0.01, 1.0), min_size=50, max_size=80))
def test_work_that_never_ends_is_held_to_its_share(share: float, rounds: list[float]) -> None:
    breath, at, worked = Breath(share, 1.0), 0.0, 0.0
    breath.rest(at, 0.0)
    for took in rounds:
        at += took
        worked += took
        at += breath.rest(at, took)
    assert worked <= share * at + 1.0 + 1e-6


def test_some_rest_always_the_same() -> None:
    assert always(0.3)(5.0, 2.0) == 0.3
