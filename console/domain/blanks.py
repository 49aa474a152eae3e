"""Controlled blanks: numbered sheets for the hours without a console, what came back on them, and which are still out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from console.domain.facility import Role
from console.domain.plain import to_plain
from console.domain.recipe import Limit
from console.domain.signing import Meaning

HOURS = 12
"""How many hours a sheet is issued for unless somebody says otherwise."""
HOURS_MOST = 24
CLOSED_KEPT = 60
"""So many sheets that are done with stay on the live floor; older ones stay in the journal and are only counted here."""
OWED_KEPT = 120
"""So many more that are done with stay because somebody named on them has not signed here yet: nobody signs what has left."""
ORIGINAL_MOST = 20_000_000
"""How large the scan of a sheet may be, in bytes."""

PAPER = "blank"
"""The kind under which the print of a sheet is logged, about `blank:P-…`."""

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MARK = re.compile(r"[0-9A-HJKMNP-TV-Z]{2,8}")
NUMBER = re.compile(rf"P-({MARK.pattern})-([0-9]{{6,9}})")
MOST_NUMBER = 999_999_999
"""The last number a console gives out."""


def console_mark(chain: str) -> str:
    """The console's own part of every number it gives out, from the name of its chain: two consoles apart give no number twice.

    Twenty bits: with ten consoles one site in 23,000 would have two of the same mark; then both sheets are kept and counted.
    """
    bits = int.from_bytes(hashlib.sha256(b"blank\x00" + chain.encode()).digest()[:4], "big")
    return "".join(_LETTERS[(bits >> shift) & 31] for shift in (0, 5, 10, 15))


def number_of(mark: str, count: int) -> str:
    """The number of a console's n-th sheet: P-7K3M-000123."""
    return f"P-{mark}-{count:06d}"


def number_parts(number: str) -> tuple[str, int] | None:
    """The mark and the count of a sheet's number, or None when it is none."""
    found = NUMBER.fullmatch(number)
    return (found[1], int(found[2])) if found else None


class BlankState(StrEnum):
    """Where a sheet stands, from being out to being done with, in the words of every list, on screen and on paper."""

    OUT = "out"
    RETURNED = "returned"
    KEYED = "keyed"
    VERIFIED = "checked"
    CLOSED = "closed"
    VOID = "void"


class OriginalKind(StrEnum):
    """In which form the scan of a sheet is kept."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


@dataclass(frozen=True, slots=True)
class BlankLimit:
    """A hold or a window that the person at the sheet must know: hours from the end of a step, and instants where it runs."""

    title: str
    after: str
    min_h: Decimal | None = None
    max_h: Decimal | None = None
    not_before: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BlankLine:
    """One step on a sheet as the floor planned it when the sheet was issued; `started_at` where it ran already.

    `id` counts the lines of the sheet; `coi_tail` are the last four characters of the patient's number; `after` names the steps
    that must be over before; `verified` says that a second person checks it; `samples` names the tests that wait for its sample.
    """

    id: str
    batch: str
    step: str
    title: str
    coi_tail: str = ""
    station: str = ""
    instrument: str = ""
    planned_start: datetime | None = None
    planned_end: datetime | None = None
    started_at: datetime | None = None
    people: int = 1
    role: Role = Role.OPERATOR
    verified: bool = False
    held: bool = False
    after: tuple[str, ...] = ()
    values: tuple[Limit, ...] = ()
    limits: tuple[BlankLimit, ...] = ()
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlankEntry:
    """What the paper says in one line, as it was keyed; `batch` and `step` only where a free row was written on.

    `sample` is the number of one that was taken.
    `nothing` says that nothing was done; `not_entered` says why the floor shall not take it although something was written.
    """

    line: str
    batch: str = ""
    step: str = ""
    nothing: bool = False
    station: str = ""
    instrument: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    performer: str = ""
    verifier: str = ""
    values: Mapping[str, Decimal] = field(default_factory=dict)
    remark: str = ""
    not_entered: str = ""
    sample: str = ""

    @property
    def written(self) -> bool:
        """Whether the paper says anything at all in this line."""
        return bool(self.started_at or self.finished_at or self.values or self.remark.strip() or self.sample.strip())

    @property
    def entered(self) -> bool:
        """Whether the floor shall take it."""
        return self.written and not self.not_entered.strip()


@dataclass(frozen=True, slots=True)
class Original:
    """The scan of a sheet that lies in the site's database: SHA-256 (hex) of its bytes, kind, size in bytes, name as given."""

    digest: str
    kind: OriginalKind
    size: int
    name: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """Somebody named on a sheet has signed here that this is what they wrote."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Blank:
    """One numbered sheet: what it carried when it was issued, where it is, and what was keyed from it.

    `printed` is how many pages it has on paper, 0 while it is not printed; `pages` how many came back, 0 where nobody counted.
    """

    number: str
    room: str
    from_at: datetime
    until_at: datetime
    issued_by: str
    issued_at: datetime
    reason: str = ""
    lines: tuple[BlankLine, ...] = ()
    printed: int = 0
    returned_by: str = ""
    returned_at: datetime | None = None
    pages: int = 0
    voided_by: str = ""
    voided_at: datetime | None = None
    void_reason: str = ""
    lost: bool = False
    entries: tuple[BlankEntry, ...] = ()
    keyed_by: str = ""
    keyed_at: datetime | None = None
    keyings: int = 0
    verified_by: str = ""
    verified_at: datetime | None = None
    originals: tuple[Original, ...] = ()
    signed: tuple[PaperSignature, ...] = ()

    @property
    def state(self) -> BlankState:
        """Where the sheet stands: closed only when a second person checked it and the original lies beside it, or void."""
        if self.voided_at is not None:
            return BlankState.VOID
        if self.verified_at is not None:
            return BlankState.CLOSED if self.originals else BlankState.VERIFIED
        if self.keyed_at is not None:
            return BlankState.KEYED
        return BlankState.OUT if self.returned_at is None else BlankState.RETURNED

    @property
    def open(self) -> bool:
        """Whether something of it is still to be done."""
        return self.state not in (BlankState.CLOSED, BlankState.VOID)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of what the sheet carried when it was issued: it stands on every page, under the number printed there."""
        return lines_digest(self.number.partition("/")[0], self.room, self.from_at, self.until_at, self.lines)

    def line(self, line: str) -> BlankLine | None:
        """The printed line of this id, or None."""
        return next((one for one in self.lines if one.id == line), None)

    def at_line(self, entry: BlankEntry) -> tuple[str, str]:
        """The batch and the step an entry is about: those printed, or those written in a free row."""
        printed = self.line(entry.line)
        return (printed.batch, printed.step) if printed is not None else (entry.batch, entry.step)

    def roles_on_paper(self, user: str) -> tuple[Meaning, ...]:
        """As what this person stands on the paper: performed, verified, or both; nothing when not named."""
        entered = [entry for entry in self.entries if entry.entered]
        performed = any(entry.performer == user for entry in entered)
        verified = any(entry.verifier == user for entry in entered)
        return (Meaning.PERFORMED,) * performed + (Meaning.VERIFIED,) * verified

    @property
    def owed(self) -> tuple[str, ...]:
        """Who is named on a checked sheet and has not signed here yet: their ink on the original stands meanwhile."""
        if self.verified_at is None:
            return ()
        named = dict.fromkeys(user for e in self.entries if e.entered for user in (e.performer, e.verifier) if user)
        return tuple(user for user in named if all(signature.by != user for signature in self.signed))


