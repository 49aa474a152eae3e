"""A sheet of paper through the dispatcher: who signs which entry in which meaning, and what stands when a commit fails."""

from __future__ import annotations

import pytest

from console.domain.batch import StepState
from console.domain.blanks import BlankState
from console.domain.signing import Meaning
from console.service.change import Change, Trouble
from tests.domain.builders import HOUR, MINUTE, OPERATOR, SECOND, SUPERVISOR, THIRD
from tests.domain.sheets import N, attach, bring, issue, key, sheet, sign, verify, written
from tests.service.scenes import Lived, asked, consents, refused, with_batch


@pytest.fixture
def house() -> Lived:
    made = with_batch("B-1", "APH_QC")
    made.ask(issue())
    made.wait(6 * HOUR)
    made.ask(bring())
    made.ask(key(made))
    return made


def signatures(change: Change) -> dict[str, list[tuple[str, str]]]:
    return {entry.wire.type: [(s.user, s.meaning) for s in entry.signatures] for entry in change.entries}


def test_nobody_signs_for_another_the_second_reader_signs_the_transcription_and_nothing_else(house: Lived) -> None:
    command = verify(house, by=THIRD)
    change = asked(house.console, command, *consents(house.console, command))
    assert isinstance(change, Change)
    told = signatures(change)
    checked = [(THIRD, Meaning.TRANSCRIBED.value)]
    assert told == {"blank.verified": checked, "step.started": checked, "step.finished": checked}
    wires = [entry.wire for entry in change.entries if entry.wire.type == "step.finished"]
    hands = {(wire.by, wire.payload["performer"], wire.payload["verifier"], wire.payload["paper"]) for wire in wires}
    assert hands == {(THIRD, OPERATOR, SECOND, N)}
    assert all(f"blank:{N}" in wire.entities and "batch:B-1" in wire.entities for wire in wires)


def test_what_is_owed_is_signed_later_by_the_person_alone(house: Lived) -> None:
    house.ask(verify(house, by=THIRD))
    own = sign(SECOND)
    change = asked(house.console, own, *consents(house.console, own))
    assert isinstance(change, Change)
    assert signatures(change) == {"blank.signed": [(SECOND, Meaning.VERIFIED.value)]}
    stray = consents(house.console, sign(OPERATOR))
    assert refused(house.console, sign(THIRD), *stray) == "signature"


def test_without_the_second_readers_signature_no_entry_of_the_floor_is_made(house: Lived) -> None:
    before = house.console.floor
    assert refused(house.console, verify(house)) == "signature"
    assert refused(house.console, verify(house), *consents(house.console, verify(house, by=THIRD))) == "signature"
    changed = verify(house, *written(house)[:2])
    assert refused(house.console, verify(house), *consents(house.console, changed)) == "signature"
    assert house.console.floor is before


@pytest.mark.parametrize("when", ["fails_before", "fails_after"])
def test_a_sheet_is_entered_as_a_whole_or_not_at_all_when_a_commit_fails(house: Lived, when: str) -> None:
    setattr(house.console.journal, when, 1)
    command = verify(house)
    answer = asked(house.console, command, *consents(house.console, command))
    stands = when == "fails_after"
    floor = house.console.floor
    assert isinstance(answer, Change if stands else Trouble)
    done = [floor.batches["B-1"].steps[code].state is StepState.DONE for code in ("LINE_CLEARANCE", "ENRICH")]
    assert done == [stands, stands]
    assert floor.blanks[N].state is (BlankState.VERIFIED if stands else BlankState.KEYED)
    house.floor = floor
    if not stands:
        house.ask(verify(house))
    house.ask(attach())
    assert sheet(house).state is BlankState.CLOSED


def test_the_issuer_signs_every_sheet_that_goes_out(house: Lived) -> None:
    house.wait(MINUTE)
    house.console.clock.put(house.now)
    command = issue(rooms=("CR1", "CR2", "CR3"))
    change = asked(house.console, command, *consents(house.console, command))
    assert isinstance(change, Change) and len(change.entries) == 3
    assert all([(s.user, s.meaning) for s in entry.signatures] == [(SUPERVISOR, "issued")] for entry in change.entries)
