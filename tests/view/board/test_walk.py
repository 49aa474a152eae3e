"""By keyboard one reaches every line, stays on the board, and comes to what lies nearest in time."""

from hypothesis import given
from hypothesis import strategies as st

from console.view.board.lanes import FOLDED_AT_FIRST, Group, lay_out
from console.view.board.pointing import point_at, told_at
from console.view.board.scale import Scale
from console.view.board.stance import Stance
from console.view.board.walk import NOWHERE, Spot, across, along, end_of, first
from console.view.board.window import Views, preset
from tests.view.board.invented import NOW, picture

PICTURE = picture()
LAYOUT = lay_out(PICTURE.lanes, FOLDED_AT_FIRST, 472)
OPEN = lay_out(PICTURE.lanes, frozenset(), 472)


@given(st.lists(st.sampled_from(["left", "right", "up", "down", "home", "end"]), max_size=40))
def test_any_walk_stays_on_the_board(steps: list[str]) -> None:
    stance = Stance(Views(preset("2 d", NOW)))
    for how in steps:
        spot = stance.walk(how, PICTURE, LAYOUT, NOW)
        assert (spot.bar is None) != (spot.group is None)
        stance = stance.choose(PICTURE.bars, spot)
        if spot.bar is not None:
            start, end = PICTURE.bars.value(spot.bar, "start"), PICTURE.bars.value(spot.bar, "end")
            assert stance.window.shows(start, end)
            assert stance.batch == PICTURE.bars.word(spot.bar, "batch")


def test_down_reaches_every_line_and_then_the_folded_groups() -> None:
    spot, seen = first(PICTURE.bars, LAYOUT, NOW), []
    for _ in range(40):
        seen.append(spot)
        spot = across(PICTURE.bars, LAYOUT, spot, NOW, 1)
    tracks = {PICTURE.bars.value(s.bar, "track") for s in seen if s.bar is not None}
    assert tracks == set(range(18))
    assert [s.group for s in seen if s.group][:4] == [Group.INSTRUMENTS, Group.QC, Group.QA, Group.EXTERNAL]


def test_along_a_line_bars_come_in_order_and_the_ends_hold() -> None:
    start = end_of(PICTURE.bars, LAYOUT, PICTURE.bars.offsets[3], last=False)
    assert along(PICTURE.bars, LAYOUT, start, -1) == start
    following = along(PICTURE.bars, LAYOUT, start, 1)
    assert PICTURE.bars.value(following, "start") >= PICTURE.bars.value(start, "start")
    last = end_of(PICTURE.bars, LAYOUT, start, last=True)
    assert along(PICTURE.bars, LAYOUT, last, 1) == last


def test_an_opened_group_is_walked_line_by_line() -> None:
    spot = Spot(group=Group.INSTRUMENTS)
    inside = across(PICTURE.bars, OPEN, spot, NOW, 1)
    assert inside.bar is not None
    assert PICTURE.lane_of(PICTURE.bars.value(inside.bar, "track")).group is Group.INSTRUMENTS
    assert across(PICTURE.bars, OPEN, inside, NOW, -1) == spot


def test_the_pointer_finds_what_the_eye_sees_there() -> None:
    scale = Scale.of(preset("7 d", NOW), 1200)
    for i in range(0, len(PICTURE.bars), 7):
        bar = PICTURE.bars.bar(i)
        strip = OPEN.strip_of(bar.track)
        assert strip is not None
        x, y = (scale.x(bar.start) + scale.x(bar.end)) / 2, strip.top + strip.height / 2
        if 0 <= x < 1200 and scale.x(bar.end) - scale.x(bar.start) > 6:
            found = point_at(PICTURE, OPEN, scale, x, y)
            assert found.bar is not None and PICTURE.bars.bar(found.bar).track == bar.track
            assert bar.label in told_at(found, PICTURE, NOW) or found.bar != i
    assert point_at(PICTURE, LAYOUT, scale, -5, 3).row == LAYOUT.rows[0]
    assert told_at(point_at(PICTURE, LAYOUT, scale, -5, 3), PICTURE, NOW).startswith("CR1 CAR-T A")
    assert point_at(PICTURE, LAYOUT, scale, 5, 10_000).row is None


def test_a_later_picture_keeps_the_same_bar_chosen() -> None:
    later = picture(NOW + 3600)
    bar = PICTURE.bars.find("B-0440", "EXPAND")
    stance = Stance(Views(preset("2 d", NOW))).choose(PICTURE.bars, Spot(bar=bar)).keep(PICTURE.bars, later.bars)
    assert stance.spot.bar is not None and later.bars.word(stance.spot.bar, "step") == "EXPAND"
    gone = stance.keep(later.bars, type(later.bars).of((), 36))
    assert gone.spot == NOWHERE and gone.batch == "B-0440"
