"""Reports for the tests: one of ordinary size, and one with the longest words and cells that can come."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from console.report.tree import Document, Imprint, Section, SignatureBlock, Table, Words

ZONE = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
DIGEST = "0123456789abcdef" * 4
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 3
LONG_TEXT = "The incubator's CO₂ read 4.2 % while B-0412 waited; =SUM(A1) and <b>not bold</b> & so on. " * 40


def imprint(entries: int = 1204, head: str = "ab12cd34/1204 00ff00ff00ff00ff") -> Imprint:
    return Imprint("Watertown", "DEMO", "Nothing here is real.", entries, head, "Cleanroom Console 9.9", AT, ZONE)


def signature(name: str = "J. Hart", at: datetime | None = AT) -> SignatureBlock:
    return SignatureBlock(name, "jhart", "supervisor", "released", at, ZONE, DIGEST, "the disposition of B-0412")


def report(rows: int = 3) -> Document:
    table = Table(("When", "What", "Hours"), tuple((f"row {n}", "Step finished", f"{n}.5") for n in range(rows)), frozenset({2}))
    sections = (Section("Steps", (Words("As recorded."), table)), Section("Signatures", (signature(), signature("M. Ortiz", None))))
    return Document("History of B-0412", "AV-119", imprint(), (("Sponsor", "Aldervale"),), sections)


def longest() -> Document:
    """Long words, a cell higher than a page, many columns, an empty table, long facts."""
    wide = Table(
        tuple(f"Heading {n} {LONG_WORD[: 20 * n]}" for n in range(7)),
        tuple(
            (LONG_WORD, LONG_TEXT if n == 2 else "x", "", "2026-11-03 10:00 EST (UTC-05:00)", DIGEST, "-4", "ok") for n in range(6)
        ),
    )
    sections = (
        Section(f"Everything at once {LONG_WORD}", (wide, Words(LONG_TEXT + "\n" + LONG_WORD))),
        Section("Nothing", (Table(("A", "B"), (), empty="No deviation is open."),)),
        Section("Signatures", (signature(LONG_WORD), signature("M. Ortiz", None))),
    )
    facts = ((LONG_WORD, LONG_TEXT), ("Sponsor", LONG_WORD))
    return Document(f"History {LONG_WORD}", LONG_TEXT, imprint(1_000_000, ", ".join([DIGEST] * 4)), facts, sections)
