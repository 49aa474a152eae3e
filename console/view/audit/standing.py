"""How far the list stands: what was read, what is newer, and why there is nothing."""

from __future__ import annotations

from console.service.audited import AuditWish
from console.view.audit.ledger import Ledger
from console.view.audit.reviews import entries_words


def foot(ledger: Ledger, looked_to: int, last: int, reading: bool) -> str:
    """How many entries are shown, and how far the journal was looked through for them."""
    found = len(ledger.numbers)
    shown = entries_words(found)
    if ledger.whole:
        return f"{shown}: all there are, of {last:,} in the journal." if found else f"Looked through all {last:,} entries."
    so_far = f"so far looked through to entry {looked_to:,} of {last:,}"
    return f"{shown} · {so_far}{', reading on…' if reading else '; older ones come as you scroll.'}"


def newer_words(many: int, more: bool) -> str:
    """The button that shows what came since the list was read."""
    if more:
        return "Many newer entries: show"
    return f"{many} newer {'entry' if many == 1 else 'entries'}: show"


def nothing_words(ledger: Ledger, reading: bool, wish: AuditWish) -> str:
    """What stands in an empty list."""
    if len(ledger):
        return ""
    if not ledger.whole:
        return "Reading the journal…" if reading else ""
    return (
        "No entry is like that. Take a filter off, or write the words otherwise."
        if wish != AuditWish()
        else "Nothing was recorded."
    )
