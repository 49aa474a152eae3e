"""What the columns find is what walking every bar would find."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.view.board.columns import Badge, Bar, Bars, State
from console.view.board.lanes import Strip
from console.view.board.levels import alert_pixels, load, spread

TRACKS = 3
bar = st.builds(
    lambda track, start, length, badge, state: Bar(track, start, start + length, badge=badge, state=state),
    st.integers(0, TRACKS - 1), st.integers(0, 400), st.integers(0, 120), st.sampled_from(Badge), st.sampled_from(State),
)  # fmt: skip
many = st.lists(bar, max_size=40)


def brute(bars: Bars, track: int) -> list[tuple[int, int, int]]:
    columns = bars.columns
    rows = zip(columns["track"].tolist(), columns["start"].tolist(), columns["end"].tolist(), strict=True)
    return [(i, start, end) for i, (on, start, end) in enumerate(rows) if on == track]


@given(many, st.integers(0, TRACKS - 1), st.floats(-10, 500), st.floats(0.1, 200))
def test_a_window_holds_exactly_the_bars_that_meet_it(
    rows: list[Bar], track: int, start: float, span: float
) -> None:
    bars = Bars.of(rows, TRACKS)
    met = [i for i, s, e in brute(bars, track) if s < start + span and e > start]
    assert bars.window(track, start, start + span).tolist() == met
    badged = [i for i in met if bars.value(i, "badge")]
    assert bars.alerts_in(track, start, start + span).tolist() == badged


@given(many, st.integers(0, TRACKS - 1), st.floats(-10, 500))
def test_the_pointer_finds_the_latest_begun_bar_that_covers_it(rows: list[Bar], track: int, moment: float) -> None:
    bars = Bars.of(rows, TRACKS)
    covering = [i for i, s, e in brute(bars, track) if s <= moment < e]
    assert bars.at(track, moment) == (covering[-1] if covering else None)


@given(many, st.integers(0, TRACKS - 1), st.floats(-10, 500), st.floats(0.5, 30))
def test_beside_a_bar_the_nearest_within_the_slack_is_found(
    rows: list[Bar], track: int, moment: float, slack: float
) -> None:
    bars = Bars.of(rows, TRACKS)
    gaps = {i: max(s - moment, moment - e, 0.0) for i, s, e in brute(bars, track)}
    found = bars.at(track, moment, slack)
    near = [gap for gap in gaps.values() if gap <= slack]
    assert (found is None) == (not near)
    if found is not None:
        assert gaps[found] == min(near)


@given(many)
def test_double_bookings_are_the_bars_begun_before_an_earlier_one_ended(rows: list[Bar]) -> None:
    bars = Bars.of(rows, TRACKS)
    found = []
    for track in range(TRACKS):
        mine = brute(bars, track)
        found += [i for n, (i, s, _) in enumerate(mine) if any(e > s for _, _, e in mine[:n])]
    assert bars.overlaps().tolist() == sorted(found)
    assert bars.overlaps([True, False, True]).tolist() == [i for i in sorted(found) if bars.value(i, "track") != 1]


@given(many, st.integers(-5, 60), st.floats(0.5, 20))
def test_a_strip_of_load_tells_each_pixel_exactly(rows: list[Bar], first: int, seconds: float) -> None:
    bars = Bars.of(rows, TRACKS)
    edges = np.arange(first, first + 9, dtype=np.float64) * seconds
    for track in range(TRACKS):
        shares = bars.loads.share(track, edges)
        for state in State:
            mine = [(s, e) for i, s, e in brute(bars, track) if bars.value(i, "state") == state]
            for n in range(8):
                busy = sum(max(0.0, min(e, edges[n + 1]) - max(s, edges[n])) for s, e in mine)
                assert shares[state, n] == pytest.approx(busy / seconds, abs=1e-6)
    folded = load(bars, Strip(0, 20, tuple(range(TRACKS))), first, 8, seconds).shares
    assert (folded.sum(axis=0) <= 1 + 1e-9).all()


@given(many, st.integers(0, 60), st.floats(0.5, 20))
def test_no_alert_is_averaged_away(rows: list[Bar], first: int, seconds: float) -> None:
    bars = Bars.of(rows, TRACKS)
    strip = Strip(0, 20, tuple(range(TRACKS)))
    pixels, index = alert_pixels(bars, strip, first, 12, seconds)
    start, end = first * seconds, (first + 12) * seconds
    due = {
        max(0, int(np.floor(b.start / seconds)) - first)
        for b in (bars.bar(i) for i in range(len(bars)))
        if b.badge and b.start < end and b.end > start
    }
    assert set(pixels.tolist()) == due and len(pixels) == len(due)
    assert all(bars.value(int(i), "badge") for i in index)


def test_of_two_alerts_on_one_pixel_the_more_urgent_is_shown() -> None:
    bars = Bars.of([Bar(0, 100, 200, badge=Badge.P3), Bar(1, 101, 150, badge=Badge.HOLD)], 2)
    _, index = alert_pixels(bars, Strip(0, 20, (0, 1)), 0, 10, 60.0)
    assert bars.value(int(index[0]), "badge") == Badge.HOLD


@given(st.lists(st.integers(0, 300), unique=True, min_size=1), st.integers(4, 20), st.randoms(use_true_random=False))
def test_badges_on_a_strip_never_lie_upon_one_another(xs: list[int], side: int, chance) -> None:
    pixels = np.array(sorted(xs))
    urgency = np.array([chance.randint(1, 5) for _ in xs])
    shown = spread(pixels, urgency, side)
    assert all(b - a >= side for a, b in zip(pixels[shown], pixels[shown][1:], strict=False))
    top = int(urgency.max())
    assert top in urgency[shown]


def test_a_bar_comes_back_as_it_was_given() -> None:
    given_bar = Bar(1, 100, 200, "B-1", "FILL", "B-1 Fill", "late", badge=Badge.P1, base_start=90, base_end=180, p10=1, p90=2)
    bars = Bars.of([Bar(0, 5, 9), given_bar], 2)
    assert bars.bar(1) == given_bar
    assert bars.find("B-1", "FILL") == 1 and bars.find("B-1") == 1 and bars.find("B-2") is None


def test_a_moment_lasts_a_second_and_a_foreign_track_is_refused() -> None:
    assert Bars.of([Bar(0, 50, 50)], 1).value(0, "end") == 51
    with pytest.raises(ValueError, match="track"):
        Bars.of([Bar(2, 0, 1)], 2)


def test_a_batch_stands_where_it_is_badged_else_where_it_runs_else_where_it_goes_next() -> None:
    done = Bar(0, 0, 10, "B-1", "A", state=State.DONE)
    running, planned = Bar(0, 10, 20, "B-1", "B", state=State.RUNNING), Bar(0, 20, 30, "B-1", "C")
    badged = Bar(0, 30, 40, "B-1", "D", badge=Badge.P2)

    def stands(*rows: Bar) -> str:
        bars = Bars.of(rows, 1)
        found = bars.stands("B-1")
        return bars.word(found, "step") if found is not None else ""

    assert stands(done, running, planned, badged) == "D"
    assert stands(done, running, planned) == "B"
    assert stands(done, planned) == "C"
    assert stands(done) == "A"
    assert stands() == ""
