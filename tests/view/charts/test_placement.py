"""No label lies over another, none over a stem, and none outside its lane."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from console.view.charts.placement import Box, dodge, pack_best, pack_rows, spread

LABELS = st.lists(st.tuples(st.floats(0, 800), st.floats(4, 160)), max_size=14)


def boxes(anchors: list[float], widths: list[float], given_: list[tuple[int, float] | None]) -> list[tuple[int, Box]]:
    return [
        (i, Box(one[1], -15.0 * (one[0] + 1), widths[i], 15.0)) for i, one in enumerate(given_) if one is not None
    ]


def check(anchors: list[float], widths: list[float], given_: list[tuple[int, float] | None], high: float) -> None:
    placed = boxes(anchors, widths, given_)
    for a, (i, one) in enumerate(placed):
        assert one.x >= 0 and one.right <= high
        assert one.x - 1e-6 <= anchors[i] <= one.right + 1e-6 or anchors[i] > high or anchors[i] < 0
        for k, other in placed[a + 1 :]:
            assert not one.meets(other, 0.0), "two labels overlap"
            low, up = (one, k) if one.y > other.y else (other, i)
            if one.y != other.y:
                assert not low.x < anchors[up] < low.right, "a stem crosses a label"


@given(labels=LABELS, rows=st.integers(1, 4), high=st.floats(100, 900))
def test_labels_in_a_lane_never_touch_and_no_stem_crosses_one(
    labels: list[tuple[float, float]], rows: int, high: float
) -> None:
    anchors = sorted(min(at, high) for at, _ in labels)
    widths = [wide for _, wide in labels]
    check(anchors, widths, pack_rows(anchors, widths, 0.0, high, rows), high)


@given(labels=LABELS, rows=st.integers(0, 3))
def test_the_urgent_label_is_placed_when_not_all_can_be(labels: list[tuple[float, float]], rows: int) -> None:
    anchors, widths = sorted(at for at, _ in labels), [wide for _, wide in labels]
    urgency = list(reversed(range(len(labels))))
    found = pack_best(anchors, widths, urgency, 0.0, 900.0, rows)
    check(anchors, widths, found, 900.0)
    if labels and rows:
        assert found[urgency[0]] is not None


def test_a_later_label_hangs_below_the_one_that_reaches_over_its_anchor() -> None:
    assert pack_rows([10, 60, 300], [100, 100, 50], 0, 400, 3) == [(1, 10), (0, 60), (0, 300)]


def test_a_label_wider_than_the_lane_is_left_out() -> None:
    assert pack_rows([10], [500], 0, 400, 3) == [None]


@given(
    wishes=st.lists(st.tuples(st.floats(-50, 450), st.floats(8, 24)), max_size=9),
    room=st.floats(60, 400),
)
def test_spread_labels_keep_their_order_do_not_overlap_and_stay_inside(
    wishes: list[tuple[float, float]], room: float
) -> None:
    at, sizes = [each for each, _ in wishes], [size for _, size in wishes]
    found = spread(at, sizes, 0.0, room)
    if found is None:
        assert sum(sizes) > room
        return
    order = sorted(range(len(at)), key=lambda i: at[i])
    for a, b in pairwise(order):
        assert found[b] - found[a] >= (sizes[a] + sizes[b]) / 2 - 1e-6
    for i, centre in enumerate(found):
        assert centre - sizes[i] / 2 >= -1e-6 and centre + sizes[i] / 2 <= room + 1e-6


def test_labels_that_do_not_clash_stay_where_they_wish() -> None:
    assert spread([20.0, 80.0, 50.0], [10.0, 10.0, 10.0], 0.0, 100.0) == [20.0, 80.0, 50.0]


@given(at=st.lists(st.floats(0, 500), max_size=30), size=st.floats(4, 20))
def test_marks_that_step_aside_do_not_overlap_in_their_row(at: list[float], size: float) -> None:
    rows = dodge(at, size)
    for i, x in enumerate(at):
        for k in range(i):
            assert rows[i] != rows[k] or abs(x - at[k]) >= size - 1e-6
