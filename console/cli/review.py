"""`audit --review N`: QA signs that the journal was reviewed through an entry."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from console.cli.asking import ask_password
from console.cli.codes import Exit
from console.cli.opened import Writing, open_existing, reading, writing
from console.cli.status import now_of
from console.domain.commands import ReviewAudit
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.domain.signing import Meaning
from console.service.audited import AuditWish
from console.service.change import Change
from console.service.clock import PacedClock, SystemClock
from console.service.founding import DEMO_PASSWORD
from console.service.ports import Clock
from console.view.audit.reviews import mark_words
from console.view.listing import utc


def review(folder: Path, through: int, user: str, comment: str) -> int:
    """Ask for the password, sign, record, and say how far the journal is reviewed now."""
    with reading(folder) as opened:
        found = opened.pages.audit(AuditWish(), through + 1, 1).rows
        plays, zone, floor = opened.site.class_.plays, opened.zone, opened.floor
        now = now_of(plays, floor)
    if not found or found[0].n != through:
        return _refused(Refusal("audit-entry", f"There is no entry {through}.", "Name one that `audit` shows.", "through"))
    command = ReviewAudit(by=user, through=through, entry=found[0].entry, comment=comment)
    secret = ask_password(f"{user}'s password, to sign that the journal was reviewed through entry {through}")
    clock: Clock = PacedClock(SystemClock(), now, 0) if plays else SystemClock()
    site = writing(open_existing(folder, clock, zone), clock, zone)
    try:
        answer = _signed(site, command, secret or (DEMO_PASSWORD if plays else ""))
        floor = site.dispatcher.floor
    finally:
        site.close()
    if answer is not None:
        return _refused(answer)
    print(mark_words(floor, zone))
    return Exit.WELL


def mark_json(floor: Floor) -> dict[str, Any] | None:
    """The same for programs; None while nobody has signed a review."""
    last = floor.reviewed
    if last is None:
        return None
    return {"through": last.through, "entry": last.entry, "by": last.by, "at": utc(last.at), "comment": last.comment}


def _signed(opened: Writing, command: ReviewAudit, secret: str) -> Refusal | None:
    consent = opened.session.consent(command, command.by, secret, Meaning.REVIEWED)
    answer = consent if isinstance(consent, Refusal) else opened.dispatcher.submit(command, (consent,)).result()
    if isinstance(answer, Change):
        return None
    return answer if isinstance(answer, Refusal) else Refusal(answer.kind, answer.why, answer.instead)


def _refused(refusal: Refusal) -> int:
    print(f"cleanroom-console: {refusal.why} {refusal.instead}".rstrip(), file=sys.stderr)
    return Exit.REFUSED
