"""The head of the journal in words that fit the foot of a page."""

from __future__ import annotations

from sqlalchemy import Connection

from console.service.heads import JournalHead
from db import journal


def journal_head(connection: Connection) -> JournalHead:
    """Entries, and of each chain its first letters, its last entry, and the first letters of that entry's hash."""
    heads, entries = journal.heads(connection), journal.count(connection)
    return JournalHead(entries, ", ".join(f"{name[:8]}/{head.seq} {head.hash.hex()[:16]}" for name, head in sorted(heads.items())))
