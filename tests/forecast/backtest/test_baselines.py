"""The slips of paper: counted by hand on a log of three cases, and the measured figures of the practice log met exactly."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from console.exchange.event_log import read_event_log
from console.forecast.backtest.baselines import NAMES, baselines
from console.forecast.backtest.event_log import LogEvent
from console.forecast.backtest.figures import inside
from console.forecast.backtest.timeline import Timeline, timeline

SAMPLE = Path(__file__).parents[2] / "exchange" / "samples" / "practice_event_log.csv.gz"
DAY0 = datetime(2026, 3, 2, tzinfo=UTC)


def event(case: str, activity: str, day: float) -> LogEvent:
    return LogEvent(case, activity, DAY0 + timedelta(days=day))


def test_three_cases_by_hand() -> None:
    log = timeline([
        event("p", "A", 0), event("p", "B", 2), event("p", "B", 6),
        event("q", "A", 1), event("q", "B", 3), event("q", "C", 4),
        event("r", "A", 5), event("r", "B", 7), event("r", "C", 9), event("r", "D", 10),
    ])  # fmt: skip
    assert log.learned == 2
    said = baselines(log)
    # r is scored at days 5, 7 and 9; before day 5 only q is complete (A 3, B 1, C 0); before day 7 p is, too (A 6, B 4, B 0)
    assert said["mean"].middle == pytest.approx([4 / 3, 14 / 6, 14 / 6])
    assert said["median_by_activity"].middle == pytest.approx([3, 1, 0])
    assert said["median_by_activity_100"].middle == pytest.approx([3, 1, 0])
    assert said["median_by_activity"].low == pytest.approx([3, 0.2, 0])
    assert said["median_by_activity"].high == pytest.approx([3, 3.4, 0])


def test_only_the_last_hundred_are_kept() -> None:
    events = [event(f"c{n:03}", name, n + late) for n in range(300) for name, late in (("A", 0), ("B", 0.5 if n < 150 else 0.9))]
    said = baselines(timeline(events))
    assert said["median_by_activity_100"].middle[-1] == pytest.approx(0.9)
    assert said["median_by_activity"].middle[0] == pytest.approx(0.5)


def test_an_activity_never_met_is_answered_from_all() -> None:
    events = [event(f"c{n}", name, n + late) for n in range(4) for name, late in (("A", 0), ("B", 0.5))]
    said = baselines(timeline([*events, event("z", "new", 9), event("z", "B", 11)]))
    assert said["median_by_activity"].middle[-1] == pytest.approx(0.25)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    path = tmp_path_factory.mktemp("log") / "practice.csv"
    path.write_bytes(gzip.decompress(SAMPLE.read_bytes()))
    return timeline(read_event_log(path).events)


def test_the_practice_log_gives_the_figures_that_were_measured(practice: Timeline) -> None:
    """14.8 days and 66 % by activity over the last 100: the protocol is the one the targets were measured with."""
    days = practice.remaining[practice.scored]
    said = baselines(practice)
    assert set(said) == set(NAMES)
    assert (len(days), practice.learned) == (2785, 365)
    recent = said["median_by_activity_100"]
    assert np.abs(recent.middle - days).mean() == pytest.approx(14.8, abs=0.05)
    assert inside(recent.low, recent.high, days) == pytest.approx(0.66, abs=0.005)
