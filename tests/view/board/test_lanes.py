"""Nine rooms stay in sight on the smallest screen, and every station has a line of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.view.board.lanes import FOLDED_AT_FIRST, Group, Lane, first_tracks, lay_out
from tests.view.board.invented import lanes

AXIS_AND_OVERVIEW = 54 + 34


def test_at_1366x768_all_nine_rooms_and_four_folded_groups_are_in_sight() -> None:
    layout = lay_out(lanes(), FOLDED_AT_FIRST, 560 - AXIS_AND_OVERVIEW)
    assert layout.height <= 560 - AXIS_AND_OVERVIEW
    rooms = [row for row in layout.rows if row.group is Group.ROOMS]
    assert len(rooms) == 9 and all(len(row.strips) == 2 for row in rooms)
    assert all(strip.height >= 15 for row in rooms for strip in row.strips)
    folded = [row for row in layout.rows if row.lane is None]
    assert [row.group for row in folded] == [Group.INSTRUMENTS, Group.QC, Group.QA, Group.EXTERNAL]
    assert all(len(row.strips) == 1 and not row.open for row in folded)


@given(
    st.lists(st.tuples(st.sampled_from(Group), st.integers(1, 5)), max_size=20),
    st.frozensets(st.sampled_from(Group)), st.integers(50, 1500),
)  # fmt: skip
def test_rows_follow_one_another_and_each_station_lies_on_exactly_one_line(
    made: list[tuple[Group, int]], folded: frozenset[Group], height: int
) -> None:
    shown = [
        Lane(f"L{n}", f"L{n}", group, stations=tuple(f"{s}" for s in range(stations)))
        for n, (group, stations) in enumerate(made)
    ]
    layout = lay_out(shown, folded, height)
    top = 0
    for row in layout.rows:
        assert row.top == top
        for strip in row.strips:
            assert row.top <= strip.top and strip.top + strip.height <= row.bottom
        top = row.bottom
    assert layout.height == top
    tracks = [track for strip in layout.strips for track in strip.tracks]
    assert sorted(tracks) == list(range(first_tracks(shown)[-1]))


@pytest.mark.parametrize("room", [0, 4, 8])
def test_a_room_can_be_folded_to_one_line_and_keeps_its_place(room: int) -> None:
    shown = lanes()
    layout = lay_out(shown, FOLDED_AT_FIRST | {shown[room].key}, 800)
    row = layout.rows[room]
    assert row.title == shown[room].title and not row.open and len(row.strips) == 1 and row.strips[0].folded
    assert layout.row_at(row.top + 1) == row and layout.strip_of(room * 2) == row.strips[0]


def test_larger_words_for_gloves_make_higher_rows() -> None:
    desk, glove = lay_out(lanes(), FOLDED_AT_FIRST, 300), lay_out(lanes(), FOLDED_AT_FIRST, 300, 1.3)
    assert all(g.height > d.height for g, d in zip(glove.rows, desk.rows, strict=True))
