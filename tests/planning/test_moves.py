"""Dragging a bar: a verdict that the check confirms, a ripple that can be taken back, and a reason where it is not allowed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from console.planning.build import build
from console.planning.check import check
from console.planning.moves import Mover, Verdict, Wish
from console.planning.problem import Closed, Plan, moved
from tests.planning.facilities import facility, under_way
from tests.planning.troubles import middle


@cache
def mover(seed=1):
    problem = facility(30, 12, seed)
    plan = build(problem, ("due",)).plan
    later = under_way(problem, plan, middle(plan, Random(seed)))
    return Mover(later, plan)


def any_wish(seed):
    """A bar that has not begun, dragged somewhere."""
    chance, hold = Random(seed), mover()
    batch = chance.choice([b for b in hold.problem.batches if any(s.fact is None for s in b.steps)])
    step = chance.choice([s for s in batch.steps if s.fact is None])
    place = None
    if step.stand is not None:
        stand = batch.stands[step.stand]
        place = stand.held or chance.choice(stand.places)
    return Wish(batch.id, step.code, hold.plan.starts[batch.id, step.code] + chance.randrange(-90, 120), place)


@given(st.integers(0, 1_000_000))
def test_what_is_allowed_is_lawful_and_just_where_it_was_wished(seed):
    hold, wish = mover(), any_wish(seed)
    seen = hold.preview(wish)
    if seen.verdict is Verdict.NO:
        assert seen.words and seen.moves == () and seen.plan == hold.plan
        return
    assert check(hold.problem, seen.plan) == ()
    assert seen.plan.starts[wish.batch, wish.code] == wish.start
    stand = hold.problem.batch_of[wish.batch].step(wish.code).stand
    assert stand is None or seen.plan.places[wish.batch, stand] == wish.place
    assert {(m.batch, m.code) for m in seen.moves} == set(moved(hold.problem, hold.plan, seen.plan))
    others = {m.batch for m in seen.moves} - {wish.batch}
    assert bool(others) == (seen.verdict is Verdict.PUSHES)


@given(st.integers(0, 1_000_000))
def test_the_verdict_is_ok_just_where_a_place_is_shown_as_lawful(seed):
    hold, wish = mover(), any_wish(seed)
    shown = hold.lawful(wish.batch, wish.code, wish.start, wish.start + 1)
    lit = any(one.place == wish.place for one in shown)
    assert lit == (hold.preview(wish).verdict is Verdict.LAWFUL)


@given(st.integers(0, 1_000_000))
def test_moved_there_and_back_is_the_plan_of_before(seed):
    hold = mover()
    seen = hold.preview(any_wish(seed))
    starts, places = dict(seen.plan.starts), dict(seen.plan.places)
    for move in seen.moves:
        stand = hold.problem.batch_of[move.batch].step(move.code).stand
        assert (starts[move.batch, move.code], move.before) == (move.after, hold.plan.starts[move.batch, move.code])
        starts[move.batch, move.code] = move.before
        if stand is not None and move.was is not None:
            places[move.batch, stand] = move.was
    assert Plan(starts, places) == hold.plan


@given(st.integers(0, 1_000_000))
def test_a_bar_dropped_where_it_was_moves_nothing(seed):
    hold, wish = mover(), any_wish(seed)
    here = replace(wish, start=hold.plan.starts[wish.batch, wish.code], place=None)
    seen = hold.preview(here)
    assert (seen.verdict, seen.moves, seen.plan) == (Verdict.LAWFUL, (), hold.plan)


def test_what_has_begun_says_that_it_is_a_fact():
    hold = mover()
    batch, step = next((b, s) for b in hold.problem.batches for s in b.steps if s.fact is not None)
    seen = hold.preview(Wish(batch.id, step.code, 0))
    assert seen.verdict is Verdict.NO and "fact" in seen.words


def test_a_closed_room_is_named_with_its_reason_and_its_end():
    hold = mover()
    batch = next(b for b in hold.problem.batches if b.stands and all(s.fact is None for s in b.steps) and b.stands[0].held is None)
    step = next(s for s in batch.steps if s.stand == 0)
    place = batch.stands[0].places[0]
    shut = Closed(hold.problem.now, hold.problem.horizon - 1, "air handling")
    rooms = tuple(replace(r, closed=(shut,)) if r.id == place.room else r for r in hold.problem.rooms)
    seen = Mover(replace(hold.problem, rooms=rooms), hold.plan, clock=lambda slot: f"slot {slot}").preview(
        Wish(batch.id, step.code, hold.plan.starts[batch.id, step.code], place)
    )
    assert seen.verdict is Verdict.NO
    assert place.room in seen.words and "air handling" in seen.words and f"slot {shut.end}" in seen.words


def test_a_batch_nobody_plans_is_refused_in_words():
    assert mover().preview(Wish("nobody", "X", 0)).verdict is Verdict.NO
