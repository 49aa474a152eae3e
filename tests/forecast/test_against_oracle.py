"""The forecast against an oracle of another hand: simpy lives the same floors by the same dispatch rule (issue C)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from console.forecast.spread import Spread
from tests.forecast.oracle.ask import drawn
from tests.forecast.oracle.compare import compared
from tests.forecast.oracle.floors import Case, held, queued, quiet, shared, short_at_night, weekend
from tests.forecast.oracle.works import Assay, Chance, Levels, Opening, Task, run

SCENARIOS = 200


class Sure(Chance):
    """Nothing waits, and everything takes what is typical."""

    def wait(self, task: Task, ready: float) -> float:
        return 0.0

    def took(self, task: Task, start: float) -> float:
        return task.typical

    def assay(self, task: Task, assay: Assay, attempt: int, part: str, at: float) -> float:
        return {"lab": 0.5, "test": 4.0, "review": 1.0}[part]

    def invalid(self, task: Task, assay: Assay, attempt: int) -> bool:
        return attempt == 1 and assay.code == "FAILS"

    def closing(self, task: Task) -> float:
        return 0.25


def starts(*tasks: Task, **pools: Levels) -> dict[str, float]:
    return {key[1]: at for key, at in run(tasks, pools, {"hold": 3.0}, Sure()).starts.items()}


def test_a_room_has_one_pair_of_hands_and_a_station_one_batch_at_a_time():
    one, two = Task(("A", "one"), typical=2.0, room="R"), Task(("B", "two"), known=0.5, typical=1.0, room="R")
    assert starts(one, two) == {"one": 0.0, "two": 2.0}
    culture = Task(("A", "culture"), after=(one.key,), typical=5.0)
    assert starts(one, culture, two)["two"] == 2.0
    behind = Task(("B", "two"), known=0.5, typical=1.0, stand_before=(one.key, culture.key))
    assert starts(one, culture, behind)["two"] == 7.0


def test_a_step_begins_only_when_it_is_staffed_to_its_end_unless_its_crew_stays():
    day: Levels = ((-24.0, 0), (0.0, 1), (8.0, 0), (16.0, 1), (40.0, 0))
    late = Task(("A", "late"), known=6.0, typical=3.0, crew=(("hands", 1),))
    assert starts(late, hands=day) == {"late": 16.0}
    assert starts(Task(("A", "late"), known=6.0, typical=3.0, crew=(("hands", 1),), stays=True), hands=day) == {"late": 6.0}
    running = Task(("B", "running"), started=-1.0, typical=8.0, crew=(("hands", 1),))
    assert starts(running, Task(("A", "late"), known=1.0, typical=1.0, crew=(("hands", 1),)), hands=day)["late"] == 7.0


def test_who_is_ready_first_starts_first_and_who_cannot_is_overtaken():
    busy = Task(("A", "busy"), started=-1.0, typical=5.0, crew=(("hands", 1),))
    both = Task(("B", "both"), known=1.0, typical=1.0, crew=(("hands", 2),))
    single = Task(("C", "single"), known=2.0, typical=1.5, crew=(("hands", 1),))
    assert starts(busy, both, single, hands=((-24.0, 2),)) == {"busy": -1.0, "both": 4.0, "single": 2.0}
    second = Task(("D", "second"), known=0.5, typical=1.0, planned=9.0, room="R")
    first = Task(("E", "first"), known=0.5, typical=1.0, planned=1.0, room="R")
    assert starts(second, first) == {"first": 0.5, "second": 1.5}


def test_windows_holds_and_invalid_tests_are_waited_for():
    seed = Task(("A", "seed"), typical=1.0)
    feed = Task(("A", "feed"), after=(seed.key,), typical=1.0, opens=(Opening(seed.key, True, 20.0),))
    held = Task(("B", "held"), typical=1.0, gates=("hold",))
    assert starts(seed, feed, held) == {"seed": 0.0, "feed": 21.0, "held": 3.0}
    panel = Task(("A", "panel"), after=(seed.key,), panel=(Assay("PASSES", seed.key), Assay("FAILS", seed.key)))
    told = run([seed, panel], {}, {}, Sure())
    assert told.ends["A", "panel"] == pytest.approx(1.0 + 2 * 5.5 + 0.25)


def test_the_oracles_draws_are_those_of_the_law_also_once_time_has_passed():
    rng = np.random.default_rng(1)
    for spread in (Spread(1.0, 0.4, 9.0), Spread(0.2, 0.7, offset=0.1)):
        free = drawn(spread, 60_000, rng)
        assert np.quantile(free, 0.8) == pytest.approx(spread.at(0.8), rel=0.03)
        spent = spread.at(0.7)
        wanted = np.quantile(free[free > spent], [0.1, 0.5, 0.9])
        assert np.quantile(drawn(spread, 60_000, rng, spent), [0.1, 0.5, 0.9]) == pytest.approx(wanted, rel=0.04)


@pytest.mark.parametrize("make", [quiet, short_at_night, shared, held, queued, weekend], ids=lambda make: make.__name__)
def test_quantiles_of_release_are_the_oracles(make: Callable[[], Case]):
    apart = compared(make(), SCENARIOS)
    assert not [str(one) for one in apart if not one.agrees]
