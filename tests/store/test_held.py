"""What is told of an instant: the floor and forecasts as they stood, and the instants to go to."""

from datetime import datetime, timedelta

import pytest

from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.store.held import last_kept
from console.store.pages import SitePages
from tests.db.test_absorb import second
from tests.store.place import clock_of, dispatcher, reopened, workplace
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


def test_what_came_from_elsewhere_is_a_moment_when_it_came(site, run, work, pages, tmp_path):
    site.journal.snapshot(run.floor)
    site.db.checkpoint()
    copied = second(site.db, tmp_path / "other")
    copied.close()
    theirs = workplace(copied.secrets, "console-2", 12)
    other = reopened(tmp_path / "other", theirs)
    note(dispatcher(other, theirs), "B-1", "from the anteroom")
    start = work.clock.now()
    clock_of(work).put(start + 5 * MINUTE)
    run.absorb(other.journal.sealed(site.journal.heads())).result()
    came = pages.moments(None, start, 9)
    assert {one.at for one in came} == {start + 5 * MINUTE} and "note.added" in {one.kind for one in came}
    assert pages.held(start + 4 * MINUTE).floor.batches["B-1"].notes == ()
    assert len(pages.held(start + 5 * MINUTE).floor.batches["B-1"].notes) == 1
    other.db.close()


def test_the_forecasts_that_stood_are_sought_in_the_key_and_not_in_all_that_is_kept(site, run, work):
    with site.db.reading() as connection:
        query = last_kept(["B-1", "B-2"], work.clock.now()).compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert [line for line in plan if "forecast_kept" in line] == ["SEARCH forecast_kept USING PRIMARY KEY (batch=? AND made_at=?)"]
    assert not [line for line in plan if line.startswith("SCAN") and "VIRTUAL TABLE" not in line]


@pytest.mark.parametrize(
    ("year", "held"),
    [("0001-01-01T00:00:00+00:00", False), ("0001-01-01T02:00:00+00:00", False), ("9999-12-31T23:59:59+00:00", True)],
)
def test_at_the_ends_of_the_calendar_nothing_or_everything_was_held(run, pages, year, held):
    at = datetime.fromisoformat(year)
    assert bool(pages.held(at).entries) == held
    assert bool(pages.moments(at, None, 5)) == held and bool(pages.moments(None, at, 5)) != held
