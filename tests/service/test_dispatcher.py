"""The one way in: decided, signed, recorded in one transaction, and only then does the floor move."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain import commands as c
from console.domain import events as e
from console.domain.decide import CONSOLE
from console.domain.refusal import Refusal
from console.domain.signing import Meaning
from console.service.change import Change, Trouble
from console.service.dispatcher import LEAVES_AFTER, Asked
from tests.domain.builders import INSPECTOR, OPERATOR, PLANNER, QA, SECOND, SUPERVISOR
from tests.service.fakes import Console
from tests.service.scenes import asked, consents, done, founded, refused, with_batch

NOTE = c.AddNote(by=OPERATOR, batch="B-1", text="clinic called")


def test_a_command_becomes_entries_and_a_change_that_says_what_it_made_of_the_floor() -> None:
    house = with_batch()
    before = house.console.floor
    change = done(house.console, NOTE)
    assert change.before is before and change.after is house.console.floor
    assert change.events == (e.NoteAdded(by=OPERATOR, at=house.now, batch="B-1", text="clinic called"),)
    assert [entry.wire.type for entry in change.entries] == ["note.added"]
    assert change.touched() == {"B-1"} and house.console.changes[-1] is change


def test_a_refused_command_leaves_no_trace() -> None:
    console = founded()
    entries, floor, told = list(console.journal.entries), console.floor, list(console.changes)
    assert refused(console, NOTE) == "batch-unknown"
    assert (console.journal.entries, console.floor, console.changes) == (entries, floor, told)


def test_several_events_of_one_command_are_recorded_together_in_order() -> None:
    house = with_batch()
    change = house.console.changes[-1]
    assert [entry.wire.type for entry in change.entries] == ["batch.ordered", "batch.planned"]
    assert [entry.lamport for entry in change.entries] == [change.entries[0].lamport, change.entries[0].lamport + 1]


def test_of_many_the_refused_are_left_out_and_the_rest_stands() -> None:
    house = with_batch()
    before = len(house.console.journal.entries)
    told = [Asked(NOTE), Asked(replace(NOTE, text=" ")), Asked(replace(NOTE, text="again"))]
    answers = house.console.dispatcher.submit_all(told).result()
    assert [type(a).__name__ for a in answers] == ["Change", "Refusal", "Change"]
    assert len(house.console.journal.entries) == before + 2
    first, last = answers[0], answers[2]
    assert isinstance(first, Change) and isinstance(last, Change) and last.before is first.after
    assert [n.text for n in house.console.floor.batches["B-1"].notes] == ["clinic called", "again"]


def test_a_simulation_states_when_it_was_recorded() -> None:
    house = with_batch()
    past = house.now + timedelta(days=3)
    (answer,) = house.console.dispatcher.submit_all([Asked(NOTE, now=past)]).result()
    assert isinstance(answer, Change) and answer.entries[0].recorded_at == past == answer.events[0].at


@pytest.mark.parametrize("kind", ["AID", "RECORD"])
def test_a_real_site_is_not_told_what_time_it_is(kind: str) -> None:
    console = with_batch().console
    console.journal.kind = kind
    told = Asked(c.AddNote(by=OPERATOR, batch="B-1", text="then"), (), console.clock.now() - timedelta(hours=1))
    (answer,) = console.dispatcher.submit_all([told]).result()
    assert isinstance(answer, Refusal) and answer.rule == "class"


def finishing() -> tuple[Console, c.FinishStep]:
    house = with_batch(until="COURIER_IN")
    house.start("B-1", "RECEIPT_COI")
    return house.console, house.finishing("B-1", "RECEIPT_COI")


def test_a_step_is_signed_by_performer_and_verifier_with_name_role_and_meaning() -> None:
    console, command = finishing()
    (entry,) = done(console, command).entries
    assert [(s.user, s.name, s.role, s.meaning) for s in entry.signatures] == [
        (OPERATOR, "A. Reyes", "operator", "performed"),
        (SECOND, "B. Okafor", "operator", "verified"),
    ]


@pytest.mark.parametrize("left", [0, 1])
def test_without_either_signature_nothing_is_recorded(left: int) -> None:
    console, command = finishing()
    given = consents(console, command)
    before = len(console.journal.entries)
    assert refused(console, command, given[left]) == "signature"
    assert refused(console, command) == "signature"
    assert len(console.journal.entries) == before


@pytest.mark.parametrize(
    "change",
    [{"comment": "x"}, {"verifier": SUPERVISOR}, {"reason": "late"}, {"values": {}}, {"batch": "B-2"}],
    ids=lambda c: next(iter(c)),
)
def test_a_consent_is_void_when_one_letter_of_the_command_changes(change: dict[str, object]) -> None:
    console, command = finishing()
    given = consents(console, command)
    changed = replace(command, **change)  # type: ignore[arg-type]  # any field
    assert refused(console, changed, *given) == "signature"


def test_a_performer_cannot_verify_even_with_both_consents() -> None:
    console, command = finishing()
    both = replace(command, verifier=OPERATOR)
    digest = consents(console, both)[0]
    assert refused(console, both, digest, replace(digest, meaning=Meaning.VERIFIED)) == "signature"


def test_who_began_a_step_cannot_verify_it() -> None:
    console, command = finishing()
    swapped = replace(command, by=SECOND, verifier=OPERATOR)
    assert refused(console, swapped, *consents(console, swapped)) == "signature"


def test_a_signer_without_the_right_is_refused() -> None:
    console, command = finishing()
    by_inspector = replace(command, verifier=INSPECTOR)
    assert refused(console, by_inspector, *consents(console, by_inspector)) == "signature-right"


def test_a_signer_whose_key_was_locked_meanwhile_is_refused() -> None:
    console, command = finishing()
    given = consents(console, command)
    console.credentials.lock(SECOND)
    assert refused(console, command, *given) == "signature-locked"


def test_a_consent_nobody_asked_for_signs_nothing() -> None:
    console, command = finishing()
    given = consents(console, command)
    odd = replace(given[0], user=QA, meaning=Meaning.RELEASED)
    answer = asked(console, command, *given, odd)
    assert isinstance(answer, Change) and [s.user for s in answer.entries[0].signatures] == [OPERATOR, SECOND]
    answer = asked(console, NOTE, *given)
    assert isinstance(answer, Change) and answer.entries[0].signatures == ()


def test_one_signature_covers_the_deviation_that_the_same_step_opens() -> None:
    house = with_batch(until="LINE_CLEARANCE")
    house.start("B-1", "ENRICH")
    command = house.finishing("B-1", "ENRICH")
    low = replace(command, values={**command.values, "viability": command.values["viability"] - 30})
    change = done(house.console, low)
    assert [entry.wire.type for entry in change.entries] == ["step.finished", "deviation.opened"]
    assert all(len(entry.signatures) == 2 for entry in change.entries)


def test_a_batch_leaves_the_floor_thirty_days_after_it_ended() -> None:
    house = with_batch()
    house.ask(c.CancelBatch(by=SUPERVISOR, batch="B-1", reason="withdrawn"))
    console = house.console
    console.clock.put(house.now + LEAVES_AFTER)
    assert console.dispatcher.sweep().result() == []
    console.clock.put(house.now + LEAVES_AFTER + timedelta(seconds=1))
    (answer,) = console.dispatcher.sweep().result()
    assert isinstance(answer, Change) and "B-1" in console.floor.left and "B-1" not in console.floor.batches
    assert refused(console, c.OrderBatch(by=PLANNER, batch="B-1", recipe="CAL-v1")) == "batch-known"


def test_read_only_says_so_to_everyone_and_takes_nothing() -> None:
    house = with_batch()
    console = house.console
    console.dispatcher.read_only = True
    before = list(console.journal.entries)
    answer = asked(console, NOTE)
    assert isinstance(answer, Trouble) and answer.kind == "read-only"
    assert isinstance(console.dispatcher.absorb(before).result(), Trouble)
    assert console.journal.entries == before


def test_a_sealed_floor_starts_the_console_again_as_it_was() -> None:
    house = with_batch(until="ENRICH")
    house.console.dispatcher.snapshot().result()
    done(house.console, NOTE)
    again = house.console.started_again()
    assert again.floor == house.console.floor
    assert len(again.journal.fold_from(None)[1]) == 1


def test_the_console_may_not_be_asked_to_act_as_itself_by_hand() -> None:
    house = with_batch()
    assert refused(house.console, replace(NOTE, by=CONSOLE)) == "right"


def test_results_are_signed_by_who_entered_and_who_reviewed_them() -> None:
    house = with_batch(until="IPC_SAMPLE_D5")
    spec = house.floor.recipes["CART-7D-v1"].test("VCN")
    assert spec is not None
    house.test("B-1", spec)
    signed = {entry.wire.type: [s.meaning for s in entry.signatures] for entry in house.console.journal.entries[-3:]}
    assert signed == {"test.started": [], "result.entered": ["performed"], "result.reviewed": ["reviewed"]}
