"""A forecast made of the past from the journal is what it was then, whatever has been entered since (law 8)."""

from datetime import timedelta

from console.domain.commands import CancelBatch
from console.domain.facility import Role
from console.forecast.durations import learn
from console.forecast.expected import forecast_floor
from console.store.replay import floor_at
from tests.forecast.truth import zones
from tests.store.place import clock_of, done
from tests.store.scenes import hold, order, someone

HOUR = timedelta(hours=1)


def test_entries_made_later_change_no_forecast_of_the_past(site, run, work):
    clock = clock_of(work)
    held = []
    for n in range(3):
        clock.put(clock.now() + HOUR)
        now = clock.now()
        history = learn(run.floor, zones)
        held.append((now, history, forecast_floor(run.floor, now, zones, history, scenarios=60)))
        clock.put(clock.now() + HOUR)
        order(run, f"B-{n + 2}")
        hold(run, f"B-{n + 1}", "cause sought")
    done(run.submit(CancelBatch(by=someone(run, Role.PLANNER), batch="B-2", reason="called off")))
    assert held[-1][2].forecasts.keys() == {"B-1", "B-2", "B-3"}
    for now, history, told in held:
        floor = floor_at(site.db, now)
        assert learn(floor, zones) == history
        assert forecast_floor(floor, now, zones, history, scenarios=60) == told
