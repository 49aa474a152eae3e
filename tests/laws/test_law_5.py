"""Law 5: what a command needs signed is known before it is sent; without it nothing at all is recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.codec import COMMANDS
from console.domain.commands.command import Command
from console.domain.facility import Role
from console.domain.needs import given as met
from console.domain.needs import missing_signature, signatures_needed
from console.domain.rights import may
from console.domain.signing import Consent, Meaning
from console.service.change import Change
from console.service.digest import command_digest
from tests.domain.anything import of, plainest
from tests.domain.builders import BY_ROLE, OPERATOR, SECOND, START
from tests.service.fakes import PASSWORD, Console
from tests.service.scenes import asked, with_batch

SIGNED = sorted(name for name, kind in COMMANDS.items() if kind.signs)


def test_these_commands_are_signed_and_no_others() -> None:
    assert SIGNED == [
        "AcceptHandover", "AssessDeviation",
        "ChangePlan", "CloseDeviation", "ConfirmBatch", "CorrectStep", "EnterResult", "FinishStep",
        "GiveHandover", "IssueBlanks", "LiftHold", "PromoteForecastModel", "ReportHistory",
        "ReturnInstrument", "ReturnRoom", "ReviewAudit", "ReviewResult", "SignBlank", "SignDisposition", "TakeDuty",
        "TerminateBatch", "VerifyBlank", "VoidBlank",
    ]  # fmt: skip


def lived() -> Console:
    return with_batch(until="ENRICH").console


@pytest.mark.parametrize("name", SIGNED)
def test_without_its_signature_nothing_is_recorded_whatever_the_command_says(name: str) -> None:
    console = lived()
    entries = list(console.journal.entries)
    for user in BY_ROLE.values():
        console.credentials.unlock(user, PASSWORD, console.clock.now())

    @settings(max_examples=10)
    @given(command=of(COMMANDS[name]), meaning=st.sampled_from(Meaning), user=st.sampled_from(sorted(BY_ROLE.values())))
    def nothing(command: Command, meaning: Meaning, user: str) -> None:
        stray = Consent(user, meaning, "0" * 64, START, "UTC")
        assert not isinstance(asked(console, command), Change)
        assert not isinstance(asked(console, command, stray), Change)

    nothing()
    assert console.journal.entries == entries


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_needs_are_known_beforehand_and_name_the_one_who_asks(name: str) -> None:
    floor = lived().floor
    command = plainest(COMMANDS[name], by=OPERATOR)
    needs = signatures_needed(floor, command)
    assert bool(needs) == bool(COMMANDS[name].signs)
    assert all(need.user in (OPERATOR, "") for need in needs)
    assert all(may(tuple(Role), need.right) for need in needs)


CONSENTS = st.lists(
    st.builds(
        Consent,
        st.sampled_from([OPERATOR, SECOND]),
        st.sampled_from([Meaning.PERFORMED, Meaning.VERIFIED]),
        st.sampled_from(["right", "wrong"]),
        st.just(START),
        st.just("UTC"),
    ),
    max_size=4,
)


@given(consents=CONSENTS)
def test_a_need_is_met_only_by_the_right_person_meaning_and_words(consents: list[Consent]) -> None:
    house = with_batch_cached()
    command: Any = replace(house[1])
    needs = signatures_needed(house[0].floor, command)
    told = tuple(replace(c, over=command_digest(command) if c.over == "right" else c.over) for c in consents)
    expected = {(OPERATOR, Meaning.PERFORMED), (SECOND, Meaning.VERIFIED)}
    whole = expected <= {(c.user, c.meaning) for c in told if c.over == command_digest(command)}
    assert (missing_signature(needs, told, command_digest(command)) is None) == whole
    assert {(c.user, c.meaning) for c, _ in met(needs, told, command_digest(command))} <= expected


CACHED: list[tuple[Console, Command]] = []


def with_batch_cached() -> tuple[Console, Command]:
    if not CACHED:
        house = with_batch(until="COURIER_IN")
        house.start("B-1", "RECEIPT_COI")
        CACHED.append((house.console, house.finishing("B-1", "RECEIPT_COI")))
    return CACHED[0]


def test_a_key_that_is_not_open_signs_nothing() -> None:
    console, command = with_batch_cached()
    digest = command_digest(command)
    given_ = [Consent(n.user, n.meaning, digest, START, "UTC") for n in signatures_needed(console.floor, command)]
    for user in (OPERATOR, SECOND):
        console.credentials.lock(user)
    before = len(console.journal.entries)
    assert not isinstance(asked(console, command, *given_), Change)
    assert len(console.journal.entries) == before
