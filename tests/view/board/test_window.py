"""Zooming keeps what is under the pointer, panning keeps the scale, and one finds the way back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.view.board.scale import Scale
from console.view.board.stance import Stance
from console.view.board.window import DAY_S, LEAST_S, MOST_S, PRESETS, TimeWindow, Views, fit, preset

NOW = 1_795_374_300
window = st.builds(
    lambda start, span: TimeWindow(start, start + span).pan(0), st.floats(1.6e9, 2.0e9), st.floats(LEAST_S, MOST_S)
)


@given(window, st.floats(0.05, 20), st.floats(0, 1))
def test_zoom_leaves_the_instant_under_the_pointer(before: TimeWindow, factor: float, part: float) -> None:
    at = before.start + part * before.span
    after = before.zoom(factor, at)
    assert LEAST_S - 1 <= after.span <= MOST_S + 1
    assert abs(after.x(at, 1700) - before.x(at, 1700)) < 0.01 * (before.span / after.span + 1)


@given(window, st.lists(st.integers(-500, 500), max_size=30))
def test_panning_by_pixels_moves_every_bar_by_those_pixels_and_never_the_scale(
    before: TimeWindow, steps: list[int]
) -> None:
    width = 1187
    here, scale = before, Scale.of(before, width)
    bars = np.array([int(before.start) + 1000, int(before.start) + 77_777])
    first = scale.xs(bars)
    for step in steps:
        here = here.pan(step * scale.seconds)
        assert here.span == before.span
    moved = Scale.of(here, width)
    assert moved.seconds == scale.seconds
    shift = moved.first - scale.first
    assert (moved.xs(bars) == first - shift).all()
    assert abs(shift - sum(steps)) <= 1 + len(steps) // 16


@given(window, st.integers(1, 4000))
def test_a_pixel_and_its_instant_agree(here: TimeWindow, width: int) -> None:
    scale = Scale.of(here, width)
    for x in (0, width // 2, width - 1):
        assert abs(scale.x(scale.at(x) + scale.seconds / 2) - x) <= 0
    assert abs(scale.start - here.start) <= scale.seconds


@pytest.mark.parametrize("name", list(PRESETS))
def test_presets_show_now_at_a_third(name: str) -> None:
    here = preset(name, NOW)
    assert here.span == PRESETS[name]
    assert here.x(NOW, 300) == pytest.approx(100, abs=0.01)


@given(st.integers(-200, 200), st.integers(0, 400))
def test_fit_shows_everything_or_as_much_as_may_be_seen_with_now_in_it(start: int, length: int) -> None:
    span = (NOW + start * DAY_S, NOW + (start + length) * DAY_S)
    here = fit(span, NOW)
    assert here.span <= MOST_S + 1 and here.start <= NOW <= here.end
    if max(span[1], NOW) - min(span[0], NOW) < MOST_S / 1.07:
        assert here.start <= span[0] and here.end >= span[1]


def test_views_go_back_and_forward_and_a_burst_of_one_move_counts_once() -> None:
    home = preset("2 d", NOW)
    stance = Stance(Views(home))
    for _ in range(5):
        stance = stance.zoom(1.25, None, NOW)
    assert len(stance.views.past) == 1
    closer = stance.window
    assert stance.back().window == home
    assert stance.back().forward().window == closer
    assert stance.back().back().window == home
    assert stance.look(preset("7 d", NOW)).views.future == ()
