"""Passwords, unlocked keys and what lies on the desk."""

from datetime import timedelta

import pytest

from console.domain.codec import Wire
from console.domain.commands import CertifyKey, LiftHold
from console.domain.facility import Role
from console.domain.refusal import Refusal
from console.domain.signing import Consent, Meaning
from console.service.clock import SystemClock
from console.service.ports import Credentials
from console.service.session import consents_of
from console.store.entries import to_signature
from db.seal import content_digest
from tests.store.place import START, dispatcher, done, furnish, made, reopened, workplace
from tests.store.scenes import hold, order, someone

WIRE = Wire("note.added", 1, {"batch": "B-1", "text": "hm"}, ("batch:B-1",), "mia", START)
CONSENT = Consent("mia", Meaning.PERFORMED, "00", START, "Europe/London")


def test_it_is_the_port(site):
    port: Credentials = site.credentials
    assert not port.unlocked("mia")


def test_a_password_unlocks_the_key_until_it_is_locked(site):
    key = site.credentials.create("mia", "pass")
    assert isinstance(key, str) and len(key) == 64
    assert not site.credentials.unlocked("mia")
    assert site.credentials.unlock("mia", "pass", START) is None
    assert site.credentials.unlocked("mia")
    site.credentials.lock("mia")
    assert not site.credentials.unlocked("mia")
    with pytest.raises(KeyError):
        site.credentials.sign(WIRE, CONSENT, "Mia Okoro", "operator")


def test_a_signature_is_over_exactly_this_event(site):
    key = site.credentials.create("mia", "pass")
    site.credentials.unlock("mia", "pass", START)
    signed = site.credentials.sign(WIRE, CONSENT, "Mia Okoro", "operator")
    assert (signed.user, signed.name, signed.meaning, signed.key) == ("mia", "Mia Okoro", "performed", key)
    assert to_signature(signed).fault(content_digest(WIRE.type, WIRE.v, WIRE.payload)) == ""
    assert to_signature(signed).fault(content_digest(WIRE.type, WIRE.v, {**WIRE.payload, "text": "hmm"})) != ""


def test_an_unknown_user_and_a_wrong_password_get_the_same_answer(site):
    site.credentials.create("mia", "pass")
    unknown = site.credentials.unlock("noa", "pass", START)
    wrong = site.credentials.unlock("mia", "past", START)
    assert isinstance(unknown, Refusal) and unknown == wrong


def test_five_wrong_passwords_lock_even_the_right_one_out_for_a_while(site, work):
    site.credentials.create("mia", "pass")
    for _ in range(5):
        refused = site.credentials.unlock("mia", "past", START)
        assert refused is not None and refused.rule == "login"
    refused = site.credentials.unlock("mia", "pass", START + timedelta(minutes=14))
    assert refused is not None and refused.rule == "login-locked"
    site.db.close()
    again = reopened(site.db.folder, work)
    refused = again.credentials.unlock("mia", "pass", START + timedelta(minutes=14))
    assert refused is not None and refused.rule == "login-locked"
    assert again.credentials.unlock("mia", "pass", START + timedelta(minutes=15)) is None
    again.db.close()


def test_a_right_password_forgets_the_wrong_ones(site):
    site.credentials.create("mia", "pass")
    for _ in range(3):
        for _ in range(4):
            assert site.credentials.unlock("mia", "past", START) is not None
        assert site.credentials.unlock("mia", "pass", START) is None


def test_a_new_password_makes_a_new_key_and_locks_the_old(site):
    old = site.credentials.create("mia", "pass")
    site.credentials.unlock("mia", "pass", START)
    new = site.credentials.create("mia", "word")
    assert new != old and not site.credentials.unlocked("mia")
    assert site.credentials.unlock("mia", "pass", START) is not None


def test_a_real_site_wants_a_long_password(tmp_path):
    work = workplace()
    object.__setattr__(work, "clock", SystemClock())
    site = made(tmp_path / "real", work, "RECORD")
    refused = site.credentials.create("mia", "short")
    assert isinstance(refused, Refusal) and refused.rule == "password-short"
    assert isinstance(site.credentials.create("mia", "long enough now"), str)
    site.db.close()


def test_a_password_stands_nowhere(site):
    site.credentials.create("mia", "a very secret password")
    site.db.close()
    for path in site.db.folder.rglob("*"):
        if path.is_file():
            assert b"a very secret password" not in path.read_bytes()


def test_a_signature_stays_true_when_its_key_was_replaced_and_a_strangers_key_never_is(site, work):
    run = dispatcher(site, work)
    furnish(run)
    order(run, "B-1")
    qa, other = sorted(p.id for p in run.floor.people.values() if Role.QA in p.roles)[:2]
    hold(run, "B-1", "odd colour")

    def certify(user: str) -> None:
        key = site.credentials.create(user, "pass")
        assert isinstance(key, str)
        done(run.submit(CertifyKey(by=someone(run, Role.ADMIN), user=user, public_key=key)))
        assert site.credentials.unlock(user, "pass", work.clock.now()) is None

    def lift(by: str) -> None:
        command = LiftHold(by=by, batch="B-1", hold="H-B-1", reason="it was the lamp")
        done(run.submit(command, consents_of(command, run.floor, work.clock, "Europe/London", by)))

    certify(qa)
    lift(qa)
    certify(qa)
    verdict = site.verify()
    assert verdict.whole and verdict.signatures > 0
    assert isinstance(site.credentials.create(other, "pass"), str)
    site.credentials.unlock(other, "pass", work.clock.now())
    hold(run, "B-1", "odd colour again")
    lift(other)
    broken = site.verify().first_break
    assert broken is not None and f"is not {other}'s" in broken.what


# ---------------------------------------------------------------------------------------------------------------- desk


def test_a_draft_waits_for_its_author_alone(site, work):
    site.desk.keep_draft("mia", "batch:B-1", {"text": "half a sen", "n": 1})
    assert site.desk.draft("mia", "batch:B-1") == {"text": "half a sen", "n": 1}
    assert site.desk.draft("noa", "batch:B-1") is None
    site.desk.keep_draft("mia", "batch:B-1", {"text": "half a sentence"})
    site.db.close()
    again = reopened(site.db.folder, work)
    assert again.desk.draft("mia", "batch:B-1") == {"text": "half a sentence"}
    again.desk.keep_draft("mia", "batch:B-1", None)
    assert again.desk.draft("mia", "batch:B-1") is None
    again.db.close()


def test_a_setting_is_remembered_or_has_its_default(site):
    assert site.desk.setting("theme", "light") == "light"
    site.desk.remember("theme", "dark")
    site.desk.remember("theme", "dim")
    assert site.desk.setting("theme", "light") == "dim"


def test_drafts_and_settings_are_no_part_of_the_record(site):
    before = site.journal.place()
    site.desk.remember("theme", "dark")
    site.desk.keep_draft("mia", "here", {"a": 1})
    assert site.journal.place() == before
    assert site.verify().whole
