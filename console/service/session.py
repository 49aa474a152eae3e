"""Who acts at this console: login, lock, and the consents that become signatures (21 CFR 11.200)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from console.domain.commands import CloseSession, OpenSession, RefuseSession
from console.domain.commands.command import Command
from console.domain.decide import CONSOLE
from console.domain.floor import Floor
from console.domain.needs import signatures_needed
from console.domain.refusal import Refusal
from console.domain.signing import Consent, Meaning
from console.service.digest import command_digest
from console.service.ports import Clock, Credentials

IDLE_LOCK = timedelta(minutes=10)
"""How long a session lasts without a touch (data.md 2.3)."""


class Session:
    """The person at this console; locked means readable, not actionable."""

    def __init__(
        self, credentials: Credentials, clock: Clock, floor: Callable[[], Floor], record: Callable[[Command], object], zone: str
    ) -> None:
        self._credentials = credentials
        self._clock = clock
        self._floor = floor
        self._record = record
        self._zone = zone
        self._signed: set[str] = set()
        self.user = ""

    def login(self, user: str, password: str) -> Refusal | None:
        """Open a session; a failed try is recorded too (11.300(d))."""
        refusal = self._wrong(user, password)
        if refusal is not None:
            self._record(RefuseSession(by=CONSOLE, user=user[:40], why=refusal.rule))
            return refusal
        if self.user and self.user != user:
            self.logout("another person logged in")
        self.user = user
        self._record(OpenSession(by=CONSOLE, user=user))
        return None

    def _wrong(self, user: str, password: str) -> Refusal | None:
        person = self._floor().people.get(user)
        if person is None or not person.active:
            return Refusal("login", "This id and password do not belong together.", "Try again.", "user")
        return self._credentials.unlock(user, password, self._clock.now())

    def logout(self, why: str) -> None:
        """End the session and forget the keys, those of people who only signed in it too."""
        for signer in sorted(self._signed - {self.user}):
            self._credentials.lock(signer)
        self._signed.clear()
        if self.user:
            self._credentials.lock(self.user)
            self._record(CloseSession(by=CONSOLE, user=self.user, why=why))
            self.user = ""

    def consent(self, command: Command, user: str, password: str, meaning: Meaning) -> Consent | Refusal:
        """A consent over exactly this command, for a password: asked every time."""
        floor = self._floor()
        need = next((n for n in signatures_needed(floor, command) if n.meaning is meaning), None)
        if need is None:
            return Refusal("meaning", f"It needs no signature that says {meaning.value}.", "", "signature")
        if need.user and need.user != user:
            return Refusal("signer", f"{floor.person_name(need.user)} signs here.", "They enter their own id.", "user")
        if user in need.not_users:
            return Refusal("verifier-same", "The verifier cannot be the performer.", "Another person signs here.", "user")
        refusal = self._wrong(user, password)
        if refusal is not None:
            self._record(RefuseSession(by=CONSOLE, user=user[:40], why=f"signing: {refusal.rule}"))
            return refusal
        self._signed.add(user)
        return Consent(user, meaning, command_digest(command), self._clock.now(), self._zone)


def consents_of(command: Command, floor: Floor, clock: Clock, zone: str, second: str = "") -> tuple[Consent, ...]:
    """The consents of people whose keys are unlocked already: a simulation's way, never a screen's."""
    digest = command_digest(command)
    needs = signatures_needed(floor, command)
    return tuple(Consent(need.user or second, need.meaning, digest, clock.now(), zone) for need in needs)
