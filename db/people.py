"""Passwords and personal signing keys: what is kept proves a password, and gives none away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from argon2.low_level import hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, delete, insert, select, update

from db.seal import SigningKey
from db.tables import credential

MAX_TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
SEAL_SALT = 16
SEAL_NONCE = 12

_SEAL = b"cleanroom-console-sealed-key-v1\0"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a password costs (RFC 9106): passes, memory in KiB, lanes. Tests use less."""

    passes: int = 3
    memory: int = 65536
    lanes: int = 4


FULL_COST = Cost()


@dataclass(frozen=True, slots=True)
class Credential:
    """What a site keeps of one person's sign-on."""

    user: str
    verifier: str
    public_key: bytes | None
    sealed_key: bytes | None
    failed: int
    failed_at: datetime | None

    def locked_until(self, now: datetime) -> datetime | None:
        """When tries are accepted again, or None when they are now: five wrong ones lock for fifteen minutes."""
        if self.failed < MAX_TRIES or self.failed_at is None:
            return None
        until = self.failed_at + LOCKED_FOR
        return until if until > now else None


def make_verifier(password: str, cost: Cost = FULL_COST) -> str:
    """The argon2id text by which a password is recognised later."""
    return PasswordHasher(cost.passes, cost.memory, cost.lanes, type=Type.ID).hash(password)


def is_password(verifier: str, password: str) -> bool:
    """Whether this is the password that the verifier was made from."""
    try:
        return PasswordHasher().verify(verifier, password)
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False


def seal_under(password: str, secret: bytes, random: bytes, cost: Cost = FULL_COST) -> bytes:
    """A secret sealed under a password: argon2id makes the key, AES-256-GCM seals; 28 random bytes are given."""
    if len(random) != SEAL_SALT + SEAL_NONCE:
        raise ValueError("a seal under a password takes 28 random bytes")
    words = f"{cost.passes}:{cost.memory}:{cost.lanes}".encode("ascii")
    key = _stretched(password, random[:SEAL_SALT], cost)
    body = AESGCM(key).encrypt(random[SEAL_SALT:], secret, _SEAL + words)
    return bytes([len(words)]) + words + random + body


def open_under(password: str, sealed: bytes) -> bytes | None:
    """The secret, or None when this is not the password it was sealed under."""
    length = sealed[0]
    words, rest = sealed[1 : 1 + length], sealed[1 + length :]
    try:
        cost = Cost(*(int(word) for word in words.split(b":")))
        key = _stretched(password, rest[:SEAL_SALT], cost)
        return AESGCM(key).decrypt(rest[SEAL_SALT : SEAL_SALT + SEAL_NONCE], rest[SEAL_SALT + SEAL_NONCE :], _SEAL + words)
    except (InvalidTag, ValueError, TypeError):
        return None


def _stretched(password: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(password.encode("utf-8"), salt, cost.passes, cost.memory, cost.lanes, hash_len=32, type=Type.ID)


# -------------------------------------------------------------------------------------------------------------- tables


def keep_credential(
    connection: Connection, user: str, verifier: str, key: SigningKey | None, sealed: bytes | None, at: datetime
) -> None:
    """Keep a person's verifier and sealed key in place of what was kept; failed tries are forgotten."""
    connection.execute(delete(credential).where(credential.c.user == user))
    row = {
        "user": user,
        "verifier": verifier,
        "public_key": None if key is None else key.public,
        "sealed_key": sealed,
        "failed": 0,
        "failed_at": None,
        "changed_at": at,
    }
    connection.execute(insert(credential), [row])


def find_credential(connection: Connection, user: str) -> Credential | None:
    """What is kept of a person's sign-on, or None."""
    row = connection.execute(select(credential).where(credential.c.user == user)).first()
    if row is None:
        return None
    return Credential(row.user, row.verifier, row.public_key, row.sealed_key, row.failed, row.failed_at)


def note_try(connection: Connection, kept: Credential, right: bool, at: datetime) -> int:
    """Count a wrong try or forget the count after a right one; returns how many wrong ones stand."""
    failed = 0 if right else (kept.failed if kept.locked_until(at) or kept.failed < MAX_TRIES else 0) + 1
    values = {"failed": failed, "failed_at": None if right else at}
    connection.execute(update(credential).where(credential.c.user == kept.user).values(values))
    return failed
