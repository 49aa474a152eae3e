"""A bar in the hand: snapped, judged, told in words; the keyboard says what the mouse says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.planning.moves import Verdict
from console.planning.problem import Place
from console.view.board.drag import Aim, Drag, grip, merged, seconds, snapped, why_fast
from console.view.board.nudge import by_slots, planned, to_edge, to_lawful_place, to_place
from console.view.board.over import Ghost, Look, Over, laid
from tests.view.board.invented import NOW
from tests.view.board.tried import CR1_1, CR1_2, CR2, GRID, LENGTH, ORIGIN, QUARTER, SHUT, STARTS, STEP, Judge, picture, slot

PICTURE = picture()


def taken(batch: str = "B-1", step: str = STEP) -> Drag:
    """A bar taken at its start."""
    bar = PICTURE.bars.find(batch, step)
    assert bar is not None
    aim = Aim(float(PICTURE.bars.value(bar, "start")), (PICTURE.bars.value(bar, "track"),))
    return Drag(PICTURE, grip(PICTURE, bar), aim).known(Judge())


def mine(drag: Drag) -> Ghost:
    """The ghost of the bar in the hand."""
    return next(ghost for ghost in drag.over().ghosts if ghost.look is Look.MINE)


def test_what_has_begun_or_is_done_stays_and_says_why() -> None:
    bar = PICTURE.bars.find("B-3", STEP)
    assert bar is not None
    assert why_fast(PICTURE, bar) == "B-3 Harvest has begun: started work stays where it is."
    free = PICTURE.bars.find("B-1", STEP)
    assert free is not None and why_fast(PICTURE, free) == ""


def test_without_a_judge_the_ghost_follows_and_says_it_is_being_worked_out() -> None:
    bar = PICTURE.bars.find("B-1", STEP)
    assert bar is not None
    drag = Drag(PICTURE, grip(PICTURE, bar), Aim(NOW + 100.0, (2,)))
    over = drag.over()
    assert over.words == "B-1 Harvest: working out…" and not over.bands and not drag.allowed
    assert [(ghost.track, ghost.start, ghost.end) for ghost in over.ghosts] == [(2, NOW + 100, NOW + 100 + LENGTH * QUARTER)]


@given(st.integers(-QUARTER * 4, QUARTER * 100))
def test_the_ghost_snaps_to_the_nearest_slot(away: int) -> None:
    drag = taken().to(Aim(NOW + away, (0,)))
    start = mine(drag).start
    assert (start - ORIGIN) % QUARTER == 0 and abs(start - NOW - away) <= QUARTER / 2
    assert drag.wish is not None and drag.wish.start == snapped(GRID, NOW + away) == (start - ORIGIN) // QUARTER


def test_a_lawful_place_is_told_with_room_station_and_clock() -> None:
    drag = taken().to(Aim(NOW + 60.0, (0,)))
    assert drag.words == "OK, CR1 station S1 from 14:00" and drag.sign == "" and drag.allowed
    later = taken().to(Aim(NOW + 24 * 3600.0, (2,)))
    assert later.words == "OK, CR2 from Mon 23 Nov 14:00 EST"


def test_a_place_that_is_shut_says_why() -> None:
    drag = taken().to(Aim(float(seconds(GRID, SHUT[0])), (2,)))
    assert (drag.words, drag.sign, drag.allowed) == ("not allowed: CR2 in changeover to 16:00", "1", False)
    assert mine(drag).track == 2


def test_who_is_pushed_is_shown_as_a_ghost_and_told() -> None:
    drag = taken().to(Aim(float(seconds(GRID, STARTS["B-2"] - 2)), (2,)))
    assert drag.words == "allowed, 1 consequence: B-2 +2 h 30 min (late 1 h)" and drag.sign == "2"
    pushed = [ghost for ghost in drag.over().ghosts if ghost.look is Look.PUSHED]
    assert [(ghost.batch, ghost.track, ghost.start) for ghost in pushed] == [("B-2", 2, seconds(GRID, STARTS["B-2"] - 2 + LENGTH))]


def test_a_room_that_is_no_place_for_it_says_so_and_is_never_asked() -> None:
    drag = taken()
    judge = drag.mover
    assert isinstance(judge, Judge)
    asked = len(judge.asked)
    away = drag.to(Aim(NOW + 3600.0, (3,)))
    assert away.words == "not allowed: CR3 is no place for B-1 Harvest" and not away.allowed
    assert len(judge.asked) == asked


def test_an_instruments_line_means_the_place_it_stands_at() -> None:
    wish = taken().to(Aim(NOW + 3600.0, (4,))).wish
    assert wish is not None and wish.place == CR2


def test_a_step_outside_the_rooms_moves_in_time_alone() -> None:
    drag = taken("B-1", "QC").to(Aim(NOW + 7200.0, (0,)))
    assert drag.wish is not None and drag.wish.place is None
    assert drag.words == "OK, from 16:00" and mine(drag).track == 5


def test_the_same_wish_is_judged_once() -> None:
    drag = taken().to(Aim(NOW + 3600.0, (0,)))
    judge = drag.mover
    assert isinstance(judge, Judge)
    asked = len(judge.asked)
    assert drag.to(Aim(NOW + 3601.0, (0,))).preview is drag.preview and len(judge.asked) == asked


def test_bands_show_where_the_whole_bar_may_lie() -> None:
    bands = taken().over().bands
    assert {band.track for band in bands} == {0, 2}
    shut = [(band.start, band.end) for band in bands if band.track == 2]
    first, beyond = seconds(GRID, slot(NOW)), seconds(GRID, 299 + LENGTH)
    assert shut == [(first, seconds(GRID, SHUT[0] - 1 + LENGTH)), (seconds(GRID, SHUT[1]), beyond)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=12))
def test_merged_spans_hold_the_same_slots_and_never_touch(given_spans: list[tuple[int, int]]) -> None:
    spans = sorted((start, start + length) for start, length in given_spans)
    found = merged(spans)
    assert {at for a, b in found for at in range(a, b)} == {at for a, b in spans for at in range(a, b)}
    assert all(a[1] < b[0] for a, b in pairwise(found))


@given(st.integers(0, 300), st.sampled_from([(0, CR1_1), (1, CR1_2), (2, CR2)]))
def test_the_keyboard_gives_the_verdict_of_the_mouse(start: int, spot: tuple[int, Place]) -> None:
    track, place = spot
    by_mouse = taken().to(Aim(float(seconds(GRID, start)), (track,)))
    by_key = planned(taken())
    while by_key.wish is not None and by_key.wish.place != place:
        by_key = to_place(by_key, 1)
    assert by_key.wish is not None
    by_key = by_slots(by_key, start - by_key.wish.start)
    assert by_key.wish == by_mouse.wish
    assert by_key.over() == by_mouse.over()


def starts_of(drag: Drag, first: int, last: int) -> list[tuple[Place | None, int]]:
    """The lawful starts of a drag within [first, last), place by place."""
    return [(each.place, at) for each in drag.lawful for a, b in each.spans for at in range(a, b) if first <= at < last]


@given(st.integers(40, 260), st.integers(1, 60))
def test_near_what_is_looked_at_the_bands_are_those_of_all_time(first: int, length: int) -> None:
    everywhere = taken()
    bar = PICTURE.bars.find("B-1", STEP)
    assert bar is not None
    look = (float(seconds(GRID, first)), float(seconds(GRID, first + length)))
    here = Drag(PICTURE, grip(PICTURE, bar), Aim(NOW + 3600.0, (0,))).known(Judge(), look)

    def within(drag: Drag) -> set[tuple[int, int]]:
        return {(band.track, at) for band in drag.bands for at in range(band.start, band.end, QUARTER) if look[0] <= at < look[1]}

    far = (look[0] + 100 * QUARTER, look[1] + 100 * QUARTER)
    again = here.looking(far).looking(look)
    for drag in (here, again):
        assert starts_of(drag, first, first + length) == starts_of(everywhere, first, first + length)
        assert within(drag) <= within(everywhere)
    assert here.looking(look) is here


def test_where_one_looked_no_further_a_span_does_not_end() -> None:
    bar = PICTURE.bars.find("B-1", STEP)
    assert bar is not None
    here = Drag(PICTURE, grip(PICTURE, bar), Aim(float(seconds(GRID, 100)), (0,))).known(
        Judge(), (float(seconds(GRID, 95)), float(seconds(GRID, 105)))
    )
    assert to_edge(here, 1) is here


def test_with_shift_the_keyboard_jumps_to_the_edges_of_what_is_lawful() -> None:
    drag = taken().to(Aim(float(seconds(GRID, SHUT[0] + 3)), (2,)))
    assert drag.preview is not None and drag.preview.verdict is Verdict.NO
    ahead, back = to_edge(drag, 1), to_edge(drag, -1)
    assert ahead.wish is not None and ahead.wish.start == SHUT[1] and ahead.allowed
    assert back.wish is not None and back.wish.start == SHUT[0] - 1 and back.allowed


def test_with_shift_up_and_down_pass_places_where_it_may_never_stand() -> None:
    drag = taken().to(Aim(float(seconds(GRID, SHUT[0] + 3)), (0,)))
    down = to_lawful_place(drag, 1)
    assert down.wish is not None and (down.wish.place, down.wish.start) == (CR2, SHUT[0] - 1)
    plain = to_place(drag, 1)
    assert plain.wish is not None and (plain.wish.place, plain.wish.start) == (CR1_2, SHUT[0] + 3)
    assert to_lawful_place(down, 1) is down


def test_what_the_floor_holds_but_the_plan_does_not_is_told() -> None:
    judge = Judge()
    bar = PICTURE.bars.find("B-1", STEP)
    assert bar is not None
    lost = grip(PICTURE, bar)
    strange = Drag(PICTURE, lost.__class__("B-9", STEP, "B-9 Harvest", 1), Aim(0.0, (0,))).known(judge)
    assert strange.words == "B-9 Harvest is no part of the plan." and not strange.allowed


def test_a_drag_over_a_draft_hides_only_what_it_moves_itself() -> None:
    draft = Over(ghosts=tuple(Ghost(0, 0, 1, name, STEP, name, Look.DRAFT) for name in ("B-1", "B-2")))
    shown = laid(draft, taken().over())
    assert [(ghost.batch, ghost.look) for ghost in shown.ghosts] == [("B-2", Look.DRAFT), ("B-1", Look.MINE)]


@pytest.mark.parametrize("name", ["B-1", "B-2"])
def test_there_and_back_is_where_it_was(name: str) -> None:
    start = planned(taken(name))
    back = by_slots(by_slots(start, 7), -7)
    assert back.wish == start.wish and back.over() == start.over()
