"""A report for programs and spreadsheets: the same tree as JSON, as CSV, and as lines of text."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from io import StringIO
from typing import Any

from console.report.tree import Block, Boxes, Document, Picture, SignatureBlock, Table, Words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SIGNED = ("Printed name", "User", "Role", "Meaning", "When", "Over", "About")


def document_json(document: Document) -> dict[str, Any]:
    """The report as plain JSON; instants in UTC beside the words of the site's zone."""
    imprint = document.imprint
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        **({"code": document.code} if document.code else {}),
        "imprint": {
            "site": imprint.site,
            "class": imprint.site_class,
            "class_words": imprint.class_words,
            "entries": imprint.entries,
            "head": imprint.head,
            "program": imprint.program,
            "made_at": imprint.made_at.astimezone(UTC).isoformat(),
            "made": imprint.made,
        },
        "facts": [{"name": name, "said": said} for name, said in document.facts],
        "sections": [{"title": s.title, "blocks": [_block(block) for block in s.blocks]} for s in document.sections],
    }


def content_digest(document: Document) -> str:
    """SHA-256 (hex) of what the report says, as canonical JSON: whenever it is printed again saying the same, it is the same.

    When it was made, how far the journal had grown by then, and which copy it is are left out.
    """
    plain = document_json(document)
    for passing in ("made_at", "made", "entries", "head"):
        del plain["imprint"][passing]
    told = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(b"report\x00" + told.encode()).hexdigest()


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Words):
        return {"words": block.text}
    if isinstance(block, Picture):
        return {"picture": block.name, "words": block.words}
    if isinstance(block, Boxes):
        return {"boxes": list(block.labels)}
    if isinstance(block, Table):
        return {"headings": list(block.headings), "rows": [list(row) for row in block.rows]}
    return {
        "signature": {
            "name": block.name,
            "user": block.user,
            "role": block.role,
            "meaning": block.meaning,
            "at": block.at.astimezone(UTC).isoformat() if block.at is not None else None,
            "when": block.when,
            "over": block.over,
            "about": block.about,
        }
    }


def document_csv(document: Document) -> str:
    """The report as CSV (RFC 4180): section and kind of each line, then its cells; every line has as many fields.

    A text that a spreadsheet would run as a formula is quoted by an apostrophe.
    """
    lines = list(_lines(document))
    wide = max(len(line) for line in lines)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerows([[harmless(cell) for cell in line] + [""] * (wide - len(line)) for line in lines])
    return out.getvalue()


def harmless(cell: str) -> str:
    """The cell as a spreadsheet may read it: what it would run as a formula is quoted; numbers stay numbers."""
    return f"'{cell}" if cell[:1] in _FORMULA and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _lines(document: Document) -> Iterator[tuple[str, ...]]:
    imprint = document.imprint
    yield "Section", "Line"
    yield "", "title", document.title, document.subtitle
    yield from (("", "fact", name, said) for name, said in (*document.facts, ("Class", imprint.mark), ("Foot", imprint.foot)))
    for section in document.sections:
        signed = False
        for block in section.blocks:
            if isinstance(block, SignatureBlock) and not signed:
                signed = True
                yield section.title, "headings", *_SIGNED
            yield from ((section.title, *line) for line in _block_lines(block))


def _block_lines(block: Block) -> Iterable[tuple[str, ...]]:
    if isinstance(block, Words):
        return [("words", block.text)]
    if isinstance(block, Picture):
        return [("picture", block.words)]
    if isinstance(block, Boxes):
        return [("boxes", *block.labels)]
    if isinstance(block, Table):
        return [("headings", *block.headings), *(("row", *row) for row in block.rows)]
    return [("signature", block.name, block.user, block.role, block.meaning, block.when, block.over, block.about)]


def document_text(document: Document) -> str:
    """The report as lines to read on a terminal; a row's cells one after the other, empty ones left out."""
    lines = [document.title, document.subtitle, *(f"{name}: {said}" for name, said in document.facts)]
    for section in document.sections:
        lines += ["", section.title]
        for block in section.blocks:
            lines += [f"  {line}" for line in _told(block)]
    return "\n".join([*lines, "", document.imprint.foot])


def _told(block: Block) -> list[str]:
    if isinstance(block, Words):
        return block.text.splitlines()
    if isinstance(block, Picture):
        return [block.words]
    if isinstance(block, Boxes):
        return [f"{label}: ________" for label in block.labels]
    if isinstance(block, Table):
        return [" · ".join(cell for cell in row if cell) for row in block.rows] or [block.empty]
    about = f" ({block.about})" if block.about else ""
    return [f"{block.meaning}: {block.name} ({block.user}), {block.role}, {block.when}{about}"]
