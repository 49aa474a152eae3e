"""The forecasts that can be judged, read from the record in one query: the same that judging every row would choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, insert, select

from console.forecast.judged import LEVELS, Outcome, cases_of
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.service.past import one_by_one
from console.store.kept import forecast_columns, stood
from console.store.replay import floor_at, past_of
from db.tables import forecast_kept
from tests.store.place import START, clock_of
from tests.store.scenes import note

HOUR = timedelta(hours=1)
LATER = START + timedelta(days=400)


def forecast(batch: str, at_h: float, left_h: float, step: str = "THAW", recipe: str = "CART-7D-v1") -> Forecast:
    made = START + at_h * HOUR
    middle = made + left_h * HOUR
    release = Quantiles(*(middle + (p - 0.5) * 8 * HOUR for p in LEVELS))
    return Forecast(
        batch, "car-t", made, "INFUSE", None, release, None, 0.9, 0.02, 14, recipe=recipe, step=step,
        plan_at=middle + HOUR, nominal_at=middle - HOUR, recent_at=None, model="m-3",
    )  # fmt: skip


def keep(site, forecasts) -> None:
    for one in forecasts:
        site.journal.keep(Outlook(one.made_at, 1, {one.batch: one}))


def test_a_kept_forecast_comes_back_with_all_that_judges_it(site, run):
    told = forecast("B-1", 0, 50)
    keep(site, [told])
    [found] = site.pages(lambda: run.floor).stood(None)
    assert told.release is not None
    assert found.release == (told.release.p10, told.release.p25, told.release.p50, told.release.p75, told.release.p90)
    assert (found.batch, found.made_at, found.product, found.step, found.model) == ("B-1", told.made_at, "car-t", "THAW", "m-3")
    assert (found.plan_at, found.nominal_at, found.recent_at) == (told.plan_at, told.nominal_at, None)
    assert (found.p_keep, found.p_never) == (0.9, 0.02)


def test_not_begun_and_not_noted_are_two_things(site, run):
    keep(site, [forecast("B-1", 0, 50, ""), forecast("B-2", 0, 50, "", recipe="")])
    assert {one.batch: one.step for one in site.pages(lambda: run.floor).stood(None)} == {"B-1": "", "B-2": None}


rows = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C"]), st.floats(0.1, 60), st.floats(0, 300), st.sampled_from(["", "S1", "S2"])),
    max_size=40,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(rows)
def test_what_is_read_is_all_that_would_be_chosen_of_every_row(site, run, walk):
    at = {"A": 0.0, "B": 0.0, "C": 0.0}
    made = []
    for batch, passed, left, step in walk:
        at[batch] += passed
        made.append(forecast(batch, at[batch], left, step))
    with site.db.writing() as connection:
        connection.execute(delete(forecast_kept))
        if made:
            connection.execute(insert(forecast_kept), [forecast_columns(one) for one in made])
        whole = [stood(row) for row in connection.execute(select(forecast_kept))]
    known = {name: Outcome(name, "car-t", {}, START + 500 * HOUR) for name in at}
    for since in (None, START + 30 * HOUR):
        found = site.pages(lambda: run.floor).stood(since)
        asked = [one for one in whole if since is None or one.made_at >= since]
        assert cases_of(found, known, LATER) == cases_of(asked, known, LATER)
        assert len(found) <= len(asked)


def test_a_released_batch_has_nothing_left_to_judge(site, run):
    keep(site, [forecast("B-1", 0, 50), replace(forecast("B-1", 51, 0), release=None)])
    assert len(site.pages(lambda: run.floor).stood(None)) == 1


@pytest.mark.parametrize("n", [1, 200])
def test_it_is_one_query_however_much_was_kept(site, run, n):
    with site.db.writing() as connection:
        connection.execute(insert(forecast_kept), [forecast_columns(forecast("B-1", k / 4, 90 - k / 4)) for k in range(n)])
    pages, asked = site.pages(lambda: run.floor), []
    with site.db.reading() as connection:
        engine = connection.engine

    def heard(connection, cursor, statement, *rest):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    try:
        found = pages.stood(None)
    finally:
        event.remove(engine, "before_cursor_execute", heard)
    assert sum("SELECT" in statement for statement in asked) == 1
    assert [one.left_h for one in found] == ([90.0] if n == 1 else [48.0, 90.0])


def test_a_journal_is_walked_floor_by_floor_as_it_was_held(site, run, work):
    """What the site's backtest walks: each entry with the floor as it stood here just after it."""
    held = []
    for n in range(3):
        clock_of(work).put(START + (n + 1) * HOUR)
        note(run, "B-1", f"remark {n}")
        held.append((clock_of(work).now(), run.floor))
    walked = [(happened.at, happened.floor) for happened in one_by_one(past_of(site.db, START - 9000 * HOUR))]
    assert walked[-3:] == held and walked == sorted(walked, key=lambda one: one[0])
    assert held[-1][1] == floor_at(site.db, held[-1][0])
