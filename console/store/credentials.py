"""Passwords and signing keys of a site's people, and the keys that are unlocked now."""

from __future__ import annotations

import secrets as chance
import threading
from collections.abc import Callable
from datetime import datetime

from console.domain.codec import Wire
from console.domain.refusal import Refusal
from console.domain.signing import Consent
from console.service.change import Signed
from console.store.entries import to_signed
from db.people import (
    FULL_COST,
    SEAL_NONCE,
    SEAL_SALT,
    Cost,
    Credential,
    find_credential,
    keep_credential,
    make_verifier,
    note_try,
    open_under,
    seal_under,
)
from db.seal import Signature, SigningKey, content_digest
from db.site import Site

SHORTEST_PASSWORD = 12
# In a site that plays, sign-on must not cost the player seconds; nothing there is worth guessing for.
PLAY_COST = Cost(passes=1, memory=256, lanes=1)

_WRONG = Refusal("login", "This id and password do not belong together.", "Try again.", "user")


class SiteCredentials:
    """Checks passwords against the site and keeps unlocked keys in memory only."""

    def __init__(self, site: Site, random: Callable[[int], bytes] = chance.token_bytes) -> None:
        self._site = site
        self._plays = site.class_.plays
        self._cost = PLAY_COST if self._plays else FULL_COST
        # Where a site plays, the same seed makes the same keys, hence the same signatures.
        self._random = random if self._plays else chance.token_bytes
        self._keys: dict[str, SigningKey] = {}
        self._turn = threading.Lock()

    def create(self, user: str, password: str) -> str | Refusal:
        """Give a user a password and a new key; returns the public key (hex). The new key is not unlocked."""
        shortest = 1 if self._plays else SHORTEST_PASSWORD
        if len(password) < shortest:
            return Refusal("password-short", f"A password has at least {shortest} characters.", "Choose a longer one.", "password")
        key = SigningKey(self._random(32))
        sealed = seal_under(password, key.secret, self._random(SEAL_SALT + SEAL_NONCE), self._cost)
        verifier = make_verifier(password, self._cost)
        with self._site.writing() as connection:
            keep_credential(connection, user, verifier, key, sealed, self._site.pen.clock.now())
        self.lock(user)
        return key.public.hex()

    def unlock(self, user: str, password: str, at: datetime) -> Refusal | None:
        """Check the password and unlock the key; five wrong tries lock for 15 minutes."""
        with self._turn:  # one try after another: guessing side by side must not get more than five
            with self._site.reading() as connection:
                kept = find_credential(connection, user)
            if kept is None:
                return _WRONG
            until = kept.locked_until(at)
            if until is not None:
                return Refusal("login-locked", "Five wrong passwords.", "Try again 15 minutes after the last one.", "user")
            key = _opened(kept, password)
            if key is None or kept.failed:
                with self._site.writing() as connection:
                    note_try(connection, kept, key is not None, at)
            if key is None:
                return _WRONG
            self._keys[user] = key
            return None

    def lock(self, user: str) -> None:
        """Forget the unlocked key."""
        self._keys.pop(user, None)

    def unlocked(self, user: str) -> bool:
        """Whether this user's key is unlocked."""
        return user in self._keys

    def sign(self, wire: Wire, consent: Consent, name: str, role: str) -> Signed:
        """Sign an event's content in the consent's meaning with the unlocked key; KeyError when it is locked."""
        over = content_digest(wire.type, wire.v, wire.payload)
        bare = Signature(consent.user, name, role, consent.meaning.value, over, consent.at, consent.zone)
        return to_signed(bare.signed(self._keys[consent.user]))


def _opened(kept: Credential, password: str) -> SigningKey | None:
    if kept.sealed_key is None:
        return None
    secret = open_under(password, kept.sealed_key)  # the seal proves the password; a second proof would cost 0.1 s
    return SigningKey(secret) if secret is not None else None
