"""The earliest lawful insertion and the lawful starts of a bar, held against brute force on tiny facilities."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.planning.check import check
from console.planning.insert import earliest
from console.planning.lawful import lawful
from console.planning.problem import Plan
from console.planning.timetable import Timetable
from tests.planning.brute import earliest_completion, lawful_starts
from tests.planning.facilities import facility, small


def filled(problem, leave_out):
    """A timetable with every batch but one, each at its earliest."""
    table = Timetable(problem)
    for batch in problem.batches:
        if batch.id != leave_out and (booking := earliest(table, batch.id)) is not None:
            table.add(booking)
    return table


@given(st.integers(0, 100_000), st.integers(0, 2))
@example(6505048, 1)
def test_the_earliest_insertion_is_the_one_that_brute_force_finds(seed, which):
    problem = small(seed)
    batch = problem.batches[which % len(problem.batches)]
    table = filled(problem, batch.id)
    others = table.plan()
    booking = earliest(table, batch.id)
    wanted = earliest_completion(problem, others, batch.id)
    if booking is None:
        assert wanted is None
        return
    table.add(booking)
    assert wanted == table.plan().completion(batch)
    placed = tuple(b for b in problem.batches if b.id in table.booked)
    assert [v for v in check(problem, table.plan()) if v.batch in {b.id for b in placed}] == []


@given(st.integers(0, 100_000), st.integers(0, 2), st.integers(0, 3))
@example(1973709, 1, 2)  # two stands of one batch could share a station, or not
@example(4217322, 0, 0)
@example(6505048, 0, 0)
@example(97908056, 0, 0)  # one order of two steps reaches where the other does not
@example(88022775, 1, 1)
@example(60755585, 1, 1)
@example(14031641, 0, 1)
@example(73337717, 1, 2)  # two steps may overlap where there are people for both, not where there are not
def test_the_lawful_starts_of_a_bar_are_those_that_brute_force_finds(seed, which, nth):
    problem = small(seed)
    batch = problem.batches[which % len(problem.batches)]
    step = batch.steps[nth % len(batch.steps)]
    table = filled(problem, batch.id)
    wanted = lawful_starts(problem, table.plan(), batch.id, step.code)
    found = {one.place: {at for start, end in one.spans for at in range(start, end)} for one in lawful(table, batch.id, step.code)}
    assert found == wanted


@given(st.integers(0, 100_000))
def test_removing_what_was_added_leaves_the_timetable_as_it_was(seed):
    problem = small(seed)
    table = Timetable(problem)
    before = state(table)
    added = []
    for batch in problem.batches:
        booking = earliest(table, batch.id)
        if booking is not None:
            table.add(booking)
            added.append((batch.id, booking))
    for name, booking in added:
        assert table.remove(name) == booking
    assert state(table) == before


def state(table):
    """All that a timetable counts, as plain values."""
    return (
        {pool: counts.tolist() for pool, counts in table.left.items()},
        {room: counts.tolist() for room, counts in table.hands.items()},
        {key: list(spans) for key, spans in table.held.items()},
        {room: list(spans) for room, spans in table.opened.items()},
        {key: list(spans) for key, spans in table.borrowed.items()},
        dict(table.runs),
        set(table.booked),
    )


@pytest.mark.parametrize(("batches", "a_week", "seed"), [(12, 10, 3), (40, 14, 5)])
def test_whatever_is_inserted_is_lawful_to_the_independent_check(batches, a_week, seed):
    problem = facility(batches, a_week, seed)
    table = filled(problem, "")
    assert len(table.booked) == batches
    assert check(problem, table.plan()) == ()


def test_a_batch_that_fits_nowhere_is_not_placed():
    problem = facility(1, 10, 1)
    batch = problem.batches[0]
    table = Timetable(problem)
    for counts in table.left.values():
        counts[:] = 0
    assert earliest(table, batch.id) is None
    assert table.plan() == Plan()
