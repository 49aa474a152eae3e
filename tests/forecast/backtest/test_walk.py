"""What a forecast may rest on: what had happened. The future, row order and names change nothing; odd logs end in a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from console.forecast.backtest import trees, walk
from console.forecast.backtest.event_log import LogEvent
from console.forecast.backtest.figures import HIGH, LOW, figures
from console.forecast.backtest.outcome import Backtest, TooLittle, backtest
from console.forecast.backtest.timeline import Timeline, timeline
from console.forecast.backtest.walk import forecasts
from tests.forecast.backtest.invented import EPOCH, drifting, events, few, job_shop


@pytest.fixture(autouse=True)
def fewer_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is proved here does not rest on how many trees there are."""
    monkeypatch.setattr(trees, "TREES", 12)


Told = dict[tuple[float, str, int], tuple[float, ...]]


@pytest.fixture(scope="module")
def small() -> tuple[LogEvent, ...]:
    return events(few(seed=3, cases=26))


def told(log: Timeline, said: np.ndarray, until: float) -> Told:
    """What was said before `until`, by instant, activity and place in the case."""
    return {
        (float(log.at[n]), log.activities[log.activity[n]], int(log.place[n])): tuple(said[n])
        for n in np.flatnonzero((log.at < until) & ~np.isnan(said[:, 0]))
    }


def cut_of(log: Timeline) -> float:
    """An instant by which much has been foretold and several cases run."""
    return float(np.quantile(log.at, 0.7))


def altered(log: tuple[LogEvent, ...], cut: float) -> list[LogEvent]:
    """The same past and another future: what comes after `cut` comes ten times later under other names, and cases are added."""
    first = EPOCH + timedelta(days=cut)
    past = [event for event in log if event.at < first]
    future = [
        replace(event, at=first + 10 * (event.at - first), started=None, activity=f"other {event.activity}", resource="nobody")
        for event in log
        if event.at >= first
    ]
    planted = [LogEvent(f"planted {n}", f"Step {k:02d}", first + timedelta(days=n + k / 7)) for n in range(60) for k in range(5)]
    return past + future + planted


def test_another_future_changes_no_forecast_made_before_it(small: tuple[LogEvent, ...]) -> None:
    log = timeline(small)
    cut = cut_of(log)
    other = timeline(altered(small, cut))
    until = cut - 1e-6  # a microsecond is what instants are rounded to
    before, after = told(log, forecasts(log), until), told(other, forecasts(other), until)
    assert len(before) > 100
    assert after == before


