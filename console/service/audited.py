"""What an audit asks of the journal, and what it is shown: one line an entry, old beside new, signatures whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.service.change import Signed

Said = tuple[tuple[str, str | datetime], ...]
"""Names and what was so; an instant stays one, so that whoever shows it can tell it in the site's zone."""


@dataclass(frozen=True, slots=True)
class AuditWish:
    """Which entries are looked for; all that is stated must hold, and what is empty is not asked.

    `since` and `until` are instants of recording (both included), `who` a user id, `about` what an entry speaks of
    (`B-0412` or `batch:B-0412`), `kind` a wire name such as `step.corrected`, `words` what people wrote.
    """

    since: datetime | None = None
    until: datetime | None = None
    who: str = ""
    about: str = ""
    kind: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Where an entry stands in the record, and its seal: chain and place in it, hash (hex), program, how the clock stood."""

    chain: str = ""
    seq: int = 0
    hash: str = ""
    app: str = ""
    clock: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry: `n` is its number here, `at` when it happened by the word of `user`, `recorded_at` when it was written.

    `old` is what the record said before of the things `new` speaks of; empty where the entries do not tell it.
    """

    n: int
    entry: str
    at: datetime
    recorded_at: datetime
    user: str
    who: str
    kind: str
    what: str
    about: tuple[str, ...]
    old: Said
    new: Said
    why: str
    signed: tuple[Signed, ...]
    sealed: Sealed = Sealed()


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some lines, youngest first; `further` is the number to go on before, None when the journal has no more of them.

    A page may hold fewer lines than asked, or none, and still go on: so far was looked, and no longer than a person waits.
    `last` is the number of the journal's last entry, of whatever kind.
    """

    rows: tuple[AuditRow, ...]
    further: int | None
    last: int = 0