def lines_digest(number: str, room: str, from_at: datetime, until_at: datetime, lines: Iterable[BlankLine]) -> str:
    """SHA-256 (hex) of what a sheet carries."""
    told = {"number": number, "room": room, "from": from_at, "until": until_at, "lines": tuple(lines)}
    plain = json.dumps(to_plain(told), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(b"blank\x00" + plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class BlankCount:
    """Sheets that are done with and no longer on the live floor."""

    returned: int = 0
    void: int = 0


@dataclass(frozen=True, slots=True)
class BlankAccount:
    """What became of every sheet: `issued` are the numbers given out, each of which is returned, void, or out."""

    issued: int
    returned: int
    void: int
    out: int

    @property
    def balanced(self) -> bool:
        """Whether every number that was given out is accounted for, once."""
        return self.issued == self.returned + self.void + self.out


def account_of(blanks: Iterable[Blank], counts: Mapping[str, int], gone: BlankCount) -> BlankAccount:
    """The account of the sheets on the floor, the numbers given out by mark, and the sheets that left the floor."""
    states = [blank.state for blank in blanks]
    void, out = states.count(BlankState.VOID), states.count(BlankState.OUT)
    returned = len(states) - void - out
    return BlankAccount(sum(counts.values()), gone.returned + returned, gone.void + void, out)


WAITS = {
    BlankState.OUT: "is out: bring it back, or make it void",
    BlankState.RETURNED: "came back: key what stands on it",
    BlankState.KEYED: "is keyed: a second person keys it and signs",
    BlankState.VERIFIED: "is checked: attach its original",
}
"""What is to be done next with a sheet that is not done with."""


@dataclass(frozen=True, slots=True)
class OpenBlank:
    """A sheet that is not done with: what it waits for, since when, and who gave it out."""

    number: str
    room: str
    state: BlankState
    since: datetime
    issued_by: str
    waits: str


def open_blank(blank: Blank) -> OpenBlank:
    """What a sheet waits for."""
    since = blank.verified_at or blank.keyed_at or blank.returned_at or blank.issued_at
    return OpenBlank(blank.number, blank.room, blank.state, since, blank.issued_by, WAITS.get(blank.state, ""))


def ordered(blanks: Iterable[Blank]) -> tuple[Blank, ...]:
    """Sheets in the order they were issued, however they came (law 4)."""
    return tuple(sorted(blanks, key=lambda blank: (blank.issued_at, blank.number)))
