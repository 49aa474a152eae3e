"""The lines of an audit as a person reads them, as the cells of a table, and as JSON values for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from console.service.audited import AuditRow, Said
from console.service.change import Signed
from console.service.zones import ZoneUnknown, zone_of
from console.view.listing import utc

HEADINGS = (
    "Entry", "Recorded", "Happened", "Who", "User", "What", "Kind", "About", "Old", "New", "Why", "Signed", "Entry id",
)  # fmt: skip

NEAR = timedelta(minutes=1)
"""What was written nearer to when it happened than this is told one instant only."""


def audit_line(row: AuditRow, zone: ZoneInfo) -> str:
    """Who, what, old and new, why, when and signed by whom in which meaning, in one line."""
    late = abs(row.recorded_at - row.at) >= NEAR
    parts = [
        f"#{row.n}",
        when(row.recorded_at, zone),
        f"happened {when(row.at, zone)}" if late else "",
        who(row),
        row.what,
        ", ".join(row.about),
        changes_words(row, zone),
        f"why: {row.why}" if row.why else "",
        f"signed {signed_words(row.signed, zone)}" if row.signed else "",
    ]
    return one_line(" · ".join(part for part in parts if part))


def audit_cells(row: AuditRow, zone: ZoneInfo) -> tuple[str, ...]:
    """The cells of an entry under the headings; instants in the site's zone with their offset."""
    cells = (
        str(row.n), when(row.recorded_at, zone), when(row.at, zone), row.who, row.user, row.what, row.kind, ", ".join(row.about),
        said_words(row.old, zone), said_words(row.new, zone), row.why, signed_words(row.signed, zone), row.entry,
    )  # fmt: skip
    return tuple(one_line(cell) for cell in cells)


def audit_json(row: AuditRow) -> dict[str, Any]:
    """The same for programs: instants in UTC, old and new as lists of names and values."""
    return {
        "n": row.n,
        "entry": row.entry,
        "recorded_at": utc(row.recorded_at),
        "at": utc(row.at),
        "user": row.user,
        "who": row.who,
        "kind": row.kind,
        "what": row.what,
        "about": list(row.about),
        "old": _pairs(row.old),
        "new": _pairs(row.new),
        "why": row.why,
        "signed": [
            {"user": s.user, "name": s.name, "role": s.role, "meaning": s.meaning, "at": utc(s.at), "zone": s.zone, "over": s.over}
            for s in row.signed
        ],
    }


def when(at: datetime, zone: ZoneInfo) -> str:
    """An instant to the second in a zone, with its offset: 2026-11-22 14:05:09-05:00."""
    return at.astimezone(zone).isoformat(sep=" ", timespec="seconds")


def who(row: AuditRow) -> str:
    """The printed name with the user id, once when they are the same."""
    return row.who if row.who == row.user else f"{row.who} ({row.user})"


def said_words(said: Said, zone: ZoneInfo) -> str:
    """Names and values in one line."""
    return "; ".join(f"{label}: {value_words(value, zone)}" for label, value in said)


def changes_words(row: AuditRow, zone: ZoneInfo) -> str:
    """Old and new as arrows where both are known; what stayed as it was is left out."""
    old = dict(row.old)
    told = []
    for label, value in row.new:
        before = old.pop(label, None)
        if before is None:
            told.append(f"{label}: {value_words(value, zone)}")
        elif before != value:
            told.append(f"{label}: {value_words(before, zone)} → {value_words(value, zone)}")
    return "; ".join([*told, *(f"{label}: {value_words(before, zone)} → nothing" for label, before in old.items())])


def signed_words(signed: Sequence[Signed], zone: ZoneInfo) -> str:
    """Each signature: printed name, user, role, meaning, and when in the zone it was signed in."""
    return "; ".join(f"{s.name} ({s.user}), {s.role}: {s.meaning}, {when(s.at, signing_zone(s, zone))}" for s in signed)


def one_line(text: str) -> str:
    """The text in one line that no terminal obeys: what is not printed is a space."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def value_words(value: str | datetime, zone: ZoneInfo) -> str:
    return value if isinstance(value, str) else when(value, zone)


def signing_zone(signed: Signed, otherwise: ZoneInfo) -> ZoneInfo:
    """The zone a signature was given in, or the other one when this computer does not know it."""
    try:
        return zone_of(signed.zone)
    except ZoneUnknown:
        return otherwise


def _pairs(said: Said) -> list[dict[str, str | None]]:
    return [{"name": label, "value": value if isinstance(value, str) else utc(value)} for label, value in said]
