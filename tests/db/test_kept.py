"""Kept series and snapshots: what was forecast and what was folded cannot be rewritten later."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from db import journal, series
from db.entry import Place
from db.series import HOUR, due_hours, hour_of, seal_hour, unsealed_change
from db.snapshots import KEPT, keep_snapshot, snapshots
from db.tables import forecast_kept, snapshot
from tests.db.place import START, draft, fill, made
from tests.db.test_absorb import beyond, held, second, take


@pytest.fixture
def site(tmp_path):
    opened = made(tmp_path / "site")
    yield opened
    opened.close()


def forecast(site, minutes: int, batch: str = "B-1") -> None:
    at = START + timedelta(minutes=minutes)
    with site.writing() as connection:
        row = {"batch": batch, "made_at": at, "p50": at + timedelta(days=2), "p_keep": 812_500, "n_history": 14}
        connection.execute(insert(forecast_kept), [row])


def seal(site, now) -> int:
    with site.writing() as connection:
        due = due_hours(connection, "forecast", now)
        for hour in due:
            journal.append(connection, site.pen, [seal_hour(connection, "forecast", hour, "console-1", now)])
    return len(due)


def test_each_closed_hour_is_sealed_once(site):
    for minutes in (5, 30, 70, 200, 241):
        forecast(site, minutes)
    now = START + 4 * HOUR + timedelta(minutes=2)
    assert seal(site, now) == 3
    assert seal(site, now) == 0
    assert seal(site, now + HOUR) == 1
    with site.reading() as connection:
        sealed = [entry.payload for entry in journal.after(connection) if entry.type == "series.sealed"]
        assert [words["rows"] for words in sealed] == [2, 1, 1, 1]
        assert unsealed_change(connection) == ""


def test_a_rewritten_forecast_is_named(site):
    forecast(site, 5)
    seal(site, START + 2 * HOUR)
    with site.writing() as connection:
        connection.execute(update(forecast_kept).values(p_keep=999_999))
    with site.reading() as connection:
        assert "forecast series" in unsealed_change(connection)


def test_a_forecast_put_in_afterwards_is_named(site):
    forecast(site, 5)
    seal(site, START + 2 * HOUR)
    forecast(site, 6)
    with site.reading() as connection:
        assert unsealed_change(connection) != ""


def test_an_hour_begins_on_the_full_hour():
    assert hour_of(START + timedelta(minutes=59, seconds=59)) == START
    assert series.SERIES.keys() == {"forecast", "reading"}


# ------------------------------------------------------------------------------------------------------------ snapshots


def keep(site, body: bytes = b"floor") -> None:
    with site.writing() as connection:
        keep_snapshot(connection, site.pen, journal.tail(connection, 1)[0].place, "hash", body)


def found(site, before=None, app: str = "0.1.0") -> list[bytes]:
    with site.reading() as connection:
        return [kept.body for kept in snapshots(connection, site.pen.key.public, app, before)]


def test_the_youngest_snapshot_comes_first_and_five_are_kept(site):
    for n in range(KEPT + 3):
        fill(site, 2)
        keep(site, f"floor {n}".encode())
    assert found(site) == [f"floor {n}".encode() for n in range(KEPT + 2, 2, -1)]


def test_a_snapshot_of_another_program_is_not_used(site):
    keep(site)
    assert found(site, app="0.2.0") == []


def test_a_snapshot_before_a_place_is_found(site):
    keep(site, b"first")
    written = site.record([draft(n) for n in range(5)])
    keep(site, b"second")
    assert found(site, written[2].place) == [b"first"]
    assert found(site, Place(1, "", 0)) == []


@pytest.mark.parametrize("change", [{"floor": "x"}, {"app": "0.1.0", "arrived": 0}, {"body": b"zz"}, {"sig": bytes(64)}])
def test_a_harmed_snapshot_is_passed_over(site, change):
    keep(site, b"first")
    fill(site, 2)
    keep(site, b"second")
    with site.writing() as connection:
        connection.execute(update(snapshot).where(snapshot.c.n == 2).values(**change))
    assert found(site) == [b"first"]


def test_a_snapshot_overtaken_by_a_late_entry_is_passed_over(site, tmp_path):
    other = second(site, tmp_path / "other")
    late = beyond(other, held(site))
    fill(site, 3)
    keep(site, b"before the late one")
    assert found(site) == [b"before the late one"]
    take(site, late)
    assert found(site) == []
    keep(site, b"after it")
    assert found(site) == [b"after it"]
    other.close()
