"""A demo's exercise with sheets of paper leaves one in every state, by people who may, and nothing on the floor changed by it."""

from __future__ import annotations

from console.domain.blanks import BlankAccount, BlankState
from console.domain.facility import Role
from console.simulation.history import EXERCISE
from console.simulation.papers import MARK, ROOMS
from tests.simulation.lived import NOW, past


def test_the_exercise_ends_with_a_sheet_in_every_state_but_closed() -> None:
    floor = past()[-1].floor
    states = [blank.state for _, blank in sorted(floor.blanks.items())]
    assert states == [BlankState.VERIFIED, BlankState.KEYED, BlankState.RETURNED, BlankState.VOID, BlankState.OUT]
    assert floor.blank_account() == BlankAccount(ROOMS, 3, 1, 1)
    assert all(number.startswith(f"P-{MARK}-") for number in floor.blanks)
    assert len(floor.open_blanks()) == 4


def test_its_sheets_were_keyed_by_two_people_after_they_were_issued_and_came_back() -> None:
    (first, *_) = [blank for _, blank in sorted(past()[-1].floor.blanks.items())]
    assert first.issued_at == NOW - EXERCISE
    assert first.returned_at and first.keyed_at and first.verified_at
    assert first.issued_at < first.returned_at < first.keyed_at < first.verified_at < NOW
    assert first.keyed_by != first.verified_by
    issuer = past()[-1].floor.people[first.issued_by]
    assert not {Role.SUPERVISOR, Role.QA}.isdisjoint(issuer.roles)


def test_no_step_of_the_demo_comes_from_paper() -> None:
    floor = past()[-1].floor
    assert all(not step.paper for batch in floor.batches.values() for step in batch.steps.values())
    first = min(floor.blanks)
    remarks = [note.text for batch in floor.batches.values() for note in batch.notes if first in note.text]
    assert remarks and all("Not entered: it was recorded on the console" in text for text in remarks)
