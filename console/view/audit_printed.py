"""An extract of the journal on paper: which entries were asked for, one row each, and every signature whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

from console.report.tree import Block, Document, Imprint, Section, SignatureBlock, Table, Words, stamp
from console.service.audited import AuditRow, AuditWish
from console.service.change import Signed
from console.service.zones import ZoneUnknown, zone_of
from console.view.audit_listing import NEAR, said_words, when, who

HEADINGS = ("Entry", "Recorded", "Happened", "Who", "What", "About", "Old", "New", "Why")


def audit_document(rows: Sequence[AuditRow], wish: AuditWish, mark: str, imprint: Imprint, zone: ZoneInfo) -> Document:
    """The extract, in the order of `rows`; `mark` says in words how far the journal was reviewed."""
    facts = (
        *((name, said) for name, said in _asked(wish, zone) if said),
        ("Entries", f"{len(rows):,} of {imprint.entries:,}"),
        ("Reviewed", mark),
    )
    table = Table(HEADINGS, tuple(_line(row, zone) for row in rows), frozenset({0}), "No entry is like that.")
    signed = tuple(_signatures(rows, zone)) or (Words("Nothing was signed."),)
    sections = (Section("Entries", (table,)), Section("Signatures", signed))
    return Document("Audit extract", "This is a copy; the journal is the record.", imprint, facts, sections)


def zone_signed_in(signed: Signed, otherwise: tzinfo) -> tzinfo:
    """The zone a signature was given in, or the other one when this computer does not know it."""
    try:
        return zone_of(signed.zone)
    except ZoneUnknown:
        return otherwise


def _asked(wish: AuditWish, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    yield "Recorded from", stamp(wish.since, zone) if wish.since else ""
    yield "Recorded until", stamp(wish.until, zone) if wish.until else ""
    yield "By", wish.who
    yield "About", wish.about
    yield "Kind", wish.kind
    yield "Words", wish.words


def _line(row: AuditRow, zone: ZoneInfo) -> tuple[str, ...]:
    late = abs(row.recorded_at - row.at) >= NEAR
    happened = when(row.at, zone) if late else "at once"
    about = ", ".join(row.about)
    old, new = said_words(row.old, zone), said_words(row.new, zone)
    return str(row.n), when(row.recorded_at, zone), happened, who(row), row.what, about, old, new, row.why


def _signatures(rows: Sequence[AuditRow], zone: ZoneInfo) -> Iterator[Block]:
    for row in rows:
        for s in row.signed:
            role, about = s.role.replace("_", " "), f"entry {row.n}: {row.what}"
            yield SignatureBlock(s.name, s.user, role, s.meaning, s.at, zone_signed_in(s, zone), s.over, about)
