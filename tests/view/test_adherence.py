"""Adherence in rows: every room and step under its title, spans in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.view.adherence import ROOMS, STEPS, later, rooms_table, steps_table
from tests.domain.builders import HOUR, after, ordered


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "as planned"), (0.5, "as planned"), (25, "25 min later"), (-70, "1 h 10 min earlier")]
)
def test_how_far_from_the_plan_is_said_in_words(minutes: float, words: str) -> None:
    assert later(timedelta(minutes=minutes)) == words


def test_rooms_and_steps_stand_under_their_titles_with_as_many_cells_as_headings() -> None:
    house = after("ENRICH")
    rooms, steps = rooms_table(house.floor), steps_table(house.floor)
    room = house.step("B-1", "ENRICH").lane
    (row,) = rooms.rows
    assert row.cells[0].startswith(room) and row.cells[1] == "2"
    assert {r.key: r.cells[0] for r in steps.rows}["ENRICH"] == "Enrichment"
    for table, headings in ((rooms, ROOMS), (steps, STEPS)):
        assert table.headings == headings and all(len(r.cells) == len(headings) for r in table.rows)


def test_what_has_begun_and_not_ended_has_no_end_to_speak_of() -> None:
    house = ordered()
    house.start("B-1", "APH_COLLECT")
    (row,) = steps_table(house.floor).rows
    assert row.cells[1:] == ("1", "100 %", "as planned", "as planned", "0", "–", "–", "–")


def test_a_span_without_work_has_no_rows() -> None:
    house = after("ENRICH")
    assert rooms_table(house.floor, since=house.now + HOUR).rows == ()
