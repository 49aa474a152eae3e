"""What a command needs signed, known before it is sent: by whom, in which meaning, under which bar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.rights import Right


class Meaning(StrEnum):
    """The meaning of a signature (21 CFR 11.50)."""

    PERFORMED = "performed"
    VERIFIED = "verified"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    RELEASED = "released"
    REJECTED = "rejected"
    IMPORTED = "imported"
    GIVEN = "given"
    ACCEPTED = "accepted"
    ISSUED = "issued"
    TRANSCRIBED = "transcription checked"


@dataclass(frozen=True, slots=True)
class SignatureNeed:
    """One signature a command needs: its meaning, the user who must give it (empty: anyone with the right), and who may not."""

    meaning: Meaning
    right: Right
    user: str = ""
    not_users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to in the signing dialog: this command's digest (hex), in this meaning, at this instant."""

    user: str
    meaning: Meaning
    over: str
    at: datetime
    zone: str
