"""Signed reviews of the journal: through which entry it was read, by whom, and what was not read yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.service.audited import AuditRow, AuditWish
from console.service.change import Signed
from console.view.audit_listing import signed_words, when

KIND = "audit.reviewed"
ASKED = AuditWish(kind=KIND)
"""What finds the entries that say how far the journal was read."""


@dataclass(frozen=True, slots=True)
class Review:
    """The journal was read through entry `through`; entry `n` says so."""

    n: int
    through: int
    who: str
    at: datetime
    comment: str = ""
    signed: tuple[Signed, ...] = ()


def review_of(row: AuditRow) -> Review | None:
    """The review that an entry tells, or None where it tells none."""
    told = {label: str(value) for label, value in row.new}
    through = told.get("through", "")
    if row.kind != KIND or not through.isdecimal():
        return None
    return Review(row.n, int(through), row.who, row.at, told.get("comment", ""), row.signed)


def review_line(review: Review, zone: ZoneInfo) -> str:
    """One line across the list: through which entry, by whom, and the signature."""
    signed = f"signed {signed_words(review.signed, zone)}" if review.signed else f"by {review.who}, {when(review.at, zone)}"
    comment = f" · “{review.comment}”" if review.comment else ""
    return f"Reviewed through entry {review.through:,} · {signed}{comment}"


def mark_words(floor: Floor, zone: ZoneInfo) -> str:
    """How far the journal is reviewed, by whom and when."""
    last = floor.reviewed
    if last is None:
        return "Nobody has signed a review of the journal yet."
    return f"Reviewed through entry {last.through} by {floor.person_name(last.by)} ({last.by}), {when(last.at, zone)}."


def standing(floor: Floor, last: int, zone: ZoneInfo) -> str:
    """How far the journal is reviewed, by whom and when, and how much is not."""
    mark = floor.reviewed
    if mark is None:
        return f"Nobody has signed a review yet: {entries_words(last)} not reviewed."
    left = max(0, last - mark.through)
    rest = f"{entries_words(left)} since then not reviewed" if left else "nothing since then"
    name = floor.person_name(mark.by)
    return f"Reviewed through entry {mark.through:,} by {name}, {when(mark.at, zone)}: {rest}."


def unread(floor: Floor, through: int) -> str:
    """How many entries a review through this one would add to what was read before."""
    before = floor.reviewed.through if floor.reviewed is not None else 0
    if through <= before:
        return f"entry {before:,} was reviewed already"
    return f"{entries_words(through - before)} since entry {before:,}" if before else "from the first entry on"


def entries_words(many: int) -> str:
    """1 entry, 41,200 entries."""
    return f"{many:,} {'entry' if many == 1 else 'entries'}"
