"""Entries as the journal would tell them, and a plain reading of them: what the screen shows is held against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from console.service.audited import AuditPage, AuditRow, AuditWish, Sealed
from console.service.change import Signed
from tests.ui.front import DAY0

MINUTE = timedelta(minutes=1)


def entry(n: int, **more: object) -> AuditRow:
    """An entry of a batch by one of three people, a minute after the one before it."""
    who = f"u{n % 3}"
    at = DAY0 + n * MINUTE
    fields: dict[str, object] = {
        "n": n, "entry": f"e-{n}", "at": at, "recorded_at": at, "user": who, "who": f"Person {who}", "kind": "note.added",
        "what": "Note added", "about": (f"batch:B-{n % 5}",), "old": (), "new": (("text", f"remark {n}"),), "why": "",
        "signed": (), "sealed": Sealed("c" * 32, n, f"{n:064x}", "1.0", (("status", "alone"),)),
    }  # fmt: skip
    return AuditRow(**{**fields, **more})  # type: ignore[arg-type]


def reviewed(n: int, through: int) -> AuditRow:
    """The entry that says how far the journal was read."""
    at = DAY0 + n * MINUTE
    signed = (Signed("qada", "Q. Ada", "qa", "reviewed", "d" * 64, at, "America/New_York"),)
    new = (("through", str(through)), ("entry", f"e-{through}"))
    return entry(n, user="qada", who="Q. Ada", kind="audit.reviewed", what="Audit reviewed", about=(), new=new, signed=signed)


def reading(rows: Sequence[AuditRow], limit: int, span: int) -> Callable[[AuditWish, int | None], AuditPage]:
    """Pages of these entries as the store would give them: no more lines than `limit`, no further looked than `span`."""

    def page(wish: AuditWish, before: int | None) -> AuditPage:
        newest = sorted(rows, key=lambda row: -row.n)
        last = newest[0].n if newest else 0
        below = [row for row in newest if before is None or row.n < before]
        bottom = (below[0].n if below else 0) - span
        near = [row for row in below if row.n > bottom and wanted(row, wish)]
        if len(near) >= limit:
            return AuditPage(tuple(near[:limit]), near[limit - 1].n, last)
        return AuditPage(tuple(near), bottom + 1 if bottom > 0 else None, last)

    return page


def wanted(row: AuditRow, wish: AuditWish) -> bool:
    """Whether a plain look at one entry says that it is meant."""
    return (
        (wish.since is None or row.recorded_at >= wish.since)
        and (wish.until is None or row.recorded_at <= wish.until)
        and (not wish.who or row.user == wish.who)
        and (not wish.about or wish.about in {name.partition(":")[2] for name in row.about})
        and (not wish.kind or row.kind == wish.kind)
        and set(wish.words.split()) <= {word for _, value in (*row.new, ("", "")) for word in f"{value} {row.why}".split()}
    )