def test_nor_where_only_some_forecasts_are_learned_from(small: tuple[LogEvent, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Other cases are scored in the other log; which forecasts were learned from must not depend on that."""
    monkeypatch.setattr(walk, "ASKED", 4)
    log = timeline(small)
    cut = cut_of(log)
    other = timeline(altered(small, cut))
    until = cut - 1e-6
    before, after = told(log, forecasts(log), until), told(other, forecasts(other), until)
    both = set(before) & set(after)
    assert len(both) > 50
    assert {key: after[key] for key in both} == {key: before[key] for key in both}


def test_neither_row_order_nor_names_matter(small: tuple[LogEvent, ...]) -> None:
    r = np.random.default_rng(5)
    names = {case: f"{r.integers(10**9)}" for case in {event.case for event in small}}
    mixed = [replace(small[n], case=names[small[n].case]) for n in r.permutation(len(small))]
    assert backtest(mixed) == backtest(small)


def test_a_log_told_in_other_hours_of_one_week_is_as_predictable(small: tuple[LogEvent, ...]) -> None:
    """Whole weeks later everything is the same: only time of day and weekday are looked at, never the date."""
    later = [
        replace(event, at=event.at + timedelta(weeks=52), started=event.started and event.started + timedelta(weeks=52))
        for event in small
    ]
    assert backtest(later) == backtest(small)


def test_every_event_but_a_cases_last_is_foretold_in_order(small: tuple[LogEvent, ...]) -> None:
    log = timeline(small)
    said = forecasts(log)
    assert not np.isnan(said[log.scored]).any()
    assert np.isnan(said[log.last]).all()
    assert (np.diff(said[log.scored], axis=1) >= 0).all()
    assert (said[log.scored] >= 0).all()


def test_slow_or_quick_cases_are_told_apart_better_than_by_activity() -> None:
    """Each case of this log is quicker or slower as a whole; what a slip of paper cannot know saves a sixth of the error."""
    found = backtest(events(few(cases=44)))
    assert isinstance(found, Backtest)
    assert found.gain > 1 / 6
    assert 0.7 < found.figures.coverage80 < 0.95
    assert found.verdict.startswith("Your log suits the forecast")


def test_a_log_that_slows_down_is_followed() -> None:
    found = backtest(events(drifting(cases=120)))
    assert isinstance(found, Backtest)
    assert found.figures.mae_days < min(found.baselines.values())


def test_the_outcome_counts_what_it_says() -> None:
    rows = job_shop(cases=60, horizon=40)
    log = timeline(events(rows))
    found = backtest(events(rows))
    assert isinstance(found, Backtest)
    cases = len({row[0] for row in rows})
    assert (found.n_cases_learned + found.n_cases_scored, found.n_cases_scored) == (cases, int(0.4 * cases))
    assert found.n_predictions == int(log.scored.sum())


def of_cases(*days: tuple[float, ...]) -> list[LogEvent]:
    return [LogEvent(f"c{n}", f"A{k}", EPOCH + timedelta(days=day)) for n, case in enumerate(days) for k, day in enumerate(case)]


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ([], "not enough data: n = 0 cases complete; 20 needed"),
        (of_cases((0, 1, 2)), "not enough data: n = 1 case complete; 20 needed"),
        (of_cases(*[(n, n + 1) for n in range(4)]), "not enough data: n = 4 cases complete; 20 needed"),
        (of_cases(*[(n,) for n in range(30)]), "nothing to predict: every case has one event only"),
        (of_cases(*[(5, 5, 5)] * 30), "nothing to predict: all events of a case bear the same instant"),
    ],
)  # fmt: skip
def test_a_log_that_tells_nothing_ends_in_a_sentence(log: list[LogEvent], says: str) -> None:
    found = backtest(log)
    assert isinstance(found, TooLittle)
    assert found.reason == says


@pytest.mark.parametrize(
    "log",
    [
        of_cases(*[(n, n + 1.0) for n in range(40)]),  # one value
        of_cases(*[(0, 1.0) for _ in range(40)]),  # all at once
        of_cases(*[(n, n + 0.5, n + (30_000 if n == 20 else 1)) for n in range(40)]),  # a clock that jumped
        [replace(e, started=e.at + timedelta(days=3)) for e in of_cases(*[(n, n + 1.0, n + 2.5) for n in range(40)])],
        of_cases(*[(n / 1e9, 1000 + n) for n in range(40)]),  # nothing complete before the last is asked
    ],
)  # fmt: skip
def test_odd_logs_are_judged_all_the_same(log: list[LogEvent]) -> None:
    found = backtest(log)
    assert isinstance(found, Backtest)
    assert np.isfinite([getattr(found.figures, name) for name in found.figures.__slots__]).all()
    assert np.isfinite(list(found.baselines.values())).all()


def test_one_value_is_foretold_exactly_and_the_band_closes() -> None:
    log = timeline(of_cases(*[(n * 3, n * 3 + 2.0) for n in range(60)]))
    said = forecasts(log)[log.scored]
    assert np.abs(said - 2.0).max() < 0.25
    assert (said[:, HIGH] - said[:, LOW]).max() < 0.25


def test_figures_by_hand() -> None:
    quantiles = np.repeat(np.linspace(0.1, 9.9, 99)[None, :], 2, axis=0)
    found = figures(quantiles, np.array([5.0, 9.5]))
    assert found.mae_days == pytest.approx(2.25)
    assert found.coverage80 == 0.5
    assert found.width80_days == pytest.approx(8.0)
    assert found.pinball90_days == pytest.approx((0.1 * 4.0 + 0.9 * 0.5) / 2)
    # an even law on 0 to 10 days scores ∫(F − 1)² over it: 0.8333 for the middle, 3.0417 … for 9.5
    exact = [(t**3 / 3 + (10 - t) ** 3 / 3) / 100 for t in (5.0, 9.5)]
    assert found.crps_days == pytest.approx(np.mean(exact), abs=0.02)
