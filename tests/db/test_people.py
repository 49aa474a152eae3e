"""Passwords and keys: a wrong password opens nothing, and five of them lock for a quarter of an hour."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.people import (
    LOCKED_FOR,
    MAX_TRIES,
    Cost,
    find_credential,
    is_password,
    keep_credential,
    make_verifier,
    note_try,
    open_under,
    seal_under,
)
from db.seal import SigningKey
from tests.db.place import START, made

CHEAP = Cost(1, 64, 1)
RANDOM = bytes(range(28))


def test_a_password_is_recognised_and_no_other():
    verifier = make_verifier("correct horse", CHEAP)
    assert verifier.startswith("$argon2id$")
    assert is_password(verifier, "correct horse")
    assert not is_password(verifier, "correct horsf")
    assert not is_password("no verifier", "correct horse")


@settings(max_examples=20)
@given(st.text(min_size=1, max_size=20), st.text(max_size=20), st.binary(min_size=1, max_size=64))
def test_a_secret_opens_under_its_own_password_only(password, other, secret):
    sealed = seal_under(password, secret, RANDOM, CHEAP)
    assert secret not in sealed or len(secret) < 4
    assert open_under(password, sealed) == secret
    assert other == password or open_under(other, sealed) is None


@settings(max_examples=20)
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_harmed_seal_opens_nothing(place, bit):
    sealed = bytearray(seal_under("password", bytes(32), RANDOM, CHEAP))
    place = len(sealed) - 1 - place % (len(sealed) - 8)  # the cost words are left: they say how much to spend
    sealed[place] ^= 1 << bit
    assert open_under("password", bytes(sealed)) is None


def test_the_cost_of_a_guess_cannot_be_lowered_by_rewriting_the_file():
    sealed = seal_under("password", bytes(32), RANDOM, Cost(2, 64, 1))
    assert open_under("password", sealed.replace(b"2:64:1", b"1:64:1")) is None


@pytest.fixture
def site(tmp_path):
    opened = made(tmp_path / "site")
    with opened.writing() as connection:
        keep_credential(connection, "mia", "verifier", SigningKey(bytes(32)), b"sealed", START)
    yield opened
    opened.close()


def tries(site, right: bool, at) -> int:
    with site.writing() as connection:
        kept = find_credential(connection, "mia")
        assert kept is not None
        return note_try(connection, kept, right, at)


def locked(site, at) -> bool:
    with site.reading() as connection:
        kept = find_credential(connection, "mia")
        assert kept is not None
        return kept.locked_until(at) is not None


def test_five_wrong_tries_lock_for_fifteen_minutes(site):
    for n in range(MAX_TRIES):
        assert not locked(site, START)
        assert tries(site, False, START) == n + 1
    assert locked(site, START + LOCKED_FOR - timedelta(seconds=1))
    assert not locked(site, START + LOCKED_FOR)


def test_a_lock_ends_by_itself_and_counts_anew(site):
    for _ in range(MAX_TRIES):
        tries(site, False, START)
    assert tries(site, False, START + LOCKED_FOR) == 1
    assert not locked(site, START + LOCKED_FOR)


def test_a_right_try_forgets_the_wrong_ones(site):
    tries(site, False, START)
    assert tries(site, True, START) == 0


def test_who_is_not_known_has_nothing_kept(site):
    with site.reading() as connection:
        assert find_credential(connection, "noa") is None
