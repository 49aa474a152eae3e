"""What QA fills in to sign that the journal was read: through which entry, and a remark."""

from __future__ import annotations

from console.domain.commands import ReviewAudit
from console.domain.commands.command import Command
from console.service.audited import AuditRow, AuditWish
from console.view.asks.ask import Answers, Ask, Field, Kind, Scene
from console.view.audit.reviews import unread
from console.view.audit_listing import when


def review(scene: Scene, row: AuditRow, wish: AuditWish) -> Ask:
    """Sign the review through this entry; with a filter on, it says that the signature covers what is not shown, too."""

    def make(answers: Answers) -> Command:
        return ReviewAudit(by=scene.user, through=row.n, entry=row.entry, comment=answers.text("comment"))

    filtered = "" if wish == AuditWish() else " A filter is on: the signature covers the entries that are not shown, too."
    about = f"Through entry {row.n:,}, recorded {when(row.recorded_at, scene.zone)}: {unread(scene.floor, row.n)}.{filtered}"
    fields = (Field("comment", "Remark", Kind.LONG, hint="what you found, or nothing"),)
    return Ask("audit.review", "Sign the review", about, "Sign as reviewed", fields, make, critical=True)
