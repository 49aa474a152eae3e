"""Drivers and levers in words: shares without feigned certainty, gains with their direction, numbers for programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.forecast.explained import Driver, DriverKind, Lever
from console.view.charts import drivers
from tests.ui.charts.invented import NOW, ZONE
from tests.ui.charts.told import explained

TOLD = explained()


def test_the_driver_that_decides_most_often_comes_first_and_the_negligible_get_no_row() -> None:
    shuffled = replace(TOLD, drivers=TOLD.drivers[::-1])
    assert [each.key for each in drivers.seen(shuffled)][:2] == ["MYCO", "RECORD_REVIEW"]
    assert all(each.share >= 0.005 for each in drivers.seen(shuffled)) and len(drivers.seen(shuffled)) == len(TOLD.drivers) - 1
    assert len(drivers.driver_table(TOLD).rows) == len(TOLD.drivers), "the table keeps them all"


def test_another_patients_batch_is_named_once() -> None:
    other = TOLD.drivers[2]
    assert drivers.name(other) == "Transduction in CR3 (B-0421)"
    assert drivers.name(replace(other, title="Transduction of B-0421")) == "Transduction of B-0421"
    assert drivers.driver_words(other) == (
        "Transduction in CR3 (B-0421) (other batch): decides the release in 31 % of the futures, and holds it 3.4 h there."
    )


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "0 %"), (0.004, "under 1 %"), (0.5, "50 %"), (0.996, "over 99 %"), (1.0, "100 %")]
)
def test_a_share_feigns_no_certainty(share: float, said: str) -> None:
    assert drivers.share_words(share) == said
    assert drivers.share_text(Driver(DriverKind.STEP, "X", "x", share, 3.2)) == f"{said} · 3.2 h"


@pytest.mark.parametrize(
    ("gained", "keep", "said", "kept"),
    [
        (200, 0.107, "3 h 20 min earlier", "+10.7 pp"),
        (-30, -0.02, "30 min later", "−2 pp"),
        (0.4, 0.0004, "nothing", "0 pp"),
        (0, None, "nothing", ""),
    ],
)
def test_a_gain_says_its_direction(gained: float, keep: float | None, said: str, kept: str) -> None:
    lever = Lever("overtime", timedelta(minutes=gained), keep, NOW, DriverKind.CREW)
    assert (drivers.gain_text(lever), drivers.keep_text(lever)) == (said, kept)


def test_the_levers_are_read_by_people_and_by_programs() -> None:
    seen, kept = drivers.lever_rows(TOLD), drivers.lever_table(TOLD, ZONE)
    assert [row[0] for row in seen.rows] == [row[0] for row in kept.rows]
    assert kept.rows[0][-2:] == ("4.33", "21.0") and kept.rows[0][3] == "2026-11-24 15:52-05:00"
    assert drivers.lever_words(TOLD.levers[0], NOW, ZONE).endswith(
        "release 4 h 20 min earlier, P50 tomorrow 15:52, promise kept +21 pp."
    )


def test_the_headline_counts_the_futures() -> None:
    assert drivers.headline(TOLD, NOW, ZONE) == "release P50 tomorrow 20:12 · n = 2,000 futures"
    assert drivers.headline(replace(TOLD, p50=None), NOW, ZONE) == "n = 2,000 futures"
    assert "no lever was found" in drivers.lever_headline(replace(TOLD, levers=()))
