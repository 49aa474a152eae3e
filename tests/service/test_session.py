"""Who acts here: login, lock-out, logout; a consent is bound to one command, one meaning, one person, and a password every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain import commands as c
from console.domain.refusal import Refusal
from console.domain.signing import Consent, Meaning
from console.service.change import Change
from console.service.digest import command_digest
from console.service.session import consents_of
from tests.domain.builders import ANALYST, OPERATOR, QA, SECOND, SUPERVISOR
from tests.service.fakes import PASSWORD, Console
from tests.service.scenes import asked, founded, refused, with_batch


def kinds(console: Console) -> list[str]:
    return [entry.wire.type for entry in console.journal.entries if entry.wire.type.startswith("session.")]


def rule(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.rule


def test_a_login_opens_a_session_and_says_so_in_the_record() -> None:
    console = founded()
    assert console.session.login(OPERATOR, PASSWORD) is None
    assert console.session.user == OPERATOR
    assert kinds(console) == ["session.opened"]
    assert console.journal.entries[-1].wire.by == "console"


@pytest.mark.parametrize("user", [OPERATOR, "nobody", "x" * 300, ""])
def test_a_failed_login_opens_nothing_and_is_recorded(user: str) -> None:
    console = founded()
    assert rule(console.session.login(user, "wrong")) == "login"
    assert console.session.user == ""
    assert kinds(console) == ["session.refused"]
    assert len(console.journal.entries[-1].wire.payload.get("user", "")) <= 40


def test_who_left_the_site_cannot_log_in_with_the_right_password() -> None:
    console = founded()
    asked(console, c.ChangePerson(by=QA, user=OPERATOR, roles=(), active=False, reason="left"))
    assert rule(console.session.login(OPERATOR, PASSWORD)) == "login"
    assert OPERATOR not in console.credentials.open


def test_the_fifth_wrong_try_locks_for_fifteen_minutes_even_the_right_password() -> None:
    console = founded()
    for _ in range(5):
        console.session.login(OPERATOR, "wrong")
    assert rule(console.session.login(OPERATOR, PASSWORD)) == "locked-out"
    assert console.journal.entries[-1].wire.payload["why"] == "locked-out"
    console.clock.put(console.clock.now() + timedelta(minutes=15))
    assert console.session.login(OPERATOR, PASSWORD) is None


def test_another_login_ends_the_session_before_it() -> None:
    console = founded()
    console.session.login(OPERATOR, PASSWORD)
    console.session.login(SECOND, PASSWORD)
    assert kinds(console) == ["session.opened", "session.closed", "session.opened"]
    assert console.credentials.open == {SECOND} and console.session.user == SECOND


def test_a_logout_forgets_the_keys_of_everyone_who_signed_and_says_why() -> None:
    console, command = signing()
    console.session.login(OPERATOR, PASSWORD)
    console.session.consent(command, SECOND, PASSWORD, Meaning.VERIFIED)
    assert console.credentials.open == {OPERATOR, SECOND}
    console.session.logout("idle")
    assert console.credentials.open == set() and console.session.user == ""
    assert console.journal.entries[-1].wire.payload == {"user": OPERATOR, "why": "idle"}
    before = len(console.journal.entries)
    console.session.logout("again")
    assert len(console.journal.entries) == before


def signing() -> tuple[Console, c.FinishStep]:
    house = with_batch(until="COURIER_IN")
    house.start("B-1", "RECEIPT_COI")
    for user in list(house.console.credentials.open):
        house.console.credentials.lock(user)
    return house.console, house.finishing("B-1", "RECEIPT_COI")


def test_both_sign_the_same_words_and_the_step_is_recorded() -> None:
    console, command = signing()
    first = console.session.consent(command, OPERATOR, PASSWORD, Meaning.PERFORMED)
    second = console.session.consent(command, SECOND, PASSWORD, Meaning.VERIFIED)
    assert isinstance(first, Consent) and isinstance(second, Consent)
    assert first.over == second.over == command_digest(command)
    assert (first.user, first.zone, first.at) == (OPERATOR, "America/New_York", console.clock.now())
    assert isinstance(asked(console, command, first, second), Change)


def test_a_consent_given_for_one_command_is_void_for_another() -> None:
    console, command = signing()
    given = [
        console.session.consent(command, user, PASSWORD, meaning)
        for user, meaning in ((OPERATOR, Meaning.PERFORMED), (SECOND, Meaning.VERIFIED))
    ]
    other = replace(command, comment="one word more")
    assert refused(console, other, *(g for g in given if isinstance(g, Consent))) == "signature"


@pytest.mark.parametrize(
    ("user", "meaning", "said"),
    [
        (SECOND, Meaning.PERFORMED, "signer"),
        (OPERATOR, Meaning.VERIFIED, "signer"),
        (OPERATOR, Meaning.RELEASED, "meaning"),
        ("nobody", Meaning.PERFORMED, "signer"),
    ],
)
def test_nobody_signs_for_another_or_in_a_meaning_not_asked_for(user: str, meaning: Meaning, said: str) -> None:
    console, command = signing()
    assert rule(console.session.consent(command, user, PASSWORD, meaning)) == said


def test_a_verifier_who_performed_is_turned_away_before_the_password() -> None:
    console, command = signing()
    for odd in (replace(command, verifier=OPERATOR), replace(command, by=SECOND, verifier=OPERATOR)):
        assert rule(console.session.consent(odd, OPERATOR, PASSWORD, Meaning.VERIFIED)) == "verifier-same"


def test_a_wrong_password_at_signing_is_recorded_and_locks_out_like_a_login() -> None:
    console, command = signing()
    for _ in range(5):
        assert rule(console.session.consent(command, OPERATOR, "wrong", Meaning.PERFORMED)) == "login"
    assert rule(console.session.consent(command, OPERATOR, PASSWORD, Meaning.PERFORMED)) == "locked-out"
    whys = [e.wire.payload["why"] for e in console.journal.entries if e.wire.type == "session.refused"]
    assert whys == ["signing: login"] * 5 + ["signing: locked-out"]


def test_the_password_is_asked_again_for_every_signature() -> None:
    console, command = signing()
    assert isinstance(console.session.consent(command, OPERATOR, PASSWORD, Meaning.PERFORMED), Consent)
    assert rule(console.session.consent(command, OPERATOR, "", Meaning.PERFORMED)) == "login"


def test_a_command_that_needs_no_signature_has_none_to_give() -> None:
    console, _ = signing()
    note = c.AddNote(by=OPERATOR, batch="B-1", text="x")
    assert rule(console.session.consent(note, OPERATOR, PASSWORD, Meaning.PERFORMED)) == "meaning"


def test_a_simulation_consents_for_people_whose_keys_are_open() -> None:
    console, command = signing()
    given = consents_of(command, console.floor, console.clock, "America/New_York")
    assert refused(console, command, *given) == "signature-locked"
    for user in (OPERATOR, SECOND):
        console.credentials.unlock(user, PASSWORD, console.clock.now())
    assert isinstance(asked(console, command, *given), Change)


def test_a_digest_changes_with_every_field_and_only_with_them() -> None:
    _, command = signing()
    digests = {
        command_digest(x)
        for x in (
            command,
            replace(command, by=SECOND),
            replace(command, comment="x"),
            replace(command, verifier=SUPERVISOR),
            replace(command, step="ENRICH"),
            c.AddNote(by=ANALYST, batch="B-1", text="x"),
        )
    }
    assert len(digests) == 6
    assert command_digest(replace(command, values=dict(reversed(list(command.values.items()))))) == command_digest(command)
