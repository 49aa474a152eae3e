"""Seals: what makes an entry, a head of a chain and a person's signature impossible to alter unseen.

Every seal names what it is for before it is signed, so that a signature made for one purpose never counts for
another (RFC 6962 section 2.1 and C2SP tlog-checkpoint use the same separation).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from db.canonical import Json, canonical
from db.clock import from_micros, to_micros

_CHECKPOINT = b"cleanroom-console-checkpoint-v1\0"
_SIGNATURE = b"cleanroom-console-signature-v1\0"
_GENESIS = b"cleanroom-console-genesis-v1\0"
_CHAIN = b"cleanroom-console-chain-v1\0"


def entry_hash(header: bytes) -> bytes:
    """The hash of an entry: SHA-256 over 0x00 and its canonical header."""
    return hashlib.sha256(b"\0" + header).digest()


def payload_digest(salt: bytes, payload: bytes) -> str:
    """SHA-256, in hex, of salt and payload: a redacted entry does not give its payload away by comparison."""
    return hashlib.sha256(salt + payload).hexdigest()


def content_digest(type_: str, version: int, payload: Json) -> str:
    """What a person signs over: SHA-256, in hex, of the canonical type, version and payload of one event."""
    return hashlib.sha256(canonical({"type": type_, "v": version, "payload": payload})).hexdigest()


def genesis_prev(opening: Json) -> bytes:
    """What stands before the first entry of a chain: a digest of what the chain says of itself."""
    return hashlib.sha256(_GENESIS + canonical(opening)).digest()


def chain_id(site: str, device: str, public_key: str, nonce: str) -> str:
    """The name of a chain, 32 hex characters, bound to the key that seals it."""
    words = canonical({"site": site, "device": device, "public_key": public_key, "nonce": nonce})
    return hashlib.sha256(_CHAIN + words).hexdigest()[:32]


class SigningKey:
    """An Ed25519 key that signs: a device's, or a person's for the length of a session."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.secret = secret
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature."""
        return self._key.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey({self.public.hex()[:12]})"


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the owner of a public key signed exactly these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A device's word that a chain stood at this head; `floor` is the hash of the Floor then, if it was known."""

    chain: str
    seq: int
    head: bytes
    at: datetime
    floor: str
    app: str
    sig: bytes = b""

    def message(self) -> bytes:
        """The bytes that are signed."""
        words = {
            "chain": self.chain,
            "seq": self.seq,
            "head": self.head.hex(),
            "at": to_micros(self.at),
            "floor": self.floor,
            "app": self.app,
        }
        return _CHECKPOINT + canonical(words)

    def signed(self, key: SigningKey) -> Checkpoint:
        """The same, sealed with a device's key."""
        return replace(self, sig=key.sign(self.message()))

    def holds(self, public_key: bytes) -> bool:
        """Whether the device with this public key sealed it."""
        return is_signed(public_key, self.message(), self.sig)


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's signature over one event: who, in which role, what it means, over what, when (21 CFR 11.50, 11.70).

    `at` is the instant of signing, `zone` the IANA name it was shown in; `key` and `sig` are hex and are left out
    where a site works without personal keys.
    """

    user: str
    printed_name: str
    role: str
    meaning: str
    over: str
    at: datetime
    zone: str
    key: str = ""
    sig: str = ""

    def words(self) -> dict[str, Json]:
        """All that is signed, as plain values."""
        return {
            "user": self.user,
            "printed_name": self.printed_name,
            "role": self.role,
            "meaning": self.meaning,
            "over": self.over,
            "at": to_micros(self.at),
            "zone": self.zone,
        }

    def message(self) -> bytes:
        """The bytes that are signed; the key is among them, so that a signature names its own key."""
        return _SIGNATURE + canonical({**self.words(), "key": self.key})

    def signed(self, key: SigningKey) -> Signature:
        """The same, signed with a person's key."""
        named = replace(self, key=key.public.hex())
        return replace(named, sig=key.sign(named.message()).hex())

    def plain(self) -> dict[str, Json]:
        """The form it takes in an entry's header."""
        words = self.words()
        if self.key:
            words.update(key=self.key, sig=self.sig)
        return words

    @classmethod
    def from_plain(cls, words: dict[str, Any]) -> Signature:
        """The signature an entry's header holds; raises KeyError when a word of it is missing."""
        return cls(
            words["user"],
            words["printed_name"],
            words["role"],
            words["meaning"],
            words["over"],
            from_micros(words["at"]),
            words["zone"],
            words.get("key", ""),
            words.get("sig", ""),
        )

    def fault(self, content: str) -> str:
        """Why this is no signature over that content (a content digest), or nothing."""
        if self.over != content:
            return f"the signature of {self.user} is over something else"
        if not self.key:
            return f"the signature of {self.user} lost its key" if self.sig else ""
        try:
            whole = is_signed(bytes.fromhex(self.key), self.message(), bytes.fromhex(self.sig))
        except ValueError:
            whole = False
        return "" if whole else f"the signature of {self.user} was not made with the key it names"
