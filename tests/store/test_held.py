"""What is told of an instant: the floor and forecasts as they stood, and the instants to go to."""

from datetime import timedelta

import pytest

from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.store.pages import SitePages
from tests.store.place import clock_of
from tests.store.scenes import note

MINUTE = timedelta(minutes=1)


@pytest.fixture
def pages(site, run):
    return SitePages(site.db, lambda user: run.floor.person_name(user))


def forecast(batch, at, hours):
    spread = Quantiles(*(at + timedelta(hours=hours + h) for h in range(5)))
    return Forecast(batch, "", at, "", None, spread, None, None, 0.0, 10)


def test_of_each_batch_the_last_forecast_by_then_stands(site, run, work, pages):
    start = work.clock.now()
    for n in range(3):
        at = start + n * MINUTE
        clock_of(work).put(at)
        site.journal.keep(Outlook(at, 1, {"B-1": forecast("B-1", at, 10 + n), "B-9": forecast("B-9", at, 50)}))
    told = [pages.held(start + n * MINUTE + MINUTE / 2).kept for n in (-1, 0, 1, 2)]
    assert [[one.p10 for one in kept] for kept in told] == [
        [], *([start + n * MINUTE + timedelta(hours=10 + n)] for n in range(3))
    ]  # fmt: skip
    assert {one.batch for kept in told for one in kept} == {"B-1"}, "a batch that is not on that floor has no forecast there"


def test_an_instant_says_how_far_the_record_reached(run, work, pages):
    start = work.clock.now()
    clock_of(work).put(start + MINUTE)
    note(run, "B-1", "later")
    before, after = pages.held(start + MINUTE / 2), pages.held(start + 9 * MINUTE)
    assert (after.entries - before.entries, before.latest, after.latest) == (1, start, start + MINUTE)
    assert before.first == after.first == start and after.floor == run.floor
    nothing = pages.held(start - MINUTE)
    assert (nothing.entries, nothing.latest, nothing.floor.batches) == (0, None, {})


def test_moments_lead_from_one_instant_to_the_next(run, work, pages):
    start = work.clock.now()
    for n in range(1, 5):
        clock_of(work).put(start + n * MINUTE)
        note(run, "B-1", f"remark {n}")
    latest = pages.moments(None, None, 3)
    assert [one.at for one in latest] == [start + n * MINUTE for n in (4, 3, 2)]
    assert {(one.kind, one.what, one.subject) for one in latest} == {("note.added", "Note added", "batch:B-1")}
    assert [one.at for one in pages.moments(start + 3 * MINUTE, None, 2)] == [start + 2 * MINUTE, start + MINUTE]
    assert [one.at for one in pages.moments(None, start + 2 * MINUTE, 9)] == [start + 3 * MINUTE, start + 4 * MINUTE]
    assert [one.at for one in pages.moments(start + 4 * MINUTE, start + MINUTE, 9)] == [start + 3 * MINUTE, start + 2 * MINUTE]
    assert pages.moments(start, None, 9) == []
