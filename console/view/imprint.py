"""Whose paper it is, as every print of a screen says it, and which copy it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo

from console import __version__
from console.domain.decide import roles_of
from console.domain.floor import Floor
from console.report.plain import content_digest
from console.report.tree import Document, Imprint, stamp
from console.service.heads import JournalHead
from console.service.ports import SiteFacts
from console.view.site_class import CLASS_WORDS

PROGRAM = f"Cleanroom Console {__version__}"
NO_COPY = "Made without a session: not a logged copy"
"""What pages say that nobody is logged in for."""


def imprint(site: SiteFacts, head: JournalHead, now: datetime, zone: tzinfo, copy: str = "") -> Imprint:
    """The imprint of a paper of this site made now."""
    return Imprint(site.name, site.kind, CLASS_WORDS.get(site.kind, ""), head.entries, head.words, PROGRAM, now, zone, copy)


def copied(document: Document, floor: Floor, number: int, user: str) -> Document:
    """The document as this copy: said on every page and among the facts, with the digest that its entry in the journal names."""
    role = next((role.value.replace("_", " ") for role in roles_of(floor, user)), "")
    who = ", ".join(part for part in (f"printed by {floor.person_name(user)}", role) if part)
    words = f"Copy {number} · {who} · {stamp(document.imprint.made_at, document.imprint.zone)}"
    return _marked(document, words, ("Digest of this paper", f"SHA-256 {content_digest(document)}"))


def uncopied(document: Document) -> Document:
    """The document as pages that nobody is logged in for."""
    return _marked(document, NO_COPY)


def _marked(document: Document, words: str, *facts: tuple[str, str]) -> Document:
    marked = replace(document.imprint, copy=words)
    return replace(document, imprint=marked, facts=(*document.facts, ("Copy", words), *facts))
