"""What is paged and searched: a batch's own history, forecasts as made, steps of a window."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from console.domain.batch import Placement
from console.domain.commands import ChangePlan
from console.domain.facility import Role
from console.domain.plan import StepMove
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.planning.floor.nominal import allows
from console.service.session import consents_of
from console.service.spelling import asked
from db.trouble import SiteTrouble
from tests.store.place import START, clock_of, dispatcher, done, furnish, reopened, workplace
from tests.store.scenes import hold, note, order, someone


@pytest.fixture
def run(site, work):
    running = dispatcher(site, work)
    furnish(running)
    order(running, "B-1")
    order(running, "B-2")
    return running


def test_the_history_of_a_batch_is_paged_newest_first(site, run):
    for n in range(30):
        note(run, "B-1", f"note {n}")
        note(run, "B-2", f"other {n}")
    pages = site.pages(lambda: run.floor)
    seen, before = [], None
    while page := pages.history("B-1", before, 7):
        seen += page
        before = page[-1].n
    assert [row.detail for row in seen[:30]] == [f"note {n}" for n in range(29, -1, -1)]
    assert len({row.n for row in seen}) == len(seen) == 32
    assert [row.n for row in seen] == sorted((row.n for row in seen), reverse=True)


def test_a_line_of_history_says_who_what_when_and_why(site, run, work):
    clock_of(work).put(START + timedelta(hours=2))
    hold(run, "B-1", "odd colour")
    [row] = site.pages(lambda: run.floor).history("B-1", None, 1)
    assert row.reason == "odd colour"
    assert row.who in {person.name for person in run.floor.people.values()}
    assert row.at == row.recorded_at == START + timedelta(hours=2)
    assert row.entry


def test_a_change_of_the_plan_stands_in_the_history_of_every_batch_it_moves_with_that_batchs_steps(site, run, work):
    planner, steps = someone(run, Role.SUPERVISOR), list(run.floor.batches["B-1"].steps)[:2]
    site.credentials.create(planner, "pass")
    assert site.credentials.unlock(planner, "pass", work.clock.now()) is None
    recipe = run.floor.recipe_of(run.floor.batches["B-1"])
    room = next(r.id for r in run.floor.facility.rooms if allows(r, recipe))
    place = Placement(room, START, START + timedelta(hours=3))
    moved = (("B-1", steps[0]), ("B-2", steps[0]), ("B-2", steps[1]))
    moves = tuple(StepMove(batch, step, place) for batch, step in moved)
    command = ChangePlan(by=planner, change="PC-1", title="Courier strike", moves=moves, reason="courier late")
    done(run.submit(command, consents_of(command, run.floor, work.clock, "Europe/London")))
    pages = site.pages(lambda: run.floor)
    [first], [second] = pages.history("B-1", None, 1), pages.history("B-2", None, 1)
    assert (first.what, first.reason) == ("Plan changed", "courier late")
    assert first.detail == f"change PC-1, Courier strike, steps {steps[0]}"
    assert second.detail == f"change PC-1, Courier strike, steps {steps[0]} {steps[1]}"
    assert first.entry == second.entry and "(approved)" in first.signed
    assert [row.entry for row in pages.find(asked("strike"), 5)] == [first.entry]


def test_what_people_wrote_is_found_whatever_its_accents(site, run):
    note(run, "B-1", "Die Pumpe rauscht später")
    note(run, "B-2", "nothing of note")
    pages = site.pages(lambda: run.floor)
    assert [dict(row.new)["text"] for row in pages.find(asked("pumpe SPATER"), 10)] == ["Die Pumpe rauscht später"]
    assert pages.find(asked("centrifuge"), 10) == ()
    assert pages.find(asked("   "), 10) == ()


def test_a_patients_identifiers_cannot_be_searched(site, run):
    with site.db.reading() as connection:
        words = connection.execute(text("SELECT count(*) FROM entry_search('coi OR subject')")).scalar()
    assert words == 0


def test_the_steps_of_a_window_come_by_lane_and_start(site, run):
    pages = site.pages(lambda: run.floor)
    rows = pages.steps(START - timedelta(days=1), START + timedelta(days=5))
    assert {row.batch for row in rows} == {"B-1", "B-2"}
    assert [(row.lane, row.start) for row in rows] == sorted((row.lane, row.start) for row in rows)
    assert all(row.title != row.step for row in rows)
    assert pages.steps(START + timedelta(days=40), START + timedelta(days=50)) == []


def test_the_window_is_read_through_its_index(site):
    with site.db.reading() as connection:
        plan = connection.execute(
            text('EXPLAIN QUERY PLAN SELECT * FROM step_row WHERE lane = 1 AND start < 9 AND "end" >= 1')
        ).all()
    assert any("USING INDEX ix_step_row_lane_start" in str(row) for row in plan)


def outlook(at, p_keep=0.812_5) -> Outlook:
    days = [timedelta(days=n) for n in range(1, 6)]
    release = Quantiles(*(at + day for day in days))
    return Outlook(
        at,
        9,
        {
            "B-1": Forecast("B-1", "car-t", at, "RELEASE", at + days[4], release, None, p_keep, 0.01, 14),
            "B-2": Forecast("B-2", "lot", at, "", None, None, None, None, 0.0, 0),
        },
    )


def test_forecasts_come_back_as_they_were_made(site, run):
    for hour in range(3):
        site.journal.keep(outlook(START + timedelta(hours=hour)))
    pages = site.pages(lambda: run.floor)
    kept = pages.kept("B-1", None)
    assert [row.made_at for row in kept] == [START + timedelta(hours=n) for n in range(3)]
    assert kept[0].p10 == START + timedelta(days=1) and kept[0].p90 == START + timedelta(days=5)
    assert kept[0].p_keep == 0.8125 and kept[0].p_never == 0.01 and kept[0].end_p50 is None
    assert len(pages.kept(None, START + timedelta(hours=1))) == 4
    assert pages.kept("B-2", None)[0].p_keep is None


def test_a_forecast_made_twice_is_kept_once(site, run):
    site.journal.keep(outlook(START))
    site.journal.keep(outlook(START, 0.1))
    [kept] = site.pages(lambda: run.floor).kept("B-1", None)
    assert kept.p_keep == 0.8125


def test_closed_hours_of_forecasts_are_sealed_and_the_floor_does_not_notice(site, run, work):
    before = run.floor
    site.journal.keep(outlook(START))
    clock_of(work).put(START + timedelta(hours=2))
    site.journal.keep(outlook(START + timedelta(hours=2)))
    with site.db.reading() as connection:
        sealed = connection.execute(text("SELECT count(*) FROM series_seal")).scalar()
    assert sealed == 1
    assert site.journal.load() == before
    note(run, "B-1", "and on")
    assert site.journal.load() == run.floor
    assert site.verify().whole
    with site.db.writing() as connection:
        connection.execute(text("UPDATE forecast_kept SET p_keep = 1 WHERE made_at = (SELECT min(made_at) FROM forecast_kept)"))
    assert "forecast series" in site.journal.fault()
    assert not site.verify().whole


def test_a_reading_console_writes_nothing(site, run, work):
    site.journal.close(run.floor)
    from_outside = workplace(work.secrets)
    reader = reopened(site.db.folder, from_outside, writes=False)
    with pytest.raises(SiteTrouble):
        reader.desk.remember("theme", "dark")
    with pytest.raises(SiteTrouble):
        reader.journal.snapshot(run.floor)
    assert reader.journal.load() == run.floor
    reader.db.close()


def test_an_hour_stays_open_until_a_forecast_of_a_later_one_comes(site, run, work):
    """Forecasts may wait for the writer: one that was made in time is not put into an hour already sealed."""
    early, late = START + timedelta(minutes=50), START + timedelta(minutes=58)
    clock_of(work).put(START + timedelta(hours=3))
    site.journal.keep(outlook(early))
    site.journal.keep(outlook(late))
    assert site.journal.fault() == ""
    site.journal.keep(outlook(START + timedelta(hours=2)))
    assert site.journal.fault() == "" and site.verify().whole
    assert [row.made_at for row in site.pages(lambda: run.floor).kept("B-1", None)] == [early, late, START + timedelta(hours=2)]


def test_a_clock_set_back_puts_nothing_into_a_sealed_hour(site, run, work):
    site.journal.keep(outlook(START))
    clock_of(work).put(START + timedelta(hours=2))
    site.journal.keep(outlook(START + timedelta(hours=2)))
    site.journal.keep(outlook(START + timedelta(minutes=30)))
    assert len(site.pages(lambda: run.floor).kept("B-1", None)) == 2
    assert site.verify().whole
